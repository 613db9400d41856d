"""M3UA messages (RFC 4666): common header, parameters, and the DATA message with MTP3 user data.

Any class and type can be made; only DATA (1, 1) has named fields.
"""

NETWORK_APPEARANCE, ROUTING_CONTEXT, INFO_STRING = 0x0200, 0x0006, 0x0004
PROTOCOL_DATA, CORRELATION_ID = 0x0210, 0x0013
TRANSFER, SSNM, ASPSM = 1, 2, 3
SCCP, ISUP, SNM = 3, 5, 0
INTERNATIONAL, NATIONAL = 0, 2


def parameter(tag: int, value: bytes) -> bytes:
    """Tag, length (header included, padding not: 3.2), value, padding."""
    head = tag.to_bytes(2, "big") + (len(value) + 4).to_bytes(2, "big")
    return head + value + b"\x00" * (-len(value) % 4)


def message(group: int, kind: int, *parameters: bytes, version: int = 1) -> bytes:
    """Common header (3.1): version, reserved, class, type, length with padding."""
    body = b"".join(parameters)
    return bytes([version, 0, group, kind]) + (8 + len(body)).to_bytes(4, "big") + body


def protocol_data(
    user: bytes,
    *,
    opc: int = 1001,
    dpc: int = 2002,
    si: int = SCCP,
    ni: int = NATIONAL,
    mp: int = 0,
    sls: int = 5,
) -> bytes:
    """The Protocol Data parameter (3.3.1): OPC, DPC, SI, NI, MP, SLS, user data."""
    label = opc.to_bytes(4, "big") + dpc.to_bytes(4, "big") + bytes([si, ni, mp, sls])
    return parameter(PROTOCOL_DATA, label + user)


def data(user: bytes, *before: bytes, **label: int) -> bytes:
    """A DATA message; `before` are parameters that stand ahead of Protocol Data."""
    return message(TRANSFER, 1, *before, protocol_data(user, **label))


def context(number: int = 100) -> bytes:
    """A Routing Context parameter with one context."""
    return parameter(ROUTING_CONTEXT, number.to_bytes(4, "big"))
