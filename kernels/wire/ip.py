"""IPv4 (RFC 791 3.1) and IPv6 (RFC 8200 3, 4) up to the SCTP header.

  IPv4   version 4 bits | header words 4 bits | ... | total length | ... | flags, fragment offset
             | time to live | protocol | checksum | source | destination | options
  IPv6   version | ... | payload length | next header | hop limit | source 16 | destination 16

Fragments stop here; they are counted, not reassembled. Checksums are not verified.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import LOWEST, OCTET, bits, fits, u8, u16, u32, u64
from kernels.outcome import Stop


class NextHeader(IntEnum):
    """IANA protocol numbers."""

    HOP_BY_HOP = 0
    ROUTING = 43
    FRAGMENT = 44
    AUTHENTICATION = 51
    DESTINATION = 60
    SCTP = 132


IPV4_LEN, IPV6_LEN, EXTENSION_LEN = np.int64(20), np.int64(40), np.int64(8)
WORDS_BITS = np.int64(4)  # of the header length
FRAGMENT_BITS = np.int64(14)  # more fragments, and the offset
EXTENSIONS_MAX = 8


class Packet(NamedTuple):
    """Addresses and the payload; an IPv4 address sits in the low 32 bits of its pair."""

    version: int
    src_hi: int
    src_lo: int
    dst_hi: int
    dst_lo: int
    at: int  # first octet of the SCTP header
    end: int  # clamped to the captured octets
    is_short: bool  # the packet claims more octets than there are
    stop: int


@leaf
def stopped(stop):
    """No SCTP here, and why."""
    zero, none = np.int64(0), np.uint64(0)
    return Packet(zero, none, none, none, none, zero, zero, False, np.int64(stop))


@leaf
def parse(buf, at, end):
    """The IP header at `at`, of the version that its first nibble says."""
    if not fits(at, OCTET, end):
        return stopped(Stop.TRUNCATED)
    version = u8(buf, at) >> 4
    if version == 4:
        return parse_ipv4(buf, at, end)
    if version == 6:
        return parse_ipv6(buf, at, end)
    return stopped(Stop.BAD_VERSION)


@leaf
def parse_ipv4(buf, at, end):
    """RFC 791 3.1. A total length of zero is what segmentation offload leaves.

    The frame's end holds.
    """
    if not fits(at, IPV4_LEN, end):
        return stopped(Stop.TRUNCATED)
    header = bits(u8(buf, at), LOWEST, WORDS_BITS) * 4
    total = u16(buf, at + 2)
    if total == 0:
        total = end - at
    if header < IPV4_LEN or total < header:
        return stopped(Stop.BAD_LENGTH)
    if u8(buf, at + 9) != NextHeader.SCTP:
        return stopped(Stop.NOT_SCTP)
    if bits(u16(buf, at + 6), LOWEST, FRAGMENT_BITS) != 0:
        return stopped(Stop.FRAGMENT)
    if not fits(at, header, end):
        return stopped(Stop.TRUNCATED)
    src, dst = np.uint64(u32(buf, at + 12)), np.uint64(u32(buf, at + 16))
    none = np.uint64(0)
    is_short = total > end - at
    stop_at = end if is_short else at + total
    return Packet(np.int64(4), none, src, none, dst, at + header, stop_at, is_short, np.int64(0))


@leaf
def parse_ipv6(buf, at, end):
    """RFC 8200 3, and 4.1 for the extension headers."""
    if not fits(at, IPV6_LEN, end):
        return stopped(Stop.TRUNCATED)
    payload = u16(buf, at + 4)
    upper = u8(buf, at + 6)
    if payload == 0:
        payload = end - at - IPV6_LEN
    is_short = payload > end - at - IPV6_LEN
    stop_at = end if is_short else at + IPV6_LEN + payload
    here = at + IPV6_LEN
    for _ in range(EXTENSIONS_MAX + 1):
        if upper == NextHeader.SCTP:
            return Packet(
                np.int64(6),
                u64(buf, at + 8),
                u64(buf, at + 16),
                u64(buf, at + 24),
                u64(buf, at + 32),
                here,
                stop_at,
                is_short,
                np.int64(0),
            )
        if upper == NextHeader.FRAGMENT:
            return stopped(Stop.FRAGMENT)
        is_extension = (
            upper == NextHeader.HOP_BY_HOP
            or upper == NextHeader.ROUTING
            or upper == NextHeader.DESTINATION
            or upper == NextHeader.AUTHENTICATION
        )
        if not is_extension:
            return stopped(Stop.NOT_SCTP)
        if not fits(here, EXTENSION_LEN, stop_at):
            return stopped(Stop.TRUNCATED)
        words = u8(buf, here + 1)
        size = (words + 2) * 4 if upper == NextHeader.AUTHENTICATION else (words + 1) * 8
        upper = u8(buf, here)
        if not fits(here, size, stop_at):
            return stopped(Stop.TRUNCATED)
        here += size
    return stopped(Stop.TOO_MANY)
