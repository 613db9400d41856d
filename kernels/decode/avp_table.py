"""Which AVPs there are, which of them are groups, and what those that matter mean.

One entry for each code of a vendor, in one int64, found without a search:

  bits  0..7   Form, 0 for a code that nobody registered
        8..15  where to: DiameterCell of a text or number, Identity of digits
       16..23  number of an AVP that may stand once in its group or message, 0 if it may repeat
       24..31  how deep it may stand and still mean this; deeper it is known and skipped
       32..47  bits of Leak: what it gives away to whoever gets it
       48      only in an answer

Codes are those of IANA's registry for vendor 0, of TS 29.230 for 3GPP, of TS 183 066 and TS 283 035
for ETSI.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.columns import DiameterCell
from kernels.decode.avp_codes import ETSI, GROUPS, IETF, KNOWN, SPANS, THREE_GPP, codes
from kernels.jit import leaf
from kernels.meanings import Identity, Leak

DEPTH_MAX = 8  # groups within groups; Subscription-Data nests four deep


class Form(IntEnum):
    """What is done with an AVP; texts, numbers and digits stand together."""

    UNKNOWN = 0
    KNOWN = 1  # nothing: known and skipped
    GROUP = 2  # entered
    TEXT = 3  # its position is told
    ROUTE = 4  # counted; the first one's position
    USER_NAME = 5  # position, and the digits of an IMSI before the @
    NUMBER = 6  # Unsigned32 or Enumerated
    PLMN = 7  # three octets, TS 29.272 7.3.9
    TBCD = 8  # digits, TS 29.329 6.3.2: no octet of nature and plan
    IMEI = 9  # digits as text, TS 29.272 7.3.4
    URI = 10  # sip:+digits@host or tel:+digits


class Entry(NamedTuple):
    """One AVP that matters."""

    code: int
    vendor: int
    form: Form = Form.KNOWN
    target: int = 0
    deepest: int = DEPTH_MAX
    leaks: int = 0
    in_answer: bool = False
    repeats: bool = False


def texts():
    """AVPs of RFC 6733 whose text is told, as they stand around every message."""
    places = (
        (263, DiameterCell.SESSION_ID_AT),
        (264, DiameterCell.ORIGIN_HOST_AT),
        (296, DiameterCell.ORIGIN_REALM_AT),
        (293, DiameterCell.DESTINATION_HOST_AT),
        (283, DiameterCell.DESTINATION_REALM_AT),
    )
    return tuple(Entry(code, IETF, Form.TEXT, place, 0) for code, place in places)


BASE = (
    *texts(),
    Entry(1, IETF, Form.USER_NAME, DiameterCell.USER_NAME_AT),
    Entry(282, IETF, Form.ROUTE, DiameterCell.ROUTE_RECORD_AT, 0, repeats=True),
    Entry(268, IETF, Form.NUMBER, DiameterCell.RESULT_CODE, 0),
    Entry(297, IETF, Form.GROUP),
    Entry(298, IETF, Form.NUMBER, DiameterCell.EXPERIMENTAL_RESULT, 1),
    Entry(277, IETF),  # Auth-Session-State
    Entry(278, IETF),  # Origin-State-Id
    Entry(281, IETF),  # Error-Message
    Entry(294, IETF),  # Error-Reporting-Host
    Entry(273, IETF),  # Disconnect-Cause
    Entry(301, IETF),  # DRMP, RFC 7944
)
CELL, AREA, POSITION = 1 << Leak.CELL, 1 << Leak.AREA, 1 << Leak.POSITION
NODE, VECTORS = 1 << Leak.SERVING_NODE, 1 << Leak.AUTHENTICATION
PROFILE, STATE = 1 << Leak.PROFILE, 1 << Leak.STATE
MAY_REPEAT = {"repeats": True}
SUBSCRIBER = (  # TS 29.272 7.3, TS 29.336 6.4, TS 29.338 5.3.3 and 6.3.3
    Entry(701, THREE_GPP, Form.TBCD, Identity.MSISDN),
    Entry(1401, THREE_GPP, Form.GROUP),  # Terminal-Information
    Entry(1402, THREE_GPP, Form.IMEI, Identity.IMEI),
    Entry(1407, THREE_GPP, Form.PLMN, DiameterCell.VISITED_PLMN, 0),
    Entry(1490, THREE_GPP, Form.NUMBER, DiameterCell.IDR_FLAGS, 0),
    Entry(1489, THREE_GPP, Form.TBCD, Identity.SGSN_GT),
    Entry(1645, THREE_GPP, Form.TBCD, Identity.MSC_GT),  # an MME as an MSC, for SMS
    Entry(2403, THREE_GPP, Form.TBCD, Identity.MSC_GT),
    Entry(1474, THREE_GPP, Form.TBCD, Identity.GMLC_GT, **MAY_REPEAT),
    Entry(3325, THREE_GPP, Form.TBCD, Identity.HLR_GT),  # HSS-ID
    Entry(3300, THREE_GPP, Form.TBCD, Identity.SMSC_GT),
    Entry(3301, THREE_GPP, Form.TEXT, DiameterCell.SM_RP_UI_AT, 0),
    Entry(3102, THREE_GPP, Form.GROUP, **MAY_REPEAT),  # User-Identifier
    Entry(1400, THREE_GPP, Form.GROUP, leaks=PROFILE),
    Entry(1413, THREE_GPP, Form.GROUP, leaks=VECTORS, in_answer=True),
    Entry(1414, THREE_GPP, Form.GROUP, leaks=VECTORS, **MAY_REPEAT),
    Entry(1415, THREE_GPP, Form.GROUP, leaks=VECTORS, **MAY_REPEAT),
    Entry(1416, THREE_GPP, Form.GROUP, leaks=VECTORS, **MAY_REPEAT),
)
ONCE = (  # TS 29.272 7.2: ULR- to NOR-Flags, RAT-Type, Cancellation-Type and what else decides
    *(1032, 1403, 1405, 1406, 1408, 1409, 1410, 1411, 1412, 1420, 1421, 1441, 1442, 1443),
    *(1491, 1492, 1493, 1635, 1638, 1639, 1640),
)
WHERE = (  # TS 29.272 7.3.111 to 7.3.119, TS 29.172 7.4
    (1499, STATE),
    (1602, CELL),  # E-UTRAN-Cell-Global-Identity
    (1604, CELL),  # Cell-Global-Identity
    (1607, CELL),  # Service-Area-Identity
    (2517, CELL),  # ECGI
    (1603, AREA),  # Tracking-Area-Identity
    (1605, AREA),  # Routing-Area-Identity
    (1606, AREA),  # Location-Area-Identity
    (1608, POSITION),  # Geographical-Information
    (1609, POSITION),  # Geodetic-Information
    (1305, POSITION),  # Civic-Address-Information
    (1242, POSITION),  # Location-Estimate
)
PLACE = (
    *(Entry(code, THREE_GPP, leaks=leak, **MAY_REPEAT) for code, leak in WHERE),
    Entry(1495, THREE_GPP, Form.GROUP, leaks=STATE),
    Entry(2401, THREE_GPP, Form.GROUP, leaks=NODE),
    Entry(2406, THREE_GPP, Form.GROUP, leaks=NODE, **MAY_REPEAT),
)
IMS = (  # TS 29.229 6.3, TS 29.329 6.3
    Entry(700, THREE_GPP, Form.GROUP, **MAY_REPEAT),  # User-Identity
    Entry(601, THREE_GPP, Form.URI, Identity.MSISDN, **MAY_REPEAT),
    Entry(602, THREE_GPP, leaks=NODE, in_answer=True),  # Server-Name
    Entry(606, THREE_GPP, leaks=PROFILE),
    Entry(702, THREE_GPP, leaks=PROFILE, in_answer=True, **MAY_REPEAT),
    Entry(609, THREE_GPP, leaks=VECTORS, in_answer=True),
    Entry(625, THREE_GPP, leaks=VECTORS, in_answer=True),
    Entry(626, THREE_GPP, leaks=VECTORS, in_answer=True),
    Entry(635, THREE_GPP, Form.GROUP, leaks=VECTORS, in_answer=True),  # SIP-Digest-Authenticate
)
ENTRIES = BASE + SUBSCRIBER + tuple(Entry(code, THREE_GPP) for code in ONCE) + PLACE + IMS


class Avps(NamedTuple):
    """The table, and the groups that are open while a message is walked."""

    entries: np.ndarray
    end: np.ndarray  # of each open group
    next_at: np.ndarray  # behind its padding
    seen: np.ndarray  # the AVPs that may stand once and did


def packed(entry, number):
    """An entry as one number."""
    word = int(entry.form) | int(entry.target) << 8 | number << 16 | entry.deepest << 24
    return word | entry.leaks << 32 | int(entry.in_answer) << 48


def compile_avps():
    """The table as arrays for the kernel."""
    entries = np.zeros(1 + sum(SPANS.values()), np.int64)
    for vendor, text in KNOWN.items():
        for code in codes(text):
            entries[place_of_data(code, vendor)] = packed(Entry(code, vendor), 0)
    for vendor, text in GROUPS.items():
        for code in codes(text):
            entries[place_of_data(code, vendor)] = packed(Entry(code, vendor, Form.GROUP), 0)
    numbers = iter(range(1, 63))
    for entry in ENTRIES:
        place = place_of_data(entry.code, entry.vendor)
        is_group = entries[place] & 0xFF == Form.GROUP
        form = Form.GROUP if is_group else entry.form
        number = 0 if entry.repeats else next(numbers)
        entries[place] = packed(entry._replace(form=form), number)
    return Avps(entries, *(np.zeros(DEPTH_MAX + 1, np.int64) for _ in range(3)))


def place_of_data(code, vendor):
    """Where an AVP's entry lies."""
    before = {IETF: 1, THREE_GPP: 1 + SPANS[IETF], ETSI: 1 + SPANS[IETF] + SPANS[THREE_GPP]}
    return before[vendor] + code


IETF_SPAN, THREE_GPP_SPAN, ETSI_SPAN = SPANS[IETF], SPANS[THREE_GPP], SPANS[ETSI]


@leaf
def place_of(code, vendor):
    """Where the entry of an AVP lies; 0, which is unknown, for codes beyond all."""
    if vendor == THREE_GPP:
        return np.int64(1 + IETF_SPAN + code if code < THREE_GPP_SPAN else 0)
    if vendor == IETF:
        return np.int64(1 + code if code < IETF_SPAN else 0)
    if vendor == ETSI and code < ETSI_SPAN:
        return np.int64(1 + IETF_SPAN + THREE_GPP_SPAN + code)
    return np.int64(0)
