"""Sliding distinct counts against a twin that remembers every event."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kernels.rate import distinct, window
from kernels.rate.distinct import Count
from tests.reference.distinct import BUCKETS, Distinct

K0, K1 = 0x0123456789ABCDEF, 0xFEDCBA9876543210
BASE = 91_234_567  # a bucket of today

# Bursts (no move), steps, gaps past the window, late events, a clock set far back and far forward.
MOVES = st.sampled_from([0, 0, 0, 0, 1, 1, 2, 5, 15, 16, 17, 40, -1, -3, -15, -16, -100, 5000])
EVENTS = st.lists(st.tuples(MOVES, st.integers(1, 4), st.integers(1, 12)), max_size=120)


class Kernel:
    """The compiled counter, one event at a time."""

    def __init__(self, sources_max: int, pairs_max: int) -> None:
        self.words, self.shape = distinct.allocate(sources_max, pairs_max, K0, K1)

    def observe(self, source: int, bucket: int, target: int) -> int:
        at = distinct.enter(self.words, self.shape, np.uint64(source), bucket)
        return int(distinct.sight(self.words, self.shape, at, np.uint64(target)))

    def __getitem__(self, count: Count) -> int:
        return int(self.words[count])

    def rings(self) -> list[np.ndarray]:
        region = self.shape.sources
        records = self.words[region.base : region.base + (region.mask + 1) * region.stride]
        return [r for r in records.reshape(-1, region.stride) if r[0]]


def run(kernel: Kernel, events: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """(kernel's count, twin's count) of each event."""
    twin, bucket, both = Distinct(), BASE, []
    for move, source, target in events:
        bucket += move
        ours = kernel.observe(source, bucket, target)
        both.append((ours, twin.sight(source, twin.enter(source, bucket), target)))
    return both


@given(EVENTS)
def test_count__equals_the_twin_while_nothing_is_evicted(events):
    kernel = Kernel(64, 1024)
    for ours, twins in run(kernel, events):
        assert twins == ours
    assert [0, 0, 0] == [
        kernel[c] for c in (Count.SOURCES_EVICTED, Count.PAIRS_EVICTED, Count.PAIRS_REFUSED)
    ]


CROWD = st.lists(st.tuples(MOVES, st.integers(1, 40), st.integers(1, 60)), max_size=300)


@given(CROWD)
def test_count__never_exceeds_the_twin_when_tables_are_full(events):
    kernel = Kernel(8, 16)
    for ours, twins in run(kernel, events):
        assert 0 <= ours <= twins
    for record in kernel.rings():
        ring = record[window.RING : window.RING + BUCKETS]
        assert record[window.TOTAL] == ring.sum()
        assert ring.min() >= 0


def test_eviction__takes_the_source_with_the_smallest_count():
    kernel = Kernel(8, 1024)
    for target in range(20):
        kernel.observe(1, BASE, target)
    for source in range(2, 200):
        kernel.observe(source, BASE, 7)
    assert 21 == kernel.observe(1, BASE, 20)
    assert 199 - 8 == kernel[Count.SOURCES_EVICTED]


def test_eviction__refuses_a_flood_of_strangers_rather_than_forget_a_suspect():
    kernel = Kernel(1024, 8)
    for target in range(8):
        kernel.observe(1, BASE, target)
    for source in range(2, 100):
        kernel.observe(source, BASE, 7)
    assert 8 == kernel.observe(1, BASE, 3)
    assert 98 == kernel[Count.PAIRS_REFUSED]


def test_tables__are_used_again_without_loss_when_the_window_has_passed():
    kernel = Kernel(8, 16)
    for source in range(100):
        assert 1 == kernel.observe(source, BASE + source * BUCKETS, 1)
    assert (
        0
        == kernel[Count.SOURCES_EVICTED] + kernel[Count.PAIRS_EVICTED] + kernel[Count.PAIRS_REFUSED]
    )


def test_late_event__counts_in_the_newest_bucket():
    kernel = Kernel(8, 64)
    kernel.observe(1, BASE + 10, 1)
    assert 2 == kernel.observe(1, BASE, 2)
    assert 1 == kernel[Count.LATE]
    assert 3 == kernel.observe(1, BASE + 25, 3)
    assert 2 == kernel.observe(1, BASE + 26, 4)


def test_clock_set_back__starts_the_source_anew():
    kernel = Kernel(8, 64)
    kernel.observe(1, BASE + 10_000_000, 1)
    assert 1 == kernel.observe(1, BASE, 2)
    assert 2 == kernel.observe(1, BASE + 1, 1)
    assert 1 == kernel[Count.RESTARTS]


def test_allocate__rounds_up_to_powers_of_two():
    words, shape = distinct.allocate(5, 9, K0, K1)
    assert (7, 15) == (shape.sources.mask, shape.pairs.mask)
    assert len(Count) + 8 * window.STRIDE + 16 * distinct.PAIR_STRIDE == len(words)
