"""The same IP packet on other links and in tunnels."""

from collections.abc import Callable

from tests.build.frame import Frame
from tests.variants import put
from tests.variants.taken import ETHERNET, RAW, SLL, SLL2, Taken
from tests.variants.variant import Numbers, Rewrite, Variant

CUSTOMER, SERVICE, OLD_SERVICE = 0x8100, 0x88A8, 0x9100
TUNNELS = {put.IP_IN_IP, put.IP6_IN_IP, put.GRE, put.UDP}


def link(kind: int, around: Callable[[bytes], bytes]) -> Rewrite:
    """The same packet on another link, or in a tunnel."""

    def made(taken: Taken, _: Numbers) -> list[Frame] | None:
        if not taken.packet or taken.protocol in TUNNELS:  # which may be as deep as is read
            return None
        return [Frame(around(taken.packet), kind)]

    return made


def tags(*each: tuple[int, int]) -> Rewrite:
    """VLAN tags."""
    return link(ETHERNET, lambda packet: put.ethernet(packet, *each))


def mpls(packet: bytes, *numbers: int) -> bytes:
    """Ethernet with a label stack."""
    return put.ethernet(put.labels(packet, *numbers), kind=b"\x88\x47")


def carried(payload: bytes, protocol: int, six: bool = False) -> bytes:  # noqa: FBT001, FBT002
    """An outer IP packet of its own addresses, on Ethernet."""
    outer = put.ip6(payload, protocol) if six else put.ip4(payload, protocol, name=77)
    return put.ethernet(outer)


def tunnel(protocol: int, inside: Callable[[bytes], bytes], *, six: bool = False) -> Rewrite:
    """The packet in an outer IP packet."""
    return link(ETHERNET, lambda packet: carried(inside(packet), protocol, six))


def gre(packet: bytes, **fields: int) -> bytes:
    """GRE straight around IP."""
    return put.gre(packet, 0x86DD if packet[0] >> 4 == 6 else 0x0800, **fields)


def pseudo_wire(packet: bytes) -> bytes:
    """Ethernet over MPLS with a control word (RFC 4448 4.6)."""
    return mpls(bytes(4) + put.ethernet(packet), 300, 301)


ENVELOPES = [
    Variant("raw", link(RAW, lambda packet: packet)),
    Variant("ethernet", link(ETHERNET, put.ethernet)),
    Variant("ethernet padded", link(ETHERNET, lambda packet: put.ethernet(packet) + bytes(7))),
    Variant("vlan", tags((CUSTOMER, 0x2064))),
    Variant("qinq", tags((SERVICE, 300), (CUSTOMER, 17))),
    Variant("qinq, old", tags((OLD_SERVICE, 300), (CUSTOMER, 17), (CUSTOMER, 18))),
    Variant("sll", link(SLL, put.cooked)),
    Variant("sll2", link(SLL2, put.cooked2)),
    Variant("mpls", link(ETHERNET, lambda packet: mpls(packet, 16))),
    Variant("mpls of three", link(ETHERNET, lambda packet: mpls(packet, 16, 2047, 99_999))),
    Variant("mpls pseudo-wire", link(ETHERNET, pseudo_wire)),
    Variant("ip in ip", link(ETHERNET, lambda p: carried(p, 41 if p[0] >> 4 == 6 else 4))),
    Variant("gre", tunnel(put.GRE, gre)),
    Variant("gre, key and number", tunnel(put.GRE, lambda p: gre(p, key=5, number=6))),
    Variant("gre, checksum", tunnel(put.GRE, lambda p: gre(p, summed=True))),
    Variant("gre over ipv6", tunnel(put.GRE, gre, six=True)),
    Variant(
        "gre of ethernet", tunnel(put.GRE, lambda packet: put.gre(put.ethernet(packet), 0x6558))
    ),
    *(
        Variant(f"erspan {kind}", tunnel(put.GRE, lambda p, k=kind: put.erspan(put.ethernet(p), k)))
        for kind in (1, 2, 3)
    ),
    Variant(
        "erspan 3, subheader",
        tunnel(put.GRE, lambda p: put.erspan(put.ethernet(p, (CUSTOMER, 9)), 3, extended=True)),
    ),
    Variant("vxlan", tunnel(put.UDP, lambda packet: put.vxlan(put.ethernet(packet)))),
    Variant("geneve", tunnel(put.UDP, lambda packet: put.geneve(put.ethernet(packet)))),
    Variant(
        "geneve, options, over ipv6",
        tunnel(put.UDP, lambda p: put.geneve(put.ethernet(p), options=bytes(12)), six=True),
    ),
    Variant("gtp-u", tunnel(put.UDP, put.gtp_u)),
    Variant("gtp-u, extension", tunnel(put.UDP, lambda p: put.gtp_u(p, b"\x85\x01\x00\x09"))),
    Variant(
        "vxlan in gre in mpls",
        link(
            ETHERNET,
            lambda p: mpls(put.ip4(gre(put.ip4(put.vxlan(put.ethernet(p)), put.UDP)), put.GRE), 20),
        ),
    ),
]
