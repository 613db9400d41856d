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


class Digits(NamedTuple):
    """Packed digits, how many there are, and whether some were left out."""

    packed: int  # uint64, all ones when there are none
    count: int
    is_long: bool


@leaf
def read(buf, at, end, nibbles):
    """The first `nibbles` semi-octets of octets `at` to `end`, up to the first filler."""
    packed = np.uint64(0)
    count = np.int64(0)
    is_long = False
    for index in range(min(nibbles, 2 * (end - at))):
        octet = u8(buf, at + (index >> 1))
        digit = octet >> 4 if index & 1 else octet & 0x0F
        if digit == FILLER:
            break
        if count == DIGITS_MAX:
            is_long = True
            break
        packed = (packed << np.uint64(4)) | np.uint64(digit)
        count += 1
    for _ in range(count, DIGITS_MAX):
        packed = (packed << np.uint64(4)) | np.uint64(FILLER)
    return Digits(packed, count, is_long)


@leaf
def read_string(buf, at, end):
    """A TBCD-STRING that fills octets `at` to `end`."""
    return read(buf, at, end, 2 * (end - at))


@leaf
def read_address(buf, at, end):
    """An AddressString (TS 29.002 17.7.8): one octet of nature and plan, then a TBCD-STRING."""
    return read(buf, at + 1, end, 2 * (end - at - 1))
