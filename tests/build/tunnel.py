"""Envelopes around packets: MPLS, GRE, ERSPAN, UDP, VXLAN, Geneve, GTP-U.

RFC 3032, RFC 2784 and 2890, draft-foschiano-erspan-03, RFC 768, 7348, 8926, TS 29.281 5.1. Each
gives what stands behind the IP header (GRE, UDP) or in an Ethernet frame (MPLS).
"""

from tests.build.link import ethertype_of

GRE_PROTOCOL, UDP_PROTOCOL, IP4_PROTOCOL, IP6_PROTOCOL = 47, 17, 4, 41
BRIDGED, MPLS, ERSPAN_II, ERSPAN_III = 0x6558, 0x8847, 0x88BE, 0x22EB
VXLAN_PORT, GENEVE_PORT, GTP_U_PORT, SCTP_PORT = 4789, 6081, 2152, 9899
CONTROL_WORD = b"\x00\x00\x00\x01"


def mpls(inside: bytes, *labels: int) -> bytes:
    """A stack of labels, the outermost first; time to live 64."""
    stack = [label << 12 | (at == len(labels)) << 8 | 64 for at, label in enumerate(labels, 1)]
    return b"".join(entry.to_bytes(4, "big") for entry in stack) + inside


def gre(
    inside: bytes,
    protocol: int = 0,
    *,
    checksum: bool = False,
    key: int | None = None,
    sequence: int | None = None,
    flags: int = 0,
) -> bytes:
    """A GRE header with these fields; `flags` are set beside theirs."""
    word = flags | checksum << 15 | (key is not None) << 13 | (sequence is not None) << 12
    head = word.to_bytes(2, "big") + (protocol or ethertype_of(inside)).to_bytes(2, "big")
    head += b"\x00" * 4 if checksum else b""
    for field in (key, sequence):
        head += b"" if field is None else field.to_bytes(4, "big")
    return head + inside


def erspan_i(frame: bytes) -> bytes:
    """Type I: the frame behind GRE without a sequence number."""
    return gre(frame, ERSPAN_II)


def erspan_ii(frame: bytes, *, version: int = 1, session: int = 100, sequence: int = 7) -> bytes:
    """Type II: version, VLAN 0, session, index 1, behind GRE with a sequence number."""
    head = (version << 12).to_bytes(2, "big") + session.to_bytes(2, "big") + b"\x00\x00\x00\x01"
    return gre(head + frame, ERSPAN_II, sequence=sequence)


def erspan_iii(
    inside: bytes, *, version: int = 2, kind: int = 0, subheader: bool = False, session: int = 100
) -> bytes:
    """Type III: ..., timestamp, frame type (0 Ethernet, 2 IP), platform-specific subheader."""
    head = (version << 12).to_bytes(2, "big") + session.to_bytes(2, "big") + b"\x00\x00\x00\x02"
    head += b"\x00\x00" + (kind << 10 | subheader).to_bytes(2, "big")
    head += bytes(8) if subheader else b""
    return gre(head + inside, ERSPAN_III, sequence=7)


def udp(payload: bytes, dport: int, sport: int = 50_000, size: int = -1) -> bytes:
    """A UDP datagram without checksum; `size` overrides its length."""
    head = sport.to_bytes(2, "big") + dport.to_bytes(2, "big")
    return head + (len(payload) + 8 if size < 0 else size).to_bytes(2, "big") + bytes(2) + payload


def vxlan(frame: bytes, network: int = 42) -> bytes:
    """VXLAN in UDP."""
    return udp(b"\x08\x00\x00\x00" + network.to_bytes(3, "big") + b"\x00" + frame, VXLAN_PORT)


def geneve(inside: bytes, protocol: int = BRIDGED, options: bytes = b"", version: int = 0) -> bytes:
    """Geneve in UDP; options are whole 4-octet words."""
    head = bytes([version << 6 | len(options) // 4, 0]) + protocol.to_bytes(2, "big")
    return udp(head + b"\x00\x00\x2a\x00" + options + inside, GENEVE_PORT)


def gtp_u(
    packet: bytes,
    *,
    kind: int = 255,
    sequence: int | None = None,
    extensions: tuple[tuple[int, bytes], ...] = (),
    flags: int = 0x30,
) -> bytes:
    """GTP-U in UDP; extensions are (type, content), content two octets short of whole words."""
    optional = b""
    if sequence is not None or extensions:
        flags |= (sequence is not None) << 1 | bool(extensions) << 2
        kinds = [number for number, _ in extensions] + [0]
        optional = (sequence or 0).to_bytes(2, "big") + bytes([0, kinds[0]])
        for (_, content), following in zip(extensions, kinds[1:], strict=True):
            optional += bytes([(len(content) + 2) // 4]) + content + bytes([following])
    head = bytes([flags, kind]) + (len(optional) + len(packet)).to_bytes(2, "big")
    return udp(head + b"\x00\x00\x01\x00" + optional + packet, GTP_U_PORT)


def sctp_in_udp(packet: bytes, sport: int = SCTP_PORT) -> bytes:
    """SCTP behind UDP, RFC 6951."""
    return udp(packet, SCTP_PORT, sport)
