"""Records of pcap and pcapng files, indexed where they lie (draft-ietf-opsawg-pcap, -pcapng).

The file's octets are read straight into the ring's arena; these kernels only write down where each
frame begins and ends: nothing is copied. libpcap's own reader copies each frame, refuses pcapng
whose interfaces differ in link type, and reads no gzip; it stays for live capture. A frame that is
whole is a row even if its block is broken behind it. Only merging several files by time copies.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.columns import ABSENT, Frames
from kernels.jit import kernel
from kernels.octets import fits
from kernels.pcapng import (
    ENHANCED,
    FRAME_MAX,
    INTERFACE,
    OBSOLETE,
    SECTION,
    SIMPLE,
    TRAILER,
    End,
    Pending,
    interface_block,
    open_block,
    packet_block,
    pass_over,
    stamp_ns,
    word,
)

NO_LIMIT = ABSENT


class Walk(IntEnum):
    """Slots of the int64 state that lasts from call to call."""

    BIG = 0  # most significant octet first
    RECORD = 1  # pcap: octets of a record's header
    TICK_NS = 2  # pcap: ns per unit of the fraction
    LINK = 3  # pcap: LINKTYPE_*
    SOURCE = 4
    NUMBER = 5  # frames so far
    UNTIMED = 6  # of these, without a usable time: they have that of the frame before
    LAST_NS = 7
    INTERFACES = 8  # pcapng: described in this section so far
    SKIP = 9  # pcapng: octets of the block begun, up to its trailing length
    BLOCK = 10  # pcapng: that length; 0 between blocks


class Interfaces(NamedTuple):
    """What a pcapng section says of its interfaces, one row each."""

    link: np.ndarray
    snaplen: np.ndarray  # 0: no limit
    resolution: np.ndarray  # the octet of if_tsresol
    offset_s: np.ndarray


class Indexed(NamedTuple):
    """Rows filled in all, the first octet not consumed, and an End."""

    rows: int
    at: int
    end: int


class Pause(IntEnum):
    """Why merging paused."""

    LIMIT = 0  # no head is before the limit, or no lane holds a frame
    FULL = 1  # the ring has no room for the next frame
    EMPTY = 2  # a lane gave its last frame


class Merged(NamedTuple):
    """Rows filled, octets filled, the lane that is empty, and a Pause."""

    row: int
    at: int
    lane: int
    pause: int


class Lanes(NamedTuple):
    """One lane per open file: equal parts of `octets` and of `frames`, counted from each part."""

    octets: np.ndarray
    frames: Frames
    head: np.ndarray  # per lane: row of its next frame
    end: np.ndarray  # per lane: behind its last row


@kernel
def index_pcap(octets, at, filled, walk, frames, row):
    """Rows from `row` on for the whole records in octets[at:filled]; an Indexed."""
    big, head, tick_ns = walk[Walk.BIG], walk[Walk.RECORD], walk[Walk.TICK_NS]
    link, source, number = walk[Walk.LINK], walk[Walk.SOURCE], walk[Walk.NUMBER]
    end = End.NEED
    while True:
        if row == len(frames.at):
            end = End.ROWS
            break
        if not fits(at, head, filled):
            break
        captured = word(octets, at + 8, big)
        if captured > FRAME_MAX:
            end = End.BAD_CAPTURED
            break
        if not fits(at + head, captured, filled):
            break
        number += 1
        seconds, fraction = word(octets, at, big), word(octets, at + 4, big)
        frames.at[row] = at + head
        frames.end[row] = at + head + captured
        frames.wire_size[row] = max(word(octets, at + 12, big), captured)
        frames.ts_ns[row] = seconds * 1_000_000_000 + fraction * tick_ns
        frames.link[row] = link
        frames.source[row] = source
        frames.number[row] = number
        at += head + captured
        row += 1
    walk[Walk.NUMBER] = number
    return Indexed(row, at, end)


@kernel
def index_pcapng(octets, at, filled, walk, interfaces, frames, row):
    """Rows from `row` on for the whole blocks in octets[at:filled]; an Indexed."""
    big, count, last_ns = walk[Walk.BIG], walk[Walk.INTERFACES], walk[Walk.LAST_NS]
    source, number = walk[Walk.SOURCE], walk[Walk.NUMBER]
    skip, total = walk[Walk.SKIP], walk[Walk.BLOCK]
    while True:
        if total > 0:
            behind = pass_over(octets, at, filled, Pending(at, skip, total, End.NEED), big)
            at, skip, total, end = behind.at, behind.skip, behind.total, behind.end
            if end != End.WHOLE:
                break
        if row == len(frames.at):
            end = End.ROWS
            break
        block = open_block(octets, at, filled, big)
        head, end = block.head, block.end
        if end != End.WHOLE:
            break
        big = block.big
        if block.kind == SECTION:
            count = np.int64(0)
        elif block.kind == INTERFACE:
            if count == len(interfaces.link):
                end = End.TOO_MANY_INTERFACES
                break
            about = interface_block(octets, at, block.total, big)
            interfaces.link[count] = about.link
            interfaces.snaplen[count] = about.snaplen
            interfaces.resolution[count] = about.resolution
            interfaces.offset_s[count] = about.offset_s
            count += 1
        elif block.kind == ENHANCED or block.kind == SIMPLE or block.kind == OBSOLETE:
            packet = packet_block(octets, at, block.kind, big)
            which, captured = packet.interface, packet.captured
            if which >= count:
                end = End.NO_INTERFACE
                break
            ns = stamp_ns(packet.ticks, interfaces.resolution[which], interfaces.offset_s[which])
            if (
                block.kind == SIMPLE
            ):  # has no time, and leaves its captured length to the snap length
                ns = np.int64(ABSENT)
                if interfaces.snaplen[which] > 0:
                    captured = min(captured, interfaces.snaplen[which])
            if captured > FRAME_MAX or captured > block.total - TRAILER - head:
                end = End.BAD_CAPTURED
                break
            if not fits(at + head, captured, filled):
                end = End.NEED
                break
            walk[Walk.UNTIMED] += ns < 0
            last_ns = ns if ns >= 0 else last_ns
            number += 1
            frames.at[row] = at + head
            head += captured
            frames.end[row] = at + head
            frames.wire_size[row] = max(packet.wire, captured)
            frames.ts_ns[row] = last_ns
            frames.link[row] = interfaces.link[which]
            frames.source[row] = source
            frames.number[row] = number
            row += 1
        skip, total = block.total - TRAILER - head, block.total
        at += head
    walk[Walk.BIG], walk[Walk.INTERFACES], walk[Walk.LAST_NS] = big, count, last_ns
    walk[Walk.NUMBER], walk[Walk.SKIP], walk[Walk.BLOCK] = number, skip, total
    return Indexed(row, at, end)


@kernel
def merge(lanes, limit_ns, octets, frames, row, at):
    """The earliest heads before `limit_ns` into octets[at:] and rows from `row` on; a Merged.

    Of equal times the lower source goes first. A lane whose own frames are out of order is taken
    head by head, never sorted: that would need the whole file.
    """
    part = len(lanes.octets) // len(lanes.head)
    while True:
        lane, earliest, best = -1, limit_ns, -1
        for candidate in range(len(lanes.head)):
            taken = lanes.head[candidate]
            if taken == lanes.end[candidate]:
                continue
            ns = lanes.frames.ts_ns[taken]
            sooner = ns < earliest or (lane < 0 and limit_ns == NO_LIMIT)
            if ns == earliest and lane >= 0:
                sooner = lanes.frames.source[taken] < lanes.frames.source[best]
            if sooner:
                lane, earliest, best = candidate, ns, taken
        if lane < 0:
            return Merged(row, at, -1, Pause.LIMIT)
        first = lane * part + lanes.frames.at[best]
        size = lanes.frames.end[best] - lanes.frames.at[best]
        if row == len(frames.at) or size > len(octets) - at:
            return Merged(row, at, -1, Pause.FULL)
        # Unsigned: no index can mean "from the end", and the copy becomes vectors (eight times).
        to, here = np.uint64(at), np.uint64(first)
        for step in range(np.uint64(size)):
            octets[to + step] = lanes.octets[here + step]
        frames.at[row] = at
        at += size
        frames.end[row] = at
        frames.wire_size[row] = lanes.frames.wire_size[best]
        frames.ts_ns[row] = earliest
        frames.link[row] = lanes.frames.link[best]
        frames.source[row] = lanes.frames.source[best]
        frames.number[row] = lanes.frames.number[best]
        row += 1
        lanes.head[lane] += 1
        if lanes.head[lane] == lanes.end[lane]:
            return Merged(row, at, lane, Pause.EMPTY)
