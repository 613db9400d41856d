"""The only file that indexes raw octets.

Every reader widens to int64 first: `(b[0] << 8) | b[1]` on uint8 gives one answer compiled and
another interpreted. Callers ask `fits` once at the door of a header; the readers after it never
test. A position is unsigned where it subscripts: otherwise numba asks of each octet whether it
counts from the end, and neighbouring octets are not read at once.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf

# Constants that go into a leaf are numpy's: a plain integer is a literal to numba, and each literal
# has the leaf compiled once more.
OCTET = np.int64(1)
LOWEST = np.int64(0)  # bit 0


class Span(NamedTuple):
    """Some octets of a buffer."""

    at: int
    end: int  # behind the last


@leaf
def fits(at, need, end):
    """Whether `need` octets from `at` lie before `end`; false for a negative need."""
    return need >= 0 and need <= end - at


@leaf
def u8(buf, at):
    """One octet."""
    return np.int64(buf[np.uint64(at)])


@leaf
def u16(buf, at):
    """Two octets, most significant first."""
    return (np.int64(buf[np.uint64(at)]) << 8) | np.int64(buf[np.uint64(at + 1)])


@leaf
def u24(buf, at):
    """Three octets, most significant first."""
    return (u16(buf, at) << 8) | u8(buf, at + 2)


@leaf
def u32(buf, at):
    """Four octets, most significant first."""
    return (u16(buf, at) << 16) | u16(buf, at + 2)


@leaf
def u64(buf, at):
    """Eight octets, most significant first, as uint64."""
    return (np.uint64(u32(buf, at)) << np.uint64(32)) | np.uint64(u32(buf, at + 4))


@leaf
def u16le(buf, at):
    """Two octets, least significant first (SCCP point codes, pcap files)."""
    return np.int64(buf[np.uint64(at)]) | (np.int64(buf[np.uint64(at + 1)]) << 8)


@leaf
def u32le(buf, at):
    """Four octets, least significant first."""
    return u16le(buf, at) | (u16le(buf, at + 2) << 16)


@leaf
def u64le(buf, at):
    """Eight octets, least significant first, as uint64: one load where the index is unsigned."""
    place, word = np.uint64(at), np.uint64(buf[np.uint64(at)])
    for index in range(1, 8):
        word |= np.uint64(buf[place + np.uint64(index)]) << np.uint64(8 * index)
    return word


@leaf
def bits(value, low, width):
    """`width` bits of `value`, the lowest being bit `low` (bit 0 is the least significant)."""
    return (value >> low) & ((1 << width) - 1)


@leaf
def copy(source, at, end, target, to):
    """Copy `source[at:end]` to `target` from `to` on; the two must not overlap."""
    for index in range(end - at):
        target[to + index] = source[at + index]


@leaf
def is_equal(first, at, end, second, other_at):
    """Whether `first[at:end]` equals as many octets of `second` from `other_at` on."""
    for index in range(end - at):
        if first[at + index] != second[other_at + index]:
            return False
    return True
