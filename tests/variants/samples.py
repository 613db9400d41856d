"""A few messages to show variants with: two operations of MAP, a bundle, Diameter."""

from tests.build import gsm_map, m3ua, tcap
from tests.build.frame import Frame, sctp_of, unitdata, wrap
from tests.variants import put

IMSI, MSISDN, MSC = "001010123456789", "12015550111", "12025550103"
S6A, CANCEL_LOCATION, AUTHENTICATION = 16_777_251, 317, 318


def avp(code: int, content: bytes, vendor: int = 0) -> bytes:
    """An attribute-value pair (RFC 6733 4.1), mandatory."""
    size = 8 + 4 * bool(vendor) + len(content)
    head = put.u32(code) + put.u32((0x40 | 0x80 * bool(vendor)) << 24 | size)
    return head + (put.u32(vendor) if vendor else b"") + content + bytes(-len(content) % 4)


def diameter(command: int, number: int, *avps: bytes, is_request: bool = True) -> bytes:
    """A message (RFC 6733 3)."""
    body = b"".join(avps)
    head = put.u32(1 << 24 | 20 + len(body)) + put.u32((0x80 * is_request | 0x40) << 24 | command)
    return head + put.u32(S6A) + put.u32(number) + put.u32(number + 7) + body


def requests() -> list[bytes]:
    """Requests and an answer of S6a."""
    origin = avp(264, b"mme1.epc.example") + avp(296, b"epc.example")
    told = avp(263, b"mme1.epc.example;1;2") + avp(277, put.u32(1)) + origin
    home = avp(283, b"home.example")
    plmn = avp(1407, bytes.fromhex("00f110"), 10_415)
    return [
        diameter(AUTHENTICATION, 11, told, home, avp(1, IMSI.encode()), plmn),
        diameter(CANCEL_LOCATION, 12, told, avp(293, b"hss.example"), home, avp(1, IMSI.encode())),
        diameter(AUTHENTICATION, 11, told, avp(268, put.u32(2001)), is_request=False),
    ]


def samples() -> list[Frame]:
    """Frames over IPv4."""
    location = tcap.invoke(gsm_map.UPDATE_LOCATION, gsm_map.update_location(IMSI, MSC, MSC))
    purge = tcap.invoke(gsm_map.PURGE_MS, gsm_map.purge_ms(IMSI, MSC), 2)
    asked = tcap.begin(location, dialogue=tcap.aarq(tcap.map_context(1, 3)))
    both = tcap.continue_(location, purge, dialogue=tcap.aare(tcap.map_context(1, 3)))
    users = [m3ua.data(unitdata(message)) for message in (asked, both)]
    frames = [wrap("tcap", asked), wrap("tcap", both), wrap("sctp", sctp_of(*users))]
    chunks = [put.data(each, 46, place) for place, each in enumerate(requests(), 1)]
    return [*frames, *(Frame(put.ip4(put.sctp(chunk, ports=(3868, 3868)))) for chunk in chunks)]
