"""The compiled loop over a trace file: every column, frame by frame, and the ring's limits."""

import pytest

from appliance.capture import loop
from appliance.capture.libpcap import Pcap
from appliance.capture.loop import Tap
from appliance.capture.ring import SNAP_MAX
from tests.build import link
from tests.live_traffic import signalling, stamp_ns, write_pcap
from tests.reading import ring_of, rows_of


@pytest.fixture
def tap_on(lane, tmp_path):
    """Opens a trace of these frames with libpcap; the tap on it."""
    if lane == "interpreted":
        pytest.skip("libpcap is called from compiled code only")
    loop.prepare()
    opened = []

    def open_trace(frames, source=0, earlier=0, **options):
        path = tmp_path / "trace.pcap"
        write_pcap(path, frames, **options)
        opened.append(Pcap.for_trace(str(path)))
        return loop.tap_of(opened[-1], source, earlier)

    yield open_trace
    for pcap in opened:
        pcap.close()


def test_take__fills_every_column(tap_on):
    sent = [signalling(index, size=20 + index) for index in range(40)]
    ring = ring_of()
    tap = tap_on(sent, source=3, earlier=100)
    row, at, status = loop.take(tap, ring)
    taken = rows_of(ring, row)
    assert (40, sum(map(len, sent)), loop.END) == (row, at, status)
    expected = [
        (stamp_ns(index), frame, len(frame), link.ETHERNET, 3, 101 + index)
        for index, frame in enumerate(sent)
    ]
    assert expected == taken
    assert (40, 0) == (tap[Tap.TAKEN], tap[Tap.CUT])


def test_take__counts_what_was_cut(tap_on):
    ring = ring_of()
    tap = tap_on([signalling(1, size=4), signalling(2, size=200)], snap_length=100)
    assert 2 == loop.take(tap, ring)[0]
    assert [signalling(2, size=200)[:100]] == [frame.octets for frame in rows_of(ring, 2)[1:]]
    assert (2, 1) == (tap[Tap.TAKEN], tap[Tap.CUT])


def test_take__goes_on_where_the_ring_ended(tap_on):
    sent = [signalling(index) for index in range(10)]
    tap, ring, taken, statuses = tap_on(sent), ring_of(frames_max=4), [], []
    for _ in range(3):
        row, _, status = loop.take(tap, ring)
        taken += rows_of(ring, row)
        statuses.append(status)
    assert sent == [frame.octets for frame in taken]
    assert [loop.PACKET, loop.PACKET, loop.END] == statuses


def test_take__asks_for_no_frame_that_might_not_fit(tap_on):
    tap, ring = tap_on([signalling(1)], snap_length=1000), ring_of(octets_max=SNAP_MAX)
    assert (0, SNAP_MAX - 999, loop.PACKET) == loop.take(tap, ring, at=SNAP_MAX - 999)
    assert 0 == tap[Tap.TAKEN]
    assert (1, loop.PACKET) == loop.take(tap, ring, at=SNAP_MAX - 1000)[::2]
    assert (0, 0, loop.END) == loop.take(tap, ring)


def test_fill__has_one_signature(tap_on):
    loop.take(tap_on([signalling(1)]), ring_of())
    assert 1 == len(loop.fill.signatures)
