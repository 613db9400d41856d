"""SCCP segments (Q.713 3.17, Q.714 4.1.1.2.3): whose they are, and whether a whole has come.

  segmentation   first 1 | class 1 | .. | remaining segments 4 | local reference 24
  group          calling address and local reference, under the install secret
  index          15 - remaining: neighbours count up, and the last is 15

Segments of a message come in order. One whose predecessor is not there is kept all the same, in
case it was overtaken, but it is told at once: its message stops as a segment, an orphan. A segment
that came before, with the same octets, is a repetition. With others it is an overlap, told by
itself and by the whole; what came first holds.
"""

from typing import NamedTuple

import numpy as np

from kernels.ber import element
from kernels.jit import leaf
from kernels.octets import LOWEST, Span, bits
from kernels.outcome import Oddity, Stop
from kernels.store import pieces, ways

SMALL_OCTETS = np.int64(254)  # what one unitdata message can be long
REMAINING_AT, REMAINING_BITS, FIRST_AT = np.int64(24), np.int64(4), np.int64(31)
REFERENCE_BITS, ONE_BIT, LAST_INDEX = np.int64(24), np.int64(1), np.int64(15)
NONE = np.int64(-1)
HEADER_ELEMENTS_MAX = 8
COMPONENTS, ANSI_COMPONENTS = 0x6C, 0xE8  # Q.773 table 9, T1.114.3

ORPHAN = np.int64(1 << Oddity.SEGMENT_ORPHAN)
OVERLAP = np.int64(1 << Oddity.SEGMENT_OVERLAP)
SPLIT_HEADER = np.int64(1 << Oddity.SEGMENT_SPLIT_HEADER)
SMALL = np.int64(1 << Oddity.SEGMENTED_SMALL)


class Joined(NamedTuple):
    """The whole message, or what became of its segment."""

    at: int
    end: int
    oddities: int
    stop: int


@leaf
def group_of(secret, segmentation, title, subsystem, node):
    """The key of a message's segments: its reference, and who calls: title and point code."""
    reference = bits(segmentation, LOWEST, REFERENCE_BITS)
    who = np.uint64(((node & 0xFF_FFFF) << 24) | reference)
    return ways.digest(secret, title, who ^ (np.uint64(subsystem & 0xFF) << np.uint64(56)))


@leaf
def first_size(store, group, index, now):
    """Octets of the first segment, if all before `index` are there; else NONE."""
    for _ in range(pieces.PIECES_MAX):
        index -= 1
        place = pieces.lookup(store, group, index, now)
        if place < 0:
            return NONE
        if store.cells[pieces.Cell.FLAGS, place] & pieces.FIRST:
            return store.cells[pieces.Cell.SIZE, place]
    return NONE


@leaf
def header_end(buf, at, end):
    """Where the components of the TCAP message at `at` begin, or where it ends without them."""
    outer = element(buf, at, end)
    if outer.stop != 0:
        return end
    here = outer.value_at
    for _ in range(HEADER_ELEMENTS_MAX):
        x = element(buf, here, outer.value_end)
        if x.stop != 0 or x.tag == COMPONENTS or x.tag == ANSI_COMPONENTS:
            break
        here = x.next_at
    return here


@leaf
def refused(is_orphan, oddities):
    """A segment of which no whole comes of now."""
    zero = np.int64(0)
    return Joined(zero, zero, oddities | (ORPHAN if is_orphan else zero), np.int64(Stop.SEGMENT))


@leaf
def join(store, group, segmentation, buf, piece, room_at, now):
    """Keep the segment `piece` of `buf`; the whole goes to `room_at` if nothing is missing."""
    zero = np.int64(0)
    if store.keys.shape[0] == 0 or room_at < 0:
        return refused(False, zero)
    remaining = bits(segmentation, REMAINING_AT, REMAINING_BITS)
    is_first = bits(segmentation, FIRST_AT, ONE_BIT) == 1
    index = LAST_INDEX - remaining
    size = piece.end - piece.at if is_first else first_size(store, group, index, now)
    flags = (pieces.FIRST if is_first else zero) | (pieces.LAST if remaining == 0 else zero)
    room = Span(room_at, np.int64(buf.shape[0]))
    x = pieces.add(store, group, index, flags, buf, piece, room, now)
    if not x.is_kept:
        return refused(False, zero)
    if x.is_repeated:
        return Joined(zero, zero, zero, np.int64(Stop.DUPLICATE))
    if x.end < 0 and x.differs:
        return refused(False, OVERLAP)
    if x.end < 0:
        if size < 0:
            return refused(True, zero)
        return Joined(zero, zero, zero, np.int64(Stop.HELD))
    oddities = OVERLAP if x.differs else zero
    if header_end(buf, room_at, x.end) > room_at + size:
        oddities |= SPLIT_HEADER
    return Joined(room_at, x.end, oddities, zero)
