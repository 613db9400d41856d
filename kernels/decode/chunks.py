"""From chunks to user messages: what was seen before is left out, fragments are joined.

  DATA     pieces of one (tag, ports, stream, sequence, U) by consecutive TSNs from B to E
  I-DATA   pieces of one (tag, ports, stream, message identifier, U) by FSN (RFC 8260 2.2)

A piece of another stream or sequence number is of another group, so it never joins. The sequence
number of unordered DATA says nothing (RFC 9260 3.3.1) and is left out. A chunk that lost octets,
to the snap length or a wrong length, is not joined.
"""

import numpy as np

from kernels.columns import MessageCell as Cell
from kernels.decode.limits import CHUNKS, MESSAGE_OCTETS_MAX, REGION_OCTETS
from kernels.jit import inlined, kernel, leaf
from kernels.meanings import Carrier
from kernels.octets import Span
from kernels.outcome import Layer, Oddity, Stop
from kernels.store import pieces, ways
from kernels.store.seen import REPEATED, REUSED, Count, look, what, who
from kernels.wire.sctp import BEGINNING, ENDING, UNORDERED

TSN_REUSED = np.int64(1 << Oddity.TSN_REUSED)
HASHED = np.int64(12)  # octets of its own header that a chunk is known by
OWNER_BITS, HALF = np.uint64(48), np.uint64(32)


@kernel
def join_chunks(octets, frames, messages, first, count, seen, chunks):
    """Settle messages `first` to `count`; the first message not looked at.

    Stops early when the region for joined messages might not hold another.
    """
    numbers = messages.numbers
    is_seeing, is_joining = seen.keys.shape[0] > 0, chunks.keys.shape[0] > 0
    to = octets.shape[0] - CHUNKS
    room_end = to + REGION_OCTETS
    after, kept, taken, expired = np.int64(count), np.int64(0), np.int64(0), np.int64(0)
    for row in range(first, count):
        if numbers[Cell.CARRIER, row] != Carrier.SCTP:
            continue
        if is_joining and room_end - to < MESSAGE_OCTETS_MAX:
            after = np.int64(row)
            break
        now = frames.ts_ns[numbers[Cell.FRAME, row]]
        if is_seeing:
            name, content = named(octets, numbers, row, seen.secret)
            x = look(seen, name, content, now)
            if x.verdict == REPEATED:
                numbers[Cell.STOP, row] = Stop.DUPLICATE
                continue
            if x.verdict == REUSED:
                numbers[Cell.ODDITIES, row] |= TSN_REUSED
            kept, taken, expired = kept + 1, taken + x.is_taken, expired + x.is_expired
        if is_joining and numbers[Cell.STOP, row] == Stop.FRAGMENT:
            to = keep(octets, numbers, row, chunks, Span(to, to + MESSAGE_OCTETS_MAX), now)
    seen.counts[Count.KEPT] += kept
    seen.counts[Count.EXPIRED] += expired
    seen.counts[Count.EVICTED] += taken - expired
    return after


@inlined
def association_of(numbers, row):
    """Verification tag and ports in one word."""
    ports = (numbers[Cell.SPORT, row] << 16) | numbers[Cell.DPORT, row]
    return (np.uint64(numbers[Cell.TAG, row]) << HALF) | np.uint64(ports)


@inlined
def named(octets, numbers, row, secret):
    """Who the chunk of a row is, and what it says."""
    at, end = numbers[Cell.AT, row] - HASHED, numbers[Cell.END, row]
    # Two taps may cut a chunk at two lengths: what is short is compared with its like alone.
    is_short = numbers[Cell.SHORT_LAYER, row] == Layer.SCTP
    number = numbers[Cell.TSN, row] | ((end - at) << 32 if is_short else 0)
    name = who(secret, association_of(numbers, row), np.uint64(number))
    kind = np.int64(numbers[Cell.FSN, row] >= 0) << 3
    said = np.uint64(((end - at) << 4) | kind | numbers[Cell.FLAGS, row])
    return name, what(secret, said, octets, at, end)


@leaf
def keep(octets, numbers, row, chunks, room, now):
    """Keep a fragment, or let its row be the whole message; where the next whole may go."""
    if numbers[Cell.SHORT_LAYER, row] == Layer.SCTP:
        return room.at
    flags, fsn = numbers[Cell.FLAGS, row], numbers[Cell.FSN, row]
    is_interleaved, is_unordered = fsn >= 0, flags & UNORDERED != 0
    sequence = numbers[Cell.SEQUENCE, row]
    if is_unordered and not is_interleaved:
        sequence = np.int64(0)
    where = (numbers[Cell.STREAM, row] << 16) | (numbers[Cell.EPOCH, row] << 2)
    where |= (is_interleaved << 1) | is_unordered
    ends = association_of(numbers, row)
    secret = chunks.secret
    group = ways.digest(secret, ends, (np.uint64(where) << HALF) | np.uint64(sequence))
    owner = np.int64(ways.mix(ends ^ secret[0]) >> OWNER_BITS) | 1
    index = fsn if is_interleaved else numbers[Cell.TSN, row]
    told = pieces.flags_of(
        flags & BEGINNING != 0, flags & ENDING != 0, numbers[Cell.PPID, row], owner
    )
    piece = Span(numbers[Cell.AT, row], numbers[Cell.END, row])
    joined = pieces.add(chunks, group, index, told, octets, piece, room, now)
    if joined.is_kept:
        numbers[Cell.STOP, row] = Stop.DUPLICATE if joined.is_repeated else Stop.HELD
    if joined.end < 0:
        return room.at
    numbers[Cell.STOP, row] = Stop.NONE
    numbers[Cell.AT, row], numbers[Cell.END, row] = room.at, joined.end
    numbers[Cell.PPID, row] = joined.note
    if joined.differs:
        numbers[Cell.ODDITIES, row] |= TSN_REUSED
    return joined.end
