"""The same Diameter messages over SCTP, and over TCP cut anywhere."""

from collections.abc import Callable

from tests.build.frame import Frame
from tests.variants import put, sccp
from tests.variants.taken import ETHERNET, TCP, Taken, User
from tests.variants.users import relayed
from tests.variants.variant import Numbers, Rewrite, Variant

PPID = 46


class Stream:
    """One direction of a TCP connection."""

    def __init__(self, taken: Taken, port: int) -> None:
        """Between the same ends, or any."""
        self.packet = taken.packet or put.ip4(b"")
        self.ports, self.at = (port, 3868), 1000

    def segment(self, octets: bytes) -> Frame:
        """The next octets."""
        frame = self.again(octets, self.at)
        self.at += len(octets)
        return frame

    def again(self, octets: bytes, at: int) -> Frame:
        """Octets with that sequence number."""
        segment = put.tcp(octets, at, self.ports)
        return Frame(put.ethernet(put.around(self.packet, segment, TCP)), ETHERNET)


def over_sctp(ppid: int) -> Rewrite:
    """Each message in a chunk."""

    def made(taken: Taken, numbers: Numbers) -> list[Frame] | None:
        users = [User(ppid, message) for message in taken.diameter]
        return relayed(taken, numbers, users) if users else None

    return made


def over_tcp(*at: int) -> Rewrite:
    """A connection per message, which is cut at these octets."""

    def made(taken: Taken, numbers: Numbers) -> list[Frame]:
        frames = []
        for message in taken.diameter:
            stream = Stream(taken, next(numbers.port))
            frames += [stream.segment(piece) for piece in sccp.cuts(message, *at)]
        return frames

    return made


def one_stream(size: int) -> Callable[[list[Taken], Numbers], tuple[list[Taken], list[Frame]]]:
    """All messages on one connection, in segments of that many octets."""

    def made(taken: list[Taken], numbers: Numbers) -> tuple[list[Taken], list[Frame]]:
        used = [each for each in taken if each.diameter]
        if not used:
            return [], []
        octets = b"".join(message for each in used for message in each.diameter)
        stream = Stream(used[0], next(numbers.port))
        cut = [octets[at : at + size] for at in range(0, len(octets), size)]
        return used, [stream.segment(piece) for piece in cut]

    return made


def overlapping(taken: Taken, numbers: Numbers) -> list[Frame]:
    """Each half sent again with some of the other."""
    frames = []
    for message in taken.diameter:
        stream, half = Stream(taken, next(numbers.port)), len(message) // 2
        start = stream.at
        frames.append(stream.segment(message[:half]))
        frames.append(stream.again(message[: half - 3], start))
        frames.append(stream.again(message[half - 5 :], start + half - 5))
        frames.append(stream.again(message[half:], start + half))
    return frames


def swapped(taken: Taken, numbers: Numbers) -> list[Frame]:
    """Whole to begin with, then three parts of which the last two change places."""
    frames = []
    for message in taken.diameter:
        stream = Stream(taken, next(numbers.port))
        pieces = sccp.cuts(message, len(message) // 3, 2 * len(message) // 3)
        made = [stream.segment(piece) for piece in pieces]
        frames += [made[0], made[2], made[1]]
    return frames


STREAMS = ("streams",)
DIAMETER = [
    Variant("diameter over sctp", over_sctp(PPID)),
    Variant("diameter over sctp, payload protocol 0", over_sctp(0)),
    Variant("diameter over tcp", over_tcp(), STREAMS),
    Variant("diameter over tcp, cut in the header", over_tcp(3, 21), STREAMS),
    Variant("diameter over tcp, in thirds", over_tcp(40, 97), STREAMS),
    Variant("diameter over tcp, octet by octet", over_tcp(*range(1, 12)), STREAMS),
    Variant("diameter over tcp, several", over_tcp(), STREAMS, bundles=one_stream(1400)),
    Variant("diameter over tcp, segments of 100", over_tcp(), STREAMS, bundles=one_stream(100)),
    Variant("diameter over tcp, overlapping", overlapping, STREAMS),
    Variant("diameter over tcp, out of order", swapped, STREAMS),
]
