"""M2UA messages (RFC 3331): common header, parameters, and the Data message of class MAUP."""

PPID = 2
MAUP, DATA, ESTABLISH = 6, 1, 2
IDENTIFIER, TEXT_IDENTIFIER, CORRELATION_ID = 0x0001, 0x0003, 0x0013
PROTOCOL_DATA_1, PROTOCOL_DATA_2 = 0x0300, 0x0301


def parameter(tag: int, value: bytes) -> bytes:
    """Tag, length without padding, value, padding (3.1.5)."""
    head = tag.to_bytes(2, "big") + (4 + len(value)).to_bytes(2, "big")
    return head + value + bytes(-len(value) % 4)


def message(group: int, kind: int, *parameters: bytes) -> bytes:
    """The common header (3.1) and the parameters."""
    body = b"".join(parameters)
    return bytes([1, 0, group, kind]) + (8 + len(body)).to_bytes(4, "big") + body


def identifier(number: int = 12) -> bytes:
    """An interface identifier in binary."""
    return parameter(IDENTIFIER, number.to_bytes(4, "big"))


def data(unit: bytes, *after: bytes, japanese: bool = False) -> bytes:
    """A Data message (3.3.1.1); in Japan a length indicator with priority stands before the SIO."""
    if japanese:
        unit = bytes([min(len(unit), 63)]) + unit
    tag = PROTOCOL_DATA_2 if japanese else PROTOCOL_DATA_1
    return message(MAUP, DATA, identifier(), parameter(tag, unit), *after)
