"""ERSPAN (draft-foschiano-erspan-03 4): mirrored Ethernet frames within GRE.

  type I    nothing; the frame follows GRE             GRE protocol 88BE, no sequence number
  type II   version 4 bits: 1 | VLAN 12 | ... session 10 bits | index 4      88BE, with one
  type III  version 4 bits: 2 | VLAN 12 | ... session 10 bits | timestamp 4
                | security group 2 | P 1 | frame type 5 bits | ... | O 1     22EB
                [O: platform-specific subheader 8]

A type III header also mirrors bare IP packets: frame type 2.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import bits, fits, u8, u16
from kernels.outcome import Stop

II_LEN, III_LEN, SUBHEADER_LEN = np.int64(8), np.int64(12), np.int64(8)
VERSION_II, VERSION_III = 1, 2
FRAME_TYPE, FRAME_TYPE_BITS = np.int64(10), np.int64(5)
ETHERNET, IP = 0, 2


class Mirrored(NamedTuple):
    """What is mirrored."""

    at: int
    is_ethernet: bool  # else IP
    stop: int


@leaf
def stopped(stop):
    """No frame here, and why."""
    return Mirrored(np.int64(0), False, np.int64(stop))


@leaf
def parse_ii(buf, at, end):
    """A type II header."""
    if not fits(at, II_LEN, end):
        return stopped(Stop.TRUNCATED)
    if u8(buf, at) >> 4 != VERSION_II:
        return stopped(Stop.BAD_VERSION)
    return Mirrored(at + II_LEN, True, np.int64(0))


@leaf
def parse_iii(buf, at, end):
    """A type III header."""
    if not fits(at, III_LEN, end):
        return stopped(Stop.TRUNCATED)
    if u8(buf, at) >> 4 != VERSION_III:
        return stopped(Stop.BAD_VERSION)
    last = u16(buf, at + 10)
    size = III_LEN + SUBHEADER_LEN * (last & 1)
    if not fits(at, size, end):
        return stopped(Stop.TRUNCATED)
    kind = bits(last, FRAME_TYPE, FRAME_TYPE_BITS)
    if kind != ETHERNET and kind != IP:
        return stopped(Stop.NOT_IP)
    return Mirrored(at + size, kind == ETHERNET, np.int64(0))
