"""The header of a short message: SM-RP-UI of MAP and Diameter (TS 23.040 9.2). Never its text.

  SMS-DELIVER         first | address | PID | DCS | time stamp 7 | length | user data
  SMS-SUBMIT          first | reference | address | PID | DCS | validity 0, 1, 7 | length, data
  SMS-COMMAND         first | reference | PID | command | number | address | length | data
  SMS-STATUS-REPORT   first | reference | address | two time stamps 14 | status | optional
  SMS-DELIVER-REPORT  first | optional          SMS-SUBMIT-REPORT   first | optional
  optional            parameters PI | PID | DCS | length | user data    what PI says is there;
                      SUBMIT-REPORT has its time stamp behind PI
  first octet         . UDHI . VPF VPF . MTI MTI          UDHI: user data begins with a header
  user data header    length | first element's identifier | ...

What is not there is absent, as is what would lie behind the end.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import bits, fits, u8

ABSENT = np.int64(-1)
NONE = np.int64(0)
TIME_STAMP = np.int64(7)
HAS_PID, HAS_DCS, HAS_USER_DATA = 1, 2, 4  # bits of TP-Parameter-Indicator, 9.2.3.27
LONG_ADDRESS_DIGITS = 20  # TP addresses have at most so many semi-octets, 9.1.2.5


class MessageType(IntEnum):
    """TP-MTI, 9.2.3.1: one number each way."""

    DELIVER = 0  # from the mobile station: DELIVER-REPORT
    SUBMIT = 1  # to the mobile station: SUBMIT-REPORT
    COMMAND = 2  # to the mobile station: STATUS-REPORT
    RESERVED = 3  # a mobile station reads it as DELIVER


class Header(NamedTuple):
    """What the columns SM_PID to SM_IEI hold; -1 where there is none."""

    pid: int
    dcs: int
    udhi: int
    iei: int


@leaf
def address_end(buf, at, end):
    """Behind a TP address (9.1.2.5): digits, type, and two digits an octet."""
    if at >= end or u8(buf, at) > LONG_ADDRESS_DIGITS:
        return end
    return at + 2 + ((u8(buf, at) + 1) >> 1)


@leaf
def validity_octets(first):
    """How long TP-VP is, by TP-VPF (9.2.3.3)."""
    form = bits(first, np.int64(3), np.int64(2))
    if form == 0:
        return NONE
    return np.int64(1) if form == 2 else TIME_STAMP


@leaf
def octet(buf, at, end):
    """The octet at `at`, or absent."""
    return u8(buf, at) if at < end else ABSENT


@leaf
def first_element(buf, at, end, udhi):
    """Identifier of the first element of user data whose length octet is at `at`, or absent."""
    if udhi != 1 or not fits(at, np.int64(3), end) or u8(buf, at + 1) == 0:
        return ABSENT
    return u8(buf, at + 2)


@leaf
def plain_header(buf, at, end, udhi, behind):
    """PID and DCS at `at`, the user data's length `behind` octets after them."""
    iei = first_element(buf, at + 2 + behind, end, udhi)
    return Header(octet(buf, at, end), octet(buf, at + 1, end), udhi, iei)


@leaf
def optional_header(buf, at, end, udhi, behind):
    """What TP-PI at `at` says is there, 9.2.3.27, `behind` octets after its last octet."""
    pid, dcs, has = ABSENT, ABSENT, octet(buf, at, end)
    if has < 0:
        return Header(pid, dcs, udhi, ABSENT)
    at += 1
    while at < end and u8(buf, at - 1) & 0x80:
        at += 1
    at += behind
    if has & HAS_PID:
        pid = octet(buf, at, end)
        at += 1
    if has & HAS_DCS:
        dcs = octet(buf, at, end)
        at += 1
    iei = first_element(buf, at, end, udhi) if has & HAS_USER_DATA else ABSENT
    return Header(pid, dcs, udhi, iei)


@leaf
def parse(buf, at, end, is_to_mobile):
    """The header of the TPDU from `at` to `end`, sent to the mobile station or by it."""
    if at >= end:
        return Header(ABSENT, ABSENT, ABSENT, ABSENT)
    first = u8(buf, at)
    kind, udhi = first & 3, bits(first, np.int64(6), np.int64(1))
    if is_to_mobile:
        if kind == MessageType.SUBMIT:
            return optional_header(buf, at + 1, end, udhi, TIME_STAMP)
        if kind == MessageType.COMMAND:
            behind = address_end(buf, at + 2, end) + 2 * TIME_STAMP + 1
            return optional_header(buf, behind, end, udhi, NONE)
        return plain_header(buf, address_end(buf, at + 1, end), end, udhi, TIME_STAMP)
    if kind == MessageType.SUBMIT:
        behind = address_end(buf, at + 2, end)
        return plain_header(buf, behind, end, udhi, validity_octets(first))
    if kind == MessageType.COMMAND:
        iei = first_element(buf, address_end(buf, at + 5, end), end, udhi)
        return Header(octet(buf, at + 2, end), ABSENT, udhi, iei)
    return optional_header(buf, at + 1, end, udhi, NONE)
