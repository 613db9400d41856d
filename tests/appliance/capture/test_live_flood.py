"""Full speed from a second process: every frame is taken, or counted as dropped by the kernel."""

import time

import pytest

from tests.live_traffic import count_until_quiet, signalling, write_pcap
from tests.namespace import PATIENCE_S
from tests.reading import ring_of

pytestmark = pytest.mark.root

FLOOD = 200_000


@pytest.fixture
def trace(tmp_path):
    path = tmp_path / "flood.pcap"
    write_pcap(path, [signalling(index, size=40 + index % 100) for index in range(512)])
    return path


def sent_by(sender):
    """What the sender says that it wrote."""
    words, errors = sender.communicate(timeout=PATIENCE_S)
    assert not errors
    return int(words)


def test_flood__is_taken_or_counted(veth, tapped, trace):
    source, ring = tapped(kernel_buffer_mib=64), ring_of(frames_max=8192, octets_max=1 << 22)
    sender = veth.start_sender(trace, FLOOD)
    until = time.monotonic() + PATIENCE_S
    while source.fill(ring) == 0 and time.monotonic() < until:
        pass
    count_until_quiet(source, ring, fills=10)
    assert FLOOD == sent_by(sender)
    count_until_quiet(source, ring)
    counters = source.counters()
    assert FLOOD == veth.counts("tap0")["rx"]["packets"]
    assert FLOOD == counters["taken"] + counters["kernel_drops"]
    assert 0 == counters["interface_drops"] == counters["cut"]


def test_flood__that_nobody_takes_is_counted_as_dropped(veth, tapped, trace):
    source, ring = tapped(kernel_buffer_mib=1), ring_of(frames_max=8192, octets_max=1 << 22)
    assert FLOOD == sent_by(veth.start_sender(trace, FLOOD))
    taken = count_until_quiet(source, ring)
    counters = source.counters()
    assert 0 < taken == counters["taken"] < FLOOD
    assert FLOOD - taken == counters["kernel_drops"]
