"""Which element of which CAP argument holds which identity (TS 29.078 5, 6, 7, 8): a table.

Phases 1 to 4 share their tags. The called party of a call is nobody's identity here; where a
service control function sends a call or message instead is Identity.FORWARDED_TO. The calling
party's number is the subscriber's own in a short message that he sends and not said to be so in a
call.
"""

from kernels.decode.map_types import LOCATION, STATE, C
from kernels.decode.rules import (
    SEQUENCE,
    STRING,
    Form,
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
from kernels.wire.cap import Operation

FORWARDED = Identity.FORWARDED_TO
GPRS_LOCATION = (  # CAP's own, which ends as MAP's does not
    cell(C(0)),
    telling(C(1), Leak.AREA),
    telling(C(2), Leak.POSITION),
    leaking(number(C(3), Identity.SGSN_GT), Leak.SERVING_NODE),
    named(4),
    extension(C(5)),
    named(6, 7),
    ...,
)
ROUTED_TO = each(C(0), number(STRING, FORWARDED, Form.NUMBER))  # DestinationRoutingAddress
PDP = (inside(SEQUENCE, named(0), ...),)
CHARGING = plain(STRING)


def position(*numbers):
    """Specific information of an event, under these tags, that may say where the subscriber is."""
    return tuple(inside(C(tag), inside(C(50), *LOCATION), named(51), ...) for tag in numbers)


FORWARDED_EVENT = (named(0, 50, 51), number(C(52), FORWARDED, Form.NUMBER), ...)
CALL_EVENT = (  # EventSpecificInformationBCSM
    named(2, 3, 4, 5, 6, 7),
    inside(C(8), *FORWARDED_EVENT),
    inside(C(9), *FORWARDED_EVENT),
    named(10, 11, 12),
    position(13, 20),
    named(21),
    position(50, 51),
    named(52),
)
PACKET_EVENT = (  # GPRSEventSpecificInformation
    inside(C(0), inside(C(0), *GPRS_LOCATION), ...),
    inside(C(1), named(0, 1), inside(C(2), *GPRS_LOCATION), named(3, 4, 5, 6), ...),
    named(2, 3),
    inside(C(4), named(0, 1, 2), inside(C(3), *GPRS_LOCATION), named(4, 5, 6), ...),
    inside(C(5), named(0, 1, 2, 3), inside(C(4), *GPRS_LOCATION), named(5, 6), ...),
)

ARGUMENTS = {
    Operation.INITIAL_DP: (
        inside(
            SEQUENCE,
            named(0, 2, 3, 5, 7, 8, 10, 12),
            extension(C(15)),
            named(23, 25, 27, 28, 29, 30, 17, 32, 37, 45, 46, 47),
            imsi(C(50)),
            inside(C(51), *STATE),
            inside(C(52), *LOCATION),
            named(53, 54),
            leaking(number(C(55), Identity.MSC_GT), Leak.SERVING_NODE),
            named(56, 57, 58),
            inside(
                C(59),
                named(0),
                number(C(1), FORWARDED, Form.NUMBER),
                named(2),
                imei(C(3)),
                named(*range(4, 15)),
                ...,
            ),
            ...,
        ),
    ),
    Operation.INITIAL_DP_SMS: (
        inside(
            SEQUENCE,
            named(0, 1),
            number(C(2), Identity.MSISDN),
            named(3),
            imsi(C(4)),
            inside(C(5), *LOCATION),
            inside(C(6), *GPRS_LOCATION),
            number(C(7), Identity.SMSC_GT),
            named(8, 9, 10, 11, 12),
            extension(C(13)),
            named(14),
            leaking(number(C(15), Identity.MSC_GT), Leak.SERVING_NODE),
            leaking(number(C(16), Identity.SGSN_GT), Leak.SERVING_NODE),
            named(17, 18),
            imei(C(19)),
            named(20),
            ...,
        ),
    ),
    Operation.INITIAL_DP_GPRS: (
        inside(
            SEQUENCE,
            named(0, 1),
            number(C(2), Identity.MSISDN),
            imsi(C(3)),
            named(4, 5, 6, 7, 8),
            telling(C(9), Leak.AREA),
            named(10, 11),
            inside(C(12), *GPRS_LOCATION),
            named(13),
            extension(C(14)),
            named(15, 16),
            imei(C(17)),
            ...,
        ),
    ),
    Operation.ASSIST_REQUEST_INSTRUCTIONS: (inside(SEQUENCE, named(0, 2), extension(C(3)), ...),),
    Operation.ESTABLISH_TEMPORARY_CONNECTION: (
        inside(
            SEQUENCE,
            number(C(0), FORWARDED, Form.GENERIC_NUMBER),
            named(1, 3),
            extension(C(4)),
            named(5, 6, 7, 30, 50, 51, 52, 53),
            ...,
        ),
    ),
    Operation.DISCONNECT_FORWARD_CONNECTION: (),
    Operation.DISCONNECT_FORWARD_CONNECTION_WITH_ARGUMENT: (
        inside(SEQUENCE, named(1), extension(C(2)), ...),
    ),
    Operation.CONNECT_TO_RESOURCE: (
        inside(
            SEQUENCE,
            number(C(0), FORWARDED, Form.NUMBER),
            named(3),
            extension(C(4)),
            named(7, 50),
            ...,
        ),
    ),
    Operation.CONNECT: (
        inside(
            SEQUENCE,
            ROUTED_TO,
            named(1, 6),
            extension(C(10)),
            named(11, 28, 29, 30, 14, 15, 19, 21, 31, 32, *range(55, 60)),
            ...,
        ),
    ),
    Operation.INITIATE_CALL_ATTEMPT: (
        inside(
            SEQUENCE,
            ROUTED_TO,
            extension(C(4)),
            named(5, 6, 30, 51),
            number(C(52), Identity.SCF_GT),
            named(53),
            ...,
        ),
    ),
    Operation.CONNECT_SMS: (
        inside(
            SEQUENCE,
            number(C(0), Identity.MSISDN),
            number(C(1), FORWARDED),
            number(C(2), Identity.SMSC_GT),
            extension(C(10)),
            ...,
        ),
    ),
    Operation.CONNECT_GPRS: (inside(SEQUENCE, named(0, 1), ...),),
    Operation.CONTINUE: (),
    Operation.CONTINUE_SMS: (),
    Operation.CONTINUE_GPRS: PDP,
    Operation.CONTINUE_WITH_ARGUMENT: (
        inside(
            SEQUENCE,
            named(1),
            extension(C(6)),
            named(7, 12, 16, 17, 18, 50, 52, 55, 56, 57, 58, 59),
            ...,
        ),
    ),
    Operation.EVENT_REPORT_BCSM: (
        inside(SEQUENCE, named(0), inside(C(2), *CALL_EVENT), named(3, 4), extension(C(5)), ...),
    ),
    Operation.EVENT_REPORT_SMS: (inside(SEQUENCE, named(0, 1, 2), extension(C(10)), ...),),
    Operation.EVENT_REPORT_GPRS: (
        inside(SEQUENCE, named(0, 1), inside(C(2), *PACKET_EVENT), named(3), ...),
    ),
    Operation.REQUEST_REPORT_BCSM_EVENT: (inside(SEQUENCE, named(0), extension(C(2)), ...),),
    Operation.REQUEST_REPORT_SMS_EVENT: (inside(SEQUENCE, named(0), extension(C(10)), ...),),
    Operation.REQUEST_REPORT_GPRS_EVENT: (inside(SEQUENCE, named(0, 1), ...),),
    Operation.RELEASE_CALL: (
        *plain(STRING),
        inside(C(2), named(0), extension(C(1))),
    ),
    Operation.RELEASE_SMS: CHARGING,
    Operation.RELEASE_GPRS: (inside(SEQUENCE, named(0, 1), ...),),
    Operation.ENTITY_RELEASED: named(0, 1),
    Operation.ENTITY_RELEASED_GPRS: (inside(SEQUENCE, named(0, 1), ...),),
    Operation.COLLECT_INFORMATION: (inside(SEQUENCE, extension(C(0)), ...),),
    Operation.RESET_TIMER: (inside(SEQUENCE, named(0, 1), extension(C(2)), named(3), ...),),
    Operation.RESET_TIMER_SMS: (inside(SEQUENCE, named(0, 1), extension(C(2)), ...),),
    Operation.RESET_TIMER_GPRS: (inside(SEQUENCE, named(0, 1), ...),),
    Operation.FURNISH_CHARGING_INFORMATION: CHARGING,
    Operation.FURNISH_CHARGING_INFORMATION_SMS: CHARGING,
    Operation.FURNISH_CHARGING_INFORMATION_GPRS: CHARGING,
    Operation.APPLY_CHARGING: (inside(SEQUENCE, named(0, 1, 2), extension(C(3)), named(50), ...),),
    Operation.APPLY_CHARGING_GPRS: (inside(SEQUENCE, named(0, 1, 2), ...),),
    Operation.APPLY_CHARGING_REPORT: CHARGING,
    Operation.APPLY_CHARGING_REPORT_GPRS: (inside(SEQUENCE, named(0, 1, 2, 3, 4), ...),),
    Operation.SEND_CHARGING_INFORMATION: (inside(SEQUENCE, named(0, 1), extension(C(2)), ...),),
    Operation.SEND_CHARGING_INFORMATION_GPRS: (inside(SEQUENCE, named(0), ...),),
    Operation.CALL_GAP: (inside(SEQUENCE, named(0, 1, 2, 3), extension(C(4)), ...),),
    Operation.CALL_INFORMATION_REPORT: (
        inside(SEQUENCE, named(0), extension(C(2)), named(3), ...),
    ),
    Operation.CALL_INFORMATION_REQUEST: (
        inside(SEQUENCE, named(0), extension(C(2)), named(3), ...),
    ),
    Operation.PLAY_ANNOUNCEMENT: (
        inside(SEQUENCE, named(0, 1, 2), extension(C(3)), named(5, 51), ...),
    ),
    Operation.PROMPT_AND_COLLECT_USER_INFORMATION: (
        inside(SEQUENCE, named(0, 1, 2), extension(C(3)), named(4, 51), ...),
    ),
    Operation.SPECIALIZED_RESOURCE_REPORT: named(50, 51),
    Operation.CANCEL: named(0, 1, 2),
    Operation.CANCEL_GPRS: PDP,
    Operation.ACTIVITY_TEST: (),
    Operation.ACTIVITY_TEST_GPRS: (),
    Operation.DISCONNECT_LEG: (inside(SEQUENCE, named(0, 1), extension(C(2)), ...),),
    Operation.MOVE_LEG: (inside(SEQUENCE, named(0), extension(C(2)), ...),),
    Operation.SPLIT_LEG: (inside(SEQUENCE, named(0, 1), extension(C(2)), ...),),
    Operation.PLAY_TONE: (inside(SEQUENCE, named(0, 1), extension(C(2)), ...),),
}

RESULTS = {
    Operation.INITIATE_CALL_ATTEMPT: (
        inside(SEQUENCE, named(0, 1), extension(C(2)), named(3), ...),
    ),
    # The digits that a caller typed are never looked into.
    Operation.PROMPT_AND_COLLECT_USER_INFORMATION: named(0),
}
