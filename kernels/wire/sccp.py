"""SCCP connectionless messages (Q.713 4.10, 4.18): unitdata, its party addresses and user data.

  UDT    9 | class | pointer called | pointer calling | pointer data | ...
  XUDT  17 | class | hop counter | pointer called | calling | data | optional | ...

  party address   indicator | point code 2, low first | subsystem number | global title    Q.713 3.4
  indicator       national | route on SSN | global title indicator 4 | SSN | point code

A pointer counts from its own octet. Not supported: segmented XUDT, LUDT, the service messages
(UDTS, XUDTS, LUDTS) and the connection-oriented classes; each stops here by name.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import LOWEST, OCTET, bits, fits, u8, u16le
from kernels.outcome import Stop
from kernels.tbcd import NO_DIGITS, read


class MessageType(IntEnum):
    """Q.713 table 1, the messages that carry user data without a connection."""

    UDT = 0x09
    UDTS = 0x0A
    XUDT = 0x11
    XUDTS = 0x12
    LUDT = 0x13
    LUDTS = 0x14


class Optional(IntEnum):
    """Q.713 3.1: names of optional parameters."""

    END = 0
    SEGMENTATION = 0x10


OPTIONALS_MAX = 16
XUDT_LEN, SEGMENTATION_LEN, POINT_CODE_LEN = np.int64(7), np.int64(3), np.int64(2)
HIGHEST, NIBBLE, ONE_BIT = np.int64(7), np.int64(4), np.int64(1)
GTI_AT, SSN_AT = np.int64(2), np.int64(1)  # bits of the address indicator
NATURE_BITS, POINT_CODE_BITS = np.int64(7), np.int64(14)


class Unitdata(NamedTuple):
    """Where the parts of a unitdata lie; each end is clamped to the message."""

    kind: int
    cdpa_at: int
    cdpa_end: int
    cgpa_at: int
    cgpa_end: int
    at: int
    end: int
    is_short: bool
    stop: int


class Party(NamedTuple):
    """A called or calling party address; -1 or no digits where a part is absent."""

    gti: int
    gt: int  # uint64, packed digits
    ssn: int
    pc: int
    tt: int
    nai: int
    plan: int
    is_long: bool


@leaf
def stopped(kind, stop):
    """No unitdata here, and why."""
    zero = np.int64(0)
    return Unitdata(np.int64(kind), zero, zero, zero, zero, zero, zero, False, np.int64(stop))


@leaf
def parse(buf, at, end):
    """The SCCP message at `at`."""
    if not fits(at, OCTET, end):
        return stopped(-1, Stop.TRUNCATED)
    kind = u8(buf, at)
    if kind == MessageType.UDT:
        return unitdata(buf, at, end, np.int64(2))
    if kind == MessageType.XUDT:
        return extended_unitdata(buf, at, end)
    if kind >= MessageType.UDTS and kind <= MessageType.LUDTS:
        return stopped(kind, Stop.NOT_DECODED)
    return stopped(kind, Stop.NOT_UNITDATA)


@leaf
def unitdata(buf, at, end, first):
    """Three pointers beginning `first` octets behind `at`.

    Each to a length and that many octets.
    """
    kind = u8(buf, at)
    if not fits(at, first + 3, end):
        return stopped(kind, Stop.TRUNCATED)
    cdpa_at = at + first + u8(buf, at + first)
    cgpa_at = at + first + 1 + u8(buf, at + first + 1)
    data_at = at + first + 2 + u8(buf, at + first + 2)
    lowest = at + first + 2
    if cdpa_at <= lowest or cgpa_at <= lowest or data_at <= lowest:
        return stopped(kind, Stop.BAD_POINTER)
    if not (fits(cdpa_at, OCTET, end) and fits(cgpa_at, OCTET, end) and fits(data_at, OCTET, end)):
        return stopped(kind, Stop.BAD_POINTER)
    cdpa_end = cdpa_at + 1 + u8(buf, cdpa_at)
    cgpa_end = cgpa_at + 1 + u8(buf, cgpa_at)
    data_end = data_at + 1 + u8(buf, data_at)
    is_short = cdpa_end > end or cgpa_end > end or data_end > end
    # An address that is not all there is no address: half its digits would name another network.
    return Unitdata(
        kind,
        cdpa_at + 1,
        cdpa_at + 1 if cdpa_end > end else cdpa_end,
        cgpa_at + 1,
        cgpa_at + 1 if cgpa_end > end else cgpa_end,
        data_at + 1,
        min(data_end, end),
        is_short,
        np.int64(0),
    )


@leaf
def extended_unitdata(buf, at, end):
    """XUDT (Q.713 4.18): a unitdata with a hop counter, and maybe a segmentation parameter."""
    if not fits(at, XUDT_LEN, end):
        return stopped(MessageType.XUDT, Stop.TRUNCATED)
    x = unitdata(buf, at, end, np.int64(3))
    pointer = u8(buf, at + 6)
    if x.stop != 0 or pointer == 0:
        return x
    here = at + 6 + pointer
    is_short, stop = True, np.int64(0)
    for _ in range(OPTIONALS_MAX):
        if not fits(here, OCTET, end):
            break
        if u8(buf, here) == Optional.END:
            is_short = x.is_short
            break
        if not fits(here, SEGMENTATION_LEN, end):
            break
        if u8(buf, here) == Optional.SEGMENTATION:
            # Q.713 3.17: first segment, class, spare 2, remaining segments 4.
            octet = u8(buf, here + 2)
            if bits(octet, HIGHEST, ONE_BIT) == 0 or bits(octet, LOWEST, NIBBLE) != 0:
                stop = np.int64(Stop.SEGMENT)
        here += 2 + u8(buf, here + 1)
    return Unitdata(
        x.kind, x.cdpa_at, x.cdpa_end, x.cgpa_at, x.cgpa_end, x.at, x.end, is_short, stop
    )


@leaf
def party(buf, at, end):
    """The party address in octets `at` to `end` (Q.713 3.4)."""
    none, digits = np.int64(-1), NO_DIGITS
    ssn = pc = tt = nai = plan = none
    if not fits(at, OCTET, end):
        return Party(none, digits, ssn, pc, tt, nai, plan, False)
    indicator = u8(buf, at)
    gti = bits(indicator, GTI_AT, NIBBLE)
    here = at + 1
    if bits(indicator, LOWEST, ONE_BIT) == 1 and fits(here, POINT_CODE_LEN, end):
        pc = bits(u16le(buf, here), LOWEST, POINT_CODE_BITS)
        here += 2
    if bits(indicator, SSN_AT, ONE_BIT) == 1 and fits(here, OCTET, end):
        ssn = u8(buf, here)
        here += 1
    # Octets before the address signals: Q.713 3.4.2.3.1 to 3.4.2.3.4.
    header = np.int64(0)
    if gti == 1 or gti == 2:
        header = np.int64(1)
    elif gti == 3:
        header = np.int64(2)
    elif gti == 4:
        header = np.int64(3)
    if header == 0 or not fits(here, header, end):
        return Party(gti, digits, ssn, pc, tt, nai, plan, False)
    is_odd = False
    if gti == 1:
        nai = bits(u8(buf, here), LOWEST, NATURE_BITS)
        is_odd = bits(u8(buf, here), HIGHEST, ONE_BIT) == 1
    else:
        tt = u8(buf, here)
    if gti >= 3:
        plan = bits(u8(buf, here + 1), NIBBLE, NIBBLE)
        is_odd = bits(u8(buf, here + 1), LOWEST, NIBBLE) == 1
    if gti == 4:
        nai = bits(u8(buf, here + 2), LOWEST, NATURE_BITS)
    here += header
    found = read(buf, here, end, 2 * (end - here) - (1 if is_odd else 0))
    return Party(gti, found.packed, ssn, pc, tt, nai, plan, found.is_long)
