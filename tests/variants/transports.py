"""The same user messages in other chunks and packets of SCTP."""

from collections.abc import Callable, Iterator

from tests.build.frame import Frame
from tests.variants import put, sccp
from tests.variants.envelopes import CUSTOMER, carried
from tests.variants.networks import repeat, reverse, shuffle
from tests.variants.taken import ETHERNET, SCTP, Taken
from tests.variants.variant import Numbers, Rewrite, Variant

PACKET_OCTETS = 1400  # of bundled messages


def sent(taken: Taken, *chunks: bytes) -> Frame:
    """A packet between the same ends."""
    packet = put.sctp(*chunks, ports=taken.ports)
    return Frame(put.ethernet(put.around(taken.packet, packet, SCTP)), ETHERNET)


def anew(taken: Taken, numbers: Numbers, make: Callable[..., bytes] = put.data) -> list[Frame]:
    """Each user message in a chunk of its own in a packet of its own."""
    return [
        sent(taken, make(user.octets, user.ppid, next(numbers.tsn), number=next(numbers.message)))
        for user in taken.users
    ]


def idata_anew(taken: Taken, numbers: Numbers) -> list[Frame]:
    """As I-DATA."""
    return anew(taken, numbers, put.i_data)


def fragments(taken: Taken, numbers: Numbers, parts: int = 3) -> list[Frame]:
    """DATA fragments (RFC 9260 6.9), one per packet, in order, message after message."""
    made = []
    for user in taken.users:
        message, pieces = next(numbers.message), sccp.parts_of(user.octets, parts)
        for place, piece in enumerate(pieces):
            flags = (place == 0) << 1 | (place == len(pieces) - 1)
            chunk = put.data(piece, user.ppid, next(numbers.tsn), flags, number=message)
            made.append(sent(taken, chunk))
    return made


def idata_fragments(taken: Taken, numbers: Numbers, parts: int = 4) -> list[Frame]:
    """I-DATA fragments (RFC 8260 2.2.3)."""
    made = []
    for user in taken.users:
        message, pieces = next(numbers.message), sccp.parts_of(user.octets, parts)
        for place, piece in enumerate(pieces):
            flags = (place == 0) << 1 | (place == len(pieces) - 1)
            chunk = put.i_data(
                piece, user.ppid, next(numbers.tsn), flags, number=message, fsn=place
            )
            made.append(sent(taken, chunk))
    return made


def of_one(make: Callable[..., list[Frame]], order: Callable[..., Rewrite], *rest: int) -> Rewrite:
    """Reordered message by message, so that messages stay in order."""

    def made(taken: Taken, numbers: Numbers) -> list[Frame]:
        alone = [taken._replace(users=(user,)) for user in taken.users]
        return [frame for one in alone for frame in order(make, *rest)(one, numbers)]

    return made


def chunks_of(taken: Taken, numbers: Numbers) -> Iterator[bytes]:
    """The user messages as chunks."""
    for user in taken.users:
        yield put.data(user.octets, user.ppid, next(numbers.tsn), number=next(numbers.message))


def bundled(taken: list[Taken], numbers: Numbers) -> tuple[list[Taken], list[Frame]]:
    """As many messages of one address family as a packet holds, behind a SACK."""
    used = [each for each in taken if each.users]
    sack = bytes.fromhex("03000010 00000001 00010000 00000000")
    frames: list[Frame] = []
    for each in used:
        for chunk in chunks_of(each, numbers):
            last = frames[-1].octets if frames else b""
            joined = last[14:] and joined_with(last, chunk, sack)
            if joined:
                frames[-1] = joined
            else:
                frames.append(sent(each._replace(ports=(2905, 2906)), sack, chunk))
    return used, frames


def joined_with(frame: bytes, chunk: bytes, sack: bytes) -> Frame | None:
    """The frame's packet with one chunk more, or None where it would be too large."""
    six = frame[14] >> 4 == 6
    payload = frame[14 + (40 if six else 20) :]
    if len(payload) + len(chunk) > PACKET_OCTETS:
        return None
    whole = put.sctp(payload[12:], chunk, ports=(2905, 2906))
    assert whole[12:].startswith(sack)
    return Frame(put.ethernet(put.around(frame[14:], whole, SCTP)), ETHERNET)


def in_udp(taken: Taken, numbers: Numbers) -> list[Frame] | None:
    """SCTP in UDP (RFC 6951)."""
    if not taken.users:
        return None
    packet = put.sctp(*chunks_of(taken, numbers), ports=taken.ports)
    return [Frame(carried(put.udp(packet, 9899, 9899), put.UDP), ETHERNET)]


def twice(taken: Taken, numbers: Numbers) -> list[Frame]:
    """Seen at two taps: another VLAN, one hop on."""
    if not taken.users:
        return []
    packet = put.sctp(*chunks_of(taken, numbers), ports=taken.ports)
    first = put.around(taken.packet, packet, SCTP)
    second = put.ethernet(put.around(taken.packet, packet, SCTP), (CUSTOMER, 44))
    return [Frame(put.ethernet(first), ETHERNET), Frame(second, ETHERNET)]


def retransmitted(taken: Taken, numbers: Numbers) -> list[Frame]:
    """Sent again later, in one packet with another chunk behind it that came before too."""
    if not taken.users:
        return []
    chunks = list(chunks_of(taken, numbers))
    alone = [sent(taken, chunk) for chunk in chunks]
    return [*alone, sent(taken, *chunks), *alone[:1]]


TRANSPORTS = [
    Variant("one message per packet", anew),
    Variant("i-data", idata_anew),
    Variant("bundled", anew, bundles=bundled),
    Variant("sctp in udp", in_udp),
    Variant("data fragments", fragments, ("chunks",)),
    Variant("data fragments, reversed", of_one(fragments, reverse, 4), ("chunks",)),
    Variant("data fragments, shuffled", of_one(fragments, shuffle, 7), ("chunks",)),
    Variant("data fragments, repeated", of_one(fragments, repeat), ("chunks", "seen")),
    Variant("i-data fragments", idata_fragments, ("chunks",)),
    Variant("i-data fragments, shuffled", of_one(idata_fragments, shuffle, 6), ("chunks",)),
    Variant("double tap", twice, ("seen", "associations")),
    Variant("retransmitted", retransmitted, ("seen", "associations")),
]
