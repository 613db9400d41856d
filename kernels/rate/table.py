"""Open addressing in a flat int64 array: records of a fixed stride, few probes.

The number of records is a power of two. A record begins with three words of key and the bucket of
its last event; a first word of 0 means that nobody ever lived there. Records are overwritten, never
removed, so the first empty one ends a search.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf

PROBES = 8  # records a search looks at, and an eviction chooses from
OWNER = 0  # words of every record: whose it is,
HIGH = 1  # the upper and
LOW = 2  # the lower half of the digits,
SEEN = 3  # the bucket of the last event
EMPTY = 0
FOUND = 1
FULL = 2
HALF = np.uint64(32)
LOW_HALF = np.uint64(0xFFFF_FFFF)


class Region(NamedTuple):
    """Where a table's records lie."""

    base: int  # word of the first record
    stride: int  # words of a record
    mask: int  # number of records less one


class Probe(NamedTuple):
    """What a search found; `at` is the record's first word."""

    at: int
    state: int  # FOUND; EMPTY: the key may be put there; FULL: somebody else is in every place


@leaf
def search(words, region, digest, owner, digits):
    """The record of key (`owner`, uint64 `digits`), whose place the uint64 hash `digest` tells."""
    at = region.base
    for step in range(PROBES):
        at = region.base + ((np.int64(digest & LOW_HALF) + step) & region.mask) * region.stride
        if words[at + OWNER] == 0:
            return Probe(at, EMPTY)
        if (
            words[at + OWNER] == owner
            and words[at + HIGH] == np.int64(digits >> HALF)
            and words[at + LOW] == np.int64(digits & LOW_HALF)
        ):
            return Probe(at, FOUND)
    return Probe(at, FULL)


@leaf
def sign(words, at, owner, digits, bucket):
    """Write key and bucket into the record at `at`."""
    words[at + OWNER] = owner
    words[at + HIGH] = np.int64(digits >> HALF)
    words[at + LOW] = np.int64(digits & LOW_HALF)
    words[at + SEEN] = bucket
