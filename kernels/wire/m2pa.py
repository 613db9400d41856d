"""M2PA (RFC 4165): the user data of a signalling link between two peers.

  common header   version 1 | spare | class 11 | type | length                   8, RFC 4165 2.1
  M2PA header     unused | BSN 3 | unused | FSN 3                                8, RFC 4165 2.2
  User Data       priority octet | SIO | SIF                                     RFC 4165 2.3.1

The priority octet is PRI 2 | spare 6. PRI is the message priority where MTP2 carries one, in Japan;
for all others it is spare, and a priority stands in the SIO.

A User Data message without data acknowledges. There is no padding. Not read: the drafts before the
RFC, whose headers differ.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import bits, fits, u8, u32
from kernels.outcome import Stop


class MessageType(IntEnum):
    """RFC 4165 2.1.2: class << 8 | type."""

    USER_DATA = 0x0B01
    LINK_STATUS = 0x0B02


VERSION, CLASS, USER_DATA_TYPE = 1, 11, 1
HEADER_LEN, M2PA_LEN, PRIORITY_LEN = np.int64(8), np.int64(16), np.int64(1)
PRIORITY_AT, PRIORITY_BITS = np.int64(6), np.int64(2)


class UserData(NamedTuple):
    """Where the message signal unit lies: its SIO and what follows."""

    at: int
    end: int
    priority: int  # PRI
    is_short: bool  # a length claims more octets than there are
    unexplained: int  # octets behind the message
    stop: int


@leaf
def stopped(stop):
    """No user data here, and why."""
    zero = np.int64(0)
    return UserData(zero, zero, zero, False, zero, np.int64(stop))


@leaf
def parse(buf, at, end):
    """The User Data message at `at`, or why there is none."""
    if not fits(at, HEADER_LEN, end):
        return stopped(Stop.TRUNCATED)
    if u8(buf, at) != VERSION:
        return stopped(Stop.BAD_VERSION)
    if u8(buf, at + 2) != CLASS or u8(buf, at + 3) != USER_DATA_TYPE:
        return stopped(Stop.NOT_TRANSFER)
    size = u32(buf, at + 4)
    if size < M2PA_LEN:
        return stopped(Stop.BAD_LENGTH)
    if size == M2PA_LEN:
        return stopped(Stop.NOT_TRANSFER)
    if not fits(at, M2PA_LEN + PRIORITY_LEN, end):
        return stopped(Stop.TRUNCATED)
    is_short = size > end - at
    stop_at = end if is_short else at + size
    first = at + M2PA_LEN + PRIORITY_LEN
    priority = bits(u8(buf, first - 1), PRIORITY_AT, PRIORITY_BITS)
    return UserData(first, stop_at, priority, is_short, end - stop_at, np.int64(0))
