"""IPv4 (RFC 791 3.1) and IPv6 (RFC 8200 3, 4) up to what the packet carries.

  IPv4      version 4 bits | header words 4 bits | ... | total length | identification 2
                | flags 3 bits, fragment offset 13 bits | time to live | protocol | checksum
                | source | destination | options
  IPv6      version | ... | payload length | next header | hop limit | source 16 | destination 16
  extension next header 1 | length 1, in 8-octet units without the first | ...
  fragment  next header 1 | 0 | offset 13 bits, 2 bits, M | identification 4

Extension headers are stepped over, up to a limit; of a fragment they end at its fragment header.
A fragment is told, not joined. Checksums are not verified: mirrored traffic often has none.
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
    IPV4 = 4  # IP in IP, RFC 2003
    TCP = 6
    UDP = 17
    IPV6 = 41  # RFC 2473, RFC 4213
    ROUTING = 43
    FRAGMENT = 44
    GRE = 47
    ESP = 50
    AUTHENTICATION = 51
    DESTINATION = 60
    SCTP = 132
    MOBILITY = 135
    HIP = 139
    SHIM6 = 140


IPV4_LEN, IPV6_LEN, EXTENSION_LEN = np.int64(20), np.int64(40), np.int64(8)
WORDS_BITS = np.int64(4)  # of the header length
FRAGMENT_BITS = np.int64(14)  # IPv4: more fragments, and the offset
EXTENSIONS_MAX = 8


class Packet(NamedTuple):
    """Addresses and the payload; an IPv4 address sits in the low 32 bits of its pair."""

    version: int
    src_hi: int
    src_lo: int
    dst_hi: int
    dst_lo: int
    protocol: int  # what stands at `at`
    fragment: int  # fragment offset in octets, plus 1 if more follow; 0 of a whole packet
    identification: int
    at: int
    end: int  # clamped to the captured octets
    is_short: bool  # the packet claims more octets than there are
    stop: int


class Chain(NamedTuple):
    """What follows extension headers, as in Packet."""

    protocol: int
    fragment: int
    identification: int
    at: int
    stop: int


@leaf
def stopped(stop):
    """No packet here, and why."""
    zero, none = np.int64(0), np.uint64(0)
    absent = np.int64(-1)
    stop = np.int64(stop)
    return Packet(absent, none, none, none, none, absent, zero, zero, zero, zero, False, stop)


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
    if not fits(at, header, end):
        return stopped(Stop.TRUNCATED)
    place = bits(u16(buf, at + 6), LOWEST, FRAGMENT_BITS)
    is_short = total > end - at
    none = np.uint64(0)
    return Packet(
        np.int64(4),
        none,
        np.uint64(u32(buf, at + 12)),
        none,
        np.uint64(u32(buf, at + 16)),
        u8(buf, at + 9),
        ((place & 0x1FFF) << 3) | (place >> 13),
        u16(buf, at + 4),
        at + header,
        end if is_short else at + total,
        is_short,
        np.int64(0),
    )


@leaf
def parse_ipv6(buf, at, end):
    """RFC 8200 3, without extension headers. A payload length of zero as for IPv4."""
    if not fits(at, IPV6_LEN, end):
        return stopped(Stop.TRUNCATED)
    payload = u16(buf, at + 4)
    if payload == 0:
        payload = end - at - IPV6_LEN
    is_short = payload > end - at - IPV6_LEN
    zero = np.int64(0)
    return Packet(
        np.int64(6),
        u64(buf, at + 8),
        u64(buf, at + 16),
        u64(buf, at + 24),
        u64(buf, at + 32),
        u8(buf, at + 6),
        zero,
        zero,
        at + IPV6_LEN,
        end if is_short else at + IPV6_LEN + payload,
        is_short,
        zero,
    )


@leaf
def chain(buf, at, end, protocol):
    """Step over the extension headers from `at` on (RFC 8200 4), the first being a `protocol`.

    A fragment header of a packet that is whole (RFC 6946) is stepped over; else it is the end.
    """
    zero = np.int64(0)
    for _ in range(EXTENSIONS_MAX + 1):
        if not is_extension(protocol):
            return Chain(protocol, zero, zero, at, zero)
        if not fits(at, EXTENSION_LEN, end):
            return Chain(protocol, zero, zero, at, np.int64(Stop.TRUNCATED))
        size = (u8(buf, at + 1) + 1) * 8
        if protocol == NextHeader.AUTHENTICATION:  # RFC 4302 2.2
            size = (u8(buf, at + 1) + 2) * 4
        elif protocol == NextHeader.FRAGMENT:
            size = EXTENSION_LEN
            place = u16(buf, at + 2)
            fragment = (place & 0xFFF8) | (place & 1)
            if fragment != 0:
                identification = u32(buf, at + 4)
                return Chain(u8(buf, at), fragment, identification, at + size, zero)
        if not fits(at, size, end):
            return Chain(protocol, zero, zero, at, np.int64(Stop.TRUNCATED))
        protocol = u8(buf, at)
        at += size
    return Chain(protocol, zero, zero, at, np.int64(Stop.TOO_MANY))


@leaf
def is_extension(protocol):
    """Whether this is a header of RFC 8200 4.1, RFC 6275, RFC 7401 or RFC 5533, and no payload."""
    return (
        protocol == NextHeader.HOP_BY_HOP
        or protocol == NextHeader.ROUTING
        or protocol == NextHeader.FRAGMENT
        or protocol == NextHeader.AUTHENTICATION
        or protocol == NextHeader.DESTINATION
        or protocol == NextHeader.MOBILITY
        or protocol == NextHeader.HIP
        or protocol == NextHeader.SHIM6
    )
