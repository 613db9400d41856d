"""Handover between MSCs, and tracing (TS 29.002 17.6.1 and 17.6.2)."""

from kernels.decode.map_types import EMPTY_TAGGED, C
from kernels.decode.rules import (
    ENUMERATED,
    NULL,
    SEQUENCE,
    STRING,
    extension,
    imei,
    imsi,
    inside,
    named,
    number,
    plain,
)
from kernels.meanings import Identity
from kernels.wire.gsm_map import Operation

SIGNAL = (inside(SEQUENCE, plain(ENUMERATED, STRING), extension(), ...),)  # ExternalSignalInfo

ARGUMENTS = {
    Operation.PREPARE_HANDOVER: (
        inside(SEQUENCE, plain(STRING, NULL, SEQUENCE), ...),
        inside(
            C(3),
            named(0),
            plain(NULL),
            named(1, 2, 3),
            imsi(C(4)),
            named(5, 6, 7, 9, 10, 11),
            extension(C(8)),
            named(*range(12, 16), 20, *range(16, 20), 21),
            imei(C(22)),
            named(23, *range(25, 32)),
            ...,
        ),
    ),
    Operation.PERFORM_HANDOVER: (
        inside(SEQUENCE, plain(STRING, STRING, STRING, STRING), named(11, 12)),
    ),
    Operation.PREPARE_SUBSEQUENT_HANDOVER: (
        inside(SEQUENCE, plain(STRING), number(STRING, Identity.NEW_MSC_GT), plain(SEQUENCE), ...),
        inside(
            C(3),
            named(0),
            number(C(1), Identity.NEW_MSC_GT),
            named(2, 3, 4),
            extension(C(5)),
            named(6, 7),
            ...,
        ),
    ),
    Operation.PERFORM_SUBSEQUENT_HANDOVER: (
        inside(SEQUENCE, plain(STRING, STRING), number(STRING, Identity.NEW_MSC_GT), named(10)),
    ),
    Operation.SEND_END_SIGNAL: (*SIGNAL, inside(C(3), plain(SEQUENCE), extension(C(0)), ...)),
    Operation.PROCESS_ACCESS_SIGNALLING: (
        *SIGNAL,
        inside(C(3), plain(SEQUENCE), named(1, 2, 3, 4), extension(C(0)), named(5, 6, 7, 8), ...),
    ),
    Operation.FORWARD_ACCESS_SIGNALLING: (
        *SIGNAL,
        inside(
            C(3),
            plain(SEQUENCE),
            named(0, 1, 2, 4, 5, 6),
            extension(C(3)),
            named(7, 9, 8, *range(10, 16), 17, 18, 19, 20),
            imei(C(21)),
            ...,
        ),
    ),
    Operation.NOTE_INTERNAL_HANDOVER: (inside(SEQUENCE, plain(ENUMERATED), named(1, 2)),),
    Operation.ACTIVATE_TRACE_MODE: (
        inside(SEQUENCE, imsi(C(0)), named(1, 2, 3), extension(C(4)), named(*range(5, 12)), ...),
    ),
    Operation.DEACTIVATE_TRACE_MODE: (
        inside(SEQUENCE, imsi(C(0)), named(1), extension(C(2)), named(3), ...),
    ),
    Operation.TRACE_SUBSCRIBER_ACTIVITY: (inside(SEQUENCE, imsi(C(0)), named(1, 2, 3, 4)),),
}

RESULTS = {
    Operation.PREPARE_HANDOVER: (
        inside(SEQUENCE, plain(STRING, SEQUENCE), ...),
        inside(
            C(3),
            named(0, 1, 2, 3),
            plain(NULL),
            named(5, 6),
            extension(C(4)),
            named(7, 8, 9, 10),
            ...,
        ),
    ),
    Operation.PERFORM_HANDOVER: (inside(SEQUENCE, plain(STRING, SEQUENCE)),),
    Operation.PREPARE_SUBSEQUENT_HANDOVER: (
        *SIGNAL,
        inside(C(3), plain(SEQUENCE), extension(C(0)), ...),
    ),
    Operation.PERFORM_SUBSEQUENT_HANDOVER: SIGNAL,
    Operation.SEND_END_SIGNAL: EMPTY_TAGGED,
    Operation.ACTIVATE_TRACE_MODE: (inside(SEQUENCE, extension(C(0)), named(1), ...),),
    Operation.DEACTIVATE_TRACE_MODE: EMPTY_TAGGED,
}
