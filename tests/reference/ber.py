"""BER tags and lengths, slowly and obviously: what `kernels.ber.element` must say (X.690 8.1).

A tag or length that is not all there is a stop; a content that is not all there is clamped, and a
mismatch.
"""

from typing import NamedTuple

from kernels.outcome import Oddity, Stop

LENGTH_OCTETS_MAX = 4
TAG_OCTETS_MAX = 4
NESTING_MAX = 16


class Element(NamedTuple):
    """As `kernels.ber.Element`, positions counted from the beginning of the octets."""

    tag: int
    number: int
    value_at: int
    value_end: int
    next_at: int
    oddities: frozenset[Oddity]


def tag_of(octets: bytes) -> tuple[int, int, int, bool] | Stop:
    """(identifier octet, number, octets taken, whether high-tag form was needless)."""
    if octets[0] & 0x1F != 0x1F:
        return octets[0], octets[0] & 0x1F, 1, False
    number, taken = 0, 1
    while True:
        if taken == len(octets):
            return Stop.TRUNCATED if taken <= TAG_OCTETS_MAX else Stop.BAD_TAG
        number = number << 7 | octets[taken] & 0x7F
        taken += 1
        if octets[taken - 1] < 0x80:
            break
    if taken > TAG_OCTETS_MAX:
        return Stop.BAD_TAG
    if number < 0x1F:
        return octets[0] & 0xE0 | number, number, taken, True
    return octets[0], number, taken, False


def end_of_contents(octets: bytes, depth: int = 1) -> int | None:
    """Where the end-of-contents of an indefinite length begins; None when it does not come."""
    at = 0
    while len(octets) - at >= 2:
        if octets[at : at + 2] == b"\x00\x00":
            return at
        tag = tag_of(octets[at:])
        taken = skipped(octets[at:]) if isinstance(tag, Stop) else tag[2]
        at += taken
        if at >= len(octets):
            return None
        size, at = octets[at], at + 1
        if size == 0x80:
            if depth == NESTING_MAX:
                return None
            inner = end_of_contents(octets[at:], depth + 1)
            if inner is None:
                return None
            at += inner + 2
            continue
        if size > 0x80:
            count = size & 0x7F
            if count > LENGTH_OCTETS_MAX or at + count > len(octets):
                return None
            size, at = int.from_bytes(octets[at : at + count], "big"), at + count
        if at + size > len(octets):
            return None
        at += size
    return None


def skipped(octets: bytes) -> int:
    """Octets of a tag of any length."""
    return next((at for at in range(1, len(octets)) if octets[at] < 0x80), len(octets) - 1) + 1


def element(octets: bytes) -> Element | Stop:
    """The element at the beginning of the octets, or why there is none."""
    if len(octets) < 2:
        return Stop.TRUNCATED
    tag = tag_of(octets)
    if isinstance(tag, Stop):
        return tag
    identifier, number, at, is_needless = tag
    odd = {Oddity.HIGH_TAG} if is_needless else set()
    if at == len(octets):
        return Stop.TRUNCATED
    size, at = octets[at], at + 1
    if size == 0x80:
        close = end_of_contents(octets[at:])
        odd |= {Oddity.INDEFINITE_LENGTH}
        if close is None:
            every = frozenset(odd | {Oddity.LENGTH_MISMATCH})
            return Element(identifier, number, at, len(octets), len(octets), every)
        return Element(identifier, number, at, at + close, at + close + 2, frozenset(odd))
    if size > 0x80:
        count = size & 0x7F
        if at + count > len(octets):
            return Stop.TRUNCATED
        if count > LENGTH_OCTETS_MAX:
            return Stop.BAD_LENGTH
        size, at = int.from_bytes(octets[at : at + count], "big"), at + count
        shortest = (size.bit_length() + 7) // 8 or 1
        odd |= {Oddity.NON_MINIMAL_LENGTH} if size < 0x80 or count > shortest else set()
    if at + size > len(octets):
        odd |= {Oddity.LENGTH_MISMATCH}
        return Element(identifier, number, at, len(octets), len(octets), frozenset(odd))
    return Element(identifier, number, at, at + size, at + size, frozenset(odd))
