"""SCTP chunks seen lately, to know a retransmission or a second tap.

A chunk is who and what. Who, 64 bits of verification tag, ports and TSN, chooses eight places, the
same for eight TSNs in a row, and the next for the next eight: memory is walked in the order of the
traffic. What is a hash of all its octets from the TSN on. IP addresses are in neither: an
association may have several paths, and a path several taps.

  who the same, what the same     seen before
  who the same, what other        read, and odd: a sequence number carried two contents
  nobody of that name             new; the oldest of the eight places is its own

What is hashed by NH (RFC 4418 5.2.2): the sum of the products of each word's halves, a secret half
added to both. Two contents under one name are taken for one with a probability of two to the minus
32, whoever made them; under two names never. The places of a set give way in turn.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import inlined, leaf
from kernels.octets import u64le
from kernels.store import ways

NEW, REUSED, REPEATED = np.int64(0), np.int64(1), np.int64(2)
FIRST_WORD = np.int64(2)  # of the hash, in the secret
CONTENT_OCTETS_MAX = 1 << 16  # of a chunk: more than its length can say
WORDS = CONTENT_OCTETS_MAX // 8 + 4
LAST_WAY = np.int64(ways.WAYS - 1)
NEIGHBOUR_BITS = np.uint64(3)  # TSNs of one set, as many as it has places
LOW, HIGH_BITS = np.uint64(0xFFFF_FFFF), np.uint64(32)


class Count(IntEnum):
    """What became of chunks: kept = expired + evicted + those that are there."""

    KEPT = 0
    REPEATED = 1  # seen before
    REUSED = 2  # another content under the same sequence number
    EXPIRED = 3  # too old when its place was needed
    EVICTED = 4  # gave way before its time


class Seen(NamedTuple):
    """The store."""

    secret: np.ndarray  # uint64[2 + WORDS]: what names are hashed under, then contents
    keys: np.ndarray  # uint64[places], who
    contents: np.ndarray  # uint64[places], what
    times: np.ndarray  # int64[places], ns
    turns: np.ndarray  # int64[sets], which of its places gives way next
    counts: np.ndarray  # int64[len(Count)]
    age_ns: np.int64  # an older chunk is not there any more


def of(limits):
    """An empty store within `limits`."""
    keys, times = ways.allocate(limits.seen)
    words = np.random.Philox(key=limits.secret).random_raw(WORDS if len(keys) else 0)
    secret = np.concatenate([np.array(limits.secret, np.uint64), words])
    counts, age_ns = np.zeros(len(Count), np.int64), np.int64(limits.seen_age_s * ways.SECOND_NS)
    turns = np.zeros(len(keys) // ways.WAYS, np.int64)
    return Seen(secret, keys, np.zeros_like(keys), times, turns, counts, age_ns)


class Looked(NamedTuple):
    """What became of a chunk."""

    verdict: int  # NEW, REUSED or REPEATED
    is_taken: bool  # another gave way to it
    is_expired: bool  # which was too old


@inlined
def who(secret, association, number):
    """The key of a chunk: its association's tag and ports in one word, its TSN in another.

    With it the word whose low bits tell the set: a secret beginning for each association, and on
    from there by the TSN.
    """
    start = ways.mix(association ^ secret[0])
    key = ways.mix(start ^ number ^ secret[1]) | ways.ONE
    return key, start + ((number & LOW) >> NEIGHBOUR_BITS)


@inlined
def product(word, key):
    """NH of one word: the product of its halves, a half of the key added to each."""
    low = (word + key) & LOW
    return low * (((word >> HIGH_BITS) + (key >> HIGH_BITS)) & LOW)


@inlined
def what(secret, first, buf, at, end):
    """The hash of the word `first` and of octets `at` to `end`, at least eight of them."""
    total = product(first, secret[FIRST_WORD])
    step = np.uint64(FIRST_WORD)
    for place in range(at, end - 8, 8):
        step += ways.ONE
        total += product(u64le(buf, place), secret[step])
    total += product(u64le(buf, end - 8), secret[step + ways.ONE])
    return ways.mix(total)


@inlined
def look(store, name, content, now):
    """Whether a chunk was seen before; it is remembered unless it was. The caller counts."""
    key, home = name
    sets = np.uint64(store.turns.shape[0])  # a power of two
    first, is_there = np.int64(home & (sets - ways.ONE)) * ways.WAYS, False
    for place in range(first, first + ways.WAYS):
        is_there |= store.keys[place] == key
    verdict = compared(store, first, key, content, now) if is_there else NEW
    if verdict == REPEATED:
        return Looked(verdict, False, False)
    turn = first // ways.WAYS
    place = first + store.turns[turn]
    store.turns[turn] = (store.turns[turn] + 1) & LAST_WAY
    is_taken = store.keys[place] != ways.EMPTY
    is_expired = is_taken and now - store.times[place] > store.age_ns
    store.keys[place], store.contents[place], store.times[place] = key, content, now
    return Looked(verdict, is_taken, is_expired)


@leaf
def compared(store, first, key, content, now):
    """What a chunk says whose name one of the eight places from `first` on has."""
    verdict = NEW
    for place in range(first, first + ways.WAYS):
        if store.keys[place] == key and now - store.times[place] <= store.age_ns:
            if store.contents[place] == content:
                store.counts[Count.REPEATED] += 1
                return REPEATED
            verdict = REUSED
    store.counts[Count.REUSED] += verdict
    return verdict
