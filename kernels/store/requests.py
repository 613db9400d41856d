"""Diameter requests that wait for their answer (RFC 6733 3, 6.2).

An answer has its request's hop-by-hop and end-to-end identifiers, and goes the other way. A proxy
gives a request a new hop-by-hop identifier, so each link has its own entry:

  key   hop-by-hop | end-to-end, sport | dport of the request; under the install secret

An answered request stays until it is too old: its answer may come twice. A request again, with the
T bit or not, keeps its number. An answer without a request is told as such only where the store
could know: after it has watched for as long as it keeps, and when no request had to give way.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.store import ways

NONE = np.int64(-1)
WAITS, ANSWERED = np.int64(1), np.int64(2)
NO_NUMBER, ONE_NS = np.int64(0), np.int64(1)


class Count(IntEnum):
    """What became of requests: opened = answered + expired + evicted + those that still wait."""

    OPENED = 0
    ANSWERED = 1
    EXPIRED = 2  # never answered, and too old when its place was needed
    EVICTED = 3  # gave way before its time
    REPEATED = 4  # the same request, or its answer, again
    UNMATCHED = 5  # an answer to no request


class Cell(IntEnum):
    """Columns of a place."""

    STATE = 0
    DIALOGUE = 1  # the number that a request and its answer share
    HELD = 2  # bits of the identities that the request named


class Clock(IntEnum):
    """What the store as a whole remembers."""

    NUMBER = 0  # of the last request
    FIRST_NS = 1  # when it saw its first message, 0 before that


class Requests(NamedTuple):
    """The store."""

    secret: np.ndarray  # uint64[2]
    keys: np.ndarray  # uint64[places]
    times: np.ndarray  # int64[places], ns
    cells: np.ndarray  # int64[len(Cell), places]
    clock: np.ndarray  # int64[len(Clock)]
    counts: np.ndarray  # int64[len(Count)]
    age_ns: np.int64  # an older request waits no more


class Matched(NamedTuple):
    """What an answer belongs to."""

    dialogue: int  # NONE if its request was never seen
    held: int  # bits of the identities that the request named
    is_orphan: bool  # the store would know a request, and there was none


def of(limits):
    """An empty store within `limits`."""
    keys, times = ways.allocate(limits.requests)
    return Requests(
        np.array(limits.secret, np.uint64),
        keys,
        times,
        np.zeros((len(Cell), len(keys)), np.int64),
        np.zeros(len(Clock), np.int64),
        np.zeros(len(Count), np.int64),
        np.int64(limits.request_age_s * ways.SECOND_NS),
    )


@leaf
def key_of(secret, hop_by_hop, end_to_end, asking, asked):
    """The key of a request from port `asking` to port `asked`, or of the answer to it."""
    identifiers = (np.uint64(hop_by_hop) << np.uint64(32)) | np.uint64(end_to_end)
    return ways.digest(secret, identifiers, np.uint64((asking << 16) | asked))


@leaf
def watch(store, now):
    """Remember since when there has been something to see."""
    if store.clock[Clock.FIRST_NS] == 0:
        store.clock[Clock.FIRST_NS] = max(now, ONE_NS)


@leaf
def ask(store, key, held, now):
    """Keep a request; its number, the same if it is there already."""
    watch(store, now)
    place = ways.claim(store.keys, store.times, key)
    is_old = now - store.times[place] > store.age_ns
    if store.keys[place] == key and not is_old:
        store.counts[Count.REPEATED] += 1
        return store.cells[Cell.DIALOGUE, place]
    if store.keys[place] != ways.EMPTY and store.cells[Cell.STATE, place] == WAITS:
        store.counts[Count.EXPIRED if is_old else Count.EVICTED] += 1
    store.counts[Count.OPENED] += 1
    store.clock[Clock.NUMBER] += 1
    store.keys[place], store.times[place] = key, now
    store.cells[Cell.STATE, place] = WAITS
    store.cells[Cell.DIALOGUE, place] = store.clock[Clock.NUMBER]
    store.cells[Cell.HELD, place] = held
    return store.clock[Clock.NUMBER]


@leaf
def answer(store, key, now):
    """The request that an answer belongs to."""
    watch(store, now)
    place = ways.find(store.keys, key)
    if place < 0 or now - store.times[place] > store.age_ns:
        store.counts[Count.UNMATCHED] += 1
        return Matched(NONE, NO_NUMBER, is_known_to_be_none(store, key, now))
    if store.cells[Cell.STATE, place] == WAITS:
        store.cells[Cell.STATE, place] = ANSWERED
        store.counts[Count.ANSWERED] += 1
    else:
        store.counts[Count.REPEATED] += 1
    return Matched(store.cells[Cell.DIALOGUE, place], store.cells[Cell.HELD, place], False)


@leaf
def is_known_to_be_none(store, key, now):
    """Whether a request with this key would still be here, had there been one."""
    if now - store.clock[Clock.FIRST_NS] < store.age_ns:
        return False
    first = ways.set_of(store.keys, key)
    for place in range(first, first + ways.WAYS):
        is_empty = store.keys[place] == ways.EMPTY
        if is_empty or now - store.times[place] > store.age_ns:
            return True
    return False
