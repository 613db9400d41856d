"""S6a between MMEs abroad and the HSS at home (TS 29.272): requests, answers, real variety.

Every message has a session, identifiers and a subscriber of its own; vectors are random, profiles
are grouped as deep as real ones. Over SCTP each is a chunk; over TCP they follow one another on
a few connections, several to a segment and cut where a segment ends.
"""

import random
from collections.abc import Iterator
from typing import NamedTuple

from tests.variants import put
from tests.variants.taken import SCTP, TCP

S6A, VENDOR = 16_777_251, 10_415
UPDATE, CANCEL, AUTHENTICATION, INSERT, PURGE, NOTIFY = 316, 317, 318, 319, 321, 323
WEIGHTS = {AUTHENTICATION: 40, UPDATE: 30, CANCEL: 12, INSERT: 8, PURGE: 6, NOTIFY: 4}
PLMNS = [(f"{200 + place * 7 % 560:03d}", f"{place % 30:02d}") for place in range(1, 41)]
HOME = ("001", "01")
SUBSCRIBERS = 100_000
SEGMENT_OCTETS = 1400
HSS_PORT = 3868


class Peer(NamedTuple):
    """One MME."""

    host: bytes
    realm: bytes
    plmn: bytes  # as TS 29.272 7.3.9 packs it


def avp(code: int, content: bytes, vendor: int = 0, flags: int = 0x40) -> bytes:
    """An AVP (RFC 6733 4.1), padded."""
    head = 12 if vendor else 8
    octets = put.u32(code) + put.u32((flags | 0x80 * bool(vendor)) << 24 | head + len(content))
    return octets + (put.u32(vendor) if vendor else b"") + content + bytes(-len(content) % 4)


def of_3gpp(code: int, *content: bytes) -> bytes:
    """An AVP of 3GPP's, plain or grouped."""
    return avp(code, b"".join(content), VENDOR)


def number(code: int, value: int) -> bytes:
    """An Unsigned32 of 3GPP's."""
    return of_3gpp(code, put.u32(value))


def realm_of(mcc: str, mnc: str) -> bytes:
    """The realm of a network (TS 23.003 19.2)."""
    return f"epc.mnc{int(mnc):03d}.mcc{mcc}.3gppnetwork.org".encode()


def peers() -> list[Peer]:
    """Three MMEs in each network."""
    found = []
    for mcc, mnc in PLMNS:
        realm = realm_of(mcc, mnc)
        plmn = bytes([int(mcc[1]) << 4 | int(mcc[0]), 0xF0 | int(mcc[2])])
        plmn += bytes([int(mnc[1]) << 4 | int(mnc[0])])
        found += [Peer(b"mme%02d." % place + realm, realm, plmn) for place in range(3)]
    return found


def vectors(dice: random.Random) -> bytes:
    """Authentication-Info with one to three E-UTRAN vectors."""
    made = []
    for item in range(dice.randint(1, 3)):
        secrets = zip((1447, 1448, 1449, 1450), (16, 8, 16, 32), strict=True)
        octets = [of_3gpp(code, dice.randbytes(size)) for code, size in secrets]
        made.append(of_3gpp(1414, number(1419, item + 1), *octets))
    return of_3gpp(1413, *made)


def profile(dice: random.Random) -> bytes:
    """Subscription-Data: MSISDN, bit rates, two or three access points."""
    rates = of_3gpp(
        1435, number(516, dice.randrange(1 << 28)), number(515, dice.randrange(1 << 28))
    )
    points = []
    for context in range(dice.randint(2, 3)):
        priority = of_3gpp(1034, number(1046, dice.randint(1, 15)), number(1047, 1))
        quality = of_3gpp(1431, number(1028, dice.randint(5, 9)), priority)
        name = avp(493, b"apn%d.example" % dice.randrange(50))
        points.append(of_3gpp(1430, number(1423, context), number(1456, 2), name, quality, rates))
    every = of_3gpp(1429, number(1423, 0), number(1428, 0), *points)
    msisdn = of_3gpp(701, bytes([0x21, *(dice.randrange(10) * 17 for _ in range(5))]))
    return of_3gpp(1400, number(1424, 0), msisdn, rates, number(1619, 720), every)


def conversation(dice: random.Random, who: Peer, turn: int) -> tuple[bytes, bytes]:
    """A request and its answer."""
    kind = dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    home = realm_of(*HOME)
    hss = b"hss%d." % (turn % 4) + home
    mme = (264, who.host), (296, who.realm)
    own = (264, hss), (296, home)
    is_ours = kind in {CANCEL, INSERT}
    asking, asked = (own, (293, who.host, 283, who.realm)) if is_ours else (mme, (283, home))
    identity = asking[0][1]
    session = avp(
        263, identity + b";%d;%d;%d" % (dice.randrange(1 << 31), turn, dice.randrange(99))
    )
    common = session + avp(277, put.u32(1))
    subscriber = avp(1, b"00101%010d" % int(SUBSCRIBERS ** dice.random() * 7919))
    there = b"".join(avp(*asked[at : at + 2]) for at in range(0, len(asked), 2))
    from_asking = b"".join(avp(code, text) for code, text in asking)
    from_asked = b"".join(avp(code, text) for code, text in (mme if is_ours else own))
    proxied = avp(282, b"dra%d.ipx.example" % (turn % 3))
    visited, done = of_3gpp(1407, who.plmn), avp(268, put.u32(2001))
    rest, answer = {
        AUTHENTICATION: lambda: (
            visited + of_3gpp(1408, number(1410, 2), number(1412, 1)),
            vectors(dice),
        ),
        UPDATE: lambda: (
            visited + number(1032, 1004) + number(1405, dice.choice((34, 38))),
            number(1406, 1) + profile(dice),
        ),
        CANCEL: lambda: (number(1420, dice.randrange(3)), b""),
        INSERT: lambda: (number(1490, 1 << dice.randrange(4)) + profile(dice), number(1406, 1)),
        PURGE: lambda: (b"", number(1442, 0)),
        NOTIFY: lambda: (number(1443, 1), b""),
    }[kind]()
    ids = put.u32(dice.randrange(1 << 32)) + put.u32(dice.randrange(1 << 32))
    ask = common + from_asking + there + subscriber + rest + proxied
    return message(kind, 0xC0, ids, ask), message(
        kind, 0x40, ids, common + from_asked + done + answer
    )


def message(kind: int, flags: int, ids: bytes, body: bytes) -> bytes:
    """Header and AVPs (RFC 6733 3)."""
    return (
        put.u32(1 << 24 | 20 + len(body)) + put.u32(flags << 24 | kind) + put.u32(S6A) + ids + body
    )


def over_sctp(messages: int, seed: int = 1) -> Iterator[tuple[bytes, int]]:
    """(frame, messages in it): a chunk per message, an association per MME."""
    dice, every = random.Random(seed), peers()
    tsns = [[dice.randrange(1 << 31), dice.randrange(1 << 31)] for _ in every]
    for turn in range(-(-messages // 2)):
        place = dice.randrange(len(every))
        for side, octets in enumerate(conversation(dice, every[place], turn)):
            tsns[place][side] += 1
            chunk = put.data(octets, 46, tsns[place][side], number=turn)
            yield framed(packet(chunk, place, side), place, side, SCTP), 1


def packet(chunk: bytes, place: int, side: int) -> bytes:
    """Common header and one chunk; the checksum is left out, nobody here looks at it."""
    ports = (30_000 + place, HSS_PORT)[:: -1 if side else 1]
    head = put.u16(ports[0]) + put.u16(ports[1]) + put.u32(0x5EED0000 | place) + bytes(4)
    return head + chunk + bytes(-len(chunk) % 4)


def over_tcp(messages: int, seed: int = 1) -> Iterator[tuple[bytes, int]]:
    """(frame, messages that end in it): a connection per MME, segments of at most 1400 octets."""
    dice, every = random.Random(seed), peers()
    sequence = [[dice.randrange(1 << 31), dice.randrange(1 << 31)] for _ in every]
    waiting = [[bytearray(), bytearray()] for _ in every]
    ends: list[list[list[int]]] = [[[], []] for _ in every]
    for turn in range(-(-messages // 2)):
        place = dice.randrange(len(every))
        for side, octets in enumerate(conversation(dice, every[place], turn)):
            queue, own = waiting[place][side], ends[place][side]
            queue += octets
            own.append(sequence[place][side] + len(queue))
            is_last = turn >= messages // 2 - 2 * len(every)
            while len(queue) >= SEGMENT_OCTETS or (queue and (is_last or dice.random() < 0.5)):
                piece = bytes(queue[:SEGMENT_OCTETS])
                del queue[:SEGMENT_OCTETS]
                ports = (30_000 + place, HSS_PORT)[:: -1 if side else 1]
                segment = put.tcp(piece, sequence[place][side], ports)
                sequence[place][side] += len(piece)
                whole = sum(end <= sequence[place][side] for end in own)
                del own[:whole]
                yield framed(segment, place, side, TCP), whole
    for place, sides in enumerate(waiting):
        for side, queue in enumerate(sides):
            for at in range(0, len(queue), SEGMENT_OCTETS):
                piece = bytes(queue[at : at + SEGMENT_OCTETS])
                ports = (30_000 + place, HSS_PORT)[:: -1 if side else 1]
                segment = put.tcp(piece, sequence[place][side] + at, ports)
                own = ends[place][side]
                whole = sum(end <= sequence[place][side] + at + len(piece) for end in own)
                del own[:whole]
                yield framed(segment, place, side, TCP), whole


def framed(payload: bytes, place: int, side: int, protocol: int) -> bytes:
    """Ethernet and IPv4 between an MME and the HSS."""
    ends = put.address(10, 1, place, 7), put.address(10, 0, 0, 1)
    return put.ethernet(put.ip4(payload, protocol, *ends[:: -1 if side else 1]))
