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
from kernels.octets import u8, u32

DIGITS_MAX = 16
FILLER = 15
NO_DIGITS = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
LOW_NIBBLES = np.uint64(0x0F0F_0F0F_0F0F_0F0F)
HIGH_BITS = np.uint64(0x8888_8888_8888_8888)
FOUR = np.uint64(4)


class Digits(NamedTuple):
    """Packed digits, how many there are, whether some were left out, whether all are 0 to 9."""

    packed: int  # uint64, all ones when there are none
    count: int
    is_long: bool
    is_decimal: bool  # no digit A to E, and nothing behind a filler


@leaf
def semi_octets(buf, at, octets):
    """Up to eight octets from `at` on with their nibbles swapped, the first most significant."""
    if octets >= 4:
        # Two reads that overlap: for four to eight octets, and without a loop.
        raw = np.uint64(u32(buf, at)) << np.uint64(32)
        raw |= np.uint64(u32(buf, at + octets - 4)) << np.uint64(64 - 8 * octets)
    else:
        raw = np.uint64(0)
        for index in range(octets):
            raw |= np.uint64(u8(buf, at + index)) << np.uint64(56 - 8 * index)
    return ((raw & LOW_NIBBLES) << FOUR) | ((raw >> FOUR) & LOW_NIBBLES)


@leaf
def read(buf, at, end, nibbles):
    """The first `nibbles` semi-octets of octets `at` to `end`, up to the first filler."""
    nibbles = min(nibbles, 2 * (end - at))
    if nibbles <= 0:
        return Digits(NO_DIGITS, np.int64(0), False, True)
    count = min(nibbles, DIGITS_MAX)
    octets = (count + 1) >> 1
    packed = semi_octets(buf, at, octets)
    if count < DIGITS_MAX:
        packed |= NO_DIGITS >> np.uint64(4 * count)
    goes_on = nibbles > DIGITS_MAX and u8(buf, at + octets) & FILLER != FILLER
    last = np.uint64(64 - 4 * count)
    if (packed >> last) & np.uint64(FILLER) == np.uint64(FILLER) and not goes_on:
        count -= 1  # an odd number of digits in whole octets
        last += FOUR
    # The highest bit of each nibble that is ten or more: a filler or a letter.
    rare = packed & ((packed << np.uint64(1)) | (packed << np.uint64(2))) & HIGH_BITS
    if count == 0 or rare >> last != 0:
        return rare_digits(packed, count, goes_on)
    return Digits(packed, count, goes_on, True)


@leaf
def rare_digits(packed, nibbles, goes_on):
    """What stands before the first filler of so many nibbles: an address may end before them."""
    count, is_ended, is_decimal = np.int64(0), False, True
    for index in range(nibbles):
        digit = (packed >> np.uint64(60 - 4 * index)) & np.uint64(FILLER)
        if digit == np.uint64(FILLER):
            is_ended = True
        elif is_ended:
            is_decimal = False
        else:
            count += 1
            is_decimal = is_decimal and digit <= np.uint64(9)
    if is_ended and goes_on:
        goes_on, is_decimal = False, False
    if count == 0:
        return Digits(NO_DIGITS, count, False, is_decimal)
    if count < DIGITS_MAX:
        packed |= NO_DIGITS >> np.uint64(4 * count)
    return Digits(packed, count, goes_on, is_decimal)


@leaf
def read_string(buf, at, end):
    """A TBCD-STRING that fills octets `at` to `end`."""
    return read(buf, at, end, 2 * (end - at))


@leaf
def read_address(buf, at, end):
    """An AddressString (TS 29.002 17.7.8): one octet of nature and plan, then a TBCD-STRING."""
    return read(buf, at + 1, end, 2 * (end - at - 1))
