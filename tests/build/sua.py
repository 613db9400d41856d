"""SUA messages (RFC 3868): connectionless transfer and response, addresses as parameters."""

from tests.build.digits import semi_octets
from tests.build.m2ua import message, parameter

PPID = 4
CONNECTIONLESS, CONNECTION_ORIENTED = 7, 8
CLDT, CLDR, CODT, CODA = 1, 2, 8, 9
ON_TITLE, ON_SSN = 1, 2
SOURCE, DESTINATION, CAUSE, DATA, SEGMENTATION = 0x0102, 0x0103, 0x0106, 0x010B, 0x0117
ROUTING_CONTEXT, PROTOCOL_CLASS, SEQUENCE_CONTROL = 0x0006, 0x0115, 0x0116
TITLE, POINT_CODE, SUBSYSTEM, IP4 = 0x8001, 0x8002, 0x8003, 0x8004


def title(digits: str, *, gti: int = 4, tt: int = 0, plan: int = 1, nai: int = 4) -> bytes:
    """A global title (3.10.2.3)."""
    head = bytes([0, 0, 0, gti, len(digits), tt, plan, nai])
    return parameter(TITLE, head + semi_octets(digits, filler=0))


def address(digits: str = "", *, ssn: int | None = 6, pc: int | None = None, **parts: int) -> bytes:
    """The value of an address parameter (3.10.2)."""
    said = (ssn is not None) | (pc is not None) << 1 | bool(digits) << 2
    octets = (ON_TITLE if digits else ON_SSN).to_bytes(2, "big") + said.to_bytes(2, "big")
    octets += title(digits, **parts) if digits else b""
    octets += b"" if pc is None else parameter(POINT_CODE, pc.to_bytes(4, "big"))
    return octets + (b"" if ssn is None else parameter(SUBSYSTEM, bytes([0, 0, 0, ssn])))


def cldt(user: bytes, called: bytes, calling: bytes, *more: bytes) -> bytes:
    """Connectionless data transfer (3.3.1)."""
    return message(
        CONNECTIONLESS,
        CLDT,
        parameter(ROUTING_CONTEXT, (100).to_bytes(4, "big")),
        parameter(PROTOCOL_CLASS, bytes([0, 0, 0, 0x80])),
        parameter(SOURCE, calling),
        parameter(DESTINATION, called),
        parameter(SEQUENCE_CONTROL, bytes(4)),
        *more,
        parameter(DATA, user),
    )


def cldr(user: bytes | None, called: bytes, calling: bytes, cause: int = 1) -> bytes:
    """Its response (3.3.2): the message, or nothing of it, comes back."""
    return message(
        CONNECTIONLESS,
        CLDR,
        parameter(ROUTING_CONTEXT, (100).to_bytes(4, "big")),
        parameter(CAUSE, bytes([0, 0, 1, cause])),
        parameter(SOURCE, calling),
        parameter(DESTINATION, called),
        *([] if user is None else [parameter(DATA, user)]),
    )


def segment(remaining: int, first: int, reference: int = 0x010203) -> bytes:
    """A segmentation parameter (3.10.23)."""
    return parameter(SEGMENTATION, bytes([first << 7 | remaining]) + reference.to_bytes(3, "big"))


def codt(user: bytes) -> bytes:
    """Connection-oriented data transfer (3.4.8)."""
    reference = parameter(0x0105, (9).to_bytes(4, "big"))
    return message(CONNECTION_ORIENTED, CODT, reference, parameter(DATA, user))
