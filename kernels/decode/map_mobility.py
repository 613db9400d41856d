"""Mobility, authentication and subscriber data (TS 29.002 17.6.1)."""

from kernels.decode.map_types import (
    AUTHENTICATION_SETS,
    EMPTY,
    EXT_FORWARDING_INFO,
    FORWARDING_INFO,
    GPRS_LOCATION,
    IDENTITY,
    LOCATION,
    SGSN_CAMEL,
    VLR_CAMEL,
    C,
)
from kernels.decode.rules import (
    BITS,
    ENUMERATED,
    INTEGER,
    NULL,
    SEQUENCE,
    STRING,
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

PROFILE = Leak.PROFILE
FETCHED = Leak.AUTHENTICATION

# InsertSubscriberDataArg. In the dialogue of an update it gives away the profile.
SUBSCRIBER_DATA = (
    imsi(C(0)),
    leaking(number(C(1), Identity.MSISDN), Leak.MSISDN, PROFILE),
    tuple(telling(C(tag), PROFILE) for tag in (2, 3, 4, 6)),
    leaking(
        each(
            C(7),
            inside(C(0), *EXT_FORWARDING_INFO),
            named(1, 2, 3, 4),
        ),
        PROFILE,
    ),
    tuple(telling(C(tag), PROFILE) for tag in (8, 9, 10, 11, 12)),
    leaking(inside(C(13), *VLR_CAMEL), PROFILE),
    extension(C(14)),
    telling(C(15), PROFILE),
    telling(C(16), PROFILE),
    named(23, 24, 25, 21),
    inside(C(22), each(C(0), number(STRING, Identity.GMLC_GT)), named(1, 2, 3), ...),
    named(26, 27, 28, 29),
    leaking(inside(C(17), *SGSN_CAMEL), PROFILE),
    named(18, 19, 20),
    telling(C(31), PROFILE),
    named(32, 33),
    number(C(34), Identity.SGSN_GT),
    named(*range(35, 55)),
    ...,
)

ARGUMENTS = {
    Operation.UPDATE_LOCATION: (
        inside(
            SEQUENCE,
            imsi(),
            named(0),  # roamingNumber in place of msc-Number, version 1
            number(C(1), Identity.MSC_GT),
            number(STRING, Identity.VLR_GT),
            named(10),
            extension(),
            named(6, 11, 12, 2),
            inside(C(13), imei(C(0)), named(1), ...),
            named(14, 15, 16, 3, 4),
            ...,
        ),
    ),
    Operation.CANCEL_LOCATION: (
        *IDENTITY,
        inside(
            C(3),
            *IDENTITY,
            plain(ENUMERATED),
            extension(),
            named(0, 1, 2),
            number(C(3), Identity.NEW_MSC_GT),
            number(C(4), Identity.VLR_GT),
            named(5, 6),
            ...,
        ),
    ),
    Operation.PURGE_MS: (
        inside(SEQUENCE, imsi(), number(STRING, Identity.VLR_GT), ...),
        inside(
            C(3),
            imsi(),
            number(C(0), Identity.VLR_GT),
            number(C(1), Identity.SGSN_GT),
            extension(),
            named(2, 3, 4),
            ...,
        ),
    ),
    Operation.SEND_IDENTIFICATION: (
        *plain(STRING),  # a TMSI alone, version 2
        inside(
            SEQUENCE,
            plain(STRING, INTEGER, NULL),
            extension(),
            number(STRING, Identity.MSC_GT),
            named(0, 1, 2),
            number(C(3), Identity.VLR_GT),
            named(4),
            ...,
        ),
    ),
    Operation.UPDATE_GPRS_LOCATION: (
        inside(
            SEQUENCE,
            imsi(),
            number(STRING, Identity.SGSN_GT),
            plain(STRING),
            extension(),
            named(0, 1, 2, 3),
            inside(C(4), imei(C(0)), named(1), ...),
            named(*range(5, 19), 22, 19, 20, 21, 23),
            ...,
        ),
    ),
    Operation.UPDATE_VCSG_LOCATION: (
        inside(
            SEQUENCE,
            imsi(),
            number(C(2), Identity.MSISDN),
            number(C(0), Identity.VLR_GT),
            number(C(1), Identity.SGSN_GT),
            extension(),
            ...,
        ),
    ),
    Operation.CANCEL_VCSG_LOCATION: (inside(SEQUENCE, *IDENTITY, extension(), ...),),
    Operation.NOTE_MM_EVENT: (
        inside(
            SEQUENCE,
            plain(INTEGER),
            named(0),
            imsi(C(1)),
            number(C(2), Identity.MSISDN),
            inside(C(3), *LOCATION),
            named(5),
            extension(C(6)),
            inside(C(7), *GPRS_LOCATION),
            named(8),
            ...,
        ),
    ),
    Operation.SEND_AUTHENTICATION_INFO: (
        imsi(),
        inside(
            SEQUENCE,
            imsi(C(0)),
            plain(INTEGER, NULL),
            named(1),
            plain(SEQUENCE),
            extension(C(2)),
            named(3, 4, 5, 6, 7),
            ...,
        ),
    ),
    Operation.SEND_PARAMETERS: (
        inside(SEQUENCE, imsi(C(0)), named(1), plain(SEQUENCE)),
        inside(C(0), imsi(C(0)), named(1)),
    ),
    Operation.AUTHENTICATION_FAILURE_REPORT: (
        inside(
            SEQUENCE,
            imsi(),
            plain(ENUMERATED),
            extension(),
            plain(1, ENUMERATED, STRING),
            number(C(0), Identity.VLR_GT),
            number(C(1), Identity.SGSN_GT),
            ...,
        ),
    ),
    Operation.CHECK_IMEI: (
        imei(),
        inside(SEQUENCE, imei(), plain(BITS), extension(), ...),
    ),
    Operation.INSERT_SUBSCRIBER_DATA: (inside(SEQUENCE, *SUBSCRIBER_DATA),),
    Operation.DELETE_SUBSCRIBER_DATA: (
        inside(
            SEQUENCE,
            imsi(C(0)),
            named(1, 2, 4, 5, 7, 8, 9),
            extension(C(6)),
            named(*range(10, 21), 22, 23, 21, *range(24, 33)),
            ...,
        ),
    ),
    Operation.RESET: (
        inside(
            SEQUENCE,
            plain(ENUMERATED),
            number(STRING, Identity.HLR_GT),
            named(1),  # css-Number in its place
            plain(SEQUENCE),
            extension(C(0)),
            named(1, 2, 3),
            ...,
        ),
    ),
    Operation.FORWARD_CHECK_SS_INDICATION: (),
    Operation.RESTORE_DATA: (
        inside(SEQUENCE, imsi(), plain(STRING), extension(), named(6, 7), ...),
    ),
    Operation.SEND_IMSI: (number(STRING, Identity.MSISDN),),
}

RESULTS = {
    Operation.UPDATE_LOCATION: (
        number(STRING, Identity.HLR_GT),
        inside(SEQUENCE, number(STRING, Identity.HLR_GT), extension(), plain(NULL), named(0), ...),
    ),
    Operation.CANCEL_LOCATION: EMPTY,
    Operation.PURGE_MS: (inside(SEQUENCE, named(0, 1), extension(), named(2), ...),),
    Operation.SEND_IDENTIFICATION: (
        inside(SEQUENCE, leaking(imsi(), Leak.IMSI), telling(SEQUENCE, FETCHED), ...),
        inside(
            C(3),
            leaking(imsi(), Leak.IMSI),
            AUTHENTICATION_SETS,
            telling(C(2), FETCHED),  # the keys in use
            extension(C(3)),
            named(4, 5),
            ...,
        ),
    ),
    Operation.UPDATE_GPRS_LOCATION: (
        inside(
            SEQUENCE, number(STRING, Identity.HLR_GT), extension(), plain(NULL), named(0, 1), ...
        ),
    ),
    Operation.UPDATE_VCSG_LOCATION: (inside(SEQUENCE, plain(NULL), extension(), ...),),
    Operation.CANCEL_VCSG_LOCATION: EMPTY,
    Operation.NOTE_MM_EVENT: EMPTY,
    Operation.SEND_AUTHENTICATION_INFO: (
        telling(SEQUENCE, FETCHED),  # a list of triplets, version 2
        inside(C(3), AUTHENTICATION_SETS[:2], extension(), telling(C(2), FETCHED), named(3), ...),
    ),
    Operation.SEND_PARAMETERS: (
        each(
            SEQUENCE,
            leaking(imsi(C(0)), Leak.IMSI),
            telling(C(1), FETCHED),
            leaking(
                inside(
                    C(2),
                    leaking(number(C(1), Identity.MSISDN), Leak.MSISDN),
                    named(2, 3, 4, 6),
                    each(C(7), inside(C(0), *FORWARDING_INFO), named(1, 2, 3)),
                    named(8, 9, 10),
                ),
                PROFILE,
            ),
            telling(C(4), FETCHED),  # the subscriber's own key
        ),
    ),
    Operation.AUTHENTICATION_FAILURE_REPORT: EMPTY,
    Operation.CHECK_IMEI: (
        *plain(ENUMERATED),
        inside(SEQUENCE, plain(ENUMERATED, SEQUENCE), extension(C(0)), ...),
    ),
    Operation.INSERT_SUBSCRIBER_DATA: (
        inside(SEQUENCE, named(1, 2, 3, 4, 5, 6), extension(C(7)), named(8, 9, 10), ...),
    ),
    Operation.DELETE_SUBSCRIBER_DATA: (inside(SEQUENCE, named(0), extension(), ...),),
    Operation.RESTORE_DATA: (
        inside(SEQUENCE, number(STRING, Identity.HLR_GT), plain(NULL), extension(), ...),
    ),
    Operation.SEND_IMSI: (leaking(imsi(), Leak.IMSI),),
}
