"""Rings of octets in which the data of TCP streams is put in order (RFC 9293 3.10.7.4).

Each stream has a ring; an octet lies where its sequence number says. `base` is the number of the
first octet that no message has taken yet:

  base |held.......|   gap   |held..|         up to SPANS_MAX pieces, told relative to base

An octet that came first, holds. A gap is given up when it is too old, or the ring or the list of
pieces is full.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import copy
from kernels.store import ways
from kernels.wire import tcp

SECOND_NS = ways.SECOND_NS
RING_MIN, RING_MAX = 1 << 13, 1 << 17
SPANS_MAX = 8
TOLD_MAX = 8
GAP_NS = np.int64(5 * SECOND_NS)  # how long what is missing may still come
ZERO = np.int64(0)


class Count(IntEnum):
    """What became of streams: started = expired + evicted + those that are there."""

    STARTED = 0
    EXPIRED = 1  # too old when its place was needed
    EVICTED = 2  # gave way before its time
    RESTARTED = 3  # a message far from where the next one was expected
    REPEATED = 4  # segments that brought nothing new
    GAPS = 5  # given up
    LOST = 6  # octets in those gaps, and of messages begun before them
    SKIPPED = 7  # octets in search of the next message
    TOO_LONG = 8  # messages longer than a ring; their beginning is read


class Cell(IntEnum):
    """Columns of a place."""

    BASE = 0
    IS_LOST = 1  # base is not known to be the beginning of a message
    RUNS = 2  # segments that brought messages
    SKIP = 3  # octets from base on that are the rest of a message too long
    NEED = 4  # octets of the message at base, 0 while unknown
    GAP_SINCE = 5  # when something first waited behind a gap, 0 without one
    SPANS = 6
    FIRST_SPAN = 7  # at, end relative to base; one pair more than SPANS_MAX, apart
    TOLD = 25  # spans whose messages were read before their turn
    FIRST_TOLD = 26  # at, end relative to base; TOLD_MAX pairs


class Streams(NamedTuple):
    """The store."""

    secret: np.ndarray  # uint64[2]
    keys: np.ndarray  # uint64[places]
    times: np.ndarray  # int64[places], ns
    cells: np.ndarray  # int64[places, FIRST_TOLD + 2 * TOLD_MAX]
    octets: np.ndarray  # uint8[places * ring]
    counts: np.ndarray  # int64[len(Count)]
    age_ns: np.int64  # an older stream is not there any more


def of(limits):
    """An empty store within `limits`.

    A ring is twice as long as the longest message: whatever of one is there, a segment fits.
    """
    keys, times = ways.allocate(limits.streams)
    ring = 1 << (max(RING_MIN, min(RING_MAX, 2 * limits.stream_octets)) - 1).bit_length()
    return Streams(
        np.array(limits.secret, np.uint64),
        keys,
        times,
        np.zeros((len(keys), Cell.FIRST_TOLD + 2 * TOLD_MAX), np.int64),
        np.zeros(len(keys) * ring, np.uint8),
        np.zeros(len(Count), np.int64),
        np.int64(limits.stream_age_s * SECOND_NS),
    )


@leaf
def ring_of(store):
    """Octets of a ring, a power of two: messages up to half of it are joined."""
    return np.int64(store.octets.shape[0] // store.keys.shape[0])


@leaf
def consume(store, place, size):
    """Move a stream's base `size` octets on, and with it what its spans are told from."""
    base = store.cells[place, Cell.BASE]
    store.cells[place, Cell.BASE] = (base + size) % tcp.SEQUENCES
    kept = ZERO
    for span in range(store.cells[place, Cell.SPANS]):
        at, end = span_of(store, place, span)
        if end > size:
            set_span(store, place, kept, max(ZERO, at - size), end - size)
            kept += 1
    store.cells[place, Cell.SPANS] = kept
    kept = ZERO
    for span in range(store.cells[place, Cell.TOLD]):
        at, end = told_of(store, place, span)
        if at >= size:
            put_told(store, place, kept, at - size, end - size)
            kept += 1
    store.cells[place, Cell.TOLD] = kept


@leaf
def told_of(store, place, span):
    """From and to of messages read before their turn, relative to base."""
    column = Cell.FIRST_TOLD + 2 * span
    return store.cells[place, column], store.cells[place, column + 1]


@leaf
def put_told(store, place, span, at, end):
    """Write from and to of messages read before their turn."""
    column = Cell.FIRST_TOLD + 2 * span
    store.cells[place, column], store.cells[place, column + 1] = at, end


@leaf
def told_at(store, place, size):
    """Where, within `size` octets from base, messages begin that were read; `size` if none do."""
    for span in range(store.cells[place, Cell.TOLD]):
        size = min(size, told_of(store, place, span)[0])
    return size


@leaf
def skip_told(store, place):
    """Go behind messages at base that were read before their turn; whether there were any."""
    for span in range(store.cells[place, Cell.TOLD]):
        at, end = told_of(store, place, span)
        if at == 0 and store.cells[place, Cell.SKIP] == 0:
            consume(store, place, end)
            store.cells[place, Cell.IS_LOST] = store.cells[place, Cell.NEED] = 0
            return True
    return False


@leaf
def span_of(store, place, span):
    """From and to of what is held, relative to base."""
    column = Cell.FIRST_SPAN + 2 * span
    return store.cells[place, column], store.cells[place, column + 1]


@leaf
def set_span(store, place, span, at, end):
    """Write from and to of what is held."""
    column = Cell.FIRST_SPAN + 2 * span
    store.cells[place, column], store.cells[place, column + 1] = at, end


@leaf
def put(store, place, buf, at, offset, size):
    """Copy `size` octets into the ring, `offset` behind base."""
    ring = ring_of(store)
    to = (store.cells[place, Cell.BASE] + offset) & (ring - 1)
    first = min(size, ring - to)
    copy(buf, at, at + first, store.octets, place * ring + to)
    copy(buf, at + first, at + size, store.octets, place * ring)


@leaf
def take(store, place, size, buf, to):
    """Copy the first `size` octets from base on out of the ring."""
    ring = ring_of(store)
    at = store.cells[place, Cell.BASE] & (ring - 1)
    first = min(size, ring - at)
    start = place * ring
    copy(store.octets, start + at, start + at + first, buf, to)
    copy(store.octets, start, start + size - first, buf, to + first)


@leaf
def put_missing(store, place, buf, at, offset, end_offset):
    """Copy those octets that are not there yet; how many there were."""
    cursor, brought = offset, ZERO
    for span in range(store.cells[place, Cell.SPANS]):
        held_at, held_end = span_of(store, place, span)
        stop = min(held_at, end_offset)
        if stop > cursor:
            put(store, place, buf, at + cursor - offset, cursor, stop - cursor)
            brought += stop - cursor
        cursor = max(cursor, held_end)
    if end_offset > cursor:
        put(store, place, buf, at + cursor - offset, cursor, end_offset - cursor)
        brought += end_offset - cursor
    return brought


@leaf
def join_spans(store, place, at, end):
    """Add a span to those held; all that touch become one. There is room for one more."""
    count = store.cells[place, Cell.SPANS]
    kept, where = ZERO, ZERO
    for span in range(count):
        held_at, held_end = span_of(store, place, span)
        if held_end < at or held_at > end:
            set_span(store, place, kept, held_at, held_end)
            kept += 1
            where = kept if held_end < at else where
        else:
            at, end = min(at, held_at), max(end, held_end)
    for span in range(kept, where, -1):
        held_at, held_end = span_of(store, place, span - 1)
        set_span(store, place, span, held_at, held_end)
    set_span(store, place, where, at, end)
    store.cells[place, Cell.SPANS] = kept + 1


@leaf
def contiguous(store, place):
    """How many octets from base on are there."""
    if store.cells[place, Cell.SPANS] == 0 or store.cells[place, Cell.FIRST_SPAN] > 0:
        return ZERO
    return store.cells[place, Cell.FIRST_SPAN + 1]


@leaf
def give_up_gap(store, place, offset):
    """Go on behind the first gap: at what is held there, or at `offset`; how far that is."""
    to = offset
    for span in range(store.cells[place, Cell.SPANS]):
        at, _ = span_of(store, place, span)
        if at > 0:
            to = min(to, at)
            break
    store.counts[Count.GAPS] += 1
    store.counts[Count.LOST] += to
    consume(store, place, to)
    store.cells[place, Cell.IS_LOST], store.cells[place, Cell.NEED] = 1, 0
    store.cells[place, Cell.GAP_SINCE] = store.cells[place, Cell.SKIP] = 0
    return to


@leaf
def is_room_short(store, place, end_offset, now):
    """Whether a gap is to be given up: too old, or the ring or the list of spans is full."""
    since = store.cells[place, Cell.GAP_SINCE]
    is_old = since != 0 and now - since > GAP_NS
    is_full = store.cells[place, Cell.SPANS] >= SPANS_MAX
    return is_old or is_full or end_offset > ring_of(store)
