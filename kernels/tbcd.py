"""Semi-octet digits packed into a uint64 (TS 29.002 TBCD-STRING, Q.713 3.4.2.3 address signals).

  octet         digit 2 | digit 1        two digits per octet, the low nibble first
  packed   d1 d2 d3 .. dn F F F          first digit most significant, filler 0xF behind the last

Sixteen digits fit. A longer address keeps its first sixteen and says so, because a decoder that
stopped there could be blinded by one more digit. Digits A to E (*, #, a, b, c) are kept as they
are.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import u8

DIGITS_MAX = 16
FILLER = 15
NO_DIGITS = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
LOWEST_BITS = np.uint64(0x1111_1111_1111_1111)


class Digits(NamedTuple):
    """Packed digits, how many there are, and whether some were left out."""

    packed: int  # uint64, all ones when there are none
    count: int
    is_long: bool


@leaf
def read(buf, at, end, nibbles):
    """The first `nibbles` semi-octets of octets `at` to `end`, up to the first filler."""
    nibbles = min(nibbles, 2 * (end - at))
    if nibbles <= 0:
        return Digits(NO_DIGITS, np.int64(0), False)
    count = min(nibbles, DIGITS_MAX)
    octets = (count + 1) >> 1
    packed = np.uint64(0)
    for index in range(at, at + octets):
        octet = u8(buf, index)
        packed = (packed << np.uint64(8)) | np.uint64((octet & FILLER) << 4 | octet >> 4)
    packed <<= np.uint64(64 - 8 * octets)
    if count < DIGITS_MAX:
        packed |= NO_DIGITS >> np.uint64(4 * count)
    # The lowest bit of each nibble that is all ones.
    fillers = (
        packed & (packed >> np.uint64(1)) & (packed >> np.uint64(2)) & (packed >> np.uint64(3))
    )
    shift = np.uint64(64 - 4 * count)
    if (fillers & LOWEST_BITS) >> shift != 0:
        return until_filler(packed)
    is_long = nibbles > DIGITS_MAX and u8(buf, at + octets) & FILLER != FILLER
    return Digits(packed, count, is_long)


@leaf
def until_filler(packed):
    """What stands before the first filler: an address may end before its octets do."""
    count = np.int64(0)
    while (packed >> np.uint64(60 - 4 * count)) & np.uint64(FILLER) != FILLER:
        count += 1
    if count == 0:
        return Digits(NO_DIGITS, count, False)
    return Digits(packed | (NO_DIGITS >> np.uint64(4 * count)), count, False)


@leaf
def read_string(buf, at, end):
    """A TBCD-STRING that fills octets `at` to `end`."""
    return read(buf, at, end, 2 * (end - at))


@leaf
def read_address(buf, at, end):
    """An AddressString (TS 29.002 17.7.8): one octet of nature and plan, then a TBCD-STRING."""
    return read(buf, at + 1, end, 2 * (end - at - 1))
