"""Types that arguments of several MAP operations share (TS 29.002 17.7), as rules."""

from kernels.decode.rules import (
    ENUMERATED,
    INTEGER,
    SEQUENCE,
    STRING,
    cell,
    context,
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

C = context

IDENTITY = (  # Identity, CHOICE of IMSI and IMSI-WithLMSI
    imsi(),
    inside(SEQUENCE, imsi(), plain(STRING), ...),
)
SUBSCRIBER = (imsi(C(0)), number(C(1), Identity.MSISDN))  # SubscriberIdentity
CALLED = number(STRING, Identity.MSISDN)  # whom a service centre waits for, and which one
CENTRE = number(STRING, Identity.SMSC_GT)
AUTHENTICATION_SETS = (  # AuthenticationSetList, and the list of version 2
    telling(C(0), Leak.AUTHENTICATION),
    telling(C(1), Leak.AUTHENTICATION),
    telling(SEQUENCE, Leak.AUTHENTICATION),
)

# Where a subscriber is, 17.7.1. Every address in it says which network serves him.
SERVED = Leak.SERVING_NODE
EPS_LOCATION = (
    telling(C(0), Leak.CELL),
    telling(C(1), Leak.AREA),
    extension(C(2)),
    telling(C(3), Leak.POSITION),
    telling(C(4), Leak.POSITION),
    named(5, 6),
    telling(C(7), SERVED),
    ...,
)
LOCATION = (
    plain(INTEGER),
    telling(C(0), Leak.POSITION),
    leaking(number(C(1), Identity.VLR_GT), SERVED),
    named(2),
    cell(C(3)),
    extension(C(4)),
    named(5),
    leaking(number(C(6), Identity.MSC_GT), SERVED),
    telling(C(7), Leak.POSITION),
    named(8, 9),
    inside(C(10), *EPS_LOCATION),
    named(11),
    ...,
)
GPRS_LOCATION = (
    cell(C(0)),
    telling(C(1), Leak.AREA),
    telling(C(2), Leak.POSITION),
    leaking(number(C(3), Identity.SGSN_GT), SERVED),
    named(4),
    extension(C(5)),
    named(6),
    telling(C(7), Leak.POSITION),
    named(8, 9, 10),
    ...,
)
LOCATION_5GS = (
    telling(C(0), Leak.CELL),
    telling(C(1), Leak.CELL),
    telling(C(2), Leak.POSITION),
    telling(C(3), Leak.POSITION),
    telling(C(4), SERVED),
    telling(C(5), Leak.AREA),
    named(6, 7, 8, 9, 10),
    extension(C(11)),
    telling(C(12), Leak.AREA),
    ...,
)
PORTABILITY = (  # MNPInfoRes
    named(0),
    leaking(imsi(C(1)), Leak.IMSI),
    leaking(number(C(2), Identity.MSISDN), Leak.MSISDN),
    named(3),
    extension(C(4)),
    ...,
)
# SubscriberState and PS-SubscriberState: "not provided" tells nothing.
STATE = (
    telling(C(0), Leak.STATE),
    telling(C(1), Leak.STATE),
    telling(ENUMERATED, Leak.STATE),
    named(2),
)
PACKET_STATE = (
    named(0),
    tuple(telling(C(state), Leak.STATE) for state in range(1, 6)),
    telling(ENUMERATED, Leak.STATE),
)
SUBSCRIBER_INFO = (
    inside(C(0), *LOCATION),
    inside(C(1), *STATE),
    extension(C(2)),
    inside(C(3), *GPRS_LOCATION),
    inside(C(4), *PACKET_STATE),
    leaking(imei(C(5)), Leak.IMEI),
    named(6, 7),
    inside(C(8), *PORTABILITY),
    named(9, 10, 11),
    inside(C(12), *PACKET_STATE),
    inside(C(13), *EPS_LOCATION),
    named(14, 15),
    inside(C(16), *LOCATION_5GS),
    ...,
)
NODES = (number(C(0), Identity.MSC_GT), number(C(1), Identity.SGSN_GT))  # Additional-Number

# Call forwarding, 17.7.4.
FORWARDED = Identity.FORWARDED_TO
FORWARDING_DATA = (
    number(C(5), FORWARDED),
    named(4, 6),
    extension(C(7)),
    number(C(8), FORWARDED),
    ...,
)
FEATURE = (named(2, 3, 4), number(C(5), FORWARDED), named(8, 6, 7))
FORWARDING_FEATURE = inside(SEQUENCE, FEATURE, number(C(9), FORWARDED), ...)
EXT_FORWARDING_FEATURE = inside(SEQUENCE, FEATURE, extension(C(9)), number(C(10), FORWARDED), ...)
FORWARDING_INFO = (plain(STRING), each(SEQUENCE, FORWARDING_FEATURE), ...)
EXT_FORWARDING_INFO = (
    plain(STRING),
    each(SEQUENCE, EXT_FORWARDING_FEATURE),
    extension(C(0)),
    ...,
)
FORWARDING_FOR_CSE = (
    named(0),
    each(C(1), EXT_FORWARDING_FEATURE),
    named(2),
    extension(C(3)),
    ...,
)

# Which service control function has a say in a subscriber's calls, 17.7.1: the CSIs.
SCF = Identity.SCF_GT
CALL_TRIGGER = inside(
    SEQUENCE, plain(ENUMERATED, INTEGER), number(C(0), SCF), named(1), extension(C(2)), ...
)
CALL_CSI = (each(SEQUENCE, CALL_TRIGGER), extension(), named(0, 1, 2), ...)  # O-CSI, T-CSI
DIALLED_TRIGGER = inside(
    SEQUENCE,
    plain(STRING, INTEGER),
    number(STRING, SCF),
    plain(ENUMERATED),
    extension(),
    ...,
)
DIALLED_CSI = (each(C(0), DIALLED_TRIGGER), named(1), extension(C(2)), named(3, 4), ...)
TRIGGER = inside(SEQUENCE, named(0, 1), number(C(2), SCF), named(3), extension(C(4)), ...)
PACKET_CSI = (each(C(0), TRIGGER), named(1), extension(C(2)), named(3, 4), ...)  # GPRS, SMS
SERVICE_CSI = (
    inside(SEQUENCE, plain(SEQUENCE), number(STRING, SCF), extension(C(0)), ...),
    extension(),
    named(0, 1),
    ...,
)
MOBILITY_CSI = (plain(SEQUENCE, INTEGER), number(C(0), SCF), extension(C(1)), named(2, 3), ...)
VLR_CAMEL = (  # VlrCamelSubscriptionInfo
    inside(C(0), *CALL_CSI),
    extension(C(1)),
    inside(C(2), *SERVICE_CSI),
    named(4, 3),
    inside(C(5), *MOBILITY_CSI),
    inside(C(6), *PACKET_CSI),
    inside(C(7), *CALL_CSI),
    named(8),
    inside(C(9), *DIALLED_CSI),
    inside(C(10), *PACKET_CSI),
    named(11),
    ...,
)
SGSN_CAMEL = (
    inside(C(0), *PACKET_CSI),
    inside(C(1), *PACKET_CSI),
    extension(C(2)),
    inside(C(3), *PACKET_CSI),
    named(4),
    inside(C(5), *MOBILITY_CSI),
    ...,
)
CAMEL = (  # CAMEL-SubscriptionInfo
    inside(C(0), *CALL_CSI),
    named(1),
    inside(C(2), *DIALLED_CSI),
    inside(C(3), *CALL_CSI),
    named(4),
    inside(C(5), *CALL_CSI),
    named(6, 7, 8),
    inside(C(9), *PACKET_CSI),
    inside(C(10), *PACKET_CSI),
    inside(C(11), *SERVICE_CSI),
    inside(C(12), *MOBILITY_CSI),
    extension(C(13)),
    named(14),
    inside(C(15), *PACKET_CSI),
    named(16),
    inside(C(17), *MOBILITY_CSI),
    inside(C(18), *CALL_CSI),
    named(19),
    inside(C(20), *DIALLED_CSI),
    inside(C(21), *CALL_CSI),
    named(22),
    ...,
)
EMPTY = (inside(SEQUENCE, extension(), ...),)  # a result that has an extension container at most
EMPTY_TAGGED = (inside(SEQUENCE, extension(C(0)), ...),)
