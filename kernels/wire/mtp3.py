"""MTP3 (Q.704 14): the service information octet and the routing label of a message signal unit.

  SIO     service indicator, low 4 bits | priority or spare 2 | network indicator 2    Q.704 14.2
  ITU     DPC 14 | OPC 14 | SLS 4, low bits first                                4, Q.704 2.2
  ANSI    DPC 24 | OPC 24 | SLS 8, low octet first                               7, T1.111.4 2.2
  Japan   DPC 16 | OPC 16 | SLS 4 | spare 4, low octet first                     5, JT-Q704 2.2

Which of them a link speaks cannot be told from the octets: Settings say it.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.meanings import PointCodes
from kernels.octets import LOWEST, bits, fits, u8, u16le, u32le
from kernels.outcome import Stop


class Service(IntEnum):
    """Service indicators, Q.704 14.2.1."""

    SNM = 0
    TEST = 1
    SCCP = 3
    TUP = 4
    ISUP = 5
    BICC = 13
    GATEWAY_CONTROL = 14


SIO_LEN = np.int64(1)
ITU_LEN, ANSI_LEN, JAPAN_LEN = np.int64(4), np.int64(7), np.int64(5)
SERVICE_BITS, PRIORITY_BITS, NETWORK_BITS = np.int64(4), np.int64(2), np.int64(2)
PRIORITY_AT, NETWORK_AT, OPC_AT, SLS_AT = np.int64(4), np.int64(6), np.int64(14), np.int64(28)
POINT_CODE_BITS, SLS_BITS = np.int64(14), np.int64(4)


class Label(NamedTuple):
    """The routing label, and the MTP3 user's message."""

    opc: int
    dpc: int
    si: int
    ni: int
    mp: int
    sls: int
    at: int
    stop: int


@leaf
def stopped(stop):
    """No label here, and why."""
    none = np.int64(-1)
    return Label(none, none, none, none, none, none, np.int64(0), np.int64(stop))


@leaf
def parse(buf, at, end, point_codes):
    """The message signal unit whose SIO is at `at`, of a link with these PointCodes."""
    if not fits(at, SIO_LEN, end):
        return stopped(Stop.TRUNCATED)
    sio, here = u8(buf, at), at + 1
    size = ITU_LEN
    if point_codes == PointCodes.ANSI:
        size = ANSI_LEN
    elif point_codes == PointCodes.JAPAN:
        size = JAPAN_LEN
    if not fits(here, size, end):
        return stopped(Stop.TRUNCATED)
    if point_codes == PointCodes.ANSI:
        dpc = u16le(buf, here) | (u8(buf, here + 2) << 16)
        opc = u16le(buf, here + 3) | (u8(buf, here + 5) << 16)
        sls = u8(buf, here + 6)
    elif point_codes == PointCodes.JAPAN:
        dpc, opc = u16le(buf, here), u16le(buf, here + 2)
        sls = bits(u8(buf, here + 4), LOWEST, SLS_BITS)
    else:
        label = u32le(buf, here)
        dpc = bits(label, LOWEST, POINT_CODE_BITS)
        opc = bits(label, OPC_AT, POINT_CODE_BITS)
        sls = bits(label, SLS_AT, SLS_BITS)
    return Label(
        opc,
        dpc,
        bits(sio, LOWEST, SERVICE_BITS),
        bits(sio, NETWORK_AT, NETWORK_BITS),
        bits(sio, PRIORITY_AT, PRIORITY_BITS),
        sls,
        here + size,
        np.int64(0),
    )
