"""Diameter (RFC 6733): the header of a message, and the header of one AVP.

  message   version 1 | length 3 | R P E T 0 0 0 0 | command 3                    RFC 6733 3
            application 4 | hop-by-hop 4 | end-to-end 4 | AVPs
  AVP       code 4 | V M P 0 0 0 0 0 | length 3 | vendor 4 if V | value           RFC 6733 4.1

A message's length counts its header and the padding; an AVP's counts its header, not its padding
to four octets. The walk over AVPs belongs to the caller, who asks for one after another. Nothing
is looked up here: what a code means, and which AVPs are groups, is the caller's.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import fits, u8, u24, u32
from kernels.outcome import Stop


class Flag(IntEnum):
    """Command flags, RFC 6733 3."""

    REQUEST = 0x80
    PROXIABLE = 0x40
    ERROR = 0x20
    RETRANSMITTED = 0x10


class AvpFlag(IntEnum):
    """AVP flags, RFC 6733 4.1."""

    VENDOR = 0x80
    MANDATORY = 0x40
    PROTECTED = 0x20


PPID, PPID_DTLS = 46, 47  # RFC 6733 14.4
PORT, PORT_TLS, PORT_SECURE = 3868, 5658, 5868  # RFC 6733 11.4, and IANA's registry
VERSION = 1
HEADER_LEN, AVP_LEN, VENDOR_LEN = np.int64(20), np.int64(8), np.int64(4)
MESSAGES_MAX = np.int64(64)  # in one user message of SCTP, or one TCP segment
RESERVED_FLAGS, AVP_RESERVED_FLAGS = 0x0F, 0x1F
# Where commands and applications are registered: what recognition takes for plausible.
COMMAND_FIRST, COMMAND_LAST = 257, 1023
VENDOR_COMMAND_FIRST, VENDOR_COMMAND_LAST = 8388608, 8392703
APPLICATION_LAST, RELAY = 255, 0xFFFF_FFFF
VENDOR_APPLICATION_FIRST, VENDOR_APPLICATION_LAST = 16777216, 16781311


class Header(NamedTuple):
    """The header, and where the AVPs lie."""

    flags: int
    command: int
    app_id: int
    hop_by_hop: int
    end_to_end: int
    at: int  # first AVP
    end: int  # behind the message, clamped to what there is
    is_short: bool  # claims more octets than there are
    stop: int


class Avp(NamedTuple):
    """One AVP."""

    code: int
    flags: int
    vendor: int  # 0 without the V bit
    at: int  # first octet of its value
    end: int
    next_at: int  # behind its padding
    is_short: bool  # claims more octets than there are
    stop: int


@leaf
def stopped(stop):
    """No header here, and why."""
    none, zero = np.int64(-1), np.int64(0)
    return Header(none, none, none, none, none, zero, zero, False, np.int64(stop))


@leaf
def parse(buf, at, end):
    """The header at `at`."""
    if not fits(at, HEADER_LEN, end):
        return stopped(Stop.TRUNCATED)
    if u8(buf, at) != VERSION:
        return stopped(Stop.BAD_VERSION)
    size = u24(buf, at + 1)
    if size < HEADER_LEN:
        return stopped(Stop.BAD_LENGTH)
    return Header(
        u8(buf, at + 4),
        u24(buf, at + 5),
        u32(buf, at + 8),
        u32(buf, at + 12),
        u32(buf, at + 16),
        at + HEADER_LEN,
        min(end, at + size),
        size > end - at,
        np.int64(0),
    )


@leaf
def no_avp(stop):
    """No AVP here, and why."""
    zero = np.int64(0)
    return Avp(np.int64(-1), zero, zero, zero, zero, zero, False, np.int64(stop))


@leaf
def avp(buf, at, end):
    """The AVP at `at`; its end is clamped to that of the message or group around it."""
    if not fits(at, AVP_LEN, end):
        return no_avp(Stop.TRUNCATED)
    flags, size = u8(buf, at + 4), u24(buf, at + 5)
    header, vendor = AVP_LEN, np.int64(0)
    if flags & AvpFlag.VENDOR:
        header = AVP_LEN + VENDOR_LEN
        if not fits(at, header, end):
            return no_avp(Stop.TRUNCATED)
        vendor = u32(buf, at + 8)
    if size < header:
        return no_avp(Stop.BAD_LENGTH)
    stop_at = min(end, at + size)
    next_at = min(end, at + ((size + 3) & ~3))
    is_short = size > end - at
    return Avp(u32(buf, at), flags, vendor, at + header, stop_at, next_at, is_short, np.int64(0))


@leaf
def is_plausible(buf, at, end):
    """Whether a message may begin at `at`, whatever its length: a header that is registered."""
    if not fits(at, HEADER_LEN, end) or u8(buf, at) != VERSION:
        return False
    size = u24(buf, at + 1)
    if size < HEADER_LEN or size & 3 != 0 or u8(buf, at + 4) & RESERVED_FLAGS:
        return False
    if not is_command(u24(buf, at + 5)):
        return False
    application = u32(buf, at + 8)
    if application <= APPLICATION_LAST or application == RELAY:
        return True
    return application >= VENDOR_APPLICATION_FIRST and application <= VENDOR_APPLICATION_LAST


@leaf
def is_beginning(buf, at, end):
    """Whether octets that may end early look like the beginning of a message.

    All of the header that there is, and the first AVP's length, are as they should be.
    """
    there = end - at
    if there < HEADER_LEN:
        return is_short_beginning(buf, at, there)
    if not is_plausible(buf, at, end):
        return False
    size = u24(buf, at + 1)
    if there < HEADER_LEN + AVP_LEN or size < HEADER_LEN + AVP_LEN:
        return True
    length = u24(buf, at + HEADER_LEN + 5)
    is_flags = u8(buf, at + HEADER_LEN + 4) & AVP_RESERVED_FLAGS == 0
    return is_flags and length >= AVP_LEN and length <= size - HEADER_LEN


@leaf
def is_short_beginning(buf, at, there):
    """As is_beginning, of `there` octets that are less than a header."""
    if there < 1 or u8(buf, at) != VERSION:
        return False
    if there >= 4 and (u24(buf, at + 1) < HEADER_LEN or u24(buf, at + 1) & 3 != 0):
        return False
    if there >= 5 and u8(buf, at + 4) & RESERVED_FLAGS != 0:
        return False
    return there < 8 or is_command(u24(buf, at + 5))


@leaf
def is_command(command):
    """Whether a command code lies where they are registered."""
    if command >= VENDOR_COMMAND_FIRST:
        return command <= VENDOR_COMMAND_LAST
    return command >= COMMAND_FIRST and command <= COMMAND_LAST


@leaf
def size_of(buf, at):
    """The length of the message whose header is at `at`, or -1 where that cannot be one."""
    size = u24(buf, at + 1)
    is_whole = size >= HEADER_LEN and size & 3 == 0
    return size if is_whole and u8(buf, at) == VERSION else np.int64(-1)


@leaf
def is_likely(buf, at, end):
    """Whether these octets are Diameter whatever port or PPID they came by: a whole message."""
    return is_plausible(buf, at, end) and u24(buf, at + 1) <= end - at


@leaf
def next_message(buf, at, end):
    """Where the message at `at` ends, clamped; `end` where there is no header to say so."""
    if not fits(at, HEADER_LEN, end):
        return end
    size = u24(buf, at + 1)
    if size < HEADER_LEN:
        return end
    return min(end, at + size)
