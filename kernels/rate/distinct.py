"""Distinct targets per source in a sliding window, exact at bucket granularity, O(1) per event.

A source has a window; a (source, target) pair has the bucket of its latest sighting and stands for
one in that bucket of its source's ring. A repeated sighting moves the one. Everything is one flat
array:

    counters | sources: key, window | pairs: tenancy of the source, target, bucket

Room is made by giving up the least suspicious: a source with the smallest count, a pair whose
source has the smallest count; of equals the oldest. A pair that is given up is taken from its
source's ring, so a full table can only under-count. Late by a full window or more, a source starts
anew: the clock was set back.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.rate.keys import NOTHING, siphash
from kernels.rate.table import DIGITS, FOUND, FULL, OWNER, PROBES, SEEN, Region, search
from kernels.rate.window import BUCKETS, STRIDE, TENANCY, TOTAL, add, advance

PAIR_STRIDE = 4
A_SOURCE = 1  # OWNER of every source's record
NOBODY = 0  # suspicion of a record that no window counts any more


class Count(IntEnum):
    """The words at the array's start."""

    TENANCIES = 0  # how often a source's record was given to somebody
    SOURCES = 1  # records in use
    PAIRS = 2
    SOURCES_EVICTED = 3  # while their window counted something
    PAIRS_EVICTED = 4  # while a window counted them
    PAIRS_REFUSED = 5  # not remembered, because every pair in reach was more suspicious
    RESTARTS = 6  # sources that started anew, late by a window or more
    LATE = 7  # events counted in a newer bucket than their own


TENANCIES, SOURCES, PAIRS, SOURCES_EVICTED, PAIRS_EVICTED, PAIRS_REFUSED, RESTARTS, LATE = range(8)

ONE_WORD, TWO_WORDS = np.int64(1), np.int64(2)  # what is hashed
MORE, LESS = np.int64(1), np.int64(-1)


class Shape(NamedTuple):
    """Where the two tables lie, and the secret that places are hashed with."""

    sources: Region
    pairs: Region
    k0: np.uint64
    k1: np.uint64


class Weakest(NamedTuple):
    """The record that an eviction takes."""

    at: int
    suspicion: int


def allocate(sources_max, pairs_max, k0, k1):
    """(words, shape) for so many sources and pairs, each rounded up to a power of two."""
    sources = 1 << (sources_max - 1).bit_length()
    pairs = 1 << (pairs_max - 1).bit_length()
    middle = len(Count) + sources * STRIDE
    words = np.zeros(middle + pairs * PAIR_STRIDE, np.int64)
    shape = Shape(
        Region(len(Count), STRIDE, sources - 1),
        Region(middle, PAIR_STRIDE, pairs - 1),
        np.uint64(k0),
        np.uint64(k1),
    )
    return words, shape


@leaf
def weakest(words, region, sources, last, bucket):
    """The record in reach of `last` that may go: uncounted, else least suspicious, else oldest."""
    best, least = last, 0
    number = (last - region.base) // region.stride
    for step in range(PROBES):
        at = region.base + ((number - step) & region.mask) * region.stride
        if bucket - words[at + SEEN] >= BUCKETS:
            return Weakest(at, NOBODY)
        owner = at
        if region.base != sources.base:
            owner = sources.base + (words[at + OWNER] & sources.mask) * sources.stride
            has_moved = words[owner + SEEN] - words[at + SEEN] >= BUCKETS
            if has_moved or words[owner + TENANCY] != words[at + OWNER]:
                return Weakest(at, NOBODY)
        suspicion = words[owner + TOTAL]
        is_older = words[at + SEEN] < words[best + SEEN]
        if step == 0 or suspicion < least or (suspicion == least and is_older):
            best, least = at, suspicion
    return Weakest(best, least)


@leaf
def enter(words, shape, source, bucket):
    """The record of uint64 `source`, its window moved on to `bucket`; made when there is none."""
    region = shape.sources
    digest = siphash(shape.k0, shape.k1, source, NOTHING, ONE_WORD)
    at, state = search(words, region, digest, A_SOURCE, source)
    if state == FOUND and words[at + SEEN] - bucket < BUCKETS:
        words[LATE] += np.int64(bucket < words[at + SEEN])
        advance(words, at, bucket)
        return at
    if state == FOUND:
        words[RESTARTS] += 1
    elif state == FULL:
        at, suspicion = weakest(words, region, region, at, bucket)
        words[SOURCES_EVICTED] += np.int64(suspicion > NOBODY)
    else:
        words[SOURCES] += 1
    words[TENANCIES] += 1
    for step in range(STRIDE):
        words[at + step] = 0
    words[at + OWNER], words[at + DIGITS], words[at + SEEN] = A_SOURCE, np.int64(source), bucket
    number = (at - region.base) // region.stride
    words[at + TENANCY] = words[TENANCIES] * (region.mask + 1) + number
    return at


@leaf
def sight(words, shape, at, target):
    """Count uint64 `target` for the source at `at`; the distinct targets in its window."""
    sources = shape.sources
    tenancy, bucket = words[at + TENANCY], words[at + SEEN]
    digest = siphash(shape.k0, shape.k1, np.uint64(tenancy), target, TWO_WORDS)
    pair, state = search(words, shape.pairs, digest, tenancy, target)
    if state == FULL:
        pair, suspicion = weakest(words, shape.pairs, sources, pair, bucket)
        if suspicion > words[at + TOTAL] + 1:
            words[PAIRS_REFUSED] += 1
            return words[at + TOTAL]
        words[PAIRS_EVICTED] += np.int64(suspicion > NOBODY)
    # Whoever stood here, this target before or another source's, leaves the ring that counts it.
    owner = sources.base + (words[pair + OWNER] & sources.mask) * sources.stride
    if words[pair + OWNER] != 0 and words[owner + TENANCY] == words[pair + OWNER]:
        if words[owner + SEEN] - words[pair + SEEN] < BUCKETS:
            add(words, owner, words[pair + SEEN], LESS)
    else:
        words[PAIRS] += np.int64(words[pair + OWNER] == 0)
    words[pair + OWNER], words[pair + DIGITS], words[pair + SEEN] = (
        tenancy,
        np.int64(target),
        bucket,
    )
    add(words, at, bucket, MORE)
    return words[at + TOTAL]
