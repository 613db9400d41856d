"""SCCP connectionless messages (Q.713 4.10 to 4.20) and party addresses, titles 0 to 4 (3.4).

An address is made by `party`; UDT, XUDT, LUDT and the service messages are laid out with their
pointers, which count from the pointer octet itself (2.3).
"""

from tests.build.digits import semi_octets

UDT, UDTS, XUDT, XUDTS, LUDT, LUDTS = 0x09, 0x0A, 0x11, 0x12, 0x13, 0x14
HLR, VLR, MSC, GMLC, CAP, SCF, SGSN = 6, 7, 8, 145, 146, 147, 149
RETURN_ON_ERROR = 0x80
SEGMENTATION, IMPORTANCE = 0x10, 0x12
INTERNATIONAL, E164 = 4, 1


def global_title(
    digits: str,
    indicator: int = 4,
    *,
    tt: int = 0,
    nai: int = INTERNATIONAL,
    plan: int = E164,
    odd: int | None = None,
) -> bytes:
    """The global title of 3.4.2.3.1 to 3.4.2.3.4; `odd` overrides what the digits say."""
    is_odd = len(digits) % 2 if odd is None else odd
    scheme = 1 if is_odd else 2
    octets = semi_octets(digits, filler=0)
    heads = {
        0: b"",
        1: bytes([is_odd << 7 | nai]),
        2: bytes([tt]),
        3: bytes([tt, plan << 4 | scheme]),
        4: bytes([tt, plan << 4 | scheme, nai]),
    }
    return heads[indicator] + octets


def party(
    digits: str = "",
    indicator: int = 4,
    *,
    ssn: int | None = HLR,
    pc: int | None = None,
    title: bytes | None = None,
    **parts: int,
) -> bytes:
    """A party address (3.4): indicator, point code, subsystem number, global title."""
    if title is None:
        title = global_title(digits, indicator, **parts) if digits else b""
        indicator = indicator if digits else 0
    route_on_ssn = indicator == 0
    octets = bytes([route_on_ssn << 6 | indicator << 2 | (ssn is not None) << 1 | (pc is not None)])
    octets += b"" if pc is None else pc.to_bytes(2, "little")
    octets += b"" if ssn is None else bytes([ssn])
    return octets + title


def _laid_out(fixed: bytes, parts: tuple[bytes, ...], optional: bytes | None, wide: int) -> bytes:
    """Pointers to the variable parts, one to the optional part, then all of them."""
    # LUDT has pointers of two octets, and so is its data's length (Q.713 4.20).
    sized = [len(part).to_bytes(1, "big") + part for part in parts[:-1]]
    sized.append(len(parts[-1]).to_bytes(wide, "little") + parts[-1])
    count = len(parts) + (optional is not None)
    pointers, at = b"", count * wide
    for place, part in enumerate(sized):
        pointers += (at - place * wide - (wide - 1)).to_bytes(wide, "little")
        at += len(part)
    if optional is not None:
        away = at - len(parts) * wide - (wide - 1) if optional else 0
        pointers += away.to_bytes(wide, "little")
    return fixed + pointers + b"".join(sized) + (optional or b"")


def option(name: int, value: bytes) -> bytes:
    """One optional parameter: name, length, value."""
    return bytes([name, len(value)]) + value


def segmentation(remaining: int, first: int, reference: int = 0x010203, order: int = 1) -> bytes:
    """The optional part with a segmentation parameter (3.17) and its end."""
    value = bytes([first << 7 | order << 6 | remaining]) + reference.to_bytes(3, "little")
    return option(SEGMENTATION, value) + b"\x00"


def udt(user: bytes, called: bytes, calling: bytes, protocol: int = RETURN_ON_ERROR) -> bytes:
    """Unitdata (4.10)."""
    return _laid_out(bytes([UDT, protocol]), (called, calling, user), None, 1)


def udts(user: bytes, called: bytes, calling: bytes, cause: int = 1) -> bytes:
    """Unitdata service (4.11): the message comes back with a cause."""
    return _laid_out(bytes([UDTS, cause]), (called, calling, user), None, 1)


def xudt(
    user: bytes, called: bytes, calling: bytes, optional: bytes = b"", hops: int = 10
) -> bytes:
    """Extended unitdata (4.18); an empty `optional` gives a zero pointer."""
    fixed = bytes([XUDT, RETURN_ON_ERROR, hops])
    return _laid_out(fixed, (called, calling, user), optional, 1)


def xudts(user: bytes, called: bytes, calling: bytes, cause: int = 1, hops: int = 10) -> bytes:
    """Extended unitdata service (4.19)."""
    return _laid_out(bytes([XUDTS, cause, hops]), (called, calling, user), b"", 1)


def ludt(
    user: bytes, called: bytes, calling: bytes, optional: bytes = b"", hops: int = 10
) -> bytes:
    """Long unitdata (4.20)."""
    fixed = bytes([LUDT, RETURN_ON_ERROR, hops])
    return _laid_out(fixed, (called, calling, user), optional, 2)
