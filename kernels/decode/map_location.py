"""Location services, subscriber information, packet routing (TS 29.002 17.6.1, 17.6.5, 17.6.7)."""

from kernels.decode.map_types import (
    CAMEL,
    EMPTY,
    EMPTY_TAGGED,
    EXT_FORWARDING_FEATURE,
    FORWARDED,
    FORWARDING_FOR_CSE,
    NODES,
    SUBSCRIBER,
    SUBSCRIBER_INFO,
    C,
)
from kernels.decode.rules import (
    BITS,
    ENUMERATED,
    NULL,
    SEQUENCE,
    STRING,
    cell,
    each,
    extension,
    imei,
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
PROFILE = Leak.PROFILE
POSITION = Leak.POSITION
ANSWERED = (inside(SEQUENCE, inside(SEQUENCE, *SUBSCRIBER_INFO), extension(), ...),)
LCS_LOCATION = (  # LCSLocationInfo
    leaking(number(STRING, Identity.MSC_GT), SERVED),
    named(0),
    extension(C(1)),
    named(2),
    leaking(inside(C(3), *NODES), SERVED),
    named(4, 5),
    tuple(telling(C(tag), SERVED) for tag in (6, 8, 9, 10)),
    ...,
)
FORWARDING_CHANGE = (  # ModificationRequestFor-CF-Info
    named(0, 1, 2),
    number(C(3), FORWARDED),
    named(4, 5, 6),
    extension(C(7)),
    ...,
)


def target_node(tag):
    """ServingNodeAddress: who serves the subscriber after a handover."""
    return leaking(inside(tag, *NODES, named(2)), SERVED)


ALL_FORWARDING = (each(SEQUENCE, EXT_FORWARDING_FEATURE), plain(NULL), extension(C(0)), ...)
OWN_NUMBER = inside(
    SEQUENCE, leaking(number(STRING, Identity.MSISDN), Leak.MSISDN), named(0), extension(C(1)), ...
)

ARGUMENTS = {
    Operation.SEND_ROUTING_INFO_FOR_LCS: (
        inside(
            SEQUENCE,
            number(C(0), Identity.GMLC_GT),
            inside(C(1), *SUBSCRIBER),
            extension(C(2)),
            ...,
        ),
    ),
    Operation.PROVIDE_SUBSCRIBER_LOCATION: (
        inside(
            SEQUENCE,
            plain(SEQUENCE),  # LocationType
            number(STRING, Identity.GMLC_GT),
            named(0, 1),
            imsi(C(2)),
            number(C(3), Identity.MSISDN),
            named(4),
            imei(C(5)),
            named(6, 7),
            extension(C(8)),
            named(*range(9, 19)),
            ...,
        ),
    ),
    Operation.SUBSCRIBER_LOCATION_REPORT: (
        inside(
            SEQUENCE,
            plain(ENUMERATED, SEQUENCE),
            inside(SEQUENCE, *LCS_LOCATION),
            number(C(0), Identity.MSISDN),
            imsi(C(1)),
            imei(C(2)),
            named(3, 4),
            telling(C(5), POSITION),
            named(6),
            extension(C(7)),
            telling(C(8), POSITION),
            inside(C(9), plain(BITS), named(0), inside(C(1), *LCS_LOCATION), ...),
            named(10, 11, 12),
            cell(C(13)),
            named(14, 15, *range(17, 26)),
            target_node(C(26)),
            named(27, 28, 29),
            ...,
        ),
    ),
    Operation.PROVIDE_SUBSCRIBER_INFO: (
        inside(SEQUENCE, imsi(C(0)), named(1, 2), extension(C(3)), named(4), ...),
    ),
    Operation.ANY_TIME_INTERROGATION: (
        inside(
            SEQUENCE,
            inside(C(0), *SUBSCRIBER),
            named(1),
            number(C(3), Identity.SCF_GT),
            extension(C(2)),
            ...,
        ),
    ),
    Operation.ANY_TIME_SUBSCRIPTION_INTERROGATION: (
        inside(
            SEQUENCE,
            inside(C(0), *SUBSCRIBER),
            named(1),
            number(C(2), Identity.SCF_GT),
            extension(C(3)),
            named(4),
            ...,
        ),
    ),
    Operation.ANY_TIME_MODIFICATION: (
        inside(
            SEQUENCE,
            inside(C(0), *SUBSCRIBER),
            number(C(1), Identity.SCF_GT),
            inside(C(2), *FORWARDING_CHANGE),
            named(3, 4),
            extension(C(5)),
            named(*range(6, 16)),
            ...,
        ),
    ),
    Operation.NOTE_SUBSCRIBER_DATA_MODIFIED: (
        inside(
            SEQUENCE,
            imsi(),
            number(STRING, Identity.MSISDN),
            leaking(inside(C(0), *FORWARDING_FOR_CSE), PROFILE),
            telling(C(1), PROFILE),
            telling(C(2), PROFILE),
            leaking(inside(C(3), *CAMEL), PROFILE),
            named(4),
            extension(),
            named(5),
            tuple(telling(C(tag), PROFILE) for tag in range(6, 12)),
            ...,
        ),
    ),
    Operation.SEND_ROUTING_INFO_FOR_GPRS: (
        inside(SEQUENCE, imsi(C(0)), named(1, 2), extension(C(3)), ...),
    ),
    Operation.FAILURE_REPORT: (inside(SEQUENCE, imsi(C(0)), named(1, 2), extension(C(3)), ...),),
    Operation.NOTE_MS_PRESENT_FOR_GPRS: (
        inside(SEQUENCE, imsi(C(0)), telling(C(1), SERVED), named(2), extension(C(3)), ...),
    ),
}

RESULTS = {
    Operation.SEND_ROUTING_INFO_FOR_LCS: (
        inside(
            SEQUENCE,
            inside(
                C(0),
                leaking(imsi(C(0)), Leak.IMSI),
                leaking(number(C(1), Identity.MSISDN), Leak.MSISDN),
            ),
            inside(C(1), *LCS_LOCATION),
            extension(C(2)),
            named(3, 4, 5, 6),
            ...,
        ),
    ),
    Operation.PROVIDE_SUBSCRIBER_LOCATION: (
        inside(
            SEQUENCE,
            telling(STRING, POSITION),
            named(0),
            extension(C(1)),
            telling(C(2), POSITION),
            named(3, 4, 5),
            cell(C(6)),
            named(7, 8, 9, 10, 11, 12),
            target_node(C(13)),
            named(14, 15, 16),
            ...,
        ),
    ),
    Operation.SUBSCRIBER_LOCATION_REPORT: (
        inside(SEQUENCE, extension(), named(0, 1, 2, 3, 4, 5), ...),
    ),
    Operation.PROVIDE_SUBSCRIBER_INFO: ANSWERED,
    Operation.ANY_TIME_INTERROGATION: ANSWERED,
    Operation.ANY_TIME_SUBSCRIPTION_INTERROGATION: (
        inside(
            SEQUENCE,
            leaking(inside(C(1), *ALL_FORWARDING), PROFILE),
            telling(C(2), PROFILE),
            telling(C(3), PROFILE),
            leaking(inside(C(4), *CAMEL), PROFILE),
            named(5, 6),
            extension(C(7)),
            named(8, 9),
            leaking(each(C(10), OWN_NUMBER), Leak.MSISDN),
            tuple(telling(C(tag), PROFILE) for tag in range(11, 17)),
            ...,
        ),
    ),
    Operation.ANY_TIME_MODIFICATION: (
        inside(
            SEQUENCE,
            leaking(inside(C(0), inside(C(0), *FORWARDING_FOR_CSE), named(1)), PROFILE),
            leaking(inside(C(1), *CAMEL), PROFILE),
            extension(C(2)),
            tuple(telling(C(tag), PROFILE) for tag in range(3, 9)),
            number(C(9), Identity.SMSC_GT),
            ...,
        ),
    ),
    Operation.NOTE_SUBSCRIBER_DATA_MODIFIED: EMPTY,
    Operation.SEND_ROUTING_INFO_FOR_GPRS: (
        inside(SEQUENCE, telling(C(0), SERVED), named(1, 2), extension(C(3)), ...),
    ),
    Operation.FAILURE_REPORT: (inside(SEQUENCE, named(0), extension(C(1)), ...),),
    Operation.NOTE_MS_PRESENT_FOR_GPRS: EMPTY_TAGGED,
}
