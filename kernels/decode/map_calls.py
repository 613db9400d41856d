"""Call handling, call completion, group calls, shared interworking (TS 29.002 17.6.3, 17.6.8)."""

from kernels.decode.map_types import (
    CALL_CSI,
    DIALLED_CSI,
    EMPTY,
    EMPTY_TAGGED,
    FORWARDING_DATA,
    SUBSCRIBER_INFO,
    C,
)
from kernels.decode.rules import (
    ENUMERATED,
    NULL,
    SEQUENCE,
    STRING,
    extension,
    imsi,
    inside,
    leaking,
    named,
    number,
    plain,
    telling,
)
from kernels.meanings import Identity, Leak
from kernels.wire.gsm_map import Operation

SERVED = Leak.SERVING_NODE
ROAMING_NUMBER = telling(STRING, Leak.ROAMING_NUMBER)
FORWARDING = leaking(inside(SEQUENCE, *FORWARDING_DATA), Leak.PROFILE)
GMSC_CAMEL = (  # GmscCamelSubscriptionInfo
    inside(C(0), *CALL_CSI),
    inside(C(1), *CALL_CSI),
    extension(C(2)),
    named(3, 4),
    inside(C(5), *DIALLED_CSI),
    ...,
)
CAMEL_ROUTING = (
    inside(SEQUENCE, *FORWARDING_DATA),
    inside(C(0), *GMSC_CAMEL),
    extension(C(1)),
    ...,
)
ROUTING_INFO_2 = inside(C(17), ROAMING_NUMBER, FORWARDING)

ARGUMENTS = {
    Operation.SEND_ROUTING_INFO: (
        inside(
            SEQUENCE,
            number(C(0), Identity.MSISDN),
            named(*range(1, 13)),
            extension(C(13)),
            named(*range(14, 30)),
            ...,
        ),
    ),
    Operation.PROVIDE_ROAMING_NUMBER: (
        inside(
            SEQUENCE,
            imsi(C(0)),
            number(C(1), Identity.MSC_GT),
            number(C(2), Identity.MSISDN),
            named(*range(3, 11)),
            extension(C(11)),
            named(12, 13, 15, 14, *range(16, 27)),
            ...,
        ),
    ),
    Operation.RESUME_CALL_HANDLING: (
        inside(
            SEQUENCE,
            named(0, 1),
            inside(C(2), *FORWARDING_DATA),
            imsi(C(3)),
            named(4),
            inside(C(5), *CALL_CSI),
            extension(C(7)),
            named(8),
            number(C(9), Identity.MSISDN),
            named(10, 11),
            inside(C(12), *DIALLED_CSI),
            named(13, 14, 15),
            ...,
        ),
    ),
    Operation.RELEASE_RESOURCES: (inside(SEQUENCE, plain(STRING), extension(), ...),),
    Operation.SET_REPORTING_STATE: (
        inside(SEQUENCE, imsi(C(0)), named(1, 2), extension(C(3)), ...),
    ),
    Operation.STATUS_REPORT: (
        inside(
            SEQUENCE,
            imsi(C(0)),
            inside(C(1), telling(C(0), Leak.STATE), extension(C(1)), ...),
            named(2),
            extension(C(3)),
            ...,
        ),
    ),
    Operation.REMOTE_USER_FREE: (
        inside(SEQUENCE, imsi(C(0)), named(1, 2, 3, 4, 5), extension(C(6)), ...),
    ),
    Operation.IST_ALERT: (inside(SEQUENCE, imsi(C(0)), extension(C(1)), ...),),
    Operation.IST_COMMAND: (inside(SEQUENCE, imsi(C(0)), extension(C(1)), ...),),
    Operation.PROVIDE_SIWFS_NUMBER: (inside(SEQUENCE, named(*range(7)), extension(C(7)), ...),),
    Operation.SIWFS_SIGNALLING_MODIFY: (inside(SEQUENCE, named(0, 1), extension(C(2)), ...),),
    Operation.PREPARE_GROUP_CALL: (
        inside(
            SEQUENCE,
            plain(STRING, STRING, STRING, STRING),
            named(0, 1, 2, 3),
            extension(C(4)),
            named(5, 6, 7, 8),
            ...,
        ),
    ),
    Operation.SEND_GROUP_CALL_END_SIGNAL: (
        inside(SEQUENCE, imsi(), extension(), named(0, 1), ...),
    ),
    Operation.PROCESS_GROUP_CALL_SIGNALLING: (
        inside(SEQUENCE, named(0, 1, 2), extension(), named(3, 4, 5, 6), ...),
    ),
    Operation.FORWARD_GROUP_CALL_SIGNALLING: (
        inside(SEQUENCE, imsi(), named(0, 1, 2, 3, 4), extension(), named(*range(5, 11)), ...),
    ),
    Operation.SEND_GROUP_CALL_INFO: (
        inside(
            SEQUENCE,
            plain(ENUMERATED, STRING, STRING),
            named(0),
            imsi(C(1)),
            named(2, 3, 4, 5),
            extension(C(6)),
            ...,
        ),
    ),
}

RESULTS = {
    Operation.SEND_ROUTING_INFO: (
        inside(
            SEQUENCE,  # versions 1 and 2
            leaking(imsi(), Leak.IMSI),
            FORWARDING,
            ROAMING_NUMBER,  # in its place, so that a SEQUENCE behind it is CUG-CheckInfo
            plain(SEQUENCE),
            ...,
        ),
        inside(
            C(3),
            leaking(imsi(C(9)), Leak.IMSI),
            ROAMING_NUMBER,
            FORWARDING,
            leaking(inside(C(8), *CAMEL_ROUTING), Leak.PROFILE),
            named(3, 6),
            inside(C(7), *SUBSCRIBER_INFO),
            named(1, 5, 4),
            leaking(number(C(2), Identity.MSC_GT), SERVED),
            extension(C(0)),
            named(10, 11),
            leaking(number(C(12), Identity.MSISDN), Leak.MSISDN),
            named(13, 14, 15, 16),
            ROUTING_INFO_2,
            named(18, 19, 20, 21, 22, 23),
            ...,
        ),
    ),
    Operation.PROVIDE_ROAMING_NUMBER: (
        ROAMING_NUMBER,  # alone, versions 1 and 2
        inside(
            SEQUENCE,
            ROAMING_NUMBER,
            extension(),
            plain(NULL),
            leaking(number(STRING, Identity.MSC_GT), SERVED),
            ...,
        ),
    ),
    Operation.RESUME_CALL_HANDLING: EMPTY,
    Operation.RELEASE_RESOURCES: EMPTY,
    Operation.SET_REPORTING_STATE: (
        inside(SEQUENCE, telling(C(0), Leak.STATE), extension(C(1)), ...),
    ),
    Operation.STATUS_REPORT: EMPTY_TAGGED,
    Operation.REMOTE_USER_FREE: (inside(SEQUENCE, named(0), extension(C(1)), ...),),
    Operation.IST_ALERT: (inside(SEQUENCE, named(0, 1, 2), extension(C(3)), ...),),
    Operation.IST_COMMAND: EMPTY,
    Operation.PROVIDE_SIWFS_NUMBER: (inside(SEQUENCE, named(0), extension(C(1)), ...),),
    Operation.SIWFS_SIGNALLING_MODIFY: (inside(SEQUENCE, named(0), extension(C(1)), ...),),
    Operation.PREPARE_GROUP_CALL: (inside(SEQUENCE, plain(STRING), extension(), ...),),
    Operation.SEND_GROUP_CALL_END_SIGNAL: EMPTY,
    Operation.SEND_GROUP_CALL_INFO: (
        inside(
            SEQUENCE,
            number(C(0), Identity.MSC_GT),
            named(1),
            leaking(imsi(C(2)), Leak.IMSI),
            named(3, 4),
            telling(C(5), Leak.AUTHENTICATION),
            extension(C(6)),
            ...,
        ),
    ),
}
