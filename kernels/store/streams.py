"""TCP streams that carry Diameter, one direction each: from segments to messages.

A segment in order is read where it lies, and only what is left of its last message is kept, in a
ring (rings.py). What comes out of order, or completes a message, is put in order there and copied
out. What begins with a message is read before what is missing ahead of it comes. After a gap, or
octets that are no message, the next place that looks like one is sought.

A stream is known by what it carries, not by its port. One that brought messages fewer than PROVEN
times is the first to give way: a flood of connections, or of messages from ever new ports, takes
no place from a peer that is at work.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import Span
from kernels.outcome import Stop
from kernels.store import ways
from kernels.store.rings import (
    RING_MAX,
    SECOND_NS,
    SPANS_MAX,
    TOLD_MAX,
    ZERO,
    Cell,
    Count,
    Streams,
    consume,
    contiguous,
    give_up_gap,
    is_room_short,
    join_spans,
    of,
    put,
    put_missing,
    put_told,
    ring_of,
    skip_told,
    take,
    told_at,
)
from kernels.wire import diameter, tcp

__all__ = ["RING_MAX", "Count", "Streams", "of"]

MESSAGES_MAX = np.int64(256)  # taken at once; what is left waits for the next segment
PROVEN = 2  # segments that brought messages
PROBATION_NS = np.int64(10 * SECOND_NS)  # how long an unproven or closed stream stays
WINDOW = np.int64(1 << 20)  # a sequence number further back is another connection's
HEADER, PROBE = np.int64(20), np.int64(28)  # a Diameter header; and that of its first AVP
NOT_LOST = np.int64(0)


class Run(NamedTuple):
    """Messages one behind the other, or why there is none."""

    at: int
    end: int  # the last one may be cut here
    room: int  # behind what was written
    stop: int


class Whole(NamedTuple):
    """How far whole messages go."""

    end: int
    skip: int  # octets of the last message that are still to come, of one too long
    is_lost: bool  # what comes next is no message


@leaf
def key_of(secret, from_hi, from_lo, to_hi, to_lo, ports):
    """The key of a direction: addresses, and both ports in one number."""
    source = ways.digest(secret, from_hi, from_lo)
    sink = ways.digest(secret, to_hi, to_lo)
    return ways.digest(secret, source, sink ^ np.uint64(ports))


@leaf
def none(room, stop):
    """No message, and why."""
    return Run(room, room, room, np.int64(stop))


@leaf
def touch(store, place, now):
    """Remember that a stream lives; an unproven one is soon too old."""
    is_proven = store.cells[place, Cell.RUNS] >= PROVEN
    store.times[place] = now if is_proven else fading(store, now)


@leaf
def fading(store, now):
    """The time of a stream that is to be gone soon."""
    return now - max(ZERO, store.age_ns - PROBATION_NS)


@leaf
def reset(store, place, base, is_lost):
    """A stream begins at `base`."""
    for column in range(Cell.SKIP, Cell.FIRST_SPAN):
        store.cells[place, column] = 0
    store.cells[place, Cell.TOLD] = 0
    store.cells[place, Cell.BASE], store.cells[place, Cell.IS_LOST] = base, is_lost


@leaf
def open_place(store, key, base, now):
    """A place for a new stream that begins at `base`."""
    place = ways.claim(store.keys, store.times, key)
    if store.keys[place] != ways.EMPTY:
        is_old = now - store.times[place] > store.age_ns
        store.counts[Count.EXPIRED if is_old else Count.EVICTED] += 1
    store.counts[Count.STARTED] += 1
    store.keys[place], store.times[place] = key, fading(store, now)
    store.cells[place, Cell.RUNS] = 0
    reset(store, place, base, NOT_LOST)
    return place


@leaf
def receive(store, buf, segment, key, room, now):
    """Take a segment of `buf` in; what messages it completes lie in `buf`, or from `room` on."""
    if segment.stop != 0:
        return none(room, segment.stop)
    is_empty = segment.at >= segment.end
    if store.keys.shape[0] == 0:
        return none(room, Stop.NO_DATA) if is_empty else alone(buf, segment, room)
    place = ways.find(store.keys, key)
    if place >= 0 and now - store.times[place] > store.age_ns:
        place = ways.NOWHERE
    is_syn = segment.flags & tcp.Flag.SYN != 0
    if is_syn and (place < 0 or store.cells[place, Cell.RUNS] == 0):
        place = open_place(store, key, segment.sequence, now)
    run = none(room, Stop.NO_DATA)
    if not is_empty:
        if place < 0:
            place = recognise(store, buf, segment, key, now)
        if place < 0:
            return none(room, stranger(buf, segment))
        run = advance(store, place, buf, segment, room, now)
        if run.stop == 0 or run.stop == Stop.HELD:
            touch(store, place, now)
    if place >= 0 and segment.flags & (tcp.Flag.FIN | tcp.Flag.RST):
        store.times[place] = fading(store, now)
    return run


@leaf
def stranger(buf, segment):
    """What a segment is that is not Diameter."""
    is_ours = is_port(segment.sport) or is_port(segment.dport)
    if is_ours and tcp.is_tls(buf, segment.at, segment.end):
        return np.int64(Stop.ENCRYPTED)
    return np.int64(Stop.NOT_DIAMETER)


@leaf
def is_port(port):
    """Whether this is a port of Diameter (RFC 6733 11.4), in clear or inside TLS."""
    return port == diameter.PORT or port == diameter.PORT_TLS or port == diameter.PORT_SECURE


@leaf
def alone(buf, segment, room):
    """A segment without memory: its messages if it begins with one, the last as far as it goes."""
    if not diameter.is_beginning(buf, segment.at, segment.end):
        return none(room, stranger(buf, segment))
    return Run(segment.at, segment.end, room, ZERO)


@leaf
def recognise(store, buf, segment, key, now):
    """A place for the stream of a segment that begins with a message, or NOWHERE.

    On Diameter's own port the message may begin anywhere in it: we came in the middle.
    """
    at = segment.at
    if not diameter.is_beginning(buf, at, segment.end):
        if segment.sport != diameter.PORT and segment.dport != diameter.PORT:
            return ways.NOWHERE
        at = seek(buf, at, segment.end)
        if at < 0:
            return ways.NOWHERE
    base = (segment.sequence + at - segment.at) % tcp.SEQUENCES
    return open_place(store, key, base, now)


@leaf
def seek(buf, at, end):
    """Where a message seems to begin, with room for its header and its first AVP's; else -1."""
    for index in range(at, end - PROBE + 1):
        if diameter.is_beginning(buf, index, end):
            return np.int64(index)
    return ways.NOWHERE


@leaf
def advance(store, place, buf, segment, room, now):
    """Take the data of a segment into its stream."""
    at, size = segment.at, segment.end - segment.at
    offset = tcp.distance(segment.sequence, store.cells[place, Cell.BASE])
    if offset >= ring_of(store) or offset <= -WINDOW:
        is_beginning = diameter.is_beginning(buf, at, segment.end)
        if offset < 0 and not is_beginning:
            return none(room, Stop.NOT_DIAMETER)
        store.counts[Count.RESTARTED] += 1
        reset(store, place, segment.sequence, np.int64(not is_beginning))
        offset = ZERO
    if offset < 0:
        at -= offset
        size += offset
        offset = ZERO
    if size <= 0:
        store.counts[Count.REPEATED] += 1
        return none(room, Stop.DUPLICATE)
    is_plain = store.cells[place, Cell.SPANS] == 0 and store.cells[place, Cell.SKIP] == 0
    if is_plain and offset == 0 and store.cells[place, Cell.IS_LOST] == 0:
        return in_place(store, place, buf, at, at + size, room)
    return through_ring(store, place, buf, Span(at, at + size), offset, room, now)


@leaf
def whole(buf, at, end, most, left):
    """How far `left` messages from `at` on are whole; one of more than `most` octets is cut."""
    for _ in range(left):
        if end - at < HEADER:
            break
        size = diameter.size_of(buf, at)
        if size < 0:
            return Whole(at, ZERO, True)
        if size > most:
            return Whole(end, size - (end - at), False)
        if size > end - at:
            break
        at += size
    return Whole(at, ZERO, False)


@leaf
def in_place(store, place, buf, at, end, room):
    """Read a segment in order where it lies; keep what is left of its last message."""
    found = whole(buf, at, end, ring_of(store) >> 1, MESSAGES_MAX)
    taken(store, place, found, found.end - at)
    rest = min(end - found.end, ring_of(store))
    if rest > 0:
        put(store, place, buf, found.end, ZERO, rest)
        store.cells[place, Cell.SPANS] = 1
        store.cells[place, Cell.FIRST_SPAN], store.cells[place, Cell.FIRST_SPAN + 1] = ZERO, rest
    if found.end > at:
        return Run(at, found.end, room, ZERO)
    return none(room, Stop.NOT_DIAMETER if found.is_lost else Stop.HELD)


@leaf
def taken(store, place, found, size):
    """Move a stream's base behind `size` octets of messages."""
    consume(store, place, size)
    store.cells[place, Cell.RUNS] += size > 0
    store.cells[place, Cell.SKIP] += found.skip
    store.cells[place, Cell.NEED] = 0
    store.cells[place, Cell.IS_LOST] = found.is_lost
    store.counts[Count.TOO_LONG] += found.skip > 0


@leaf
def through_ring(store, place, buf, piece, offset, room, now):
    """Put a segment's data beside what is held, and take the messages that are whole then."""
    at, size = piece.at, piece.end - piece.at
    for _ in range(SPANS_MAX):
        is_next = offset <= contiguous(store, place)
        if is_next or not is_room_short(store, place, offset + size, now):
            break
        offset -= give_up_gap(store, place, offset)
    is_early = offset > contiguous(store, place)
    size = min(size, ring_of(store) - offset)
    brought = put_missing(store, place, buf, at, offset, offset + size)
    join_spans(store, place, offset, offset + size)
    run = none(room, Stop.HELD)
    if not is_early:
        run = extract(store, place, buf, room)
    elif brought == size:
        run = read_early(store, place, buf, Span(at, at + size), offset, room)
    count = store.cells[place, Cell.SPANS]
    is_behind = count > 1 or (count == 1 and store.cells[place, Cell.FIRST_SPAN] > 0)
    if not is_behind:
        store.cells[place, Cell.GAP_SINCE] = 0
    elif store.cells[place, Cell.GAP_SINCE] == 0:
        store.cells[place, Cell.GAP_SINCE] = now
    if run.stop == Stop.HELD and brought == 0:
        store.counts[Count.REPEATED] += 1
        return none(room, Stop.DUPLICATE)
    return run


@leaf
def read_early(store, place, buf, piece, offset, room):
    """The messages of a segment behind a gap that begins with one: they need not wait for it."""
    is_full = store.cells[place, Cell.TOLD] == TOLD_MAX or store.cells[place, Cell.SKIP] != 0
    if is_full or piece.end - piece.at < HEADER:
        return none(room, Stop.HELD)
    if not diameter.is_beginning(buf, piece.at, piece.end):
        return none(room, Stop.HELD)
    found = whole(buf, piece.at, piece.end, ring_of(store) >> 1, MESSAGES_MAX)
    if found.end == piece.at or found.skip != 0:
        return none(room, Stop.HELD)
    count = store.cells[place, Cell.TOLD]
    put_told(store, place, count, offset, offset + found.end - piece.at)
    store.cells[place, Cell.TOLD] = count + 1
    store.cells[place, Cell.RUNS] += 1
    return Run(piece.at, found.end, room, ZERO)


@leaf
def extract(store, place, buf, room):
    """Copy the whole messages from base on to `room`, and forget them; not those read before."""
    to, left, stop = room, MESSAGES_MAX, np.int64(Stop.HELD)
    for _ in range(2 * TOLD_MAX + 2):
        if skip_told(store, place):
            continue
        run = extract_next(store, place, buf, to, left)
        if run.stop != 0:
            stop = run.stop
            break
        left -= messages_in(buf, run.at, run.end)
        to = run.end
        if left == 0:
            break
    if to > room:
        return Run(room, to, to, ZERO)
    return none(room, stop)


@leaf
def messages_in(buf, at, end):
    """How many messages there are, the last one perhaps cut."""
    count = ZERO
    while at < end:
        at = diameter.next_message(buf, at, end)
        count += 1
    return count


@leaf
def extract_next(store, place, buf, room, left):
    """Copy up to `left` whole messages from base on to `room`, up to one that was read before."""
    skip = min(store.cells[place, Cell.SKIP], contiguous(store, place))
    store.cells[place, Cell.SKIP] -= skip
    if skip > 0:
        consume(store, place, skip)
    there = contiguous(store, place)
    is_lost = store.cells[place, Cell.IS_LOST] != 0
    if there < max(HEADER, store.cells[place, Cell.NEED]) or (is_lost and there < PROBE):
        return none(room, Stop.HELD)
    size = told_at(store, place, there)
    if is_lost:
        take(store, place, size, buf, room)
        found = seek(buf, room, room + size)
        skip = max(ZERO, size - PROBE + 1) if found < 0 else found - room
        if found < 0 and size < there:
            skip = size
        store.counts[Count.SKIPPED] += skip
        consume(store, place, skip)
        if found < 0:
            return none(room, Stop.NOT_DIAMETER)
        store.cells[place, Cell.IS_LOST] = 0
        there -= skip
        size -= skip
    take(store, place, HEADER, buf, room)
    need, most = diameter.size_of(buf, room), ring_of(store) >> 1
    store.cells[place, Cell.NEED] = max(ZERO, need)
    if need > there and need <= most:
        return none(room, Stop.HELD)
    size = min(there, max(size, need))
    take(store, place, size, buf, room)
    ended = whole(buf, room, room + size, most, left)
    taken(store, place, ended, ended.end - room)
    if ended.end > room:
        return Run(room, ended.end, ended.end, ZERO)
    return none(room, Stop.NOT_DIAMETER if ended.is_lost else Stop.HELD)
