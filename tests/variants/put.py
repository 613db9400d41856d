"""Headers, one function each: octets in, octets out, lengths and checksums right.

A second writing of what tests/build has, so that the two hold each other.
"""

from ipaddress import IPv4Address, IPv6Address

from tests.variants.taken import SCTP, Transfer

UDP, GRE, IP_IN_IP, IP6_IN_IP, FRAGMENT = 17, 47, 4, 41, 44
SRC4, DST4 = IPv4Address("203.0.113.7"), IPv4Address("203.0.113.8")
SRC6, DST6 = IPv6Address("2001:db8:7::1"), IPv6Address("2001:db8:8::1")
MACS = bytes.fromhex("020000000002 020000000001")
Address = IPv4Address | IPv6Address


def u16(value: int) -> bytes:
    """Two octets."""
    return value.to_bytes(2, "big")


def u32(value: int) -> bytes:
    """Four octets."""
    return (value & 0xFFFF_FFFF).to_bytes(4, "big")


def folded(octets: bytes) -> int:
    """The sum of RFC 1071, not complemented."""
    octets += bytes(len(octets) % 2)
    total = sum(int.from_bytes(octets[at : at + 2], "big") for at in range(0, len(octets), 2))
    while total > 0xFFFF:
        total = (total >> 16) + (total & 0xFFFF)
    return total


# ------------------------------------------------------------------------------------------- link


def kind_of(packet: bytes) -> bytes:
    """EtherType of an IP packet."""
    return u16(0x86DD if packet[0] >> 4 == 6 else 0x0800)


def ethernet(packet: bytes, *tags: tuple[int, int], kind: bytes = b"") -> bytes:
    """Addresses, (TPID, tag) outermost first, EtherType, packet."""
    return (
        MACS
        + b"".join(u16(tpid) + u16(tag) for tpid, tag in tags)
        + (kind or kind_of(packet))
        + packet
    )


def cooked(packet: bytes) -> bytes:
    """LINKTYPE_LINUX_SLL: incoming, ARPHRD_ETHER, address of 6."""
    return bytes.fromhex("00000001 0006 020000000001 0000") + kind_of(packet) + packet


def cooked2(packet: bytes) -> bytes:
    """LINKTYPE_LINUX_SLL2: interface 3, ARPHRD_ETHER, outgoing."""
    return kind_of(packet) + bytes.fromhex("0000 00000003 0001 04 06 0200000000010000") + packet


def labels(packet: bytes, *numbers: int) -> bytes:
    """An MPLS label stack (RFC 3032 2.1); the last has the bottom bit, time to live 63."""
    last = len(numbers) - 1
    stack = (value << 12 | (place == last) << 8 | 63 for place, value in enumerate(numbers))
    return b"".join(map(u32, stack)) + packet


# ---------------------------------------------------------------------------------------- network


def ip4(
    payload: bytes,
    protocol: int = SCTP,
    src: Address = SRC4,
    dst: Address = DST4,
    *,
    name: int = 0,
    fragment: int = 0,
    hops: int = 61,
) -> bytes:
    """IPv4 (RFC 791 3.1); `fragment` is flags and offset as they stand on the wire."""
    head = b"\x45\x00" + u16(20 + len(payload)) + u16(name & 0xFFFF) + u16(fragment)
    head += bytes([hops, protocol])
    ends = src.packed + dst.packed
    return head + u16(folded(head + ends) ^ 0xFFFF) + ends + payload


def ip6(
    payload: bytes, protocol: int = SCTP, src: Address = SRC6, dst: Address = DST6, hops: int = 61
) -> bytes:
    """IPv6 (RFC 8200 3) without extensions; a flow label, to have one."""
    head = u32(6 << 28 | 0x12345) + u16(len(payload)) + bytes([protocol, hops])
    return head + src.packed + dst.packed + payload


def address(*octets: int) -> IPv4Address:
    """An IPv4 address of four octets."""
    return IPv4Address(bytes(octets))


def mapped(end: Address | None) -> IPv6Address:
    """An IPv6 address for an IPv4 one, each its own."""
    if isinstance(end, IPv4Address):
        return IPv6Address(int(IPv6Address("2001:db8:4::")) | int(end))
    return end or SRC6


def around(packet: bytes, payload: bytes, protocol: int, **parts: int) -> bytes:
    """The same addresses around another payload."""
    if packet[0] >> 4 == 4:
        ends = IPv4Address(packet[12:16]), IPv4Address(packet[16:20])
        return ip4(payload, protocol, *ends, **parts)
    return ip6(payload, protocol, IPv6Address(packet[8:24]), IPv6Address(packet[24:40]))


# ---------------------------------------------------------------------------------------- tunnels


def udp(payload: bytes, dport: int, sport: int = 50_000) -> bytes:
    """UDP (RFC 768) without a checksum, as tunnels send it."""
    return u16(sport) + u16(dport) + u16(8 + len(payload)) + b"\x00\x00" + payload


def gre(payload: bytes, kind: int, *, key: int = -1, number: int = -1, summed: bool = False):
    """GRE (RFC 2784, RFC 2890): flags C, K, S in their order."""
    flags = summed << 15 | (key >= 0) << 13 | (number >= 0) << 12
    rest = (u32(key) if key >= 0 else b"") + (u32(number) if number >= 0 else b"") + payload
    head = u16(flags) + u16(kind)
    if summed:
        rest = u16(folded(head + b"\x00" * 4 + rest) ^ 0xFFFF) + b"\x00\x00" + rest
    return head + rest


def erspan(frame: bytes, kind: int, number: int = 9, *, extended: bool = False) -> bytes:
    """ERSPAN I, II or III over GRE (draft-foschiano-erspan 4); III may have a subheader."""
    if kind == 1:
        return gre(frame, 0x88BE)
    if kind == 2:
        return gre(u32(1 << 28 | 0x064 << 16 | 0x155) + u32(0x00012) + frame, 0x88BE, number=number)
    head = u32(2 << 28 | 0x064 << 16 | 0x155) + u32(123_456_789) + u32(extended)
    head += u32(0x0C00_0001) + u32(0x0102_0304) if extended else b""
    return gre(head + frame, 0x22EB, number=number)


def vxlan(frame: bytes, network: int = 4242) -> bytes:
    """VXLAN (RFC 7348 5) in UDP."""
    return udp(b"\x08\x00\x00\x00" + u32(network << 8) + frame, 4789)


def geneve(payload: bytes, kind: int = 0x6558, options: bytes = b"") -> bytes:
    """Geneve (RFC 8926 3.4) in UDP; options in units of four octets."""
    return udp(bytes([len(options) // 4, 0]) + u16(kind) + u32(77 << 8) + options + payload, 6081)


def gtp_u(packet: bytes, extension: bytes = b"") -> bytes:
    """A G-PDU (TS 29.281 5.1) in UDP; `extension`, of its type and octets, sets E and S."""
    if extension:
        optional = u16(1) + b"\x00" + extension[:1] + extension[1:] + b"\x00"
        head = b"\x36\xff" + u16(len(optional) + len(packet))
        return udp(head + u32(0x1122) + optional + packet, 2152)
    return udp(b"\x30\xff" + u16(len(packet)) + u32(0x1122) + packet, 2152)


# -------------------------------------------------------------------------------------- transport


def crc_table() -> list[int]:
    """Of CRC32c, reflected."""
    table = list(range(256))
    for _ in range(8):
        table = [value >> 1 ^ 0x82F6_3B78 * (value & 1) for value in table]
    return table


CRC = crc_table()


def sctp(*chunks: bytes, ports: tuple[int, int] = (2905, 2905), tag: int = 0x5EED) -> bytes:
    """An SCTP packet (RFC 9260 3), chunks padded, CRC32c right."""
    body = b"".join(each + bytes(-len(each) % 4) for each in chunks)
    head, total = u16(ports[0]) + u16(ports[1]) + u32(tag), 0xFFFF_FFFF
    for octet in head + bytes(4) + body:
        total = total >> 8 ^ CRC[(total ^ octet) & 0xFF]
    return head + (total ^ 0xFFFF_FFFF).to_bytes(4, "little") + body


def data(user: bytes, ppid: int, tsn: int, flags: int = 3, *, stream: int = 2, number: int = 0):
    """A DATA chunk (3.3.1): flags 2 beginning, 1 ending, 4 unordered."""
    head = bytes([0, flags]) + u16(16 + len(user)) + u32(tsn) + u16(stream) + u16(number & 0xFFFF)
    return head + u32(ppid) + user


def i_data(
    user: bytes,
    ppid: int,
    tsn: int,
    flags: int = 3,
    *,
    stream: int = 2,
    number: int = 0,
    fsn: int = 0,
) -> bytes:
    """An I-DATA chunk (RFC 8260 2.1): message identifier; PPID of the first, FSN of the rest."""
    head = bytes([64, flags]) + u16(20 + len(user)) + u32(tsn) + u16(stream) + b"\x00\x00"
    return head + u32(number) + u32(ppid if flags & 2 else fsn) + user


def tcp(payload: bytes, number: int, ports: tuple[int, int], flags: int = 0x18) -> bytes:
    """A TCP segment (RFC 9293 3.1) with a timestamp option; no checksum."""
    option = b"\x01\x01\x08\x0a" + u32(number) + u32(0)
    head = u16(ports[0]) + u16(ports[1]) + u32(number) + u32(1) + bytes([8 << 4, flags])
    return head + u16(65_000) + b"\x00\x00\x00\x00" + option + payload


# ------------------------------------------------------------------------------ MTP and its relays


def mtp3(message: Transfer) -> bytes:
    """Service information octet, ITU routing label, user (Q.704 2.2, 14.2)."""
    label = message.dpc | message.opc << 14 | message.sls << 28
    service = message.ni << 6 | message.mp << 4 | message.si
    return bytes([service]) + label.to_bytes(4, "little") + message.user


def mtp2(message: Transfer, number: int = 0) -> bytes:
    """A message signal unit (Q.703 2.2) without flags and checksum."""
    signal = mtp3(message)
    head = bytes([0x80 | number & 0x7F, 0x80 | number + 1 & 0x7F, min(63, len(signal))])
    return head + signal


def parameter(tag: int, value: bytes) -> bytes:
    """Tag, length, value, padding: one layout in all of SIGTRAN (RFC 4666 3.2)."""
    return u16(tag) + u16(4 + len(value)) + value + bytes(-len(value) % 4)


def sigtran(group: int, kind: int, body: bytes) -> bytes:
    """The common header (RFC 4666 3.1)."""
    return bytes([1, 0, group, kind]) + u32(8 + len(body)) + body


def m3ua(message: Transfer, *before: bytes) -> bytes:
    """DATA with Protocol Data."""
    label = u32(message.opc) + u32(message.dpc)
    label += bytes([message.si, message.ni, message.mp, message.sls])
    return sigtran(1, 1, b"".join(before) + parameter(0x0210, label + message.user))


def m2pa(message: Transfer, number: int = 0) -> bytes:
    """User Data (RFC 4165 2.2, 2.3.1): backward and forward numbers, a spare octet, MTP3."""
    body = u32(number & 0xFF_FFFF) + u32(number + 1 & 0xFF_FFFF) + b"\x00"
    return sigtran(11, 1, body + mtp3(message))


def m2ua(message: Transfer, interface: int = 12) -> bytes:
    """MAUP Data (RFC 3331 3.3.1.1): Interface Identifier, Protocol Data 1."""
    return sigtran(6, 1, parameter(0x0001, u32(interface)) + parameter(0x0300, mtp3(message)))
