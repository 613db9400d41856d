"""The common message header of the adaptation layers over SCTP, and what tells one from another.

  version 1 | reserved 0 | class | type | length 4, header counted               RFC 4666 3.1

Classes are registered once for all of them, so those that carry data belong to one layer each:
a class is a better witness than a payload protocol identifier, which anybody may write. Management
classes are shared by several layers.
"""

from enum import IntEnum

import numpy as np

from kernels.jit import leaf
from kernels.octets import fits, u8, u16, u32


class Class(IntEnum):
    """RFC 4666 3.1.2 and its registry at IANA."""

    MGMT = 0  # of all
    TRANSFER = 1  # M3UA
    SSNM = 2  # M3UA, SUA
    ASPSM = 3  # of all
    ASPTM = 4  # of all
    QPTM = 5  # IUA
    MAUP = 6  # M2UA
    CONNECTIONLESS = 7  # SUA
    CONNECTION_ORIENTED = 8  # SUA
    RKM = 9  # M3UA, SUA
    IIM = 10  # M2UA
    M2PA = 11


class Management(IntEnum):
    """Messages of the shared classes: class << 8 | type."""

    ERROR = 0x0000
    NOTIFY = 0x0001
    DESTINATION_UNAVAILABLE = 0x0201
    DESTINATION_AVAILABLE = 0x0202
    DESTINATION_STATE_AUDIT = 0x0203
    SIGNALLING_CONGESTION = 0x0204
    DESTINATION_USER_PART_UNAVAILABLE = 0x0205
    DESTINATION_RESTRICTED = 0x0206
    ASP_UP = 0x0301
    ASP_DOWN = 0x0302
    HEARTBEAT = 0x0303
    ASP_UP_ACK = 0x0304
    ASP_DOWN_ACK = 0x0305
    HEARTBEAT_ACK = 0x0306
    ASP_ACTIVE = 0x0401
    ASP_INACTIVE = 0x0402
    ASP_ACTIVE_ACK = 0x0403
    ASP_INACTIVE_ACK = 0x0404
    REGISTRATION_REQUEST = 0x0901
    REGISTRATION_RESPONSE = 0x0902
    DEREGISTRATION_REQUEST = 0x0903
    DEREGISTRATION_RESPONSE = 0x0904


class Ppid(IntEnum):
    """Payload protocol identifiers of SCTP, as registered at IANA."""

    M2UA = 2
    M3UA = 3
    SUA = 4
    M2PA = 5
    DIAMETER = 46
    DIAMETER_DTLS = 47


VERSION = 1
HEADER_LEN = np.int64(8)
PADDING_MAX = 3  # behind a message that fills its chunk
# The last type of each class; 1 is the first of all but MGMT.
LAST_TYPES = np.array([1, 1, 6, 6, 4, 0, 15, 2, 11, 4, 8, 2], np.int64)


@leaf
def ppid(number):
    """The identifier, turned round where a stack wrote it in host order."""
    if number != 0 and number & 0x00FF_FFFF == 0:
        return number >> 24
    return number


@leaf
def class_of(buf, at, end):
    """The class of the message that fills octets `at` to `end`; -1 if it does not look like one."""
    none = np.int64(-1)
    if not fits(at, HEADER_LEN, end) or u8(buf, at) != VERSION or u8(buf, at + 1) != 0:
        return none
    group, kind, size = u8(buf, at + 2), u8(buf, at + 3), u32(buf, at + 4)
    if size < HEADER_LEN or size > end - at or end - at - size > PADDING_MAX:
        return none
    if group >= LAST_TYPES.shape[0] or kind > LAST_TYPES[group]:
        return none
    if kind == 0 and group != Class.MGMT:
        return none
    return group


@leaf
def is_dtls(buf, at, end):
    """Whether a DTLS record fills what there is (RFC 6347 4.1): type, version, epoch, length."""
    if not fits(at, np.int64(13), end):
        return False
    kind, version = u8(buf, at), u16(buf, at + 1)
    is_record = (kind >= 20 and kind <= 25) and (version >= 0xFEFC and version <= 0xFEFF)
    return is_record and u16(buf, at + 11) <= end - at - 13
