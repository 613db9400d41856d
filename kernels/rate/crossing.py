"""Counts a batch of events and tells which sources cross a threshold of distinct targets.

A crossing is told once, then again at each doubling; a source is armed again when its count has
fallen below `clear_below`. A count can only fall between two events of its source, so looking at
each event misses no fall.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import kernel
from kernels.rate.distinct import enter, sight
from kernels.rate.table import SEEN
from kernels.rate.window import LAST, LEVEL, MARKS, TOTAL, marks


class Events(NamedTuple):
    """One event per row, in order."""

    sources: np.ndarray  # uint64
    targets: np.ndarray  # uint64
    buckets: np.ndarray  # int64
    kinds: np.ndarray  # int64, 0 to 62: bits of MARKS


class Limits(NamedTuple):
    """What is much."""

    threshold: int
    clear_below: int


class Crossing(IntEnum):
    """Rows of what `cross` writes, one column per crossing."""

    EVENT = 0
    DISTINCT = 1
    LEVEL = 2  # the threshold, or the doubling of it, that was reached
    MARKS = 3  # bit set of the kinds seen in the window


@kernel
def cross(events, words, shape, limits, crossings):
    """Count `events` into `words`; write int64[len(Crossing), events] `crossings`; their number."""
    count = 0
    for event in range(events.sources.shape[0]):
        at = enter(words, shape, events.sources[event], events.buckets[event])
        if words[at + TOTAL] < limits.clear_below:
            words[at + LEVEL] = 0
        words[at + MARKS + (words[at + SEEN] & LAST)] |= 1 << events.kinds[event]
        total = sight(words, shape, at, events.targets[event])
        level = max(words[at + LEVEL], limits.threshold)
        if total >= level:
            words[at + LEVEL] = 2 * level
            crossings[Crossing.EVENT, count] = event
            crossings[Crossing.DISTINCT, count] = total
            crossings[Crossing.LEVEL, count] = level
            crossings[Crossing.MARKS, count] = marks(words, at)
            count += 1
    return count
