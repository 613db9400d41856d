"""The link layer: Ethernet II, IEEE 802.1Q VLAN and QinQ, Linux cooked capture (SLL, SLL2), raw IP.

      Ethernet   destination 6 | source 6 | (TPID 2 | TCI 2)* | EtherType 2
      SLL        type 2 | hardware 2 | size 2 | address 8 | protocol 2           LINKTYPE_LINUX_SLL
      SLL2       protocol 2 | reserved 2 | interface 4 | ... | address 8         LINKTYPE_LINUX_SLL2

Not supported: MPLS, IEEE 802.3 LLC, PPPoE; such frames stop here as not IP.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import LOWEST, OCTET, bits, fits, u8, u16
from kernels.outcome import Stop


class LinkType(IntEnum):
    """LINKTYPE_* numbers of the capture formats; raw IP also as libpcap's DLT_RAW on Linux."""

    ETHERNET = 1
    DLT_RAW = 12
    RAW = 101
    SLL = 113
    IPV4 = 228
    IPV6 = 229
    SLL2 = 276


class EtherType(IntEnum):
    """IEEE 802 numbers."""

    IPV4 = 0x0800
    IPV6 = 0x86DD
    VLAN = 0x8100
    QINQ = 0x88A8
    QINQ_OLD = 0x9100


ETHERNET_LEN, SLL_LEN, SLL2_LEN, TAG_LEN = 14, 16, 20, np.int64(4)
VLAN_BITS = np.int64(12)
TAGS_MAX = 4


class Link(NamedTuple):
    """What the link layer said; `at` is the first octet of the IP header."""

    at: int
    vlan: int  # outermost tag's VLAN id, or -1
    vlan_inner: int  # second tag's, or -1
    stop: int


@leaf
def stopped(stop):
    """No IP here, and why."""
    none = np.int64(-1)
    return Link(none, none, none, np.int64(stop))


@leaf
def parse(buf, at, end, link):
    """The link header at `at` of a frame of link type `link`."""
    absent = np.int64(-1)
    if link in (LinkType.RAW, LinkType.DLT_RAW, LinkType.IPV4, LinkType.IPV6):
        return Link(at, absent, absent, np.int64(0))
    if link == LinkType.ETHERNET:
        size, type_at = ETHERNET_LEN, 12
    elif link == LinkType.SLL:
        size, type_at = SLL_LEN, 14
    elif link == LinkType.SLL2:
        size, type_at = SLL2_LEN, 0
    else:
        return stopped(Stop.UNKNOWN_LINK)
    if not fits(at, size, end):
        return stopped(Stop.TRUNCATED)
    return tags(buf, at + size, end, u16(buf, at + type_at))


@leaf
def tags(buf, at, end, ethertype):
    """VLAN tags behind an EtherType (IEEE 802.1Q 9.3), then IP or not."""
    vlan = vlan_inner = np.int64(-1)
    for depth in range(TAGS_MAX + 1):
        if ethertype == EtherType.IPV4 or ethertype == EtherType.IPV6:
            if not fits(at, OCTET, end):
                return stopped(Stop.TRUNCATED)
            if u8(buf, at) >> 4 != (4 if ethertype == EtherType.IPV4 else 6):
                return stopped(Stop.BAD_VERSION)
            return Link(at, vlan, vlan_inner, np.int64(0))
        is_tag = ethertype in (EtherType.VLAN, EtherType.QINQ, EtherType.QINQ_OLD)
        if not is_tag or depth == TAGS_MAX:
            break
        if not fits(at, TAG_LEN, end):
            return stopped(Stop.TRUNCATED)
        if depth == 0:
            vlan = bits(u16(buf, at), LOWEST, VLAN_BITS)
        elif depth == 1:
            vlan_inner = bits(u16(buf, at), LOWEST, VLAN_BITS)
        ethertype = u16(buf, at + 2)
        at += TAG_LEN
    if ethertype in (EtherType.VLAN, EtherType.QINQ, EtherType.QINQ_OLD):
        return stopped(Stop.TOO_DEEP)
    return stopped(Stop.NOT_IP)
