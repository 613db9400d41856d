"""M2UA (RFC 3331): what a signalling gateway's MTP2 hands over to its user.

common header        version 1 | reserved | class 6 | type 1 Data | length      8, RFC 3331 3.1
parameter            tag | length, padding not counted | value                  RFC 3331 3.1.5
Protocol Data 1      SIO | SIF                                                  RFC 3331 3.3.1.1
Protocol Data 2      length indicator with priority, as in Japan | SIO | SIF    RFC 3331 3.3.1.1
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import fits, u8, u16, u32
from kernels.outcome import Stop


class MessageType(IntEnum):
    """RFC 3331 3.1.4: class << 8 | type, of MAUP and of interface identifier management."""

    DATA = 0x0601
    ESTABLISH_REQUEST = 0x0602
    ESTABLISH_CONFIRM = 0x0603
    RELEASE_REQUEST = 0x0604
    RELEASE_CONFIRM = 0x0605
    RELEASE_INDICATION = 0x0606
    STATE_REQUEST = 0x0607
    STATE_CONFIRM = 0x0608
    STATE_INDICATION = 0x0609
    DATA_RETRIEVAL_REQUEST = 0x060A
    DATA_RETRIEVAL_CONFIRM = 0x060B
    DATA_RETRIEVAL_INDICATION = 0x060C
    DATA_RETRIEVAL_COMPLETE_INDICATION = 0x060D
    CONGESTION_INDICATION = 0x060E
    DATA_ACKNOWLEDGE = 0x060F
    REGISTRATION_REQUEST = 0x0A01
    REGISTRATION_RESPONSE = 0x0A02
    DEREGISTRATION_REQUEST = 0x0A03
    DEREGISTRATION_RESPONSE = 0x0A04


class Tag(IntEnum):
    """RFC 3331 3.1.5, 3.2."""

    INTERFACE_IDENTIFIER = 0x0001
    INTERFACE_IDENTIFIER_TEXT = 0x0003
    CORRELATION_ID = 0x0013
    PROTOCOL_DATA_1 = 0x0300
    PROTOCOL_DATA_2 = 0x0301


VERSION, CLASS, DATA_TYPE = 1, 6, 1
HEADER_LEN, TLV_LEN = np.int64(8), np.int64(4)
PARAMETERS_MAX = 16


class ProtocolData(NamedTuple):
    """Where the message signal unit lies: its SIO and what follows."""

    at: int
    end: int
    is_short: bool  # a length claims more octets than there are
    unexplained: int  # octets of unknown parameters and behind the message
    stop: int


@leaf
def stopped(stop):
    """No Protocol Data here, and why."""
    zero = np.int64(0)
    return ProtocolData(zero, zero, False, zero, np.int64(stop))


@leaf
def is_known(tag):
    """Whether a Data message may carry this parameter."""
    is_identifier = tag == Tag.INTERFACE_IDENTIFIER or tag == Tag.INTERFACE_IDENTIFIER_TEXT
    return is_identifier or tag == Tag.CORRELATION_ID


@leaf
def parse(buf, at, end):
    """The Data message at `at`, or why there is none."""
    if not fits(at, HEADER_LEN, end):
        return stopped(Stop.TRUNCATED)
    if u8(buf, at) != VERSION:
        return stopped(Stop.BAD_VERSION)
    if u8(buf, at + 2) != CLASS or u8(buf, at + 3) != DATA_TYPE:
        return stopped(Stop.NOT_TRANSFER)
    size = u32(buf, at + 4)
    if size < HEADER_LEN:
        return stopped(Stop.BAD_LENGTH)
    is_short = size > end - at
    stop_at = end if is_short else at + size
    here, unexplained = at + HEADER_LEN, end - stop_at
    data_at, data_end = np.int64(-1), np.int64(-1)
    for _ in range(PARAMETERS_MAX):
        if not fits(here, TLV_LEN, stop_at):
            break
        tag, size = u16(buf, here), u16(buf, here + 2)
        if size < TLV_LEN:
            return stopped(Stop.BAD_LENGTH)
        is_short = is_short or size > stop_at - here
        is_data = tag == Tag.PROTOCOL_DATA_1 or tag == Tag.PROTOCOL_DATA_2
        if is_data and data_at < 0:
            data_at = here + TLV_LEN + (1 if tag == Tag.PROTOCOL_DATA_2 else 0)
            data_end = min(stop_at, here + size)
        elif not is_known(tag):
            unexplained += min(size, stop_at - here)
        here = min(stop_at, here + ((size + 3) & ~3))
    if data_at < 0 or data_at > data_end:
        return stopped(Stop.TRUNCATED)
    unexplained += stop_at - here
    return ProtocolData(data_at, data_end, is_short, unexplained, np.int64(0))
