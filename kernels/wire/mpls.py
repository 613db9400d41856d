"""MPLS (RFC 3032 2.1): the label stack, and what its last label leads to.

  label   label value 20 bits | traffic class 3 | S 1: the last of the stack | time to live 8

No label says what it carries: IP is told by its version (RFC 4928 3), a pseudowire by a control
word that begins with a nibble of 0 (RFC 4385 3), or by an EtherType where that of an Ethernet frame
would stand. A MAC address may begin with any nibble, so the place that has an EtherType wins.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import OCTET, bits, fits, u8, u16, u32
from kernels.outcome import Stop

LABEL_LEN, CONTROL_LEN, ETHERNET_LEN = np.int64(4), np.int64(4), np.int64(14)
BOTTOM, ONE_BIT = np.int64(8), np.int64(1)
LABELS_MAX = 16
ETHERTYPES = (0x0800, 0x86DD, 0x8100, 0x88A8, 0x9100, 0x8847, 0x8848)  # that lead to IP


class Stack(NamedTuple):
    """What stands behind the stack."""

    at: int
    is_ethernet: bool  # a whole Ethernet frame; else IP
    stop: int


@leaf
def stopped(stop):
    """Nothing of ours behind these labels, and why."""
    return Stack(np.int64(0), False, np.int64(stop))


@leaf
def parse(buf, at, end):
    """The label stack at `at`."""
    for _ in range(LABELS_MAX):
        if not fits(at, LABEL_LEN, end):
            return stopped(Stop.TRUNCATED)
        is_last = bits(u32(buf, at), BOTTOM, ONE_BIT) == 1
        at += LABEL_LEN
        if is_last:
            return behind(buf, at, end)
    return stopped(Stop.TOO_MANY)


@leaf
def behind(buf, at, end):
    """IP, or Ethernet with or without a control word."""
    if not fits(at, OCTET, end):
        return stopped(Stop.TRUNCATED)
    nibble = u8(buf, at) >> 4
    if nibble == 4 or nibble == 6:
        return Stack(at, False, np.int64(0))
    if nibble == 0 and is_ethernet(buf, at + CONTROL_LEN, end):
        return Stack(at + CONTROL_LEN, True, np.int64(0))
    if is_ethernet(buf, at, end):
        return Stack(at, True, np.int64(0))
    return stopped(Stop.NOT_IP)


@leaf
def is_ethernet(buf, at, end):
    """Whether an EtherType that leads to IP stands where it would in a frame at `at`."""
    return fits(at, ETHERNET_LEN, end) and u16(buf, at + 12) in ETHERTYPES
