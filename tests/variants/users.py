"""The same MTP3 and SCCP under other adaptation layers, on bare links, in other SCCP messages."""

from collections.abc import Callable

from tests.build.frame import Frame
from tests.variants import put, sccp
from tests.variants.taken import (
    ETHERNET,
    MTP2,
    MTP2_PSEUDO,
    MTP3,
    SCCP,
    SCTP,
    Taken,
    Transfer,
    User,
)
from tests.variants.variant import Numbers, Rewrite, Variant

TITLE = frozenset(f"{who}_{part}" for who in ("cgpa", "cdpa") for part in ("tt", "plan", "nai"))
LABEL = frozenset({"opc", "dpc", "ni", "si", "mp", "sls"})
PPIDS = {"m3ua": 3, "m2ua": 2, "m2pa": 5, "sua": 4}


def relayed(taken: Taken, numbers: Numbers, users: list[User]) -> list[Frame]:
    """One packet with these user messages."""
    packet = taken.packet or put.ip4(b"")
    chunks = (put.data(user.octets, user.ppid, next(numbers.tsn)) for user in users)
    ports = taken.ports if taken.packet else (2905, 2905)
    whole = put.sctp(*chunks, ports=ports)
    return [Frame(put.ethernet(put.around(packet, whole, SCTP)), ETHERNET)]


def is_itu(message: Transfer) -> bool:
    """Whether an ITU routing label can say what it says."""
    return max(message.opc, message.dpc) < 1 << 14 and message.sls < 16 and message.ni < 4


def adapted(ppid: int, make: Callable[[Transfer], bytes], *, itu: bool = True) -> Rewrite:
    """Every message under another adaptation layer."""

    def made(taken: Taken, numbers: Numbers) -> list[Frame] | None:
        if not taken.transfers or (itu and not all(map(is_itu, taken.transfers))):
            return None
        users = [User(ppid, make(message)) for message in taken.transfers]
        return relayed(taken, numbers, users)

    return made


def as_sua(taken: Taken, numbers: Numbers) -> list[Frame] | None:
    """CLDT or CLDR, of titles that have all their fields."""
    ends = [address for each in taken.unitdata for address in (each.called, each.calling)]
    if any(address[0] >> 2 & 0xF not in {0, 4} for address in ends):
        return None
    return as_sua_any(taken, numbers)


def as_sua_any(taken: Taken, numbers: Numbers) -> list[Frame] | None:
    """CLDT or CLDR: there a title has a type, a plan and a nature, whatever its indicator."""
    made = [sccp.sua(each) for each in taken.unitdata]
    if not made or not all(made):
        return None
    return relayed(taken, numbers, [User(PPIDS["sua"], octets) for octets in made if octets])


def bare(link_type: int, make: Callable[[Transfer], bytes]) -> Rewrite:
    """A frame of a signalling link per message."""

    def made(taken: Taken, _: Numbers) -> list[Frame] | None:
        if not taken.transfers or not all(map(is_itu, taken.transfers)):
            return None
        return [Frame(make(message), link_type) for message in taken.transfers]

    return made


def alone(taken: Taken, _: Numbers) -> list[Frame] | None:
    """SCCP and nothing around it."""
    if not taken.unitdata:
        return None
    return [Frame(message.user, SCCP) for message in taken.transfers]


def carrying(taken: Taken, numbers: Numbers, users: list[list[bytes]]) -> list[Frame]:
    """M3UA with other SCCP octets, a packet for each."""
    frames: list[Frame] = []
    for message, octets in zip(taken.transfers, users, strict=True):
        for each in octets:
            user = User(PPIDS["m3ua"], put.m3ua(message._replace(user=each)))
            frames += relayed(taken, numbers, [user])
    return frames


def laid_out(kinds: tuple[int, int]) -> Rewrite:
    """Another message type."""

    def made(taken: Taken, numbers: Numbers) -> list[Frame] | None:
        if not taken.unitdata or not all(sccp.fits(each, kinds) for each in taken.unitdata):
            return None
        users = [[sccp.laid_out(each, kinds)] for each in taken.unitdata]
        return carrying(taken, numbers, users)

    return made


def segmented(
    parts: int, order: Callable[[Numbers, list], list], kinds: tuple[int, int] = sccp.EXTENDED
) -> Rewrite:
    """SCCP segments; a message of one octet cannot be cut."""

    def made(taken: Taken, numbers: Numbers) -> list[Frame] | None:
        if not taken.unitdata or not all(sccp.fits(each, kinds) for each in taken.unitdata):
            return None
        if any(len(each.user) < parts or each.kind in sccp.RETURNED for each in taken.unitdata):
            return None
        users = [
            order(numbers, sccp.segmented(each, next(numbers.reference), parts, kinds))
            for each in taken.unitdata
        ]
        return carrying(taken, numbers, users)

    return made


def in_order(_: Numbers, pieces: list) -> list:
    """As they are."""
    return pieces


MTP2_HEAD = bytes.fromhex("01000007")  # sent, Annex A not used, link 7
KIND = frozenset({"sccp"})
SEGMENTED = frozenset({"segmented_small", "segment_split_header"})
HIDDEN = frozenset({"hidden_octets"})  # an address of SCCP has room for them, SUA's has none
USERS = [
    Variant("m3ua", adapted(PPIDS["m3ua"], put.m3ua, itu=False)),
    Variant(
        "m3ua, other parameters",
        adapted(
            PPIDS["m3ua"],
            lambda m: put.m3ua(m, put.parameter(0x0200, bytes(4)), put.parameter(6, bytes(4))),
            itu=False,
        ),
    ),
    Variant("m3ua, payload protocol 0", adapted(0, put.m3ua, itu=False)),
    Variant("m2pa", adapted(PPIDS["m2pa"], put.m2pa)),
    Variant("m2ua", adapted(PPIDS["m2ua"], put.m2ua)),
    Variant("sua", as_sua, differs=LABEL | KIND, odd=HIDDEN),
    Variant("sua, any title", as_sua_any, differs=LABEL | KIND | TITLE, odd=HIDDEN),
    Variant("mtp3", bare(MTP3, put.mtp3)),
    Variant("mtp2", bare(MTP2, put.mtp2)),
    Variant("mtp2, pseudo-header", bare(MTP2_PSEUDO, lambda m: MTP2_HEAD + put.mtp2(m))),
    Variant("sccp", alone, differs=LABEL),
    Variant("udt", laid_out(sccp.PLAIN), differs=KIND),
    Variant("xudt", laid_out(sccp.EXTENDED), differs=KIND),
    Variant("ludt", laid_out(sccp.LONG), differs=KIND),
    Variant("xudt segments", segmented(2, in_order), ("segments",), KIND, SEGMENTED),
    Variant(
        "xudt segments, shuffled",
        segmented(5, Numbers.shuffled),
        ("segments",),
        KIND,
        SEGMENTED | {"segment_orphan"},
        overtakes=True,
    ),
    Variant("ludt segments", segmented(3, in_order, sccp.LONG), ("segments",), KIND, SEGMENTED),
]
