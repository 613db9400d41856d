"""SCTP associations, one direction each (RFC 9260 4): a verification tag and two ports.

  A -> B  INIT, tag 0, initiate tag a        opens the direction B -> A: tag a, ports turned
  B -> A  INIT ACK, tag a, initiate tag b    opens A -> B: tag b

Only chunks that begin, end or skip something come here, DATA and SACK never. Addresses are no part
of a direction, since an association may have several paths.

A direction that opens anew under the tag it had begins a new epoch: pieces of messages that waited
from before can no longer be joined with what follows. ABORT, SHUTDOWN and FORWARD-TSN are counted
and told in the state, but let no piece fall: whoever forged one (a receiver ignores it, for its
tag or checksum) would else hide a message. Their pieces age out.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import u8
from kernels.store import ways
from kernels.wire.sctp import ChunkType, initiate_tag

REFLECTED = np.int64(1)  # T bit of ABORT and SHUTDOWN COMPLETE: the tag is the other direction's
EPOCH_BITS = np.int64(0x3FFF)


class Count(IntEnum):
    """Chunks seen, and directions: kept = evicted + those that are there."""

    INIT = 0
    INIT_ACK = 1
    COOKIE_ECHO = 2
    COOKIE_ACK = 3
    SHUTDOWN = 4
    SHUTDOWN_ACK = 5
    SHUTDOWN_COMPLETE = 6
    ABORT = 7
    ERROR = 8
    FORWARD_TSN = 9
    I_FORWARD_TSN = 10
    KEPT = 11
    EVICTED = 12
    RESTARTED = 13  # opened anew under the same tag


class State(IntEnum):
    """How far a direction is."""

    OPENING = 1  # INIT or INIT ACK named its tag
    OPEN = 2  # its cookie was seen
    CLOSING = 3
    CLOSED = 4


class Cell(IntEnum):
    """Columns of a place."""

    STATE = 0
    EPOCH = 1
    FIRST_NS = 2  # when it was first seen; `times` says when last


class Associations(NamedTuple):
    """The store."""

    secret: np.ndarray  # uint64[2]
    keys: np.ndarray  # uint64[places]
    times: np.ndarray  # int64[places], ns
    cells: np.ndarray  # int64[len(Cell), places]
    counts: np.ndarray  # int64[len(Count)]
    checks_sums: np.int64  # 1: packets whose CRC32c is wrong are left out


EVENTS = np.full(256, -1, np.int64)
for _event in list(Count)[: Count.KEPT]:
    EVENTS[ChunkType[_event.name]] = _event


def of(limits):
    """An empty store within `limits`."""
    keys, times = ways.allocate(limits.associations)
    cells = np.zeros((len(Cell), len(keys)), np.int64)
    counts = np.zeros(len(Count), np.int64)
    secret = np.array(limits.secret, np.uint64)
    return Associations(secret, keys, times, cells, counts, np.int64(limits.checks_sctp))


@leaf
def key_of(secret, tag, sport, dport):
    """The key of a direction."""
    return ways.digest(secret, np.uint64(tag), np.uint64((sport << 16) | dport))


@leaf
def epoch_of(store, tag, sport, dport):
    """The epoch of a direction; 0 of one that was not seen to open."""
    if store.keys.shape[0] == 0:
        return np.int64(0)
    place = ways.find(store.keys, key_of(store.secret, tag, sport, dport))
    return np.int64(0) if place < 0 else store.cells[Cell.EPOCH, place]


@leaf
def note(store, buf, header, chunk, now):
    """Count a chunk of the packet with `header`, and follow its direction."""
    kind = chunk.kind
    event = EVENTS[kind]
    if event < 0:
        return
    store.counts[event] += 1
    if store.keys.shape[0] == 0:
        return
    if kind == ChunkType.INIT or kind == ChunkType.INIT_ACK:
        tag = initiate_tag(buf, chunk.at, chunk.end)
        if tag >= 0:
            begin(store, key_of(store.secret, tag, header.dport, header.sport), now)
        return
    is_end = kind == ChunkType.ABORT or kind == ChunkType.SHUTDOWN_COMPLETE
    is_turned = is_end and u8(buf, chunk.head + 1) & REFLECTED != 0
    sport, dport = header.sport, header.dport
    if is_turned:
        sport, dport = dport, sport
    place = ways.find(store.keys, key_of(store.secret, header.tag, sport, dport))
    if place < 0:
        return
    store.times[place] = now
    if is_end:
        store.cells[Cell.STATE, place] = State.CLOSED
    elif kind == ChunkType.COOKIE_ECHO or kind == ChunkType.COOKIE_ACK:
        store.cells[Cell.STATE, place] = State.OPEN
    elif kind == ChunkType.SHUTDOWN or kind == ChunkType.SHUTDOWN_ACK:
        store.cells[Cell.STATE, place] = State.CLOSING


@leaf
def begin(store, key, now):
    """The direction of `key` opens, anew if it is there."""
    place = claim(store, key)
    cells = store.cells
    if store.keys[place] == key:
        cells[Cell.EPOCH, place] = (cells[Cell.EPOCH, place] + 1) & EPOCH_BITS
        store.counts[Count.RESTARTED] += 1
    else:
        store.counts[Count.EVICTED] += store.keys[place] != ways.EMPTY
        store.counts[Count.KEPT] += 1
        store.keys[place] = key
        cells[Cell.EPOCH, place], cells[Cell.FIRST_NS, place] = 1, now
    cells[Cell.STATE, place] = State.OPENING
    store.times[place] = now


@leaf
def claim(store, key):
    """The place of `key`, an empty one, else the oldest that is not open, else the oldest.

    So a flood of INIT, which nobody answers, drives out no direction that lives.
    """
    first = ways.set_of(store.keys, key)
    best = first
    for place in range(first, first + ways.WAYS):
        if store.keys[place] == key:
            return np.int64(place)
    for place in range(first, first + ways.WAYS):
        if store.keys[place] == ways.EMPTY:
            return np.int64(place)
        is_open = store.cells[Cell.STATE, place] == State.OPEN
        best_open = store.cells[Cell.STATE, best] == State.OPEN
        is_older = store.times[place] < store.times[best]
        if (best_open and not is_open) or (best_open == is_open and is_older):
            best = np.int64(place)
    return best
