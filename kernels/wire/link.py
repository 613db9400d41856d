"""The link layer: Ethernet, VLAN and QinQ, PPPoE, LLC/SNAP, Linux cooked capture, raw IP, MTP.

      Ethernet   destination 6 | source 6 | (TPID 2 | TCI 2)* | EtherType 2
      SLL        type 2 | hardware 2 | size 2 | address 8 | protocol 2           LINKTYPE_LINUX_SLL
      SLL2       protocol 2 | reserved 2 | interface 4 | ... | address 8         LINKTYPE_LINUX_SLL2
      PPPoE      version, type | code | session 2 | length 2 | PPP protocol 2    RFC 2516 4
      LLC/SNAP   AA AA 03 | OUI 3 | EtherType 2            where the EtherType is an 802.3 length

What a tunnel carries begins here too, with the EtherType that its header names. MPLS and MTP2 have
files of their own: this one only tells where they begin.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import LOWEST, OCTET, bits, fits, u8, u16, u24
from kernels.outcome import Stop


class LinkType(IntEnum):
    """LINKTYPE_* numbers of the capture formats; raw IP also as libpcap's DLT_RAW on Linux."""

    ETHERNET = 1
    DLT_RAW = 12
    RAW = 101
    SLL = 113
    MTP2_WITH_PHDR = 139
    MTP2 = 140
    MTP3 = 141
    SCCP = 142
    IPV4 = 228
    IPV6 = 229
    SLL2 = 276


class EtherType(IntEnum):
    """IEEE 802 numbers."""

    IPV4 = 0x0800
    ETHERNET = 0x6558  # transparent Ethernet bridging: a whole Ethernet frame
    VLAN = 0x8100
    IPV6 = 0x86DD
    MPLS = 0x8847
    MPLS_UPSTREAM = 0x8848
    PPPOE_SESSION = 0x8864
    QINQ = 0x88A8
    QINQ_OLD = 0x9100


class PppProtocol(IntEnum):
    """IANA PPP numbers."""

    IPV4 = 0x0021
    IPV6 = 0x0057


class Inside(IntEnum):
    """What a link header leads to."""

    NOTHING = 0
    IP = 1
    MPLS = 2
    MTP2 = 3
    MTP2_WITH_PHDR = 4
    MTP3 = 5
    SCCP = 6


ETHERNET_LEN, SLL_LEN, SLL2_LEN, TAG_LEN = 14, 16, 20, np.int64(4)
PPPOE_LEN, SNAP_LEN = np.int64(8), np.int64(8)
LENGTHS_BELOW = 0x0600  # smaller EtherTypes are lengths of 802.3, or SLL's word for them
SNAP, ENCAPSULATED_ETHERNET, BRIDGE_TUNNEL = 0xAAAA03, 0x000000, 0x0000F8
VLAN_BITS = np.int64(12)
TAGS_MAX = 4
ANY_IP = np.int64(-1)  # in an EtherType's place: IP of the version that its first nibble says
ETHERNET = np.int64(LinkType.ETHERNET)


class Link(NamedTuple):
    """What the link layer said."""

    at: int  # first octet of what is inside
    vlan: int  # outermost tag's VLAN id, or -1
    vlan_inner: int  # second tag's, or -1
    inside: int  # Inside
    stop: int


@leaf
def stopped(stop):
    """Nothing for us here, and why."""
    none = np.int64(-1)
    return Link(none, none, none, np.int64(Inside.NOTHING), np.int64(stop))


@leaf
def untagged(at, inside):
    """What stands at `at`, no tags around it."""
    absent = np.int64(-1)
    return Link(at, absent, absent, np.int64(inside), np.int64(0))


@leaf
def parse(buf, at, end, link):
    """The link header at `at` of a frame of link type `link`."""
    if link == LinkType.ETHERNET:
        size, type_at = ETHERNET_LEN, 12
    elif link == LinkType.SLL:
        size, type_at = SLL_LEN, 14
    elif link == LinkType.SLL2:
        size, type_at = SLL2_LEN, 0
    else:
        return headless(at, link)
    if not fits(at, size, end):
        return stopped(Stop.TRUNCATED)
    return tags(buf, at + size, end, u16(buf, at + type_at))


@leaf
def ordinary(buf, at, end, link):
    """The same where IP follows Ethernet or a cooked header, tagged or not; else NOT_IP.

    It is short enough to be compiled into the loop that walks frames, and parse is not.
    """
    size, type_at = ETHERNET_LEN, 12
    if link == LinkType.SLL:
        size, type_at = SLL_LEN, 14
    elif link == LinkType.SLL2:
        size, type_at = SLL2_LEN, 0
    elif link != LinkType.ETHERNET:
        return stopped(Stop.NOT_IP)
    if not fits(at, size + TAGS_MAX * TAG_LEN, end):
        return stopped(Stop.NOT_IP)
    vlan = vlan_inner = np.int64(-1)
    ethertype = u16(buf, at + type_at)
    at += size
    for depth in range(TAGS_MAX):
        if ethertype not in (EtherType.VLAN, EtherType.QINQ, EtherType.QINQ_OLD):
            break
        if depth == 0:
            vlan = bits(u16(buf, at), LOWEST, VLAN_BITS)
        elif depth == 1:
            vlan_inner = bits(u16(buf, at), LOWEST, VLAN_BITS)
        ethertype = u16(buf, at + 2)
        at += TAG_LEN
    version = 4 if ethertype == EtherType.IPV4 else 6 if ethertype == EtherType.IPV6 else -1
    if not fits(at, OCTET, end) or u8(buf, at) >> 4 != version:
        return stopped(Stop.NOT_IP)
    return Link(at, vlan, vlan_inner, np.int64(Inside.IP), np.int64(0))


@leaf
def headless(at, link):
    """Link types whose frames begin with another layer."""
    if link in (LinkType.RAW, LinkType.DLT_RAW, LinkType.IPV4, LinkType.IPV6):
        return untagged(at, Inside.IP)
    if link == LinkType.MTP2:
        return untagged(at, Inside.MTP2)
    if link == LinkType.MTP2_WITH_PHDR:
        return untagged(at, Inside.MTP2_WITH_PHDR)
    if link == LinkType.MTP3:
        return untagged(at, Inside.MTP3)
    if link == LinkType.SCCP:
        return untagged(at, Inside.SCCP)
    return stopped(Stop.UNKNOWN_LINK)


@leaf
def tags(buf, at, end, ethertype):
    """VLAN tags behind an EtherType (IEEE 802.1Q 9.3), then IP or something else."""
    vlan = vlan_inner = np.int64(-1)
    for depth in range(TAGS_MAX + 1):
        if ethertype == EtherType.IPV4 or ethertype == EtherType.IPV6:
            if not fits(at, OCTET, end):
                return stopped(Stop.TRUNCATED)
            if u8(buf, at) >> 4 != (4 if ethertype == EtherType.IPV4 else 6):
                return stopped(Stop.BAD_VERSION)
            return Link(at, vlan, vlan_inner, np.int64(Inside.IP), np.int64(0))
        is_tag = ethertype in (EtherType.VLAN, EtherType.QINQ, EtherType.QINQ_OLD)
        if not is_tag:
            x = untagged_inside(buf, at, end, ethertype)
            return Link(x.at, vlan, vlan_inner, x.inside, x.stop)
        if not fits(at, TAG_LEN, end):
            return stopped(Stop.TRUNCATED)
        if depth == 0:
            vlan = bits(u16(buf, at), LOWEST, VLAN_BITS)
        elif depth == 1:
            vlan_inner = bits(u16(buf, at), LOWEST, VLAN_BITS)
        ethertype = u16(buf, at + 2)
        at += TAG_LEN
    return stopped(Stop.TOO_DEEP)


@leaf
def untagged_inside(buf, at, end, ethertype):
    """What an EtherType other than IP or a tag leads to."""
    if ethertype in (EtherType.MPLS, EtherType.MPLS_UPSTREAM):
        return untagged(at, Inside.MPLS)
    if ethertype == EtherType.PPPOE_SESSION:
        return pppoe(buf, at, end)
    if ethertype == ANY_IP:
        return any_ip(buf, at, end)
    if ethertype < LENGTHS_BELOW:
        return snap(buf, at, end)
    return stopped(Stop.NOT_IP)


@leaf
def pppoe(buf, at, end):
    """A PPPoE session packet (RFC 2516 4): IP, or negotiation."""
    if not fits(at, PPPOE_LEN, end):
        return stopped(Stop.TRUNCATED)
    protocol = u16(buf, at + 6)
    if protocol == PppProtocol.IPV4 or protocol == PppProtocol.IPV6:
        return any_ip(buf, at + PPPOE_LEN, end)
    return stopped(Stop.NOT_IP)


@leaf
def snap(buf, at, end):
    """LLC with SNAP (IEEE 802 9.2, RFC 1042); any other LLC is not IP."""
    if not fits(at, SNAP_LEN, end) or u24(buf, at) != SNAP:
        return stopped(Stop.NOT_IP)
    oui, ethertype = u24(buf, at + 3), u16(buf, at + 6)
    is_encapsulated = oui == ENCAPSULATED_ETHERNET or oui == BRIDGE_TUNNEL
    if is_encapsulated and ethertype in (EtherType.IPV4, EtherType.IPV6):
        return any_ip(buf, at + SNAP_LEN, end)
    return stopped(Stop.NOT_IP)


@leaf
def any_ip(buf, at, end):
    """IP of either version, and nothing else."""
    if not fits(at, OCTET, end):
        return stopped(Stop.TRUNCATED)
    version = u8(buf, at) >> 4
    return untagged(at, Inside.IP) if version in (4, 6) else stopped(Stop.BAD_VERSION)


@leaf
def enter(buf, at, end, ethertype):
    """What stands at `at` inside a tunnel whose header names this EtherType."""
    if ethertype == EtherType.ETHERNET:
        return parse(buf, at, end, ETHERNET)
    return tags(buf, at, end, ethertype)


@leaf
def is_known(ethertype):
    """Whether a tunnel's payload of this EtherType may lead to IP."""
    return ethertype == ANY_IP or ethertype in (
        EtherType.IPV4,
        EtherType.IPV6,
        EtherType.ETHERNET,
        EtherType.VLAN,
        EtherType.QINQ,
        EtherType.QINQ_OLD,
        EtherType.MPLS,
        EtherType.MPLS_UPSTREAM,
        EtherType.PPPOE_SESSION,
    )
