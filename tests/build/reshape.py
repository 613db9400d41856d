"""The same BER in other clothes: lengths in long form or indefinite, tag numbers in high-tag form.

Elements are taken apart and put together again, each in the form that `choose` names for it. What a
constructed element holds is reshaped first, so that every outer length is right.
"""

from collections.abc import Callable

from tests.build.ber import high_tag, indefinite, size_octets, tlv

PLAIN, LONG, LONGER, HIGH, INDEFINITE = "plain", "long", "longer", "high", "indefinite"
FORMS = (PLAIN, LONG, LONGER, HIGH, INDEFINITE)
CONSTRUCTED = 0x20


def elements(octets: bytes) -> list[tuple[int, bytes]]:
    """Tags and contents of plainly encoded elements, one behind the other.

    A tag of more octets than one is their number.
    """
    found = []
    while octets:
        head = 1
        if octets[0] & 0x1F == 0x1F:
            while octets[head] & 0x80:
                head += 1
            head += 1
        tag, size, head = int.from_bytes(octets[:head], "big"), octets[head], head + 1
        if size >= 0x80:
            first, head = head, head + (size & 0x7F)
            size = int.from_bytes(octets[first:head], "big")
        found.append((tag, octets[head : head + size]))
        octets = octets[head + size :]
    return found


def element(tag: int, content: bytes, form: str) -> bytes:
    """One element in that form; an indefinite length only where it is allowed."""
    width = {LONG: 2, LONGER: 3}.get(form, 0)
    if tag > 0xFF:
        head = tag.to_bytes(2 if tag <= 0xFFFF else 3, "big")
        if form == INDEFINITE and is_constructed(tag):
            return head + b"\x80" + content + b"\x00\x00"
        return head + size_octets(len(content), width) + content
    if form == HIGH:
        return high_tag(tag, content)
    if form == INDEFINITE and tag & CONSTRUCTED:
        return indefinite(tag, content)
    return tlv(tag, content, width)


def is_constructed(tag: int) -> bool:
    """Whether an element of this tag holds elements."""
    while tag > 0xFF:
        tag >>= 8
    return bool(tag & CONSTRUCTED)


def reshaped(octets: bytes, choose: Callable[[], str]) -> bytes:
    """All elements, outer ones chosen for last, in the forms that `choose` gives."""
    out = b""
    for tag, content in elements(octets):
        inner = reshaped(content, choose) if is_constructed(tag) else content
        out += element(tag, inner, choose())
    return out
