"""Ethernet, a VLAN tag, IPv4 or IPv6 around an SCTP packet.

A `Path` is one direction of a link; the family follows from its addresses. The IPv4
identification is given by the caller, so that octets depend on nothing else. Leaves out:
fragments, options, extension headers.
"""

import struct
from functools import cache
from ipaddress import ip_address
from typing import NamedTuple

_ETHERTYPE_VLAN = 0x8100
_ETHERTYPE_IPV4 = 0x0800
_ETHERTYPE_IPV6 = 0x86DD
_PROTOCOL_SCTP = 132
_HOP_LIMIT = 62
_CLASS_SIGNALLING = 0x68  # DSCP AF31, usual for signalling
_DONT_FRAGMENT = 0x4000
_IPV4_ADDRESS_SIZE = 4
_IPV4 = struct.Struct(">BBHHHBBH4s4s")
_IPV6 = struct.Struct(">IHBB16s16s")


class Path(NamedTuple):
    """One direction of a tapped link; `vlan` 0 means untagged."""

    mac_src: bytes
    mac_dst: bytes
    ip_src: str
    ip_dst: str
    vlan: int = 0


def frame(path: Path, identification: int, sctp: bytes) -> bytes:
    """Octets of one Ethernet frame, without the frame check sequence and without padding."""
    source, target = _octets(path.ip_src), _octets(path.ip_dst)
    tag = struct.pack(">HH", _ETHERTYPE_VLAN, path.vlan) if path.vlan else b""
    if len(source) == _IPV4_ADDRESS_SIZE:
        ethertype, header = _ETHERTYPE_IPV4, _ipv4(source, target, identification, len(sctp))
    else:
        first = 6 << 28 | _CLASS_SIGNALLING << 20
        header = _IPV6.pack(first, len(sctp), _PROTOCOL_SCTP, _HOP_LIMIT, source, target)
        ethertype = _ETHERTYPE_IPV6
    return path.mac_dst + path.mac_src + tag + ethertype.to_bytes(2) + header + sctp


def _ipv4(source: bytes, target: bytes, identification: int, size: int) -> bytes:
    """RFC 791 3.1, checksum included."""
    size += _IPV4.size
    flags_and_rest = (_DONT_FRAGMENT, _HOP_LIMIT, _PROTOCOL_SCTP)
    parts = (0x45, _CLASS_SIGNALLING, size, identification, *flags_and_rest)
    total = sum(struct.unpack(">10H", _IPV4.pack(*parts, 0, source, target)))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return _IPV4.pack(*parts, total ^ 0xFFFF, source, target)


@cache
def _octets(address: str) -> bytes:
    """An address as it stands in the header; there are only as many as there are links."""
    return ip_address(address).packed
