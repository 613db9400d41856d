"""A set-associative index: a keyed 64-bit hash chooses eight places, the oldest gives way.

  keys   | 8 places of set 0 | 8 places of set 1 | ...     one line of the cache each
  times  likewise, the time (ns) at which each was last claimed or touched

Nothing is moved and nothing is searched beyond eight places. A key of 0 is an empty place. The
hash is keyed by the install secret, so that nobody outside can fill one set on purpose: a
permutation between two secret words, twice (Even and Mansour 1991). Who sends never sees a hash.

Every store beside this file is a NamedTuple of arrays made once, indexed by these places. Its
capacity is in Settings; what it kept, gave back and lost it counts. A store of no places is off.
"""

import numpy as np

from kernels.jit import inlined

WAYS = 8
SECOND_NS = 1_000_000_000  # times of stores are nanoseconds
EMPTY = np.uint64(0)
ONE = np.uint64(1)
NOWHERE = np.int64(-1)
MIX_1, MIX_2 = np.uint64(0xBF58_476D_1CE4_E5B9), np.uint64(0x94D0_49BB_1331_11EB)


def allocate(rows):
    """Keys and times of `rows` places, rounded up to a power of two of at least WAYS; 0 is off."""
    places = 0 if rows <= 0 else max(WAYS, 1 << (rows - 1).bit_length())
    return np.zeros(places, np.uint64), np.zeros(places, np.int64)


@inlined
def mix(word):
    """The bits of `word` well stirred; one to one, and no secret by itself."""
    word = (word ^ (word >> np.uint64(30))) * MIX_1
    word = (word ^ (word >> np.uint64(27))) * MIX_2
    return word ^ (word >> np.uint64(31))


@inlined
def digest(secret, first, second):
    """The key of two uint64 words under `secret` (uint64[2]); never 0."""
    return mix(mix(first ^ secret[0]) ^ second ^ secret[1]) | ONE


@inlined
def set_of(keys, key):
    """The first place of the set that `key` belongs to."""
    mask = np.uint64(keys.shape[0] // WAYS - 1)
    return np.int64((key >> np.uint64(1)) & mask) * WAYS


@inlined
def find(keys, key):
    """The place of `key`, or NOWHERE."""
    first = set_of(keys, key)
    for place in range(first, first + WAYS):
        if keys[place] == key:
            return np.int64(place)
    return NOWHERE


@inlined
def claim(keys, times, key):
    """The place that `key` may take: its own, an empty one, else the oldest of its set.

    Whose it was stands in `keys` until the caller writes his own.
    """
    first = set_of(keys, key)
    empty = NOWHERE
    for place in range(first, first + WAYS):
        if keys[place] == key:
            return np.int64(place)
        if keys[place] == EMPTY and empty < 0:
            empty = np.int64(place)
    return empty if empty >= 0 else oldest(times, first)


@inlined
def oldest(times, first):
    """The oldest place of the set that begins at `first`; only a full one is asked."""
    best = first
    for place in range(first + 1, first + WAYS):
        if times[place] < times[best]:
            best = np.int64(place)
    return best
