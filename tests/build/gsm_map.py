"""MAP arguments and results (TS 29.002 17.6 and 17.7) of the operations that the decoder reads.

Each function is one ASN.1 type, named as the operation; order and tags are the specification's.
Only digits are asked for; what else is mandatory gets a plain value.
"""

from tests.build.ber import NULL, integer, tlv
from tests.build.digits import address_string, semi_octets

SEQUENCE, OCTETS = 0x30, 0x04
UPDATE_LOCATION, CANCEL_LOCATION, INSERT_SUBSCRIBER_DATA = 2, 3, 7
SEND_ROUTING_INFO, MT_FORWARD_SM, SEND_ROUTING_INFO_FOR_SM, MO_FORWARD_SM = 22, 44, 45, 46
SEND_AUTHENTICATION_INFO, SEND_IMSI, PURGE_MS = 56, 58, 67
PROVIDE_SUBSCRIBER_INFO, ANY_TIME_INTERROGATION, PROVIDE_SUBSCRIBER_LOCATION = 70, 71, 83


def imsi(digits: str, tag: int = OCTETS) -> bytes:
    """An IMSI: TBCD digits (also an IMEI, by its own tag)."""
    return tlv(tag, semi_octets(digits))


def number(digits: str, tag: int = OCTETS, nature: int = 1, plan: int = 1) -> bytes:
    """An ISDN-AddressString or AddressString."""
    return tlv(tag, address_string(digits, nature, plan))


def update_location(subscriber: str, msc: str, vlr: str) -> bytes:
    """UpdateLocationArg, 17.6.1: imsi, msc-Number [1], vlr-Number, vlr-Capability [6]."""
    capability = tlv(0xA6, tlv(0x80, b"\x05\xe0"))
    return tlv(SEQUENCE, imsi(subscriber) + number(msc, 0x81) + number(vlr) + capability)


def update_location_result(hlr: str) -> bytes:
    """UpdateLocationRes: hlr-Number."""
    return tlv(SEQUENCE, number(hlr))


def cancel_location(subscriber: str, version: int = 3, lmsi: bytes = b"") -> bytes:
    """CancelLocationArg: [3] SEQUENCE of identity and type in version 3, before it the identity."""
    identity = imsi(subscriber)
    if lmsi:
        identity = tlv(SEQUENCE, identity + tlv(OCTETS, lmsi))
    return tlv(0xA3, identity + integer(0, 0x0A)) if version >= 3 else identity


def purge_ms(subscriber: str, vlr: str = "", sgsn: str = "") -> bytes:
    """PurgeMS-Arg: [3] SEQUENCE of imsi, vlr-Number [0], sgsn-Number [1]."""
    nodes = (number(vlr, 0x80) if vlr else b"") + (number(sgsn, 0x81) if sgsn else b"")
    return tlv(0xA3, imsi(subscriber) + nodes)


def send_authentication_info(subscriber: str, version: int = 3, vectors: int = 5) -> bytes:
    """SendAuthenticationInfoArg: imsi [0] and a count in version 3, the bare IMSI in version 2."""
    if version < 3:
        return imsi(subscriber)
    return tlv(SEQUENCE, imsi(subscriber, 0x80) + integer(vectors))


def insert_subscriber_data(subscriber: str, msisdn: str = "") -> bytes:
    """InsertSubscriberDataArg: imsi [0], msisdn [1], category [2], subscriberStatus [3]."""
    known = (imsi(subscriber, 0x80) if subscriber else b"") + (
        number(msisdn, 0x81) if msisdn else b""
    )
    return tlv(SEQUENCE, known + tlv(0x82, b"\x0a") + tlv(0x83, b"\x00"))


def send_routing_info(msisdn: str, gmsc: str) -> bytes:
    """SendRoutingInfoArg: msisdn [0], interrogationType [3], gmsc-OrGsmSCF-Address [6]."""
    return tlv(SEQUENCE, number(msisdn, 0x80) + tlv(0x83, b"\x00") + number(gmsc, 0x86))


def send_routing_info_result(subscriber: str, roaming: str, vmsc: str = "") -> bytes:
    """SendRoutingInfoRes: [3] SEQUENCE of imsi [9], roamingNumber, vmsc-Address [2]."""
    visited = number(vmsc, 0x82) if vmsc else b""
    return tlv(0xA3, imsi(subscriber, 0x89) + number(roaming) + visited)


def send_routing_info_for_sm(msisdn: str, centre: str) -> bytes:
    """RoutingInfoForSM-Arg: msisdn [0], sm-RP-PRI [1], serviceCentreAddress [2]."""
    return tlv(SEQUENCE, number(msisdn, 0x80) + tlv(0x81, b"\xff") + number(centre, 0x82))


def send_routing_info_for_sm_result(subscriber: str, node: str) -> bytes:
    """RoutingInfoForSM-Res: imsi, locationInfoWithLMSI [0] with networkNode-Number [1]."""
    return tlv(SEQUENCE, imsi(subscriber) + tlv(0xA0, number(node, 0x81)))


def requested_info(tag: int) -> bytes:
    """RequestedInfo: location information [0] and subscriber state [1]."""
    return tlv(tag, tlv(0x80, b"") + tlv(0x81, b""))


def provide_subscriber_info(subscriber: str) -> bytes:
    """ProvideSubscriberInfoArg: imsi [0], requestedInfo [2]."""
    return tlv(SEQUENCE, imsi(subscriber, 0x80) + requested_info(0xA2))


def subscriber_info_result(vlr: str, msc: str = "") -> bytes:
    """A result with subscriberInfo: locationInformation [0] of vlr-number [1], msc-Number [6]."""
    visited = number(msc, 0x86) if msc else b""
    location = integer(3) + number(vlr, 0x81) + visited
    return tlv(SEQUENCE, tlv(SEQUENCE, tlv(0xA0, location) + tlv(0xA1, tlv(0x80, b""))))


def any_time_interrogation(scf: str, *, subscriber: str = "", msisdn: str = "") -> bytes:
    """AnyTimeInterrogationArg: subscriberIdentity [0], requestedInfo [1], gsmSCF-Address [3]."""
    who = imsi(subscriber, 0x80) if subscriber else number(msisdn, 0x81)
    return tlv(SEQUENCE, tlv(0xA0, who) + requested_info(0xA1) + number(scf, 0x83))


def mt_forward_sm(subscriber: str, centre: str, tpdu: bytes = b"\x04") -> bytes:
    """MT-ForwardSM-Arg: sm-RP-DA imsi [0], sm-RP-OA serviceCentreAddressOA [4], sm-RP-UI."""
    return tlv(SEQUENCE, imsi(subscriber, 0x80) + number(centre, 0x84) + tlv(OCTETS, tpdu))


def mo_forward_sm(centre: str, msisdn: str, subscriber: str = "", tpdu: bytes = b"\x01") -> bytes:
    """MO-ForwardSM-Arg: serviceCentreAddressDA [4], msisdn [2], sm-RP-UI, imsi."""
    who = imsi(subscriber) if subscriber else b""
    return tlv(SEQUENCE, number(centre, 0x84) + number(msisdn, 0x82) + tlv(OCTETS, tpdu) + who)


def provide_subscriber_location(
    mlc: str, subscriber: str = "", msisdn: str = "", imei: str = ""
) -> bytes:
    """ProvideSubscriberLocation-Arg: locationType, mlc-Number, imsi [2], msisdn [3], imei [5]."""
    who = (imsi(subscriber, 0x82) if subscriber else b"") + (
        number(msisdn, 0x83) if msisdn else b""
    )
    device = imsi(imei, 0x85) if imei else b""
    return tlv(SEQUENCE, tlv(SEQUENCE, tlv(0x80, b"\x00")) + number(mlc) + who + device)


def send_imsi(msisdn: str) -> bytes:
    """The argument of sendIMSI: an ISDN-AddressString."""
    return number(msisdn)


def send_imsi_result(subscriber: str) -> bytes:
    """The result of sendIMSI: an IMSI."""
    return imsi(subscriber)


EMPTY = NULL
