"""M2PA messages (RFC 4165 2): common header of class 11, sequence numbers, user data."""

PPID = 5
USER_DATA, LINK_STATUS = 1, 2


def message(kind: int, body: bytes, *, bsn: int = 7, fsn: int = 8, version: int = 1) -> bytes:
    """Both headers (2.1, 2.2) and what follows; there is no padding."""
    head = bytes([version, 0, 11, kind]) + (16 + len(body)).to_bytes(4, "big")
    return head + bsn.to_bytes(4, "big") + fsn.to_bytes(4, "big") + body


def user_data(unit: bytes, priority: int = 0, **numbers: int) -> bytes:
    """A User Data message (2.3.1): a priority octet and the message signal unit."""
    return message(USER_DATA, bytes([priority << 6]) + unit, **numbers)


def link_status(state: int = 2) -> bytes:
    """A Link Status message (2.3.2)."""
    return message(LINK_STATUS, state.to_bytes(4, "big"))
