"""TCP segments (RFC 9293 3.1), and a stream cut into them."""

from collections.abc import Iterable
from itertools import pairwise

from tests.build import ip

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
PORT, CLIENT = 3868, 40000
PROTOCOL = 6


def segment(
    data: bytes = b"",
    *,
    sequence: int = 1,
    flags: int = ACK | PSH,
    sport: int = CLIENT,
    dport: int = PORT,
    options: bytes = b"",
) -> bytes:
    """One segment; options must fill whole words."""
    head = b"".join(each.to_bytes(2, "big") for each in (sport, dport))
    head += (sequence % 2**32).to_bytes(4, "big") + (1).to_bytes(4, "big")
    head += bytes([(5 + len(options) // 4) << 4, flags]) + b"\xff\xff\x00\x00\x00\x00"
    return head + options + data


def cut(stream: bytes, places: Iterable[int], first: int = 1, **ports: int) -> list[bytes]:
    """The segments of a stream cut at these places; `first` is the sequence number of the first."""
    edges = [0, *sorted({place for place in places if 0 < place < len(stream)}), len(stream)]
    return [
        segment(stream[at:end], sequence=first + at, **ports)
        for at, end in pairwise(edges)
        if end > at
    ]


def packet(octets: bytes) -> bytes:
    """An IPv4 packet around a segment."""
    return ip.ip4(octets, protocol=PROTOCOL)
