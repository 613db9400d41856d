"""IPv4 (RFC 791) and IPv6 (RFC 8200) around an SCTP packet; addresses from RFC 5737 and RFC 3849.

Whole packets, and payloads cut into fragments.
Lengths and the IPv4 checksum are right unless the caller says otherwise.
"""

from ipaddress import ip_address
from itertools import pairwise

SCTP = 132
HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, NO_NEXT, DESTINATION = 0, 43, 44, 51, 59, 60
SRC4, DST4 = "192.0.2.1", "198.51.100.2"
SRC6, DST6 = "2001:db8::1", "2001:db8:ffff::2"


def checksum(octets: bytes) -> int:
    """The Internet checksum, RFC 1071."""
    octets += b"\x00" * (len(octets) % 2)
    total = sum(int.from_bytes(octets[i : i + 2], "big") for i in range(0, len(octets), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def ip4(
    payload: bytes,
    src: str = SRC4,
    dst: str = DST4,
    *,
    protocol: int = SCTP,
    options: bytes = b"",
    fragment: int = 0,
    more: bool = False,
    identification: int = 1,
) -> bytes:
    """An IPv4 packet; `fragment` is the offset in octets, `more` the MF bit."""
    words = 5 + len(options) // 4
    head = bytes([0x40 | words, 0]) + (words * 4 + len(payload)).to_bytes(2, "big")
    head += (
        identification.to_bytes(2, "big")
        + (more << 13 | fragment // 8).to_bytes(2, "big")
        + bytes([64, protocol])
    )
    tail = ip_address(src).packed + ip_address(dst).packed + options
    return head + checksum(head + b"\x00\x00" + tail).to_bytes(2, "big") + tail + payload


def extension(following: int, content: bytes) -> bytes:
    """A hop-by-hop, routing or destination header (RFC 8200 4.3), padded to 8-octet units."""
    content += bytes([1, (-len(content) - 4) % 8]) + b"\x00" * ((-len(content) - 4) % 8)
    return bytes([following, (len(content) + 2) // 8 - 1]) + content


def ip6(
    payload: bytes,
    src: str = SRC6,
    dst: str = DST6,
    *,
    following: int = SCTP,
    extensions: tuple[tuple[int, bytes], ...] = (),
) -> bytes:
    """An IPv6 packet; extensions are (number, content), of a fragment header its last 6 octets."""
    for number, content in reversed(extensions):
        if number == FRAGMENT:
            payload = bytes([following, 0]) + content + payload
        elif number == AUTHENTICATION:  # RFC 4302 2.2: counted in 4-octet units, minus 2
            payload = bytes([following, (len(content) + 2) // 4 - 2]) + content + payload
        else:
            payload = extension(following, content) + payload
        following = number
    head = b"\x60\x00\x00\x00" + len(payload).to_bytes(2, "big") + bytes([following, 64])
    return head + ip_address(src).packed + ip_address(dst).packed + payload


def fragment_header(offset: int, *, more: bool, identification: int = 1) -> tuple[int, bytes]:
    """An IPv6 fragment header (RFC 8200 4.5) as an extension of `ip6`."""
    place = (offset | more).to_bytes(2, "big")
    return FRAGMENT, place + identification.to_bytes(4, "big")


def spans(size: int, cuts: tuple[int, ...]) -> list[tuple[int, int]]:
    """From and to of the pieces of `size` octets, cut at these offsets (multiples of 8)."""
    edges = [0, *cuts, size]
    return list(pairwise(edges))


def fragments4(payload: bytes, *cuts: int, identification: int = 1, **rest) -> list[bytes]:
    """IPv4 packets that carry the payload in pieces."""
    return [
        ip4(
            payload[at:end],
            fragment=at,
            more=end < len(payload),
            identification=identification,
            **rest,
        )
        for at, end in spans(len(payload), cuts)
    ]


def fragments6(
    payload: bytes,
    *cuts: int,
    identification: int = 1,
    before: tuple[tuple[int, bytes], ...] = (),
    **rest,
) -> list[bytes]:
    """IPv6 packets that carry the payload in pieces; `before` are unfragmentable extensions."""
    found = []
    for at, end in spans(len(payload), cuts):
        header = fragment_header(at, more=end < len(payload), identification=identification)
        found.append(ip6(payload[at:end], extensions=(*before, header), **rest))
    return found
