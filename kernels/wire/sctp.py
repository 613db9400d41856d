"""SCTP (RFC 9260 3): the common header and its chunks; user data of DATA.

  common   source port | destination port | verification tag | checksum                      12
  chunk    type | flags | length, padding not counted | value
  DATA     0 | ....UBE | length | TSN | stream id | stream sequence | payload protocol | user data

The walk belongs to the caller, who asks for one chunk after another. Fragments (B or E bit
missing) are told, not joined. The checksum is not verified: mirrored traffic often has none.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import bits, fits, u8, u16, u32
from kernels.outcome import Stop


class ChunkType(IntEnum):
    """RFC 9260 3.2, RFC 8260 2.1."""

    DATA = 0
    I_DATA = 64


HEADER_LEN, CHUNK_LEN, DATA_LEN = np.int64(12), np.int64(4), np.int64(16)
CHUNKS_MAX = 256  # in one packet
ENDING, BEGINNING, ONE_BIT = (
    np.int64(0),
    np.int64(1),
    np.int64(1),
)  # bit numbers of E and B in the flags


class Header(NamedTuple):
    """The common header."""

    sport: int
    dport: int
    at: int  # first chunk
    stop: int


class Chunk(NamedTuple):
    """One chunk; for DATA, its payload protocol identifier and user data."""

    is_data: bool
    is_whole: bool  # both B and E: not a fragment
    is_short: bool  # claims more octets than there are
    ppid: int
    at: int
    end: int
    next_at: int
    stop: int


@leaf
def parse(buf, at, end):
    """The common header at `at`."""
    zero = np.int64(0)
    if not fits(at, HEADER_LEN, end):
        return Header(zero, zero, zero, np.int64(Stop.TRUNCATED))
    return Header(u16(buf, at), u16(buf, at + 2), at + HEADER_LEN, zero)


@leaf
def stopped(stop):
    """No chunk here, and why."""
    zero = np.int64(0)
    return Chunk(False, False, False, zero, zero, zero, zero, np.int64(stop))


@leaf
def chunk(buf, at, end):
    """The chunk at `at` (RFC 9260 3.2, 3.3.1); its end is clamped to the packet's."""
    if not fits(at, CHUNK_LEN, end):
        return stopped(Stop.TRUNCATED)
    kind = u8(buf, at)
    size = u16(buf, at + 2)
    if size < CHUNK_LEN:
        return stopped(Stop.BAD_LENGTH)
    is_short = size > end - at
    stop_at = end if is_short else at + size
    next_at = min(end, at + ((size + 3) & ~3))
    if kind == ChunkType.I_DATA:
        return stopped(Stop.NOT_DECODED)
    if kind != ChunkType.DATA:
        zero = np.int64(0)
        return Chunk(False, False, is_short, zero, zero, zero, next_at, zero)
    if size < DATA_LEN:
        return stopped(Stop.BAD_LENGTH)
    if not fits(at, DATA_LEN, end):
        return stopped(Stop.TRUNCATED)
    flags = u8(buf, at + 1)
    is_whole = bits(flags, ENDING, ONE_BIT) == 1 and bits(flags, BEGINNING, ONE_BIT) == 1
    ppid = u32(buf, at + 12)
    return Chunk(True, is_whole, is_short, ppid, at + DATA_LEN, stop_at, next_at, np.int64(0))
