"""ITU-T X.690 basic encoding rules, as far as TCAP and MAP need them.

Strategy: a value is the octets of its contents; `tlv` wraps it. Tags are written as the one octet
that goes on the wire, so a reader can lay the specification beside the code. Lengths are always
definite and minimal. Leaves out: tag numbers above 30, indefinite lengths, and every other thing
an honest encoder never writes.
"""

from enum import IntEnum


class Universal(IntEnum):
    """X.680 8.6, with the constructed bit where the type is always constructed."""

    BOOLEAN = 0x01
    INTEGER = 0x02
    BIT_STRING = 0x03
    OCTET_STRING = 0x04
    NULL = 0x05
    OBJECT_IDENTIFIER = 0x06
    EXTERNAL = 0x28
    ENUMERATED = 0x0A
    SEQUENCE = 0x30


PRIMITIVE = 0x80
"""Context class, primitive: `PRIMITIVE | 2` is [2] of a simple type."""
CONSTRUCTED = 0xA0
"""Context class, constructed: `CONSTRUCTED | 2` is [2] around other values."""

_SHORT_MAX = 0x7F
_ONE_OCTET_MAX = 0xFF


def length(size: int) -> bytes:
    """X.690 8.1.3: short form up to 127, then one or two octets."""
    if size <= _SHORT_MAX:
        return bytes((size,))
    if size <= _ONE_OCTET_MAX:
        return bytes((0x81, size))
    return b"\x82" + size.to_bytes(2)


def tlv(tag: int, *parts: bytes) -> bytes:
    """One element: tag, length, and the parts one after another as its contents."""
    contents = b"".join(parts)
    return bytes((tag,)) + length(len(contents)) + contents


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE and SEQUENCE OF (X.690 8.9, 8.10)."""
    return tlv(Universal.SEQUENCE, *parts)


def octet_string(contents: bytes) -> bytes:
    """OCTET STRING, primitive (X.690 8.7)."""
    return tlv(Universal.OCTET_STRING, contents)


def integer(value: int, tag: int = Universal.INTEGER) -> bytes:
    """INTEGER, or any type encoded as one: two's complement, fewest octets (X.690 8.3)."""
    size = (value if value >= 0 else ~value).bit_length() // 8 + 1
    return tlv(tag, value.to_bytes(size, signed=True))


def enumerated(value: int, tag: int = Universal.ENUMERATED) -> bytes:
    """ENUMERATED (X.690 8.4)."""
    return integer(value, tag)


def boolean(value: bool, tag: int = Universal.BOOLEAN) -> bytes:  # noqa: FBT001 - the value itself
    """BOOLEAN; true is all ones, as in DER (X.690 8.2)."""
    return tlv(tag, b"\xff" if value else b"\x00")


def null(tag: int = Universal.NULL) -> bytes:
    """NULL: a flag that is there (X.690 8.8)."""
    return tlv(tag)


def object_identifier(*arcs: int) -> bytes:
    """OBJECT IDENTIFIER (X.690 8.19)."""
    subidentifiers = (arcs[0] * 40 + arcs[1], *arcs[2:])
    return tlv(Universal.OBJECT_IDENTIFIER, *(_base128(arc) for arc in subidentifiers))


def _base128(value: int) -> bytes:
    """Seven bits an octet, most significant first, the top bit set on all but the last."""
    octets = [value & 0x7F]
    while value := value >> 7:
        octets.append(0x80 | value & 0x7F)
    return bytes(reversed(octets))
