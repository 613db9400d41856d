"""Supplementary services, USSD, short messages, secured transport (TS 29.002 17.6.4, 17.6.6)."""

from kernels.decode.map_types import (
    CALLED,
    CENTRE,
    EMPTY,
    FORWARDED,
    FORWARDING_FEATURE,
    FORWARDING_INFO,
    NODES,
    C,
)
from kernels.decode.rules import (
    BITS,
    ENUMERATED,
    IA5,
    INTEGER,
    NULL,
    NUMERIC,
    SEQUENCE,
    STRING,
    Form,
    Rule,
    each,
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
PROFILE = Leak.PROFILE
SHORT_MESSAGE = Rule(STRING, form=Form.SHORT_MESSAGE)  # its header; the text is never looked into
DESTINATION = (imsi(C(0)), named(1, 3), number(C(4), Identity.SMSC_GT), named(5))  # SM-RP-DA
ORIGIN = (number(C(2), Identity.MSISDN), number(C(4), Identity.SMSC_GT), named(5))  # SM-RP-OA
FORWARD_SM = (  # from the phone, and forwardSM of versions 1 and 2
    inside(
        SEQUENCE,
        DESTINATION,
        ORIGIN,
        SHORT_MESSAGE,
        plain(NULL),
        extension(),
        imsi(),
        named(0, 1),
        ...,
    ),
)
MT_FORWARD_SM = (
    inside(
        SEQUENCE,
        DESTINATION,
        ORIGIN,
        SHORT_MESSAGE,
        plain(NULL),
        extension(),
        plain(INTEGER, STRING),
        named(0, 1, 2, 3, 4),
        ...,
    ),
)
FORWARDED_SM = (inside(SEQUENCE, SHORT_MESSAGE, extension(), ...),)
ALERT = (  # alertServiceCentre, with result or without
    inside(
        SEQUENCE,
        CALLED,
        CENTRE,
        imsi(),
        plain(SEQUENCE),
        named(0, 1, 2),
        number(C(3), Identity.SGSN_GT),
        named(4, 5, 6),
        number(C(7), Identity.NEW_MSC_GT),
        ...,
    ),
)
SS_FOR_BS = (inside(SEQUENCE, plain(STRING), named(2, 3, 4), ...),)
SS_INFO = (leaking(inside(C(0), *FORWARDING_INFO), PROFILE), named(1, 2, 3))
# The text of USSD is never looked into.
USSD = (
    inside(
        SEQUENCE,
        plain(STRING, STRING, STRING),
        number(C(0), Identity.MSISDN),
        ...,
    ),
)

ARGUMENTS = {
    Operation.REGISTER_SS: (
        inside(
            SEQUENCE,
            plain(STRING),
            named(2, 3),
            number(C(4), FORWARDED),
            named(6, 5, 7, 8),
            named(9),
            ...,
        ),
    ),
    Operation.ERASE_SS: SS_FOR_BS,
    Operation.ACTIVATE_SS: SS_FOR_BS,
    Operation.DEACTIVATE_SS: SS_FOR_BS,
    Operation.INTERROGATE_SS: SS_FOR_BS,
    Operation.NOTIFY_SS: plain(SEQUENCE),
    Operation.REGISTER_PASSWORD: plain(STRING),
    Operation.GET_PASSWORD: plain(ENUMERATED),
    Operation.PROCESS_UNSTRUCTURED_SS_DATA: plain(IA5),
    Operation.BEGIN_SUBSCRIBER_ACTIVITY: (inside(SEQUENCE, imsi(), plain(STRING)),),
    Operation.PROCESS_UNSTRUCTURED_SS_REQUEST: USSD,
    Operation.UNSTRUCTURED_SS_REQUEST: USSD,
    Operation.UNSTRUCTURED_SS_NOTIFY: USSD,
    Operation.SS_INVOCATION_NOTIFICATION: (
        inside(
            SEQUENCE,
            imsi(C(0)),
            number(C(1), Identity.MSISDN),
            named(2, 3),
            extension(C(4)),
            named(5, 6),
            ...,
        ),
    ),
    Operation.REGISTER_CC_ENTRY: (inside(SEQUENCE, named(0, 1), ...),),
    Operation.ERASE_CC_ENTRY: (inside(SEQUENCE, named(0, 1), ...),),
    Operation.MT_FORWARD_SM: MT_FORWARD_SM,
    Operation.MO_FORWARD_SM: FORWARD_SM,
    Operation.MT_FORWARD_SM_VGCS: (
        inside(SEQUENCE, plain(STRING), ORIGIN, SHORT_MESSAGE, extension(), ...),
    ),
    Operation.SEND_ROUTING_INFO_FOR_SM: (
        inside(
            SEQUENCE,
            number(C(0), Identity.MSISDN),
            named(1),
            number(C(2), Identity.SMSC_GT),
            named(5),  # teleservice, versions 1 and 2
            extension(C(6)),
            named(7, 8, 9, 10, 11),
            imsi(C(12)),
            named(14, 13, 15, 16),
            ...,
        ),
    ),
    Operation.REPORT_SM_DELIVERY_STATUS: (
        inside(
            SEQUENCE,
            CALLED,
            CENTRE,
            plain(ENUMERATED),
            named(0),
            extension(C(1)),
            named(*range(2, 9)),
            imsi(C(9)),
            named(*range(10, 18)),
            ...,
        ),
    ),
    Operation.INFORM_SERVICE_CENTRE: (
        inside(SEQUENCE, CALLED, plain(BITS), extension(), plain(INTEGER), named(0, 1, 2), ...),
    ),
    Operation.ALERT_SERVICE_CENTRE: ALERT,
    Operation.ALERT_SERVICE_CENTRE_WITHOUT_RESULT: ALERT,
    Operation.READY_FOR_SM: (
        inside(
            SEQUENCE,
            imsi(C(0)),
            plain(ENUMERATED, NULL),
            extension(),
            named(1),
            plain(STRING),
            ...,
        ),
    ),
    Operation.NOTE_SUBSCRIBER_PRESENT: (imsi(),),
    Operation.SECURE_TRANSPORT_CLASS_1: plain(SEQUENCE),
    Operation.SECURE_TRANSPORT_CLASS_2: plain(SEQUENCE),
    Operation.SECURE_TRANSPORT_CLASS_3: plain(SEQUENCE),
    Operation.SECURE_TRANSPORT_CLASS_4: plain(SEQUENCE),
}

RESULTS = {
    Operation.REGISTER_SS: SS_INFO,
    Operation.ERASE_SS: SS_INFO,
    Operation.ACTIVATE_SS: SS_INFO,
    Operation.DEACTIVATE_SS: SS_INFO,
    Operation.INTERROGATE_SS: (
        telling(C(0), PROFILE),
        leaking(number(C(1), FORWARDED), PROFILE),  # version 1
        telling(C(2), PROFILE),
        leaking(each(C(3), FORWARDING_FEATURE), PROFILE),
        telling(C(4), PROFILE),
    ),
    Operation.REGISTER_PASSWORD: plain(NUMERIC),
    Operation.GET_PASSWORD: plain(NUMERIC),
    Operation.PROCESS_UNSTRUCTURED_SS_DATA: plain(IA5),
    Operation.PROCESS_UNSTRUCTURED_SS_REQUEST: USSD,
    Operation.UNSTRUCTURED_SS_REQUEST: USSD,
    Operation.SS_INVOCATION_NOTIFICATION: EMPTY,
    Operation.REGISTER_CC_ENTRY: (inside(SEQUENCE, named(0), ...),),
    Operation.ERASE_CC_ENTRY: (inside(SEQUENCE, named(0, 1), ...),),
    Operation.MT_FORWARD_SM: FORWARDED_SM,
    Operation.MO_FORWARD_SM: FORWARDED_SM,
    Operation.MT_FORWARD_SM_VGCS: (
        inside(
            SEQUENCE,
            Rule(C(0), form=Form.SHORT_MESSAGE),
            named(1),
            plain(NULL),
            extension(C(2)),
            named(3),
            ...,
        ),
    ),
    Operation.SEND_ROUTING_INFO_FOR_SM: (
        inside(
            SEQUENCE,
            leaking(imsi(), Leak.IMSI),
            inside(
                C(0),  # LocationInfoWithLMSI
                telling(C(0), Leak.ROAMING_NUMBER),  # versions 1 and 2
                leaking(number(C(1), Identity.MSC_GT), SERVED),
                plain(STRING),
                extension(),
                named(5),
                leaking(inside(C(6), *NODES), SERVED),
                telling(C(7), SERVED),
                telling(C(8), SERVED),
                leaking(inside(C(9), *NODES), SERVED),
                telling(C(10), SERVED),
                named(11),
                telling(C(12), SERVED),
                telling(C(13), SERVED),
                telling(C(14), SERVED),
                telling(C(15), SERVED),
                named(16, 17),
                ...,
            ),
            named(2),  # mwd-Set, versions 1 and 2
            extension(C(4)),
            named(5),
            ...,
        ),
    ),
    Operation.REPORT_SM_DELIVERY_STATUS: (
        leaking(CALLED, Leak.MSISDN),  # alone, versions 1 and 2
        inside(SEQUENCE, leaking(CALLED, Leak.MSISDN), extension(), ...),
    ),
    Operation.READY_FOR_SM: EMPTY,
    Operation.SECURE_TRANSPORT_CLASS_1: plain(SEQUENCE, STRING),
    Operation.SECURE_TRANSPORT_CLASS_2: plain(SEQUENCE, STRING),
    Operation.SECURE_TRANSPORT_CLASS_3: plain(SEQUENCE, STRING),
    Operation.SECURE_TRANSPORT_CLASS_4: plain(SEQUENCE, STRING),
}
