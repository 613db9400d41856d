"""M3UA (RFC 4666): the Protocol Data of a Transfer DATA message.

  common header   version 1 | reserved | class | type | length                   8, RFC 4666 3.1.4
  parameter       tag | length, padding not counted | value                      RFC 4666 3.2
  Protocol Data   OPC 4 | DPC 4 | SI | NI | MP | SLS | user data                 RFC 4666 3.3.1

Management (ASPSM, ASPTM, SSNM, MGMT, RKM) stops here by name. Point codes are taken as they
stand, right justified in four octets; which national variant they are is for Settings to say.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import fits, u8, u16, u32
from kernels.outcome import Stop


class MessageClass(IntEnum):
    """RFC 4666 3.1.2."""

    TRANSFER = 1


class TransferType(IntEnum):
    """RFC 4666 3.1.2."""

    DATA = 1


class Tag(IntEnum):
    """RFC 4666 3.2."""

    PROTOCOL_DATA = 0x0210


PPID = 3
PPID_SWAPPED = 0x0300_0000  # written in host order by some stacks
VERSION = 1
HEADER_LEN, TLV_LEN, PROTOCOL_DATA_LEN = np.int64(8), np.int64(4), np.int64(12)
PARAMETERS_MAX = 32


class ProtocolData(NamedTuple):
    """The routing label and the MTP3 user's message."""

    opc: int
    dpc: int
    si: int
    ni: int
    mp: int
    sls: int
    at: int
    end: int
    is_short: bool  # a length claims more octets than there are
    stop: int


@leaf
def stopped(stop):
    """No Protocol Data here, and why."""
    none, zero = np.int64(-1), np.int64(0)
    return ProtocolData(none, none, none, none, none, none, zero, zero, False, np.int64(stop))


@leaf
def is_likely(buf, at, end):
    """Whether these octets look like M3UA whatever their PPID says.

    Version, class, type and length.
    """
    if not fits(at, HEADER_LEN, end) or u8(buf, at) != VERSION or u8(buf, at + 1) != 0:
        return False
    size = u32(buf, at + 4)
    is_transfer = u8(buf, at + 2) == MessageClass.TRANSFER
    return is_transfer and u8(buf, at + 3) == TransferType.DATA and size <= end - at and size >= 24


@leaf
def parse(buf, at, end):
    """The DATA message at `at`, or why there is none."""
    if not fits(at, HEADER_LEN, end):
        return stopped(Stop.TRUNCATED)
    if u8(buf, at) != VERSION:
        return stopped(Stop.BAD_VERSION)
    if u8(buf, at + 2) != MessageClass.TRANSFER or u8(buf, at + 3) != TransferType.DATA:
        return stopped(Stop.NOT_TRANSFER)
    size = u32(buf, at + 4)
    if size < HEADER_LEN:
        return stopped(Stop.BAD_LENGTH)
    is_short = size > end - at
    stop_at = end if is_short else at + size
    here = at + HEADER_LEN
    for _ in range(PARAMETERS_MAX):
        if not fits(here, TLV_LEN, stop_at):
            return stopped(Stop.TRUNCATED)
        size = u16(buf, here + 2)
        if size < TLV_LEN:
            return stopped(Stop.BAD_LENGTH)
        if u16(buf, here) == Tag.PROTOCOL_DATA:
            if size < TLV_LEN + PROTOCOL_DATA_LEN:
                return stopped(Stop.BAD_LENGTH)
            return protocol_data(buf, here + TLV_LEN, stop_at, size - TLV_LEN, is_short)
        if not fits(here, size, stop_at):
            return stopped(Stop.TRUNCATED)
        here += (size + 3) & ~3
    return stopped(Stop.TOO_MANY)


@leaf
def protocol_data(buf, at, end, size, is_short):
    """RFC 4666 3.3.1: the value of `size` octets at `at`, clamped to `end`."""
    if not fits(at, PROTOCOL_DATA_LEN, end):
        return stopped(Stop.TRUNCATED)
    stop_at = min(end, at + size)
    return ProtocolData(
        u32(buf, at),
        u32(buf, at + 4),
        u8(buf, at + 8),
        u8(buf, at + 9),
        u8(buf, at + 10),
        u8(buf, at + 11),
        at + PROTOCOL_DATA_LEN,
        stop_at,
        is_short or at + size > end,
        np.int64(0),
    )
