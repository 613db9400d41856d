"""The same BER in other clothes: lengths in long form or indefinite, tag numbers in high-tag form.

Elements are taken apart and put together again, each in the form that `choose` names for it. What a
constructed element holds is reshaped first, so that every outer length is right.
"""

from collections.abc import Callable

from tests.build.ber import high_tag, indefinite, tlv

PLAIN, LONG, LONGER, HIGH, INDEFINITE = "plain", "long", "longer", "high", "indefinite"
FORMS = (PLAIN, LONG, LONGER, HIGH, INDEFINITE)
CONSTRUCTED = 0x20


def elements(octets: bytes) -> list[tuple[int, bytes]]:
    """Tags and contents of plainly encoded elements, one behind the other."""
    found = []
    while octets:
        tag, size, head = octets[0], octets[1], 2
        if size >= 0x80:
            head += size & 0x7F
            size = int.from_bytes(octets[2:head], "big")
        found.append((tag, octets[head : head + size]))
        octets = octets[head + size :]
    return found


def element(tag: int, content: bytes, form: str) -> bytes:
    """One element in that form; an indefinite length only where it is allowed."""
    if form == HIGH:
        return high_tag(tag, content)
    if form == INDEFINITE and tag & CONSTRUCTED:
        return indefinite(tag, content)
    return tlv(tag, content, {LONG: 2, LONGER: 3}.get(form, 0))


def reshaped(octets: bytes, choose: Callable[[], str]) -> bytes:
    """All elements, outer ones chosen for last, in the forms that `choose` gives."""
    out = b""
    for tag, content in elements(octets):
        inner = reshaped(content, choose) if tag & CONSTRUCTED else content
        out += element(tag, inner, choose())
    return out
