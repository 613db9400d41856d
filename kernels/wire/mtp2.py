"""MTP2 signal units (Q.703 2.2, and Annex A), without flags, as capture files hold them.

  basic     BIB 1, BSN 7 bits | FIB 1, FSN 7 bits | spare 2, LI 6 bits | SIO, SIF | [check bits 2]
  extended  BSN, BIB 2 | FSN, FIB 2 | LI 9 bits, spare 7: 2            | SIO, SIF | [check bits 2]
            least significant octet first
  pseudo-header  sent 1 | Annex A used 1: 0 no, 1 yes, 2 unknown | link number 2

The length indicator counts what follows it: none for fill-in units (FISU), 1 or 2 for link status
units (LSSU), more for message units (MSU), which hold MTP3. In the basic form 63 is that or more.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import LOWEST, bits, fits, u8, u16le
from kernels.outcome import Stop

BASIC_LEN, EXTENDED_LEN, PSEUDO_LEN = np.int64(3), np.int64(6), np.int64(4)
LENGTH_BITS, EXTENDED_LENGTH_BITS = np.int64(6), np.int64(9)
OPEN_LENGTH = 63  # of the basic form
STATUS_MAX = 2
CHECK_LEN = 2


class Unit(NamedTuple):
    """The MTP3 message of an MSU."""

    at: int
    end: int
    is_short: bool  # claims more octets than there are
    stop: int


@leaf
def stopped(stop):
    """No message here, and why."""
    return Unit(np.int64(0), np.int64(0), False, np.int64(stop))


@leaf
def parse_with_header(buf, at, end):
    """A signal unit behind the pseudo-header of the capture file."""
    if not fits(at, PSEUDO_LEN, end):
        return stopped(Stop.TRUNCATED)
    is_extended = u8(buf, at + 1) == 1
    return parse(buf, at + PSEUDO_LEN, end, is_extended)


@leaf
def parse(buf, at, end, is_extended):
    """The signal unit at `at`."""
    size = EXTENDED_LEN if is_extended else BASIC_LEN
    if not fits(at, size, end):
        return stopped(Stop.TRUNCATED)
    if is_extended:
        claimed = bits(u16le(buf, at + 4), LOWEST, EXTENDED_LENGTH_BITS)
    else:
        claimed = bits(u8(buf, at + 2), LOWEST, LENGTH_BITS)
    if claimed <= STATUS_MAX:
        return stopped(Stop.NO_DATA)
    at += size
    is_open = not is_extended and claimed == OPEN_LENGTH
    # Some captures keep the check bits. More octets than those are the message's, whatever it says.
    if not is_open and claimed + CHECK_LEN == end - at:
        end = at + claimed
    return Unit(at, end, claimed > end - at, np.int64(0))
