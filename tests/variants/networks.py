"""The same SCTP or TCP in other IP packets: IPv6, extension headers, options, fragments."""

from collections.abc import Callable

from tests.build.frame import Frame
from tests.variants import put
from tests.variants.taken import ETHERNET, RAW, SCTP, TCP, Taken
from tests.variants.variant import Numbers, Rewrite, Variant


def over_ipv6(taken: Taken, _: Numbers) -> list[Frame] | None:
    """IPv4 addresses as IPv6 ones; TCP and SCTP do not know the difference."""
    if taken.protocol not in {SCTP, TCP}:
        return None
    ends = put.mapped(taken.src), put.mapped(taken.dst)
    return [Frame(put.ethernet(put.ip6(taken.payload, taken.protocol, *ends)), ETHERNET)]


def extended_ipv6(taken: Taken, _: Numbers) -> list[Frame] | None:
    """The same behind hop-by-hop and destination headers."""
    if taken.protocol not in {SCTP, TCP}:
        return None
    pads = bytes([60, 0, 1, 4, 0, 0, 0, 0]) + bytes([taken.protocol, 1, 1, 12]) + bytes(12)
    ends = put.mapped(taken.src), put.mapped(taken.dst)
    return [Frame(put.ethernet(put.ip6(pads + taken.payload, 0, *ends)), ETHERNET)]


def options_ipv4(taken: Taken, _: Numbers) -> list[Frame] | None:
    """Router alert in the header."""
    packet = taken.packet
    if taken.protocol not in {SCTP, TCP} or packet[0] != 0x45:
        return None
    size = (len(packet) + 4).to_bytes(2, "big")
    longer = b"\x46" + packet[1:2] + size + packet[4:20] + b"\x94\x04\x00\x00" + packet[20:]
    return [Frame(longer, RAW)]


def pieces_of(octets: bytes, parts: int) -> list[tuple[int, bytes]]:
    """Offsets and octets in units of eight."""
    size = max(8, -(-len(octets) // parts) // 8 * 8)
    return [(at, octets[at : at + size]) for at in range(0, len(octets), size)]


def fragments4(taken: Taken, numbers: Numbers, parts: int = 3) -> list[Frame]:
    """The packet as IPv4 fragments (RFC 791 2.3), in order; none where it cannot be."""
    if taken.protocol not in {SCTP, TCP} or not taken.packet or taken.packet[0] != 0x45:
        return []
    name, made = next(numbers.name), []
    pieces = pieces_of(taken.payload, parts)
    for at, piece in pieces:
        more = (at + len(piece) < len(taken.payload)) << 13
        octets = put.ip4(
            piece, taken.protocol, taken.src, taken.dst, name=name, fragment=more | at // 8
        )
        made.append(Frame(put.ethernet(octets), ETHERNET))
    return made if len(made) > 1 else []


def fragments6(taken: Taken, numbers: Numbers, parts: int = 3) -> list[Frame]:
    """The packet as IPv6 fragments (RFC 8200 4.5)."""
    if taken.protocol not in {SCTP, TCP} or not taken.packet:
        return []
    name, made = next(numbers.name), []
    ends = put.mapped(taken.src), put.mapped(taken.dst)
    for at, piece in pieces_of(taken.payload, parts):
        more = at + len(piece) < len(taken.payload)
        head = bytes([taken.protocol, 0]) + put.u16(at | more) + put.u32(name)
        made.append(Frame(put.ethernet(put.ip6(head + piece, put.FRAGMENT, *ends)), ETHERNET))
    return made if len(made) > 1 else []


def reverse(make: Callable[..., list[Frame]], *rest: int) -> Rewrite:
    """The last first."""
    return lambda taken, numbers: make(taken, numbers, *rest)[::-1]


def shuffle(make: Callable[..., list[Frame]], *rest: int) -> Rewrite:
    """In any order."""
    return lambda taken, numbers: numbers.shuffled(make(taken, numbers, *rest))


def repeat(make: Callable[..., list[Frame]], *rest: int) -> Rewrite:
    """Each but the last twice."""

    def made(taken: Taken, numbers: Numbers) -> list[Frame]:
        frames = make(taken, numbers, *rest)
        return [frame for frame in frames[:-1] for _ in range(2)] + frames[-1:]

    return made


def tunnelled(taken: Taken, numbers: Numbers) -> list[Frame] | None:
    """The outer packet of a tunnel comes in fragments."""
    if taken.protocol not in {SCTP, TCP}:
        return None
    inner = put.vxlan(put.ethernet(taken.packet))
    name, frames = next(numbers.name), []
    for at, piece in pieces_of(inner, 3):
        more = (at + len(piece) < len(inner)) << 13
        whole = put.ip4(piece, put.UDP, name=name, fragment=more | at // 8)
        frames.append(Frame(put.ethernet(whole), ETHERNET))
    return frames


NETWORKS = [
    Variant("ipv6", over_ipv6),
    Variant("ipv6, extension headers", extended_ipv6),
    Variant("ipv4, options", options_ipv4),
    Variant("ipv4 fragments", fragments4, ("datagrams",)),
    Variant("ipv4 fragments, reversed", reverse(fragments4, 5), ("datagrams",)),
    Variant("ipv4 fragments, shuffled", shuffle(fragments4, 7), ("datagrams",)),
    Variant("ipv4 fragments, repeated", repeat(fragments4), ("datagrams",)),
    Variant("ipv6 fragments", fragments6, ("datagrams",)),
    Variant("ipv6 fragments, shuffled", shuffle(fragments6, 6), ("datagrams",)),
    Variant("fragments of a tunnel", tunnelled, ("datagrams",)),
]
