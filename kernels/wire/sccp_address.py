"""Party addresses of SCCP (Q.713 3.4, 3.5) and their national layouts.

  ITU        indicator | point code 2, low first | subsystem number | global title      Q.713 3.4
  indicator  national | route on SSN | global title indicator 4 | SSN | point code
  ANSI       indicator | subsystem number | point code 3, low first | global title      T1.112.3 3.4
  indicator  national | route on SSN | global title indicator 4 | point code | SSN
  Japan      as ITU, with all 16 bits of the point code                                 JT-Q713

  title 1    odd 1, nature 7 | digits                                                   3.4.2.3.1
  title 2    translation type | digits                                                  3.4.2.3.2
  title 3    translation type | plan 4, encoding 4 | digits                             3.4.2.3.3
  title 4    translation type | plan 4, encoding 4 | nature | digits                    3.4.2.3.4
  ANSI       1 is laid out as title 3, 2 as title 2

An ANSI address whose national bit is 0 is an international one, laid out as ITU's.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import inlined, leaf
from kernels.meanings import PointCodes
from kernels.octets import LOWEST, OCTET, bits, fits, u8, u16le
from kernels.tbcd import NO_DIGITS, read

HIGHEST, NIBBLE, ONE_BIT = np.int64(7), np.int64(4), np.int64(1)
GTI_AT, NATURE_BITS, ITU_BITS = np.int64(2), np.int64(7), np.int64(14)
WITHOUT_ROUTING, PLAIN, ON_SSN, NATIONAL = 0xBF, 0x12, 0x40, 0x80
PLAIN_LEN = np.int64(6)  # indicator, SSN, a head of three octets, two digits
SIXTEEN_BITS, THREE_OCTETS = np.int64(16), np.int64(3)
# Octets before the digits of titles 0 to 4.
TITLE_HEADS = np.array([0, 1, 1, 2, 3], np.int64)


class Party(NamedTuple):
    """A called or calling party address; -1 or no digits where a part is absent."""

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
    unexplained: int  # octets behind an address without a title


@leaf
def absent():
    """No address."""
    none, zero = np.int64(-1), np.int64(0)
    return Party(none, NO_DIGITS, none, none, none, none, none, zero, False, True, False, zero)


@inlined
def parse(buf, at, end, point_codes):
    """The party address in octets `at` to `end`, of a link with these PointCodes."""
    if point_codes != PointCodes.ANSI and fits(at, PLAIN_LEN, end):
        indicator = u8(buf, at)
        if indicator & WITHOUT_ROUTING == PLAIN:  # title 4 and a subsystem number: nearly all
            nibbles = 2 * (end - at - 5) - (u8(buf, at + 3) & 1)
            found = read(buf, at + 5, end, nibbles)
            none = np.int64(-1)
            return Party(
                np.int64(4),
                found.packed,
                u8(buf, at + 1),
                none,
                u8(buf, at + 2),
                u8(buf, at + 4) & 0x7F,
                u8(buf, at + 3) >> 4,
                found.count,
                found.is_long,
                found.is_decimal,
                indicator & ON_SSN != 0,
                np.int64(0),
            )
    return other(buf, at, end, point_codes)


@leaf
def other(buf, at, end, point_codes):
    """An address of any form."""
    if not fits(at, OCTET, end):
        return absent()
    indicator = u8(buf, at)
    pc = ssn = np.int64(-1)
    here = at + 1
    is_ansi = point_codes == PointCodes.ANSI and indicator & NATIONAL != 0
    if is_ansi:
        if indicator & 1 and fits(here, OCTET, end):
            ssn = u8(buf, here)
            here += 1
        if indicator & 2 and fits(here, THREE_OCTETS, end):
            pc = u16le(buf, here) | (u8(buf, here + 2) << 16)
            here += 3
    else:
        if indicator & 1 and fits(here, 2 * OCTET, end):
            width = SIXTEEN_BITS if point_codes == PointCodes.JAPAN else ITU_BITS
            pc = bits(u16le(buf, here), LOWEST, width)
            here += 2
        if indicator & 2 and fits(here, OCTET, end):
            ssn = u8(buf, here)
            here += 1
    return titled(buf, here, end, indicator, is_ansi, ssn, pc)


@leaf
def titled(buf, here, end, indicator, is_ansi, ssn, pc):
    """The address whose global title begins at `here`."""
    none = np.int64(-1)
    tt = nai = plan = none
    gti = bits(indicator, GTI_AT, NIBBLE)
    on_ssn = indicator & ON_SSN != 0
    form = np.int64(3) if is_ansi and gti == 1 else gti
    head = TITLE_HEADS[form] if form < TITLE_HEADS.shape[0] else np.int64(0)
    if head == 0 or not fits(here, head, end):
        left = end - here
        return Party(gti, NO_DIGITS, ssn, pc, tt, nai, plan, LOWEST, False, True, on_ssn, left)
    first = u8(buf, here)
    is_odd = False
    if form == 1:
        nai = bits(first, LOWEST, NATURE_BITS)
        is_odd = bits(first, HIGHEST, ONE_BIT) == 1
    else:
        tt = first
    if form >= 3:
        plan = bits(u8(buf, here + 1), NIBBLE, NIBBLE)
        is_odd = bits(u8(buf, here + 1), LOWEST, NIBBLE) & 1 == 1
    if form == 4:
        nai = bits(u8(buf, here + 2), LOWEST, NATURE_BITS)
    here += head
    x = read(buf, here, end, 2 * (end - here) - (1 if is_odd else 0))
    digits, long, decimal = x.count, x.is_long, x.is_decimal
    return Party(gti, x.packed, ssn, pc, tt, nai, plan, digits, long, decimal, on_ssn, LOWEST)
