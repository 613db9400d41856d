"""What MAP operations ask: one function per argument of TS 29.002 17.7.

Each returns the complete parameter of an Invoke, in version 3 unless its name says else, and
takes digits as text. Only the fields that real nodes commonly send are written; an optional field
that no story needs stays out. Answers are in `map_results`.
"""

from appliance.simulate.encoding.ber import (
    CONSTRUCTED,
    PRIMITIVE,
    boolean,
    enumerated,
    integer,
    null,
    octet_string,
    sequence,
    tlv,
)
from appliance.simulate.encoding.tbcd import address_string, pack

_CAMEL_PHASES_1_AND_2 = bytes.fromhex(
    "06c0"
)  # BIT STRING contents: six unused bits, phase1 and phase2
_ANY_TELESERVICES = (0x11, 0x21, 0x22)  # telephony, short message MT, short message MO (17.7.10)
_CATEGORY_ORDINARY = b"\x0a"  # Q.763 3.11 ordinary calling subscriber
_PLMN_OPERATOR_SERVICES = 2  # LCSClientType (17.7.13)
_CURRENT_OR_LAST_KNOWN = 1  # LocationEstimateType (17.7.13)
_BASIC_CALL = 0  # InterrogationType (17.7.3)
_UPDATE_PROCEDURE = 0  # CancellationType (17.7.1)


def update_location(imsi: str, vlr_gt: str) -> bytes:
    """UpdateLocationArg; one number serves as MSC and VLR."""
    return sequence(
        octet_string(pack(imsi)),
        tlv(PRIMITIVE | 1, address_string(vlr_gt)),
        octet_string(address_string(vlr_gt)),
        tlv(CONSTRUCTED | 6, tlv(PRIMITIVE | 0, _CAMEL_PHASES_1_AND_2)),
    )


def cancel_location(imsi: str) -> bytes:
    """CancelLocationArg, because the subscriber was registered elsewhere."""
    return tlv(CONSTRUCTED | 3, octet_string(pack(imsi)), enumerated(_UPDATE_PROCEDURE))


def insert_subscriber_data(msisdn: str) -> bytes:
    """InsertSubscriberDataArg inside an updateLocation dialogue, which already names the IMSI."""
    teleservices = (octet_string(bytes((code,))) for code in _ANY_TELESERVICES)
    return sequence(
        tlv(PRIMITIVE | 1, address_string(msisdn)),
        tlv(PRIMITIVE | 2, _CATEGORY_ORDINARY),
        enumerated(0, PRIMITIVE | 3),
        tlv(CONSTRUCTED | 6, *teleservices),
    )


def purge_ms(imsi: str, vlr_gt: str) -> bytes:
    """PurgeMS-Arg."""
    return tlv(
        CONSTRUCTED | 3, octet_string(pack(imsi)), tlv(PRIMITIVE | 0, address_string(vlr_gt))
    )


def send_authentication_info(imsi: str, vectors: int) -> bytes:
    """SendAuthenticationInfoArg: `vectors` sets wanted, 1 to 5."""
    return sequence(tlv(PRIMITIVE | 0, pack(imsi)), integer(vectors), null(PRIMITIVE | 1))


def send_authentication_info_v2(imsi: str) -> bytes:
    """Version 2: the IMSI alone."""
    return octet_string(pack(imsi))


def send_imsi(msisdn: str) -> bytes:
    """ISDN-AddressString alone (context version 2)."""
    return octet_string(address_string(msisdn))


def send_routing_info_for_sm(msisdn: str, smsc_gt: str) -> bytes:
    """RoutingInfoForSM-Arg, with priority."""
    return sequence(
        tlv(PRIMITIVE | 0, address_string(msisdn)),
        boolean(True, PRIMITIVE | 1),
        tlv(PRIMITIVE | 2, address_string(smsc_gt)),
    )


def mt_forward_sm(imsi: str, smsc_gt: str, tpdu: bytes) -> bytes:
    """MT-ForwardSM-Arg; ForwardSM-Arg of version 2 has the same octets."""
    return sequence(
        tlv(PRIMITIVE | 0, pack(imsi)),
        tlv(PRIMITIVE | 4, address_string(smsc_gt)),
        octet_string(tpdu),
    )


def mo_forward_sm(smsc_gt: str, msisdn: str, imsi: str, tpdu: bytes) -> bytes:
    """MO-ForwardSM-Arg."""
    return sequence(
        tlv(PRIMITIVE | 4, address_string(smsc_gt)),
        tlv(PRIMITIVE | 2, address_string(msisdn)),
        octet_string(tpdu),
        octet_string(pack(imsi)),
    )


def send_routing_info(msisdn: str, gmsc_gt: str) -> bytes:
    """SendRoutingInfoArg for a basic call."""
    return sequence(
        tlv(PRIMITIVE | 0, address_string(msisdn)),
        enumerated(_BASIC_CALL, PRIMITIVE | 3),
        tlv(PRIMITIVE | 6, address_string(gmsc_gt)),
    )


def provide_roaming_number(imsi: str, msisdn: str, msc_gt: str, gmsc_gt: str) -> bytes:
    """ProvideRoamingNumberArg."""
    return sequence(
        tlv(PRIMITIVE | 0, pack(imsi)),
        tlv(PRIMITIVE | 1, address_string(msc_gt)),
        tlv(PRIMITIVE | 2, address_string(msisdn)),
        tlv(PRIMITIVE | 8, address_string(gmsc_gt)),
    )


def provide_subscriber_info(imsi: str) -> bytes:
    """ProvideSubscriberInfoArg asking for location and state."""
    return sequence(tlv(PRIMITIVE | 0, pack(imsi)), tlv(CONSTRUCTED | 2, *_location_and_state()))


def any_time_interrogation(digits: str, scf_gt: str, *, by_imsi: bool) -> bytes:
    """AnyTimeInterrogationArg about an IMSI or, where `by_imsi` is false, an MSISDN."""
    identity = (
        tlv(PRIMITIVE | 0, pack(digits)) if by_imsi else tlv(PRIMITIVE | 1, address_string(digits))
    )
    return sequence(
        tlv(CONSTRUCTED | 0, identity),
        tlv(CONSTRUCTED | 1, *_location_and_state()),
        tlv(PRIMITIVE | 3, address_string(scf_gt)),
    )


def provide_subscriber_location(imsi: str, msisdn: str, gmlc_gt: str) -> bytes:
    """ProvideSubscriberLocation-Arg: as a network's own service would ask, privacy overridden."""
    return sequence(
        sequence(enumerated(_CURRENT_OR_LAST_KNOWN, PRIMITIVE | 0)),
        octet_string(address_string(gmlc_gt)),
        tlv(CONSTRUCTED | 0, enumerated(_PLMN_OPERATOR_SERVICES, PRIMITIVE | 0)),
        null(PRIMITIVE | 1),
        tlv(PRIMITIVE | 2, pack(imsi)),
        tlv(PRIMITIVE | 3, address_string(msisdn)),
    )


def _location_and_state() -> tuple[bytes, bytes]:
    """RequestedInfo: locationInformation [0], subscriberState [1]."""
    return null(PRIMITIVE | 0), null(PRIMITIVE | 1)
