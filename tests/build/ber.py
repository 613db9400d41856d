"""BER encoding (X.690), and the unusual but readable forms of it that have fooled decoders.

Everything is bytes in, bytes out, so that forms nest freely: `tlv(0x30, tlv(0x04, b"..."))`. A tag
is its identifier octet in low-tag form (0x30, 0xA1, 0x80), turned into other forms on request.
"""


def size_octets(size: int, width: int = 0) -> bytes:
    """The length octets, short or shortest long form; `width` forces so many after the first."""
    if width == 0 and size < 0x80:
        return bytes([size])
    width = max(width, (size.bit_length() + 7) // 8)
    return bytes([0x80 | width]) + size.to_bytes(width, "big")


def tlv(tag: int, content: bytes, width: int = 0) -> bytes:
    """A definite-length element; `width` above 0 makes the length long form (X.690 8.1.3.5)."""
    return bytes([tag]) + size_octets(len(content), width) + content


def high_tag(tag: int, content: bytes, padding: int = 0) -> bytes:
    """The same element with its tag number in high-tag form (X.690 8.1.2.4), `9F 00` for `80`.

    `padding` adds so many leading 0x80 octets to the number, which 8.1.2.4.2 c forbids.
    """
    number = bytes([tag & 0x1F])
    return bytes([tag | 0x1F]) + b"\x80" * padding + number + size_octets(len(content)) + content


def indefinite(tag: int, content: bytes) -> bytes:
    """A constructed element of indefinite length (X.690 8.1.3.6) and its end-of-contents."""
    return bytes([tag | 0x20, 0x80]) + content + b"\x00\x00"


def constructed_string(tag: int, content: bytes, at: int = 1) -> bytes:
    """An OCTET STRING in two segments (X.690 8.7.3), split before octet `at`."""
    return tlv(tag | 0x20, tlv(0x04, content[:at]) + tlv(0x04, content[at:]))


def integer(value: int, tag: int = 0x02) -> bytes:
    """An INTEGER (or, by tag, ENUMERATED) in its shortest two's complement form."""
    size = max(1, (value if value >= 0 else ~value).bit_length() // 8 + 1)
    return tlv(tag, value.to_bytes(size, "big", signed=True))


def arcs(*numbers: int) -> bytes:
    """The content octets of an OBJECT IDENTIFIER (X.690 8.19)."""
    octets = bytes([numbers[0] * 40 + numbers[1]])
    for number in numbers[2:]:
        group = bytes([number & 0x7F])
        while number := number >> 7:
            group = bytes([0x80 | number & 0x7F]) + group
        octets += group
    return octets


def oid(*numbers: int) -> bytes:
    """An OBJECT IDENTIFIER element."""
    return tlv(0x06, arcs(*numbers))


NULL = tlv(0x05, b"")
