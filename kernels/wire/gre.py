"""GRE (RFC 2784 2.1, RFC 2890 2): the header, and the EtherType of what it carries.

  C | R | K | S | recursion, reserved 9 bits | version 3 bits | protocol type 2
     [C or R: checksum 2, reserved 2] [K: key 4] [S: sequence number 4]

Not supported: routing entries (R, RFC 1701). Version 1 is PPTP's (RFC 2637) and carries PPP.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import LOWEST, bits, fits, u16
from kernels.outcome import Stop

HEADER_LEN = np.int64(4)
CHECKSUM, ROUTING, KEY, SEQUENCE = 0x8000, 0x4000, 0x2000, 0x1000
VERSION_BITS = np.int64(3)
PPTP = 1
ERSPAN = 0x88BE  # types I and II
ERSPAN_3 = 0x22EB


class Gre(NamedTuple):
    """The header."""

    at: int  # first octet of the payload
    protocol: int  # an EtherType
    has_sequence: bool
    stop: int


@leaf
def parse(buf, at, end):
    """The header at `at`."""
    zero = np.int64(0)
    if not fits(at, HEADER_LEN, end):
        return Gre(zero, zero, False, np.int64(Stop.TRUNCATED))
    flags = u16(buf, at)
    version = bits(flags, LOWEST, VERSION_BITS)
    stop = Stop.NONE
    if version == PPTP:
        stop = Stop.NOT_IP
    elif version != 0:
        stop = Stop.BAD_VERSION
    elif flags & ROUTING:
        stop = Stop.NOT_DECODED
    size = HEADER_LEN
    for flag in (CHECKSUM, KEY, SEQUENCE):
        if flags & flag:
            size += 4
    if stop == Stop.NONE and not fits(at, size, end):
        stop = Stop.TRUNCATED
    return Gre(at + size, u16(buf, at + 2), flags & SEQUENCE != 0, np.int64(stop))
