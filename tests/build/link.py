"""What stands around a packet on a link: Ethernet with VLAN tags, Linux cooked capture, or nothing.

IEEE 802.3 3.2, 802.1Q 9.6, LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2 (tcpdump.org). No checksum.
"""

ETHERNET, RAW_BSD, RAW, SLL, IP4, IP6, SLL2 = 1, 12, 101, 113, 228, 229, 276

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
