"""TCAP messages (Q.773): transaction portion, dialogue portion and components.

Transaction ids are bytes, so that every size can be made; components are made one by one.
"""

from tests.build.ber import NULL, integer, oid, tlv

UNIDIRECTIONAL, BEGIN, END, CONTINUE, ABORT = 0x61, 0x62, 0x64, 0x65, 0x67
OTID, DTID, P_ABORT_CAUSE, COMPONENTS, DIALOGUE = 0x48, 0x49, 0x4A, 0x6C, 0x6B
INVOKE, RESULT, ERROR, REJECT, RESULT_PART = 0xA1, 0xA2, 0xA3, 0xA4, 0xA7
DIALOGUE_AS, UNIDIALOGUE_AS = (0, 0, 17, 773, 1, 1, 1), (0, 0, 17, 773, 1, 2, 1)
VERSION1 = bytes.fromhex("80020780")  # protocol-version [0] BIT STRING {version1}
MAP_CONTEXT = (0, 4, 0, 0, 1, 0)


def map_context(number: int, version: int, *extra: int) -> tuple[int, ...]:
    """The arcs of a MAP application context (TS 29.002 17.3): 0.4.0.0.1.0.number.version."""
    return (*MAP_CONTEXT, number, version, *extra)


def _external(syntax: tuple[int, ...], pdu: bytes) -> bytes:
    """A dialogue portion: EXTERNAL, direct reference, single ASN.1 type (Q.773 4.2.3)."""
    return tlv(DIALOGUE, tlv(0x28, oid(*syntax) + tlv(0xA0, pdu)))


def aarq(context: tuple[int, ...], user: bytes = b"") -> bytes:
    """A dialogue request: version, application context name [1], user information [30]."""
    information = tlv(0xBE, user) if user else b""
    return _external(DIALOGUE_AS, tlv(0x60, VERSION1 + tlv(0xA1, oid(*context)) + information))


def aare(context: tuple[int, ...], result: int = 0, diagnostic: int = 0) -> bytes:
    """A dialogue response: context [1], result [2], result source diagnostic [3] of the user."""
    why = tlv(0xA3, tlv(0xA1, integer(diagnostic)))
    pdu = VERSION1 + tlv(0xA1, oid(*context)) + tlv(0xA2, integer(result)) + why
    return _external(DIALOGUE_AS, tlv(0x61, pdu))


def abrt(source: int = 0) -> bytes:
    """A dialogue abort with its source [0]."""
    return _external(DIALOGUE_AS, tlv(0x64, integer(source, 0x80)))


def audt(context: tuple[int, ...]) -> bytes:
    """A unidirectional dialogue (Q.773 4.2.3.2.2)."""
    return _external(UNIDIALOGUE_AS, tlv(0x60, VERSION1 + tlv(0xA1, oid(*context))))


def message(kind: int, *parts: bytes) -> bytes:
    """A message of that tag around its parts."""
    return tlv(kind, b"".join(parts))


def components(*each: bytes) -> bytes:
    """The component portion."""
    return tlv(COMPONENTS, b"".join(each)) if each else b""


def begin(*each: bytes, otid: bytes = b"\x00\x00\x00\x01", dialogue: bytes = b"") -> bytes:
    """Begin: originating transaction id, dialogue portion, components."""
    return message(BEGIN, tlv(OTID, otid), dialogue, components(*each))


def continue_(
    *each: bytes,
    otid: bytes = b"\x00\x00\x00\x02",
    dtid: bytes = b"\x00\x00\x00\x01",
    dialogue: bytes = b"",
) -> bytes:
    """Continue: both transaction ids."""
    return message(CONTINUE, tlv(OTID, otid), tlv(DTID, dtid), dialogue, components(*each))


def end(*each: bytes, dtid: bytes = b"\x00\x00\x00\x01", dialogue: bytes = b"") -> bytes:
    """End: destination transaction id."""
    return message(END, tlv(DTID, dtid), dialogue, components(*each))


def abort(
    dtid: bytes = b"\x00\x00\x00\x01", cause: int | None = None, dialogue: bytes = b""
) -> bytes:
    """Abort: by the provider with a cause, or by the user with a dialogue portion."""
    why = b"" if cause is None else tlv(P_ABORT_CAUSE, bytes([cause]))
    return message(ABORT, tlv(DTID, dtid), why, dialogue)


def unidirectional(*each: bytes, dialogue: bytes = b"") -> bytes:
    """Unidirectional: no transaction id."""
    return message(UNIDIRECTIONAL, dialogue, components(*each))


def operation(code: int | tuple[int, ...]) -> bytes:
    """A local (INTEGER) or global (OBJECT IDENTIFIER) operation or error code."""
    return integer(code) if isinstance(code, int) else oid(*code)


def invoke(
    code: int | tuple[int, ...],
    argument: bytes = b"",
    invoke_id: int = 1,
    linked: int | None = None,
) -> bytes:
    """Invoke: invoke id, linked id [0], operation code, argument."""
    link = b"" if linked is None else integer(linked, 0x80)
    return tlv(INVOKE, integer(invoke_id) + link + operation(code) + argument)


def result(
    code: int | None = None, value: bytes = b"", invoke_id: int = 1, *, last: bool = True
) -> bytes:
    """ReturnResult (last or not): invoke id; operation code and result in a SEQUENCE, if any."""
    body = b"" if code is None else tlv(0x30, integer(code) + value)
    return tlv(RESULT if last else RESULT_PART, integer(invoke_id) + body)


def error(code: int, parameter: bytes = b"", invoke_id: int = 1) -> bytes:
    """ReturnError: invoke id, error code, parameter."""
    return tlv(ERROR, integer(invoke_id) + integer(code) + parameter)


def reject(problem: int, invoke_id: int | None = 1, kind: int = 0x81) -> bytes:
    """Reject: invoke id or NULL, problem [0] general, [1] invoke, [2] result, [3] error."""
    number = NULL if invoke_id is None else integer(invoke_id)
    return tlv(REJECT, number + tlv(kind, bytes([problem])))
