"""TCP (RFC 9293 3.1): the header of a segment, and what its first octets say of TLS.

  source port | destination port | sequence 4 | acknowledgment 4 | offset 4 bits .. | flags
  window | checksum | urgent pointer | options, up to the offset | data

The checksum is not verified: mirrored traffic often has none. Options are skipped.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import fits, u8, u16, u32
from kernels.outcome import Stop


class Flag(IntEnum):
    """Control bits, RFC 9293 3.1."""

    FIN = 0x01
    SYN = 0x02
    RST = 0x04


HEADER_LEN, TLS_LEN = np.int64(20), np.int64(5)
SEQUENCES = np.int64(1 << 32)
TLS_FIRST, TLS_LAST, TLS_MAJOR = 20, 24, 3  # content types and version, RFC 8446 5.1
TLS_OCTETS_MAX = (1 << 14) + 2048  # of one record, RFC 5246 6.2.3


class Segment(NamedTuple):
    """One segment."""

    sport: int
    dport: int
    sequence: int  # of its first octet of data
    flags: int
    at: int  # first octet of data
    end: int
    stop: int


@leaf
def stopped(stop):
    """No segment here, and why."""
    none, zero = np.int64(-1), np.int64(0)
    return Segment(none, none, zero, zero, zero, zero, np.int64(stop))


@leaf
def parse(buf, at, end):
    """The header at `at`."""
    if not fits(at, HEADER_LEN, end):
        return stopped(Stop.TRUNCATED)
    size = (u8(buf, at + 12) >> 4) << 2
    if size < HEADER_LEN:
        return stopped(Stop.BAD_LENGTH)
    if not fits(at, size, end):
        return stopped(Stop.TRUNCATED)
    flags, sequence = u8(buf, at + 13), u32(buf, at + 4)
    if flags & Flag.SYN:  # SYN itself has the first number (RFC 9293 3.4)
        sequence = (sequence + 1) % SEQUENCES
    return Segment(u16(buf, at), u16(buf, at + 2), sequence, flags, at + size, end, np.int64(0))


@leaf
def distance(sequence, other):
    """How far `sequence` lies behind `other`, negative if before it, around the wrap."""
    ahead = (sequence - other) % SEQUENCES
    return ahead - SEQUENCES if ahead >= SEQUENCES >> 1 else ahead


@leaf
def is_tls(buf, at, end):
    """Whether a TLS record begins here (RFC 8446 5.1)."""
    if not fits(at, TLS_LEN, end):
        return False
    kind, size = u8(buf, at), u16(buf, at + 3)
    is_kind = kind >= TLS_FIRST and kind <= TLS_LAST
    return is_kind and u8(buf, at + 1) == TLS_MAJOR and size > 0 and size <= TLS_OCTETS_MAX
