"""M3UA (RFC 4666): the Protocol Data of a Transfer DATA message.

  common header   version 1 | reserved | class | type | length                   8, RFC 4666 3.1
  parameter       tag | length, padding not counted | value                      RFC 4666 3.2
  DATA            network appearance? | routing context? | Protocol Data | correlation id?    3.3.1
  Protocol Data   OPC 4 | DPC 4 | SI | NI | MP | SLS | user data                 RFC 4666 3.3.1

Messages of the other classes (ASPSM, ASPTM, SSNM, MGMT, RKM) stop here by name. Point codes are
taken as they stand, right justified in four octets; which national variant they are is for Settings
to say.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import inlined, leaf
from kernels.octets import fits, u8, u16, u32
from kernels.outcome import Stop


class MessageType(IntEnum):
    """RFC 4666 3.1.2: class << 8 | type."""

    DATA = 0x0101


class Tag(IntEnum):
    """RFC 4666 3.2."""

    INFO_STRING = 0x0004
    ROUTING_CONTEXT = 0x0006
    CORRELATION_ID = 0x0013
    NETWORK_APPEARANCE = 0x0200
    PROTOCOL_DATA = 0x0210


VERSION = 1
WITHOUT_RESERVED, DATA_HEADER = 0xFF00_FFFF, 0x0100_0101
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
    unexplained: int  # octets of unknown parameters and behind the message
    stop: int


@leaf
def stopped(stop):
    """No Protocol Data here, and why."""
    none, zero = np.int64(-1), np.int64(0)
    return ProtocolData(none, none, none, none, none, none, zero, zero, False, zero, np.int64(stop))


@leaf
def is_known(tag):
    """Whether a DATA message may carry this parameter beside Protocol Data."""
    is_identifier = tag == Tag.CORRELATION_ID or tag == Tag.INFO_STRING
    return is_identifier or tag == Tag.ROUTING_CONTEXT or tag == Tag.NETWORK_APPEARANCE


@inlined
def parse(buf, at, end):
    """The DATA message at `at`, or why there is none."""
    if not fits(at, HEADER_LEN, end) or u32(buf, at) & WITHOUT_RESERVED != DATA_HEADER:
        return no_data(buf, at, end)
    size = u32(buf, at + 4)
    if size < HEADER_LEN:
        return stopped(Stop.BAD_LENGTH)
    stop_at = min(end, at + size)
    here = at + HEADER_LEN
    unexplained = np.int64(0)
    for _ in range(PARAMETERS_MAX):
        if not fits(here, TLV_LEN, stop_at):
            return stopped(Stop.TRUNCATED)
        tag, length = u16(buf, here), u16(buf, here + 2)
        if length < TLV_LEN:
            return stopped(Stop.BAD_LENGTH)
        if tag == Tag.PROTOCOL_DATA:
            is_short = at + size > end or here + length > stop_at
            return protocol_data(buf, here, stop_at, end, is_short, unexplained)
        if not fits(here, length, stop_at):
            return stopped(Stop.TRUNCATED)
        if not is_known(tag):
            unexplained += length
        here += (length + 3) & ~3
    return stopped(Stop.TOO_MANY)


@leaf
def no_data(buf, at, end):
    """Why there is no DATA message."""
    if not fits(at, HEADER_LEN, end):
        return stopped(Stop.TRUNCATED)
    return stopped(Stop.BAD_VERSION if u8(buf, at) != VERSION else Stop.NOT_TRANSFER)


@inlined
def protocol_data(buf, at, stop_at, end, is_short, unexplained):
    """RFC 4666 3.3.1: the parameter at `at`, clamped to `stop_at`; the user data ends at `end`."""
    length = u16(buf, at + 2)
    if length < TLV_LEN + PROTOCOL_DATA_LEN:
        return stopped(Stop.BAD_LENGTH)
    if not fits(at, TLV_LEN + PROTOCOL_DATA_LEN, stop_at):
        return stopped(Stop.TRUNCATED)
    behind = at + ((length + 3) & ~3)
    if behind < end:
        unexplained += rest(buf, behind, stop_at, end)
    return ProtocolData(
        u32(buf, at + 4),
        u32(buf, at + 8),
        u8(buf, at + 12),
        u8(buf, at + 13),
        u8(buf, at + 14),
        u8(buf, at + 15),
        at + TLV_LEN + PROTOCOL_DATA_LEN,
        min(stop_at, at + length),
        is_short,
        unexplained,
        np.int64(0),
    )


@leaf
def rest(buf, at, stop_at, end):
    """Octets that nothing names, of the parameters behind Protocol Data and of what follows."""
    unexplained = np.int64(0)
    for _ in range(PARAMETERS_MAX):
        if not fits(at, TLV_LEN, stop_at):
            break
        length = u16(buf, at + 2)
        if length < TLV_LEN or not is_known(u16(buf, at)):
            break
        at = min(stop_at, at + ((length + 3) & ~3))
    return unexplained + end - min(at, end)
