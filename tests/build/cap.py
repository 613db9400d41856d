"""CAP arguments (TS 29.078) of the operations that say who calls and where calls are sent.

Each function is one ASN.1 type, named as the operation; only digits are asked for.
"""

from tests.build.ber import tlv
from tests.build.digits import address_string, semi_octets
from tests.build.isup import called_party, generic_number

SEQUENCE, OCTETS = 0x30, 0x04
INITIAL_DP, ESTABLISH_TEMPORARY_CONNECTION, CONNECT = 0, 17, 20
INITIAL_DP_SMS, CONNECT_SMS = 60, 62
CALLS, SHORT_MESSAGES = (0, 4, 0, 0, 1, 23, 3, 4), (0, 4, 0, 0, 1, 21, 3, 61)  # contexts
SERVICE_KEY = tlv(0x80, b"\x01")


def high(tag: int, number: int, content: bytes) -> bytes:
    """A context element whose number needs the high-tag form."""
    return bytes([tag | 0x1F, number]) + bytes([len(content)]) + content


def initial_dp(subscriber: str, msc: str, calling: str = "12025550123") -> bytes:
    """InitialDPArg: serviceKey [0], callingPartyNumber [3], iMSI [50], mscAddress [55]."""
    who = tlv(0x83, called_party(calling)) + high(0x80, 50, semi_octets(subscriber))
    return tlv(SEQUENCE, SERVICE_KEY + who + high(0x80, 55, address_string(msc)))


def connect(destination: str) -> bytes:
    """ConnectArg: destinationRoutingAddress [0]."""
    return tlv(SEQUENCE, tlv(0xA0, tlv(OCTETS, called_party(destination))))


def establish_temporary_connection(assisting: str) -> bytes:
    """EstablishTemporaryConnectionArg: assistingSSPIPRoutingAddress [0]."""
    return tlv(SEQUENCE, tlv(0x80, generic_number(assisting)))


def initial_dp_sms(subscriber: str, msisdn: str, centre: str) -> bytes:
    """InitialDPSMSArg: callingPartyNumber [2], iMSI [4], sMSCAddress [7]."""
    who = tlv(0x82, address_string(msisdn)) + tlv(0x84, semi_octets(subscriber))
    return tlv(SEQUENCE, SERVICE_KEY + who + tlv(0x87, address_string(centre)))


def connect_sms(destination: str, centre: str) -> bytes:
    """ConnectSMSArg: destinationSubscriberNumber [1], sMSCAddress [2]."""
    parts = tlv(0x81, address_string(destination)) + tlv(0x82, address_string(centre))
    return tlv(SEQUENCE, parts)
