"""Geneve (RFC 8926 3.4): the header, and the EtherType of what is behind its options.

version 2 bits | options length 6 bits, in 4-octet words | O | C | reserved 6 bits
    | protocol type 2 | virtual network identifier 3 | reserved 1 | options
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import LOWEST, bits, fits, u8, u16
from kernels.outcome import Stop

HEADER_LEN = np.int64(8)
LENGTH_BITS = np.int64(6)


class Geneve(NamedTuple):
    """The header."""

    at: int  # first octet of the payload
    protocol: int  # an EtherType
    stop: int


@leaf
def parse(buf, at, end):
    """The header at `at`."""
    zero = np.int64(0)
    if not fits(at, HEADER_LEN, end):
        return Geneve(zero, zero, np.int64(Stop.TRUNCATED))
    first = u8(buf, at)
    size = HEADER_LEN + 4 * bits(first, LOWEST, LENGTH_BITS)
    stop = Stop.NONE
    if first >> 6 != 0:
        stop = Stop.BAD_VERSION
    elif not fits(at, size, end):
        stop = Stop.TRUNCATED
    return Geneve(at + size, u16(buf, at + 2), np.int64(stop))
