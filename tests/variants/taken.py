"""What a frame holds, read plainly and strictly: only what is whole and in order is taken.

Not a decoder: where a length does not fit, or something is a fragment, it takes nothing below that
layer, and the frame then has no variants there.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

from tests.build.frame import Frame

ETHERNET, RAW_BSD, RAW, SLL, IP4, IP6, SLL2 = 1, 12, 101, 113, 228, 229, 276
MTP2_PSEUDO, MTP2, MTP3, SCCP = 139, 140, 141, 142
VLAN_TAGS = {0x8100, 0x88A8, 0x9100}
SCTP, TCP = 132, 6
M3UA, M2PA, DIAMETER_PPIDS = 3, 5, {46, 47, 0}
SERVICE_SCCP = 3
UDT, UDTS, XUDT, XUDTS, LUDT, LUDTS = 0x09, 0x0A, 0x11, 0x12, 0x13, 0x14


class User(NamedTuple):
    """One user message of SCTP."""

    ppid: int
    octets: bytes


class Transfer(NamedTuple):
    """An MTP3 message: its routing label and its user's octets."""

    opc: int
    dpc: int
    si: int
    ni: int
    mp: int
    sls: int
    user: bytes


class Unitdata(NamedTuple):
    """A whole connectionless SCCP message."""

    kind: int
    first: bytes  # protocol class, or return cause, and hop counter
    called: bytes
    calling: bytes
    user: bytes


class Taken(NamedTuple):
    """One frame's contents; what is None or empty it does not have, or not in good order."""

    frame: Frame
    packet: bytes = b""  # IP, header and all
    src: IPv4Address | IPv6Address | None = None
    dst: IPv4Address | IPv6Address | None = None
    protocol: int = -1
    payload: bytes = b""  # of IP
    ports: tuple[int, int] = (0, 0)
    users: tuple[User, ...] = ()  # of SCTP
    diameter: tuple[bytes, ...] = ()  # messages, over SCTP or TCP
    transfers: tuple[Transfer, ...] = ()  # over M3UA or M2PA, or bare: all that there is
    unitdata: tuple[Unitdata, ...] = ()  # one for each of `transfers`, or none


def number(octets: bytes, at: int, size: int) -> int:
    """An unsigned integer in network order."""
    return int.from_bytes(octets[at : at + size], "big")


def take(frame: Frame) -> Taken:
    """Everything."""
    whole = Taken(frame)
    if frame.wire_size > len(frame.octets):
        return whole
    if frame.link in {MTP2_PSEUDO, MTP2, MTP3, SCCP}:
        return with_unitdata(whole._replace(transfers=bare(frame)))
    packet = network_of(frame)
    if packet is None:
        return whole
    whole = with_network(whole, packet)
    if whole.protocol == SCTP:
        return with_sctp(whole)
    return with_tcp(whole) if whole.protocol == TCP else whole


def network_of(frame: Frame) -> bytes | None:
    """The IP packet of a frame, without what pads it."""
    octets, link = frame.octets, frame.link
    if link == ETHERNET:
        at = 12
        while number(octets, at, 2) in VLAN_TAGS:
            at += 4
        kind, octets = number(octets, at, 2), octets[at + 2 :]
    elif link == SLL:
        kind, octets = number(octets, 14, 2), octets[16:]
    elif link == SLL2:
        kind, octets = number(octets, 0, 2), octets[20:]
    elif link in {RAW_BSD, RAW, IP4, IP6}:
        kind = {4: 0x0800, 6: 0x86DD}.get(octets[0] >> 4 if octets else 0, 0)
    else:
        return None
    if kind not in {0x0800, 0x86DD} or len(octets) < 40:
        return None
    size = number(octets, 2, 2) if kind == 0x0800 else 40 + number(octets, 4, 2)
    return octets[:size] if 20 <= size <= len(octets) else None


def with_network(taken: Taken, packet: bytes) -> Taken:
    """Addresses and payload; of IPv6 only without extensions, of IPv4 only unfragmented."""
    version, head = packet[0] >> 4, 40
    if version == 4:
        head = (packet[0] & 0xF) * 4
        if head < 20 or number(packet, 6, 2) & 0x3FFF:
            return taken
        protocol, addresses = packet[9], (packet[12:16], packet[16:20])
    elif version == 6:
        protocol, addresses = packet[6], (packet[8:24], packet[24:40])
    else:
        return taken
    src, dst = (ip_address(each) for each in addresses)
    known = {"packet": packet, "src": src, "dst": dst, "protocol": protocol}
    return taken._replace(payload=packet[head:], **known)


def with_sctp(taken: Taken) -> Taken:
    """The user messages of DATA chunks, if every chunk is whole."""
    octets, at, users = taken.payload, 12, []
    ports = number(octets, 0, 2), number(octets, 2, 2)
    while at < len(octets):
        kind, flags, size = octets[at], number(octets, at + 1, 1), number(octets, at + 2, 2)
        if size < 4 or at + size > len(octets) or (kind == 0 and size <= 16):
            return taken._replace(ports=ports)
        if kind == 0:
            if flags & 3 != 3:
                return taken._replace(ports=ports)
            users.append(User(number(octets, at + 12, 4), octets[at + 16 : at + size]))
        elif kind == 64:
            return taken._replace(ports=ports)
        at += size + -size % 4
    taken = taken._replace(ports=ports, users=tuple(users))
    transfers = [transfer_of(user) for user in users]
    if transfers and all(transfers):
        return with_unitdata(taken._replace(transfers=tuple(transfers)))
    messages = [whole_diameter(user.octets) for user in users if user.ppid in DIAMETER_PPIDS]
    if len(messages) == len(users) and all(len(each) == 1 for each in messages):
        return taken._replace(diameter=tuple(message for each in messages for message in each))
    return taken


def with_tcp(taken: Taken) -> Taken:
    """Diameter messages that begin and end with their segment."""
    octets = taken.payload
    if len(octets) < 20 or (octets[12] >> 4) * 4 > len(octets):
        return taken
    ports = number(octets, 0, 2), number(octets, 2, 2)
    return taken._replace(ports=ports, diameter=whole_diameter(octets[(octets[12] >> 4) * 4 :]))


def whole_diameter(octets: bytes) -> tuple[bytes, ...]:
    """Diameter messages one behind the other, or none where anything else stands there."""
    found = []
    while octets:
        size = number(octets, 1, 3)
        if octets[0] != 1 or size < 20 or size % 4 or size > len(octets):
            return ()
        found.append(octets[:size])
        octets = octets[size:]
    return tuple(found)


def transfer_of(user: User) -> Transfer | None:
    """MTP3 in M3UA DATA (RFC 4666 3.3.1) or M2PA User Data (RFC 4165 2.3.1)."""
    octets, size = user.octets, number(user.octets, 4, 4)
    if user.ppid == M2PA and octets[:4] == b"\x01\x00\x0b\x01" and size == len(octets) > 22:
        return label_itu(octets[17:])  # PRI in front of it is Japan's
    if user.ppid != M3UA or octets[:4] != b"\x01\x00\x01\x01" or size != len(octets):
        return None
    at, found = 8, []
    while at < size:
        tag, length = number(octets, at, 2), number(octets, at + 2, 2)
        if length < 4 or at + length > size:
            return None
        if tag == 0x0210 and length >= 16:
            head = [number(octets, at + 4, 4), number(octets, at + 8, 4)]
            si, ni, mp, sls = octets[at + 12 : at + 16]
            found.append(Transfer(*head, si, ni, mp, sls, octets[at + 16 : at + length]))
        at += length + -length % 4
    return found[0] if len(found) == 1 and at == size else None


def label_itu(octets: bytes) -> Transfer | None:
    """Service information octet and an ITU routing label (Q.704 2.2, 14.2)."""
    if len(octets) < 6:
        return None
    label = int.from_bytes(octets[1:5], "little")
    service = octets[0]
    points = label >> 14 & 0x3FFF, label & 0x3FFF
    mp = service >> 4 & 3
    return Transfer(*points, service & 0xF, service >> 6, mp, label >> 28, octets[5:])


def bare(frame: Frame) -> tuple[Transfer, ...]:
    """The message of a link of signalling itself."""
    octets = frame.octets
    if frame.link == SCCP:
        return ()  # it has no label, and any other clothing would give it one
    if frame.link == MTP2_PSEUDO:
        octets = octets[4:]
    if frame.link != MTP3:
        indicator, octets = number(octets, 2, 1) & 0x3F, octets[3:]
        if indicator < 3 or (indicator < 63 and indicator != len(octets)):
            return ()
    message = label_itu(octets)
    return (message,) if message else ()


def with_unitdata(taken: Taken) -> Taken:
    """The connectionless messages, if all are, and whole."""
    found = [unitdata_of(each.user) for each in taken.transfers if each.si == SERVICE_SCCP]
    if len(found) == len(taken.transfers) and all(found):
        return taken._replace(unitdata=tuple(each for each in found if each))
    return taken


def unitdata_of(octets: bytes) -> Unitdata | None:
    """UDT, XUDT, LUDT and their service messages without an optional part (Q.713 4.10 to 4.20)."""
    heads = {UDT: (2, 1), UDTS: (2, 1), XUDT: (3, 1), XUDTS: (3, 1), LUDT: (3, 2), LUDTS: (3, 2)}
    if not octets or octets[0] not in heads:
        return None
    kind, (head, wide) = octets[0], heads[octets[0]]
    pointers = 3 if kind in {UDT, UDTS} else 4
    if len(octets) < head + pointers * wide:
        return None
    parts = []
    for place in range(pointers):
        at = head + place * wide
        away = int.from_bytes(octets[at : at + wide], "little")
        if place == 3:
            if away:
                return None
            break
        start = at + away + wide - 1
        prefix = 2 if wide == 2 and place == 2 else 1
        size = int.from_bytes(octets[start : start + prefix], "little")
        part = octets[start + prefix : start + prefix + size]
        if away == 0 or size == 0 or len(part) < size or start < head + pointers * wide:
            return None
        parts.append((start, start + prefix + size, part))
    ends = sorted((begin, end) for begin, end, _ in parts)
    tight = [head + pointers * wide, *(end for _, end in ends)]
    if [begin for begin, _ in ends] + [len(octets)] != tight:
        return None  # slack between the parts, which other layouts could not keep
    return Unitdata(kind, octets[1:head], *(part for _, _, part in parts))
