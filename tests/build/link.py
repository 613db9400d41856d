"""What stands around a packet on a link: Ethernet with VLAN tags, Linux cooked capture, or nothing.

IEEE 802.3 3.2, 802.1Q 9.6, LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2 (tcpdump.org). No checksum.
PPPoE (RFC 2516), LLC with SNAP (RFC 1042) and the signal units of MTP2 (Q.703 2.2, Annex A).
"""

ETHERNET, RAW_BSD, RAW, SLL, IP4, IP6, SLL2 = 1, 12, 101, 113, 228, 229, 276
MTP2_PSEUDO, MTP2, MTP3, SCCP = 139, 140, 141, 142

CUSTOMER, SERVICE, OLD_SERVICE = 0x8100, 0x88A8, 0x9100
MAC_A, MAC_B = bytes.fromhex("020000000001"), bytes.fromhex("020000000002")  # locally administered


def ethertype_of(packet: bytes) -> int:
    """0x0800 or 0x86DD, by the version nibble of the packet."""
    return 0x86DD if packet[:1] and packet[0] >> 4 == 6 else 0x0800


def ethernet(
    packet: bytes, *vlans: int, outer: int = CUSTOMER, ethertype: int = 0, pad: bool = False
) -> bytes:
    """An Ethernet II frame, VLAN ids outermost first; `pad` fills it up to 60 octets."""
    tags = b""
    for place, vlan in enumerate(vlans):
        tpid = outer if place == 0 else CUSTOMER
        tags += tpid.to_bytes(2, "big") + vlan.to_bytes(2, "big")
    kind = (ethertype or ethertype_of(packet)).to_bytes(2, "big")
    frame = MAC_B + MAC_A + tags + kind + packet
    return frame.ljust(60, b"\x00") if pad else frame


def sll(packet: bytes, ethertype: int = 0, direction: int = 0) -> bytes:
    """Linux cooked capture: packet type, ARPHRD 1, address size 6 in 8 octets, protocol."""
    head = direction.to_bytes(2, "big") + b"\x00\x01\x00\x06" + MAC_A + b"\x00\x00"
    return head + (ethertype or ethertype_of(packet)).to_bytes(2, "big") + packet


def sll2(packet: bytes, ethertype: int = 0, interface: int = 1) -> bytes:
    """Linux cooked capture 2: protocol, reserved, interface, ARPHRD, type, size, address."""
    head = (ethertype or ethertype_of(packet)).to_bytes(2, "big") + b"\x00\x00"
    head += interface.to_bytes(4, "big") + b"\x00\x01\x00\x06" + MAC_A + b"\x00\x00"
    return head + packet


def pppoe(packet: bytes, code: int = 0, protocol: int = 0) -> bytes:
    """A PPPoE session packet, to stand behind EtherType 0x8864."""
    said = protocol or (0x0057 if packet[:1] and packet[0] >> 4 == 6 else 0x0021)
    size = (len(packet) + 2).to_bytes(2, "big")
    return bytes([0x11, code, 0, 1]) + size + said.to_bytes(2, "big") + packet


def snap(packet: bytes, oui: int = 0, ethertype: int = 0) -> bytes:
    """LLC with SNAP, to stand behind an 802.3 length."""
    kind = (ethertype or ethertype_of(packet)).to_bytes(2, "big")
    return b"\xaa\xaa\x03" + oui.to_bytes(3, "big") + kind + packet


def signal_unit(
    message: bytes, *, extended: bool = False, length: int = -1, check: bool = False
) -> bytes:
    """BSN 1, FSN 2, length indicator (`length` overrides it), message and check bits."""
    if extended:
        claimed = min(len(message), 273) if length < 0 else length
        head = b"\x01\x00\x02\x00" + claimed.to_bytes(2, "little")
    else:
        claimed = min(len(message), 63) if length < 0 else length
        head = bytes([0x81, 0x82, claimed])
    return head + message + (b"\xab\xcd" if check else b"")


def pseudo_header(unit: bytes, annex_a: int = 0) -> bytes:
    """LINKTYPE_MTP2_WITH_PHDR: sent, Annex A used, link number."""
    return bytes([0, annex_a, 0, 7]) + unit
