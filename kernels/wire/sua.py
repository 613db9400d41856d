"""SUA (RFC 3868): what SCCP would have carried, its addresses as parameters.

  common header   version 1 | reserved | class | type | length                   8, RFC 3868 3.1
  parameter       tag | length, padding not counted | value                      RFC 3868 3.1.2
  address         routing 2 | indicator 2: GT, PC, SSN | parameters              RFC 3868 3.10.2
    8001 GT       reserved 3 | GTI | digits | TT | plan | nature | two digits an octet
    8002 PC 4  |  8003 reserved 3 | SSN  |  8004, 8005, 8006 IPv4, host name, IPv6: skipped

Read are CLDT and CLDR and, of connections, what may carry data: CORE, COAK, COREF, RELRE, CODT.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import LOWEST, bits, fits, u8, u16, u32
from kernels.outcome import Stop
from kernels.tbcd import NO_DIGITS, read


class MessageType(IntEnum):
    """RFC 3868 3.1.1: class << 8 | type."""

    CLDT = 0x0701  # connectionless data transfer
    CLDR = 0x0702  # its response: the message comes back
    CORE = 0x0801  # connection request
    COAK = 0x0802  # connection acknowledge
    COREF = 0x0803  # connection refused
    RELRE = 0x0804  # release request
    RELCO = 0x0805  # release complete
    RESCO = 0x0806  # reset confirm
    RESRE = 0x0807  # reset request
    CODT = 0x0808  # data transfer
    CODA = 0x0809  # data acknowledge
    COERR = 0x080A  # error
    COIT = 0x080B  # inactivity test


class Tag(IntEnum):
    """RFC 3868 3.1.2, 3.10."""

    SOURCE = 0x0102
    DESTINATION = 0x0103
    CAUSE = 0x0106
    DATA = 0x010B
    SEGMENTATION = 0x0117
    LAST = 0x0118
    TITLE = 0x8001
    POINT_CODE = 0x8002
    SUBSYSTEM = 0x8003


VERSION, CONNECTIONLESS, CONNECTION_ORIENTED = 1, 7, 8
ON_SSN, RETURN_CAUSE = 2, 1  # routing indicator 3.10.2.1; cause type 3.10.12
HEADER_LEN, TLV_LEN, ADDRESS_LEN = np.int64(8), np.int64(4), np.int64(4)
TITLE_LEN, TLV4_LEN = np.int64(12), np.int64(8)
PARAMETERS_MAX, ADDRESS_PARTS_MAX = 32, 8
NIBBLE, HIGHEST, ONE_BIT = np.int64(4), np.int64(31), np.int64(1)


class Message(NamedTuple):
    """Where the parts of a message lie; each end is clamped to the message."""

    kind: int  # MessageType
    cdpa_at: int
    cdpa_end: int
    cgpa_at: int
    cgpa_end: int
    at: int  # data; -1 without
    end: int
    cause: int  # of CLDR, as in Q.713 3.12; -1 without
    segmentation: int  # first 1 | ... | remaining 4 | reference 24, as in Q.713 3.17; -1 without
    is_short: bool
    unexplained: int  # octets of unknown parameters and behind the message
    stop: int


class Address(NamedTuple):
    """An address, in the terms of SCCP; -1 or no digits where a part is absent."""

    gti: int
    gt: int  # uint64, packed digits
    ssn: int
    pc: int
    tt: int
    nai: int
    plan: int
    digits: int  # how many, of those kept
    is_long: bool
    is_decimal: bool
    routes_on_ssn: bool


@leaf
def stopped(kind, stop):
    """No message that carries data here, and why."""
    none, zero = np.int64(-1), np.int64(0)
    return Message(
        kind, zero, zero, zero, zero, none, zero, none, none, False, zero, np.int64(stop)
    )


@leaf
def is_known(tag):
    """Whether this is a parameter of SUA or common to all: RFC 3868 3.1.2."""
    is_common = tag == 0x0004 or tag == 0x0006 or tag == 0x0013
    return is_common or (tag > 0x0100 and tag <= Tag.LAST)


@leaf
def parse(buf, at, end):
    """The message at `at`."""
    none, zero = np.int64(-1), np.int64(0)
    if not fits(at, HEADER_LEN, end):
        return stopped(none, Stop.TRUNCATED)
    if u8(buf, at) != VERSION:
        return stopped(none, Stop.BAD_VERSION)
    group, kind, size = u8(buf, at + 2), u16(buf, at + 2), u32(buf, at + 4)
    if group != CONNECTIONLESS and group != CONNECTION_ORIENTED:
        return stopped(kind, Stop.NOT_TRANSFER)
    if size < HEADER_LEN:
        return stopped(kind, Stop.BAD_LENGTH)
    is_short = size > end - at
    stop_at = end if is_short else at + size
    here, unexplained = at + HEADER_LEN, end - stop_at
    cdpa_at = cdpa_end = cgpa_at = cgpa_end = data_end = zero
    data_at = cause = segmentation = none
    for _ in range(PARAMETERS_MAX):
        if not fits(here, TLV_LEN, stop_at):
            break
        tag, size = u16(buf, here), u16(buf, here + 2)
        if size < TLV_LEN:
            return stopped(kind, Stop.BAD_LENGTH)
        value, value_end = here + TLV_LEN, min(stop_at, here + size)
        # Half an address is no address: half its digits would name another network.
        is_cut = size > stop_at - here
        is_short = is_short or is_cut
        if tag == Tag.DESTINATION and not is_cut:
            cdpa_at, cdpa_end = value, value_end
        elif tag == Tag.SOURCE and not is_cut:
            cgpa_at, cgpa_end = value, value_end
        elif tag == Tag.DATA:
            data_at, data_end = value, value_end
        elif tag == Tag.CAUSE and size == TLV4_LEN and not is_cut:
            if u8(buf, value + 2) == RETURN_CAUSE:
                cause = u8(buf, value + 3)
        elif tag == Tag.SEGMENTATION and size == TLV4_LEN and not is_cut:
            segmentation = u32(buf, value)
        elif not is_known(tag):
            unexplained += value_end - here
        here = min(stop_at, here + ((size + 3) & ~3))
    unexplained += stop_at - here
    stop = np.int64(0)
    if data_at < 0:
        # A CLDR may come without the message that it answers: RFC 3868 3.3.2.
        stop = np.int64(Stop.TRUNCATED if kind == MessageType.CLDT else Stop.NOT_UNITDATA)
    return Message(
        kind,
        cdpa_at,
        cdpa_end,
        cgpa_at,
        cgpa_end,
        data_at,
        data_end,
        cause,
        segmentation,
        is_short,
        unexplained,
        stop,
    )


@leaf
def address(buf, at, end):
    """The address in octets `at` to `end` (RFC 3868 3.10.2)."""
    none = np.int64(-1)
    gti, gt, ssn, pc, tt, nai, plan = none, NO_DIGITS, none, none, none, none, none
    count, is_long, is_decimal = np.int64(0), False, True
    if not fits(at, ADDRESS_LEN, end):
        return Address(gti, gt, ssn, pc, tt, nai, plan, count, is_long, is_decimal, False)
    on_ssn, here = u16(buf, at) == ON_SSN, at + ADDRESS_LEN
    gti = np.int64(0)
    for _ in range(ADDRESS_PARTS_MAX):
        if not fits(here, TLV_LEN, end):
            break
        tag, size = u16(buf, here), u16(buf, here + 2)
        if size < TLV_LEN or not fits(here, size, end):
            break
        if tag == Tag.TITLE and size >= TITLE_LEN:
            gti, tt, nai = u8(buf, here + 7), u8(buf, here + 9), u8(buf, here + 11)
            plan = bits(u8(buf, here + 10), LOWEST, NIBBLE)
            found = read(buf, here + TITLE_LEN, here + size, u8(buf, here + 8))
            gt, count = found.packed, found.count
            is_long, is_decimal = found.is_long, found.is_decimal
        elif tag == Tag.POINT_CODE and size == TLV4_LEN:
            pc = u32(buf, here + 4)
        elif tag == Tag.SUBSYSTEM and size == TLV4_LEN:
            ssn = u8(buf, here + 7)
        here += (size + 3) & ~3
    return Address(gti, gt, ssn, pc, tt, nai, plan, count, is_long, is_decimal, on_ssn)
