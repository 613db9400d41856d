"""SCCP messages laid out anew, and as SUA (RFC 3868): the same addresses, the same user."""

from itertools import pairwise

from tests.variants.put import parameter, sigtran, u16, u32
from tests.variants.taken import LUDT, LUDTS, UDT, UDTS, XUDT, XUDTS, Unitdata

HOPS = b"\x0b"
PLAIN, EXTENDED, LONG = (UDT, UDTS), (XUDT, XUDTS), (LUDT, LUDTS)
RETURNED = {UDTS, XUDTS, LUDTS}
PARTS_MAX = 16


def laid_out(message: Unitdata, kinds: tuple[int, int], optional: bytes | None = None) -> bytes:
    """As one of `kinds` (message, service message), with an optional part where it can have one."""
    kind = kinds[message.kind in RETURNED]
    wide = 2 if kinds == LONG else 1
    fixed = bytes([kind]) + message.first[:1] + (b"" if kinds == PLAIN else HOPS)
    size = len(message.user).to_bytes(wide, "little")
    parts = [bytes([len(each)]) + each for each in (message.called, message.calling)]
    parts.append(size + message.user)
    count = 3 if kinds == PLAIN else 4
    pointers, at = b"", count * wide
    for place, part in enumerate(parts):
        pointers += (at - place * wide - wide + 1).to_bytes(wide, "little")
        at += len(part)
    if count == 4:
        away = at - 3 * wide - wide + 1 if optional else 0
        pointers += away.to_bytes(wide, "little")
    return fixed + pointers + b"".join(parts) + (optional or b"")


def fits(message: Unitdata, kinds: tuple[int, int]) -> bool:
    """Whether its pointers can say where everything is."""
    size = len(message.called) + len(message.calling) + len(message.user)
    return kinds == LONG or (len(message.user) < 256 and size < 240)


def parts_of(octets: bytes, count: int) -> list[bytes]:
    """`octets` in `count` parts, the first not the shortest; fewer where there are too few."""
    size = max(1, -(-len(octets) // count))
    return [octets[at : at + size] for at in range(0, len(octets), size)]


def segmented(message: Unitdata, reference: int, count: int, kinds=EXTENDED) -> list[bytes]:
    """XUDT or LUDT segments (Q.713 3.17), in order."""
    pieces = parts_of(message.user, count)
    made = []
    for place, piece in enumerate(pieces):
        value = (place == 0) << 7 | 1 << 6 | len(pieces) - 1 - place
        option = bytes([0x10, 4, value]) + reference.to_bytes(3, "little") + b"\x00"
        made.append(laid_out(message._replace(user=piece), kinds, option))
    return made


def sua_address(address: bytes) -> bytes | None:
    """The parameters of a party address (RFC 3868 3.10.2); None for what it cannot say."""
    octets, indicator = address[1:], address[0]
    parts, title = b"", indicator >> 2 & 0xF
    if indicator & 1:
        point = int.from_bytes(octets[:2], "little") & 0x3FFF
        parts, octets = parts + parameter(0x8002, u32(point)), octets[2:]
    ssn = b""
    if indicator & 2:
        ssn, octets = parameter(0x8003, bytes(3) + octets[:1]), octets[1:]
    if title:
        fields = title_fields(title, octets)
        if fields is None:
            return None
        parts = parameter(0x8001, fields) + parts
    said = (indicator & 2) >> 1 | (indicator & 1) << 1 | bool(title) << 2
    return u16(2 if indicator & 0x40 else 1) + u16(said) + parts + ssn


def title_fields(kind: int, octets: bytes) -> bytes | None:
    """A global title of SUA (3.10.2.3): indicator, how many digits, TT, plan, nature, digits."""
    sizes = {1: 1, 2: 1, 3: 2, 4: 3}
    if kind not in sizes or len(octets) <= sizes[kind]:
        return None
    head, digits = octets[: sizes[kind]], octets[sizes[kind] :]
    tt = plan = nature = 0
    if kind == 1:
        is_odd, nature = head[0] >> 7, head[0] & 0x7F
    elif kind == 2:
        is_odd, tt = 0, head[0]
    else:
        tt, plan, is_odd = head[0], head[1] >> 4, head[1] & 0xF == 1
        nature = head[2] & 0x7F if kind == 4 else 0
    count = 2 * len(digits) - is_odd
    return bytes([0, 0, 0, kind, count, tt, plan, nature]) + digits


def sua(message: Unitdata) -> bytes | None:
    """CLDT (3.1.1), or CLDR (3.1.2) of a service message; None where an address cannot be said."""
    called, calling = sua_address(message.called), sua_address(message.calling)
    if called is None or calling is None:
        return None
    is_returned = message.kind in RETURNED
    first = message.first[0]
    head = parameter(0x0006, u32(7))
    if is_returned:
        head += parameter(0x0106, u32(0x100 | first))
    else:
        head += parameter(0x0115, u32(first & 3 | first & 0x80))
    head += parameter(0x0102, calling) + parameter(0x0103, called)
    if not is_returned:
        head += parameter(0x0116, u32(5))
    return sigtran(7, 2 if is_returned else 1, head + parameter(0x010B, message.user))


def cuts(octets: bytes, *at: int) -> list[bytes]:
    """`octets` cut at these places, of which those outside are left out."""
    places = sorted({0, len(octets), *(place for place in at if 0 < place < len(octets))})
    return [octets[begin:end] for begin, end in pairwise(places)]
