"""One interface: what is sent at the other end arrives, whole, in order, in time, and counted."""

import time

import pytest

from tests.build import link
from tests.live_traffic import TIMEOUT_MS, collect, count_until_quiet, other, signalling
from tests.reading import ring_of

pytestmark = pytest.mark.root


def test_fill__takes_frames_whole_and_in_order(veth, tapped):
    source, began = tapped(), time.time_ns()
    sent = [signalling(index, size=20 + 7 * (index % 200)) for index in range(500)]
    veth.send(sent)
    taken = collect(source, ring_of(), len(sent))
    assert sent == [frame.octets for frame in taken]
    assert [len(frame) for frame in sent] == [frame.wire_size for frame in taken]
    assert list(range(1, 501)) == [frame.number for frame in taken]
    assert {(link.ETHERNET, 0)} == {(frame.link, frame.source) for frame in taken}
    stamps = [frame.ts_ns for frame in taken]
    assert sorted(stamps) == stamps
    assert began <= stamps[0] <= stamps[-1] <= time.time_ns()
    assert any(stamp % 1000 for stamp in stamps), "nanoseconds were not had"
    assert {"taken": 500, "cut": 0, "kernel_drops": 0, "interface_drops": 0} == source.counters()


def test_fill__delivers_a_short_burst_on_a_quiet_link(veth, tapped):
    source, ring = tapped(timeout_ms=100), ring_of()
    source.fill(ring)
    began = time.monotonic()
    veth.send([signalling(1)])
    taken = collect(source, ring, 1)
    assert 1 == len(taken)
    assert time.monotonic() - began < 2 * 0.1 + 0.1  # twice the timeout, and a busy machine


def test_fill__returns_within_the_timeout_on_a_quiet_link(veth, tapped):
    source, ring = tapped(), ring_of()
    began = time.monotonic()
    assert 0 == source.fill(ring)
    assert TIMEOUT_MS / 1000 <= time.monotonic() - began < 10 * TIMEOUT_MS / 1000


def test_fill__never_exceeds_the_ring(veth, tapped):
    source, ring = tapped(snap_length_octets=65_535), ring_of(frames_max=7)
    sent = [signalling(index) for index in range(100)]
    veth.send(sent)
    time.sleep(3 * TIMEOUT_MS / 1000)
    sizes = [source.fill(ring) for _ in range(15)]
    assert [7] * 14 + [2] == sizes


def test_fill__counts_frames_that_the_snap_length_cut(veth, tapped):
    source = tapped(snap_length_octets=96)
    short, long = signalling(1, size=4), signalling(2, size=800)
    veth.send([short, long, long])
    taken = collect(source, ring_of(), 3)
    assert [short[:96], long[:96], long[:96]] == [frame.octets for frame in taken]
    assert [len(short), len(long), len(long)] == [frame.wire_size for frame in taken]
    assert 2 == source.counters()["cut"]


def test_filter__leaves_others_in_the_kernel(veth, tapped):
    source = tapped(filter="sctp")
    sent = [make(index) for index in range(20) for make in (signalling, other)]
    veth.send(sent)
    taken = collect(source, ring_of(), 20)
    assert sent[::2] == [frame.octets for frame in taken]
    assert 0 == count_until_quiet(source, ring_of(), fills=2)
    assert 0 == source.counters()["kernel_drops"]


@pytest.mark.parametrize("words", ["", "sctp", "sctp or (vlan and sctp)", "vlan 7 and sctp"])
def test_vlan__stands_in_the_frame_whatever_the_filter(veth, tapped, words):
    source = tapped(filter=words)
    sent = [signalling(index, 7) for index in range(3)]
    veth.send(sent)
    taken = collect(source, ring_of(), 3)
    assert sent == [frame.octets for frame in taken]
    assert [len(frame) for frame in sent] == [frame.wire_size for frame in taken]


def test_vlan__both_tags_of_qinq_stand_in_the_frame(veth, tapped):
    source = tapped()
    sent = [signalling(1, 7, 8, outer=link.SERVICE)]
    veth.send(sent)
    assert sent == [frame.octets for frame in collect(source, ring_of(), 1)]


def test_capture__transmits_nothing(veth, tapped):
    source = tapped(promiscuous=True)
    veth.send([signalling(index) for index in range(10)])
    collect(source, ring_of(), 10)
    source.close()
    counts = veth.counts("tap0")
    assert {"packets": 0, "bytes": 0} == {key: counts["tx"][key] for key in ("packets", "bytes")}
    assert 10 == counts["rx"]["packets"]


def test_close__twice_is_harmless_and_keeps_the_counters(veth, tapped):
    source = tapped()
    veth.send([signalling(1)])
    collect(source, ring_of(), 1)
    source.close()
    source.close()
    assert 1 == source.counters()["taken"]
    assert not source.ended
