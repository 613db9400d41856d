"""SCTP (RFC 9260 3): the common header and its chunks; user data of DATA and I-DATA.

  common   source port | destination port | verification tag | checksum                      12
  chunk    type | flags | length, padding not counted | value
  DATA     0  | ....IUBE | length | TSN | stream id | stream sequence | payload protocol | data
  I-DATA   64 | ....IUBE | length | TSN | stream id | reserved | message id | PPID or FSN | data

In I-DATA (RFC 8260 2.1) the last word is the payload protocol in the piece with B set, whose
fragment sequence number is 0, and the fragment sequence number in all others.

The walk belongs to the caller, who asks for one chunk after another. The checksum is CRC32c; the
Adler-32 of RFC 2960, which stacks of before 2002 sent, is as wrong as any other. AUTH chunks
(RFC 4895) are walked past, not verified.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels import crc32c
from kernels.jit import leaf
from kernels.octets import fits, u8, u16, u32, u32le
from kernels.outcome import Stop


class ChunkType(IntEnum):
    """RFC 9260 3.2, RFC 8260 2.1 and 2.3, RFC 3758 3.2."""

    DATA = 0
    INIT = 1
    INIT_ACK = 2
    SACK = 3
    HEARTBEAT = 4
    HEARTBEAT_ACK = 5
    ABORT = 6
    SHUTDOWN = 7
    SHUTDOWN_ACK = 8
    ERROR = 9
    COOKIE_ECHO = 10
    COOKIE_ACK = 11
    SHUTDOWN_COMPLETE = 14
    I_DATA = 64
    FORWARD_TSN = 192
    I_FORWARD_TSN = 194


HEADER_LEN, CHUNK_LEN, TAG_LEN = np.int64(12), np.int64(4), np.int64(4)
DATA, I_DATA = np.int64(ChunkType.DATA), np.int64(ChunkType.I_DATA)
DATA_LEN, I_DATA_LEN = np.int64(16), np.int64(20)
CHUNKS_MAX = 256  # in one packet
ENDING, BEGINNING, UNORDERED = np.int64(1), np.int64(2), np.int64(4)  # values of the flag bits
WHOLE, FLAG_BITS = np.int64(3), np.int64(7)
ABSENT = np.int64(-1)


class Header(NamedTuple):
    """The common header."""

    sport: int
    dport: int
    tag: int
    at: int  # first chunk
    stop: int


class Chunk(NamedTuple):
    """One chunk; the header of DATA and I-DATA stands between `head` and `at`."""

    kind: int
    head: int
    at: int  # user data, or the value of another chunk
    end: int
    next_at: int
    is_short: bool  # claims more octets than there are
    stop: int


class Interleaved(NamedTuple):
    """What I-DATA says otherwise than DATA."""

    sequence: int  # message identifier
    ppid: int  # ABSENT in all pieces but the first
    fsn: int


@leaf
def parse(buf, at, end):
    """The common header at `at`."""
    zero = np.int64(0)
    if not fits(at, HEADER_LEN, end):
        return Header(zero, zero, zero, zero, np.int64(Stop.TRUNCATED))
    return Header(u16(buf, at), u16(buf, at + 2), u32(buf, at + 4), at + HEADER_LEN, zero)


@leaf
def stopped(stop):
    """No chunk here, and why."""
    zero = np.int64(0)
    return Chunk(ABSENT, zero, zero, zero, zero, False, np.int64(stop))


@leaf
def chunk(buf, at, end):
    """The chunk at `at` (RFC 9260 3.2, 3.3.1); its end is clamped to the packet's."""
    if not fits(at, CHUNK_LEN, end):
        return stopped(Stop.TRUNCATED)
    kind, size = u8(buf, at), u16(buf, at + 2)
    head = CHUNK_LEN
    if kind == DATA:
        head = DATA_LEN
    elif kind == I_DATA:
        head = I_DATA_LEN
    if size < head:
        return stopped(Stop.BAD_LENGTH)
    if not fits(at, head, end):
        return stopped(Stop.TRUNCATED)
    is_short = size > end - at
    stop_at = end if is_short else at + size
    next_at = min(end, at + ((size + 3) & ~3))
    return Chunk(kind, at, at + head, stop_at, next_at, is_short, np.int64(0))


@leaf
def interleaved(buf, head):
    """Message identifier, PPID and fragment sequence number of the I-DATA at `head`."""
    sequence, last = u32(buf, head + 12), u32(buf, head + 16)
    if u8(buf, head + 1) & BEGINNING:
        return Interleaved(sequence, last, np.int64(0))
    return Interleaved(sequence, ABSENT, last)


@leaf
def initiate_tag(buf, at, end):
    """The tag that INIT or INIT ACK asks its receiver to use (RFC 9260 3.3.2), or ABSENT."""
    return u32(buf, at) if fits(at, TAG_LEN, end) else ABSENT


@leaf
def checked(buf, at, end):
    """BAD_CHECKSUM unless the CRC32c of a packet with a header is right; its field counts as 0."""
    crc = crc32c.zeros(crc32c.more(crc32c.ALL_ONES, buf, at, at + 8))
    crc = crc32c.more(crc, buf, at + HEADER_LEN, end)
    is_right = (crc ^ crc32c.ALL_ONES) == u32le(buf, at + 8)
    return np.int64(Stop.NONE if is_right else Stop.BAD_CHECKSUM)
