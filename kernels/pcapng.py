"""Blocks of a pcapng file, each read where it lies (draft-ietf-opsawg-pcapng 4), and times as ns.

Either byte order; any resolution and offset of the times, exact to the ns, without overflow.
Left out: options of packets, name resolution, statistics, decryption secrets and custom blocks.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.columns import ABSENT
from kernels.jit import leaf
from kernels.octets import fits, u16, u16le, u32, u32le

FRAME_MAX = 262_144  # captured octets of one frame, as libpcap's MAXIMUM_SNAPLEN
INTERFACE_BLOCK_MAX = 131_072  # an interface block is read whole for its options

SECTION = 0x0A0D0D0A  # block types; this one reads the same in both byte orders
INTERFACE = 1
OBSOLETE = 2
SIMPLE = 3
ENHANCED = 6
ORDER_MAGIC = 0x1A2B3C4D
OPTION_END, OPTION_TSRESOL, OPTION_TSOFFSET = 0, 9, 14
MICROSECONDS = 6  # if_tsresol when the option is absent
BINARY = 0x80  # if_tsresol: a power of 2, not of 10
BLOCK_MIN = 12  # type, length, length again
TRAILER = 4

TEN = np.array([10**power for power in range(20)], np.uint64)
MAX_S = np.uint64(9_223_372_035)  # whole seconds that fit int64 nanoseconds
MAX_TICKS = np.array([(2**63 - 1) // 10 ** (9 - power) for power in range(10)], np.uint64)
MAX_NS = 2**63 - 1
BILLION = np.uint64(1_000_000_000)
LOW_32 = np.uint64(0xFFFF_FFFF)
SHIFT_32 = np.uint64(32)


class End(IntEnum):
    """Why the walk went no further; from BAD_LENGTH on the file is broken at that octet."""

    WHOLE = 0  # it went on: the block is there
    NEED = 1  # the next record is not whole yet
    ROWS = 2  # every row is taken
    BAD_LENGTH = 3
    BAD_CAPTURED = 4
    BAD_TRAILER = 5
    BAD_ORDER = 6
    BAD_VERSION = 7
    NO_INTERFACE = 8
    TOO_MANY_INTERFACES = 9


class Block(NamedTuple):
    """A block's own header, and the byte order from here on."""

    kind: int
    total: int  # octets, both lengths included
    head: int  # of these, looked at so far or about to be
    big: int
    end: int


class Pending(NamedTuple):
    """The block begun: it may be longer than the arena, so its rest is passed over in steps."""

    at: int
    skip: int  # octets up to its trailing length
    total: int  # what that must be; 0 between blocks
    end: int


class Interface(NamedTuple):
    """One interface description."""

    link: int
    snaplen: int
    resolution: int
    offset_s: int


class Packet(NamedTuple):
    """One packet block's header."""

    interface: int
    ticks: int  # uint64
    captured: int
    wire: int


@leaf
def word(buf, at, big):
    """Four octets in the file's byte order."""
    return u32(buf, at) if big else u32le(buf, at)


@leaf
def half(buf, at, big):
    """Two octets in the file's byte order."""
    return u16(buf, at) if big else u16le(buf, at)


@leaf
def binary_ns(ticks, power):
    """Ticks of 2**-power seconds, 0 to 127, as ns; absent when past the year 2262."""
    whole, rest = np.uint64(0), ticks
    if power < 64:
        whole = ticks >> np.uint64(power)
        rest = ticks - (whole << np.uint64(power))
    if whole > MAX_S:
        return np.int64(ABSENT)
    if power < 32:
        part = (rest * BILLION) >> np.uint64(power)
    else:
        # 64 by 30 bits do not fit 64: multiply halves, and drop 32 bits of the product at once.
        part = (rest >> SHIFT_32) * BILLION + (((rest & LOW_32) * BILLION) >> SHIFT_32)
        part = part >> np.uint64(power - 32) if power < 96 else np.uint64(0)
    return np.int64(whole * BILLION + part)


@leaf
def stamp_ns(ticks, resolution, offset_s):
    """A pcapng time as ns since the epoch, rounded down; absent when outside 1970 to 2262."""
    if resolution & BINARY:
        ns = binary_ns(ticks, resolution & 0x7F)
    elif resolution <= 9:
        if ticks > MAX_TICKS[resolution]:
            return np.int64(ABSENT)
        ns = np.int64(ticks * TEN[9 - resolution])
    elif resolution <= 28:
        ns = np.int64(ticks // TEN[resolution - 9])
    else:
        ns = np.int64(0)  # 2**64 ticks of 10**-29 s and less are under one ns
    if offset_s == 0 or ns < 0:
        return ns
    if offset_s > np.int64(MAX_S) or offset_s < -np.int64(MAX_S):
        return np.int64(ABSENT)
    offset_ns = offset_s * 1_000_000_000
    if offset_ns > 0 and ns > MAX_NS - offset_ns:
        return np.int64(ABSENT)
    return max(ns + offset_ns, np.int64(ABSENT))


@leaf
def section_order(buf, at):
    """Byte order of the section header at `at`: 1 big, 0 little, else -1."""
    if u32(buf, at + 8) == ORDER_MAGIC:
        return 1
    return 0 if u32le(buf, at + 8) == ORDER_MAGIC else -1


@leaf
def head_size(kind, total):
    """Octets of a block of this kind that must be there before it is looked into."""
    if kind == ENHANCED or kind == OBSOLETE:
        return 28
    if kind == SECTION:
        return 24
    if kind == INTERFACE:
        return max(total - TRAILER, 16)
    return 12 if kind == SIMPLE else 8


@leaf
def open_block(buf, at, filled, big):
    """The block at `at` as far as buf[at:filled] shows it; WHOLE when its head is right."""
    if not fits(at, BLOCK_MIN, filled):
        return Block(0, 0, 0, big, End.NEED)
    kind = word(buf, at, big)
    if kind == SECTION:
        order = section_order(buf, at)
        if order < 0:
            return Block(kind, 0, 0, big, End.BAD_ORDER)
        big = order
    total = word(buf, at + 4, big)
    head = head_size(kind, total)
    end = End.WHOLE
    if total & 3 or head > total - TRAILER or (kind == INTERFACE and total > INTERFACE_BLOCK_MAX):
        end = End.BAD_LENGTH
    elif not fits(at, head, filled):
        end = End.NEED
    elif kind == SECTION and half(buf, at + 12, big) != 1:
        end = End.BAD_VERSION
    return Block(kind, total, head, big, end)


@leaf
def interface_block(buf, at, total, big):
    """The whole Interface Description Block at `at`."""
    resolution, offset_s = MICROSECONDS, 0
    option, end = at + 16, at + total - TRAILER
    while fits(option, 4, end):
        code, size = half(buf, option, big), half(buf, option + 2, big)
        option += 4
        if code == OPTION_END or not fits(option, size, end):
            break
        if code == OPTION_TSRESOL and size >= 1:
            resolution = np.int64(buf[option])
        if code == OPTION_TSOFFSET and size >= 8:
            first, second = word(buf, option, big), word(buf, option + 4, big)
            offset_s = (first << 32) | second if big else (second << 32) | first
        option += (size + 3) & ~3
    return Interface(half(buf, at + 8, big), word(buf, at + 12, big), resolution, offset_s)


@leaf
def packet_block(buf, at, kind, big):
    """The header of the Enhanced, Simple or obsolete Packet Block at `at`."""
    if kind == SIMPLE:
        size = word(buf, at + 8, big)
        return Packet(0, np.uint64(0), size, size)
    interface = word(buf, at + 8, big) if kind == ENHANCED else half(buf, at + 8, big)
    ticks = (np.uint64(word(buf, at + 12, big)) << SHIFT_32) | np.uint64(word(buf, at + 16, big))
    return Packet(interface, ticks, word(buf, at + 20, big), word(buf, at + 24, big))


@leaf
def pass_over(buf, at, filled, pending, big):
    """Go past what is left of the block before, its trailing length included."""
    step = min(pending.skip, filled - at)
    at, skip = at + step, pending.skip - step
    if skip > 0 or not fits(at, TRAILER, filled):
        return Pending(at, skip, pending.total, End.NEED)
    if word(buf, at, big) != pending.total:
        return Pending(at, skip, pending.total, End.BAD_TRAILER)
    return Pending(at + TRAILER, 0, 0, End.WHOLE)
