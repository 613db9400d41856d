"""Open addressing in a flat int64 array: records of a fixed stride, few probes.

The number of records is a power of two. A record begins with two words of key and the bucket of its
last event; a first word of 0 means that nobody ever lived there. Records are overwritten, never
removed, so the first empty one ends a search.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf

PROBES = 8  # records a search looks at, and an eviction chooses from
OWNER = 0  # words of every record: whose it is,
DIGITS = 1  # the rest of its key, the bits of a uint64,
SEEN = 2  # the bucket of the last event
EMPTY = 0
FOUND = 1
FULL = 2
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
    key = np.int64(digits)
    start = np.int64(digest & LOW_HALF)
    at = region.base
    for step in range(start, start + PROBES):
        at = region.base + (step & region.mask) * region.stride
        if words[at + OWNER] == 0:
            return Probe(at, EMPTY)
        if words[at + OWNER] == owner and words[at + DIGITS] == key:
            return Probe(at, FOUND)
    return Probe(at, FULL)
