"""SCCP messages that carry user data (Q.713 4): where their parts lie.

  UDT     9 | class | pointer called | calling | data | ...                           4.10
  XUDT   17 | class | hop counter | pointer called | calling | data | optional | ...  4.18
  LUDT   19 | as XUDT, but pointers and the data's length of two octets, low first    4.20
  UDTS   10, XUDTS 18, LUDTS 20: the message comes back, its class replaced by a cause
  CR      1 | reference 3 | class | pointer called | optional | ...                   4.2
  CC      2 | two references | class | pointer optional | ...                         4.3
  CREF 3, RLSD 4: data among the optional parameters                                  4.4, 4.5
  DT1     6 | reference 3 | more 1 | pointer data | ...                               4.7
  DT2     7 | reference 3 | sequence 2, with more | pointer data | ...                4.8

A pointer counts from its own last octet. Parts may stand in any order and anywhere: octets that no
pointer leads to are counted, for they have hidden things. What else SCCP says on a connection
carries no data and stops here by name; so does data that a DT1 begins and another goes on with.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import inlined, leaf
from kernels.octets import OCTET, fits, u8, u16le, u24
from kernels.outcome import Stop


class MessageType(IntEnum):
    """Q.713 table 1, the messages that may carry user data."""

    CR = 0x01
    CC = 0x02
    CREF = 0x03
    RLSD = 0x04
    DT1 = 0x06
    DT2 = 0x07
    UDT = 0x09
    UDTS = 0x0A
    XUDT = 0x11
    XUDTS = 0x12
    LUDT = 0x13
    LUDTS = 0x14


class Optional(IntEnum):
    """Names of parameters, Q.713 table 2; T1.112.3 table 2 for ISNI."""

    END = 0x00
    CALLED = 0x03
    CALLING = 0x04
    DATA = 0x0F
    SEGMENTATION = 0x10
    LAST = 0x13  # long data
    INTERMEDIATE_SIGNALLING_NETWORK = 0xFA


OPTIONALS_MAX = 16
UDT_LEN = np.int64(5)
SEGMENTATION_LEN = np.int64(6)  # name, length and four octets
ONE, TWO, THREE = np.int64(1), np.int64(2), np.int64(3)
FIRST_OF_SEVERAL, PARTS = 0x8000_0000, 0x8F00_0000  # of `segmentation`: first; that and remaining
START = np.int64(32)  # a stretch is its start << 32 | its end
NOWHERE, STRETCH_END = np.int64(1 << 62), 0xFFFF_FFFF


class Unitdata(NamedTuple):
    """Where the parts of a message lie; each end is clamped to the message."""

    kind: int
    cdpa_at: int
    cdpa_end: int
    cgpa_at: int
    cgpa_end: int
    at: int
    end: int
    cause: int  # why it came back, Q.713 3.12; -1 if it did not
    segmentation: int  # first 1 | class 1 | .. | remaining 4 | reference 24; -1 if all is here
    is_short: bool
    hidden: int  # octets that no pointer leads to
    unexplained: int  # octets of unknown parameters
    stop: int


class Options(NamedTuple):
    """What the optional part holds; positions are -1 and 0 where something is not there."""

    end: int
    cdpa_at: int
    cdpa_end: int
    cgpa_at: int
    cgpa_end: int
    at: int  # data
    data_end: int
    segmentation: int
    is_short: bool
    unexplained: int


@leaf
def stopped(kind, stop):
    """No user data here, and why."""
    kind, none, zero = np.int64(kind), np.int64(-1), np.int64(0)
    stop = np.int64(stop)
    return Unitdata(kind, zero, zero, zero, zero, zero, zero, none, none, False, zero, zero, stop)


@inlined
def parse(buf, at, end):
    """The SCCP message in octets `at` to `end`."""
    if fits(at, UDT_LEN, end) and u8(buf, at) == MessageType.UDT:
        # Nearly all: three parts one behind the other, and nothing else.
        cdpa_at = at + 2 + u8(buf, at + 2)
        cgpa_at = at + 3 + u8(buf, at + 3)
        data_at = at + 4 + u8(buf, at + 4)
        if cdpa_at == at + UDT_LEN and cgpa_at > cdpa_at and data_at > cgpa_at and data_at < end:
            cdpa_end = cdpa_at + 1 + u8(buf, cdpa_at)
            cgpa_end = cgpa_at + 1 + u8(buf, cgpa_at)
            is_tight = cdpa_end == cgpa_at and cgpa_end == data_at
            if is_tight and data_at + 1 + u8(buf, data_at) == end:
                kind, none, zero = np.int64(MessageType.UDT), np.int64(-1), np.int64(0)
                return Unitdata(
                    kind,
                    cdpa_at + 1,
                    cdpa_end,
                    cgpa_at + 1,
                    cgpa_end,
                    data_at + 1,
                    end,
                    none,
                    none,
                    False,
                    zero,
                    zero,
                    zero,
                )
    return other(buf, at, end)


@leaf
def other(buf, at, end):
    """A message of any form."""
    if not fits(at, OCTET, end):
        return stopped(-1, Stop.TRUNCATED)
    kind = u8(buf, at)
    if kind == MessageType.UDT or kind == MessageType.UDTS:
        return unitdata(buf, at, end, TWO, ONE)
    if kind == MessageType.XUDT or kind == MessageType.XUDTS:
        return unitdata(buf, at, end, THREE, ONE)
    if kind == MessageType.LUDT or kind == MessageType.LUDTS:
        return unitdata(buf, at, end, THREE, TWO)
    if kind == MessageType.DT1 or kind == MessageType.DT2:
        return data_form(buf, at, end)
    if kind >= MessageType.CR and kind <= MessageType.RLSD:
        return connection(buf, at, end)
    return stopped(kind, Stop.NOT_UNITDATA)


@leaf
def number(buf, at, wide):
    """A pointer or length of one octet, or of two, low first."""
    return u8(buf, at) if wide == 1 else u16le(buf, at)


@leaf
def unitdata(buf, at, end, fixed, wide):
    """Pointers of `wide` octets behind `fixed` octets: to both addresses and the data.

    And one to the optional part where there is a hop counter.
    """
    kind = u8(buf, at)
    has_options = fixed == THREE
    pointers = at + fixed
    free = pointers + wide * (4 if has_options else 3)  # the first octet behind the pointers
    if not fits(at, free - at, end):
        return stopped(kind, Stop.TRUNCATED)
    cdpa_at = pointers + wide - 1 + number(buf, pointers, wide)
    cgpa_at = pointers + 2 * wide - 1 + number(buf, pointers + wide, wide)
    data_at = pointers + 3 * wide - 1 + number(buf, pointers + 2 * wide, wide)
    if min(cdpa_at, cgpa_at, data_at) < free:
        return stopped(kind, Stop.BAD_POINTER)
    if not (fits(cdpa_at, OCTET, end) and fits(cgpa_at, OCTET, end) and fits(data_at, wide, end)):
        return stopped(kind, Stop.BAD_POINTER)
    cdpa_end = cdpa_at + 1 + u8(buf, cdpa_at)
    cgpa_end = cgpa_at + 1 + u8(buf, cgpa_at)
    data_end = data_at + wide + number(buf, data_at, wide)
    x = no_options(end, False)
    options_at = np.int64(-1)
    if has_options and number(buf, pointers + 3 * wide, wide) != 0:
        options_at = pointers + 4 * wide - 1 + number(buf, pointers + 3 * wide, wide)
        x = options(buf, options_at, end)
    is_service = kind & 1 == 0 if has_options else kind == MessageType.UDTS
    # A first segment with none remaining is the whole message.
    is_part = x.segmentation >= 0 and x.segmentation & PARTS != FIRST_OF_SEVERAL
    slack = hidden(
        free - at,
        end - at,
        stretch(cdpa_at, cdpa_end, at),
        stretch(cgpa_at, cgpa_end, at),
        stretch(data_at, data_end, at),
        stretch(options_at, x.end, at),
    )
    is_short = x.is_short or max(cdpa_end, cgpa_end, data_end) > end
    # An address that is not all there is no address: half its digits would name another network.
    return Unitdata(
        kind,
        cdpa_at + 1,
        cdpa_at + 1 if cdpa_end > end else cdpa_end,
        cgpa_at + 1,
        cgpa_at + 1 if cgpa_end > end else cgpa_end,
        data_at + wide,
        min(data_end, end),
        u8(buf, at + 1) if is_service else np.int64(-1),
        x.segmentation if is_part else np.int64(-1),
        is_short,
        slack,
        x.unexplained,
        np.int64(Stop.SEGMENT if is_part and (is_service or is_short) else Stop.NONE),
    )


@leaf
def stretch(at, end, base):
    """Octets `at` to `end` as one number, which sorts by its start; none if `at` is negative."""
    return NOWHERE if at < 0 else ((at - base) << START) | (end - base)


@leaf
def hidden(free, end, a, b, c, d):
    """How many octets of `free` to `end` none of four stretches covers."""
    a, b, c, d = min(a, b), max(a, b), min(c, d), max(c, d)
    a, c, b, d = min(a, c), max(a, c), min(b, d), max(b, d)
    b, c = min(b, c), max(b, c)
    slack, here = np.int64(0), free
    for _ in range(4):
        if a != NOWHERE:
            slack += max(min(a >> START, end) - here, 0)
            here = max(here, a & STRETCH_END)
        a, b, c = b, c, d
    return slack + max(end - here, 0)


@leaf
def no_options(end, is_short):
    """No optional part."""
    none, zero = np.int64(-1), np.int64(0)
    return Options(end, zero, zero, zero, zero, none, zero, none, is_short, zero)


@leaf
def is_known(name):
    """Whether this names an optional parameter."""
    return name <= Optional.LAST or name == Optional.INTERMEDIATE_SIGNALLING_NETWORK


@leaf
def options(buf, at, end):
    """The optional part at `at`: name, length and value of each parameter, up to END."""
    zero = np.int64(0)
    cdpa_at = cdpa_end = cgpa_at = cgpa_end = data_end = unexplained = zero
    data_at = segmentation = np.int64(-1)
    is_short, here = True, at
    for _ in range(OPTIONALS_MAX):
        if not fits(here, OCTET, end):
            break
        name = u8(buf, here)
        if name == Optional.END:
            is_short = False
            here += 1
            break
        if not fits(here, TWO, end):
            break
        value, size = here + 2, u8(buf, here + 1)
        value_end = min(end, value + size)
        is_cut = size > end - value
        if name == Optional.CALLED and not is_cut:
            cdpa_at, cdpa_end = value, value_end
        elif name == Optional.CALLING and not is_cut:
            cgpa_at, cgpa_end = value, value_end
        elif name == Optional.DATA:
            data_at, data_end = value, value_end
        elif name == Optional.SEGMENTATION and size == 4 and not is_cut:
            # Q.713 3.17: first segment, class, spare 2, remaining segments 4; a local reference.
            segmentation = (u8(buf, value) << 24) | u24(buf, value + 1)
        elif not is_known(name):
            unexplained += value_end - here
        here = value_end
    return Options(
        here,
        cdpa_at,
        cdpa_end,
        cgpa_at,
        cgpa_end,
        data_at,
        data_end,
        segmentation,
        is_short,
        unexplained,
    )


@leaf
def connection(buf, at, end):
    """CR, CC, CREF and RLSD: user data is optional, as are addresses."""
    kind = u8(buf, at)
    is_request = kind == MessageType.CR
    short = is_request or kind == MessageType.CREF
    pointer = at + (6 if is_request else 5 if short else 8)  # to the optional part
    if not fits(at, pointer + 1 - at, end):
        return stopped(kind, Stop.TRUNCATED)
    if u8(buf, pointer) == 0:
        return stopped(kind, Stop.NOT_UNITDATA)
    x = options(buf, pointer + u8(buf, pointer), end)
    cdpa_at, cdpa_end = x.cdpa_at, x.cdpa_end
    if is_request:
        cdpa_at = pointer - 1 + u8(buf, pointer - 1)
        if cdpa_at <= pointer or not fits(cdpa_at, OCTET, end):
            return stopped(kind, Stop.BAD_POINTER)
        cdpa_end = cdpa_at + 1 + u8(buf, cdpa_at)
        cdpa_at += 1
    return Unitdata(
        kind,
        cdpa_at,
        cdpa_at if cdpa_end > end else cdpa_end,
        x.cgpa_at,
        x.cgpa_end,
        x.at,
        x.data_end,
        np.int64(-1),
        np.int64(-1),
        x.is_short or cdpa_end > end,
        np.int64(0),
        x.unexplained,
        np.int64(Stop.NOT_UNITDATA if x.at < 0 or x.at == x.data_end else Stop.NONE),
    )


@leaf
def data_form(buf, at, end):
    """DT1 and DT2: nothing but user data, which ends here unless more is to come."""
    kind = u8(buf, at)
    pointer = at + (5 if kind == MessageType.DT1 else 6)
    if not fits(at, pointer + 1 - at, end):
        return stopped(kind, Stop.TRUNCATED)
    data_at = pointer + u8(buf, pointer)
    if data_at <= pointer or not fits(data_at, OCTET, end):
        return stopped(kind, Stop.BAD_POINTER)
    data_end = data_at + 1 + u8(buf, data_at)
    is_tcap = fits(data_at, TWO, end) and may_be_tcap(u8(buf, data_at + 1))
    more = u8(buf, pointer - 1) & 1 == 1
    none, zero = np.int64(-1), np.int64(0)
    slack = data_at - pointer - 1 + max(end - data_end, 0)
    stop = np.int64(Stop.NOT_DECODED if more and is_tcap else Stop.NONE)
    if data_end == data_at + 1:
        stop = np.int64(Stop.NOT_UNITDATA)
    is_short, user = data_end > end, data_at + 1
    data_end = min(end, data_end)
    return Unitdata(
        kind, zero, zero, zero, zero, user, data_end, none, none, is_short, slack, zero, stop
    )


@leaf
def may_be_tcap(octet):
    """Whether a message of TCAP may begin so: Q.773 table 8, T1.114.3."""
    return (octet >= 0x61 and octet <= 0x67) or (octet >= 0xE1 and octet <= 0xF6)
