"""What MAP operations answer: one function per result of TS 29.002 17.7.

Each returns the complete parameter of a ReturnResultLast, in version 3 unless its name says else.
Places are given as a `Place`: a cell of a network, and a point on the earth. Arguments are in
`map_arguments`, errors in `gsm_map`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from appliance.simulate.encoding.ber import (
    CONSTRUCTED,
    PRIMITIVE,
    integer,
    null,
    octet_string,
    sequence,
    tlv,
)
from appliance.simulate.encoding.tbcd import address_string, pack, plmn

_POINT_WITH_UNCERTAINTY_CIRCLE = 0x10  # TS 23.032 5, shape 1
_UNCERTAINTY_CODE = 18  # TS 23.032 6.2: 10 * (1.1^18 - 1), about 46 metres
_CAMEL_PHASES_1_AND_2 = bytes.fromhex("06c0")


class Place(NamedTuple):
    """Where a subscriber is: network, cell, and a point.

    Latitude counts 2^-23 of a quarter circle, longitude 2^-24 of a full one (TS 23.032 6.1).
    """

    mcc: str
    mnc: str
    area: int
    cell: int
    latitude: int
    longitude: int


class Triplet(NamedTuple):
    """GSM authentication vector: 16, 4 and 8 octets."""

    rand: bytes
    sres: bytes
    kc: bytes


class Quintuplet(NamedTuple):
    """UMTS authentication vector: 16, 8, 16, 16 and 16 octets."""

    rand: bytes
    xres: bytes
    ck: bytes
    ik: bytes
    autn: bytes


def update_location(hlr_gt: str) -> bytes:
    """UpdateLocationRes."""
    return sequence(octet_string(address_string(hlr_gt)))


def insert_subscriber_data() -> bytes:
    """InsertSubscriberDataRes: everything understood, CAMEL phases 1 and 2 supported."""
    return sequence(tlv(PRIMITIVE | 6, _CAMEL_PHASES_1_AND_2))


def purge_ms() -> bytes:
    """PurgeMS-Res: freeze the TMSI."""
    return sequence(null(PRIMITIVE | 0))


def send_authentication_info(quintuplets: Sequence[Quintuplet]) -> bytes:
    """SendAuthenticationInfoRes with UMTS vectors."""
    listed = (sequence(*map(octet_string, vector)) for vector in quintuplets)
    return tlv(CONSTRUCTED | 3, tlv(CONSTRUCTED | 1, *listed))


def send_authentication_info_v2(triplets: Sequence[Triplet]) -> bytes:
    """Version 2: a list of GSM vectors."""
    return sequence(*(sequence(*map(octet_string, vector)) for vector in triplets))


def send_imsi(imsi: str) -> bytes:
    """IMSI alone."""
    return octet_string(pack(imsi))


def send_routing_info_for_sm(imsi: str, msc_gt: str) -> bytes:
    """RoutingInfoForSM-Res: the IMSI and where to deliver."""
    return sequence(
        octet_string(pack(imsi)),
        tlv(CONSTRUCTED | 0, tlv(PRIMITIVE | 1, address_string(msc_gt))),
    )


def send_routing_info(imsi: str, roaming_number: str) -> bytes:
    """SendRoutingInfoRes with a roaming number."""
    number = octet_string(address_string(roaming_number))
    return tlv(CONSTRUCTED | 3, tlv(PRIMITIVE | 9, pack(imsi)), number)


def provide_roaming_number(roaming_number: str) -> bytes:
    """ProvideRoamingNumberRes."""
    return sequence(octet_string(address_string(roaming_number)))


def subscriber_info(place: Place, vlr_gt: str, age_min: int) -> bytes:
    """ProvideSubscriberInfoRes and AnyTimeInterrogationRes: location and an idle state."""
    location = tlv(
        CONSTRUCTED | 0,
        integer(age_min),
        tlv(PRIMITIVE | 0, _point(place)),
        tlv(PRIMITIVE | 1, address_string(vlr_gt)),
        tlv(CONSTRUCTED | 3, tlv(PRIMITIVE | 0, _cell_global_id(place))),
        tlv(PRIMITIVE | 6, address_string(vlr_gt)),
    )
    return sequence(sequence(location, tlv(CONSTRUCTED | 1, null(PRIMITIVE | 0))))


def provide_subscriber_location(place: Place, age_min: int) -> bytes:
    """ProvideSubscriberLocation-Res: a point, its age, and the cell."""
    return sequence(
        octet_string(_point(place)),
        integer(age_min, PRIMITIVE | 0),
        tlv(CONSTRUCTED | 6, tlv(PRIMITIVE | 0, _cell_global_id(place))),
    )


def _cell_global_id(place: Place) -> bytes:
    """TS 23.003 4.3.1: PLMN, location area, cell."""
    return plmn(place.mcc, place.mnc) + place.area.to_bytes(2) + place.cell.to_bytes(2)


def _point(place: Place) -> bytes:
    """TS 23.032 7.3.2, ellipsoid point with uncertainty circle; latitude is sign and magnitude.

    | shape 0001 0000 | S latitude (23) | longitude (24, two's complement) | 0 uncertainty (7) |
    """
    latitude = abs(place.latitude) | (0x80_0000 if place.latitude < 0 else 0)
    return (
        bytes((_POINT_WITH_UNCERTAINTY_CIRCLE,))
        + latitude.to_bytes(3)
        + place.longitude.to_bytes(3, signed=True)
        + bytes((_UNCERTAINTY_CODE,))
    )
