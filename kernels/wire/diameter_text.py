"""Texts inside Diameter's AVPs: identities in digits, and the Session-Id.

  User-Name    001010000000001 | 001010000000001@ims.mnc001.mcc001...      TS 29.272 7.3, 29.229 6.3
  URI          sip:+12025550101@... | tel:+12025550101                     TS 29.229 6.3.2
  Session-Id   DiameterIdentity;high 32 bits;low 32 bits[;optional]        RFC 6733 8.8

Digits are packed as those of TBCD-STRING. A text that is not digits alone, up to its @, gives none:
a piece of an identity is never told.
"""

import numpy as np

from kernels.jit import leaf
from kernels.octets import u8
from kernels.tbcd import DIGITS_MAX, NO_DIGITS

AT_SIGN, SEMICOLON, COLON, PLUS, ZERO, NINE = 0x40, 0x3B, 0x3A, 0x2B, 0x30, 0x39
SIP_URI, SIPS_URI, TEL_URI = 4, 5, 4  # octets of "sip:", "sips:", "tel:"
LOWER_CASE = 0x20
IMSI_MIN, IMSI_MAX = np.int64(5), np.int64(15)  # E.212: country, network and at most 15 digits
IMEI_MIN, IMEI_MAX = np.int64(14), np.int64(16)  # TS 23.003 6.2: 14, a check digit, IMEISV
NUMBER_MIN, NUMBER_MAX = np.int64(4), np.int64(15)  # E.164
PARTS_DIGITS_MAX = 10  # of a 32-bit number
NO_WHERE = np.int64(-1)


@leaf
def find(buf, at, end, sign):
    """Where `sign` first stands, or `end`."""
    for index in range(at, end):
        if u8(buf, index) == sign:
            return np.int64(index)
    return end


@leaf
def decimal(buf, at, end, fewest, most):
    """The digits of a text of `fewest` to `most` decimal digits, packed; none of any other."""
    count = end - at
    if count < fewest or count > most or count > DIGITS_MAX:
        return NO_DIGITS
    packed = np.uint64(0)
    for index in range(at, end):
        digit = u8(buf, index) - ZERO
        if digit < 0 or digit > 9:
            return NO_DIGITS
        packed = (packed << np.uint64(4)) | np.uint64(digit)
    if count == DIGITS_MAX:
        return packed
    return (packed << np.uint64(64 - 4 * count)) | (NO_DIGITS >> np.uint64(4 * count))


@leaf
def imsi(buf, at, end):
    """The IMSI of a User-Name, with a realm behind it or not."""
    return decimal(buf, at, find(buf, at, end, np.int64(AT_SIGN)), IMSI_MIN, IMSI_MAX)


@leaf
def imei(buf, at, end):
    """The IMEI of a text."""
    return decimal(buf, at, end, IMEI_MIN, IMEI_MAX)


@leaf
def uri_number(buf, at, end):
    """The E.164 number of a SIP or telephone URI: digits behind a plus, up to @ or semicolon."""
    start = find(buf, at, end, np.int64(COLON)) + 1
    is_scheme = start - at == SIP_URI or start - at == SIPS_URI  # tel: is as long as sip:
    if not is_scheme or start >= end or u8(buf, start) != PLUS:
        return NO_DIGITS
    stop = find(buf, start, end, np.int64(AT_SIGN))
    stop = find(buf, start, stop, np.int64(SEMICOLON))
    return decimal(buf, start + 1, stop, NUMBER_MIN, NUMBER_MAX)


@leaf
def session_host_end(buf, at, end):
    """Behind the host of a Session-Id, or NO_WHERE if it is not host;high;low[;optional]."""
    host_end = find(buf, at, end, np.int64(SEMICOLON))
    high_end = find(buf, min(host_end + 1, end), end, np.int64(SEMICOLON))
    low_end = find(buf, min(high_end + 1, end), end, np.int64(SEMICOLON))
    if host_end == at or high_end == end:
        return NO_WHERE
    if not is_number(buf, host_end + 1, high_end) or not is_number(buf, high_end + 1, low_end):
        return NO_WHERE
    return host_end


@leaf
def is_number(buf, at, end):
    """Whether these octets are one to ten decimal digits."""
    if end <= at or end - at > PARTS_DIGITS_MAX:
        return False
    for index in range(at, end):
        if u8(buf, index) < ZERO or u8(buf, index) > NINE:
            return False
    return True


@leaf
def is_same_host(buf, at, end, other_at, other_end):
    """Whether two DiameterIdentities are one, letters' case aside (RFC 6733 4.3.1)."""
    if end - at != other_end - other_at:
        return False
    for index in range(end - at):
        if lower(u8(buf, at + index)) != lower(u8(buf, other_at + index)):
            return False
    return True


@leaf
def lower(octet):
    """A capital letter as a small one, everything else as it is."""
    return octet | LOWER_CASE if octet >= 0x41 and octet <= 0x5A else octet
