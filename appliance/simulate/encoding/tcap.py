"""TCAP: components, the dialogue portion, and the package around them (ITU-T Q.773).

    Begin     [ otid        | dialogue | components ]
    Continue  [ otid | dtid | dialogue | components ]
    End       [        dtid | dialogue | components ]
    Abort     [        dtid | cause or dialogue     ]

Leaves out: Unidirectional, Reject, ReturnResultNotLast, linked invokes, user information.
"""

from enum import IntEnum

from appliance.simulate.encoding.ber import (
    CONSTRUCTED,
    Universal,
    integer,
    object_identifier,
    sequence,
    tlv,
)
from appliance.simulate.encoding.gsm_map import Context, Fault, Operation


class Package(IntEnum):
    """Message type tags (Q.773 table 7)."""

    BEGIN = 0x62
    END = 0x64
    CONTINUE = 0x65
    ABORT = 0x67


_ORIGINATING_ID = 0x48
_DESTINATION_ID = 0x49
_DIALOGUE = 0x6B
_COMPONENTS = 0x6C

_INVOKE = 0xA1
_RESULT_LAST = 0xA2
_ERROR = 0xA3

_DIALOGUE_AS_ID = object_identifier(0, 0, 17, 773, 1, 1, 1)
_AARQ = 0x60
_AARE = 0x61
_PROTOCOL_VERSION_1 = bytes.fromhex("80020780")  # [0] BIT STRING: seven unused bits, version1
_ACCEPTED = (0, 0)  # result accepted, diagnostic null (Q.773 4.2.3)
_CONTEXT_NOT_SUPPORTED = (1, 2)  # reject-permanent, application-context-name-not-supported


def invoke(invoke_id: int, operation: Operation, argument: bytes) -> bytes:
    """Invoke with a local operation code (Q.773 table 20)."""
    return tlv(_INVOKE, integer(invoke_id), integer(operation), argument)


def result(invoke_id: int, operation: Operation, parameter: bytes = b"") -> bytes:
    """ReturnResultLast; without a parameter it carries the invoke id alone (Q.773 table 21)."""
    if not parameter:
        return tlv(_RESULT_LAST, integer(invoke_id))
    return tlv(_RESULT_LAST, integer(invoke_id), sequence(integer(operation), parameter))


def error(invoke_id: int, fault: Fault) -> bytes:
    """ReturnError with a local error code (Q.773 table 22)."""
    return tlv(_ERROR, integer(invoke_id), integer(fault.code), fault.parameter)


def dialogue_request(context: Context) -> bytes:
    """Dialogue portion with an AARQ proposing `context`."""
    return _dialogue(tlv(_AARQ, _PROTOCOL_VERSION_1, _context_name(context)))


def dialogue_accept(context: Context) -> bytes:
    """Dialogue portion with an AARE accepting `context`."""
    return _dialogue(_response(context, *_ACCEPTED))


def dialogue_refuse(context: Context) -> bytes:
    """Dialogue portion with an AARE refusing what was proposed and naming `context` instead."""
    return _dialogue(_response(context, *_CONTEXT_NOT_SUPPORTED))


def package(kind: Package, otid: bytes, dtid: bytes, dialogue: bytes, components: bytes) -> bytes:
    """One TCAP message; an empty argument leaves its element out."""
    return tlv(
        kind,
        tlv(_ORIGINATING_ID, otid) if otid else b"",
        tlv(_DESTINATION_ID, dtid) if dtid else b"",
        dialogue,
        tlv(_COMPONENTS, components) if components else b"",
    )


def _dialogue(unit: bytes) -> bytes:
    """DialoguePortion: an EXTERNAL that holds one structured dialogue unit (Q.773 4.2.1)."""
    return tlv(_DIALOGUE, tlv(Universal.EXTERNAL, _DIALOGUE_AS_ID, tlv(CONSTRUCTED | 0, unit)))


def _response(context: Context, outcome: int, diagnostic: int) -> bytes:
    """AARE: context, result [2], result-source-diagnostic [3] of the dialogue-service-user [1]."""
    return tlv(
        _AARE,
        _PROTOCOL_VERSION_1,
        _context_name(context),
        tlv(CONSTRUCTED | 2, integer(outcome)),
        tlv(CONSTRUCTED | 3, tlv(CONSTRUCTED | 1, integer(diagnostic))),
    )


def _context_name(context: Context) -> bytes:
    return tlv(CONSTRUCTED | 1, object_identifier(*context.arcs))
