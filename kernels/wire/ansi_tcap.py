"""ANSI TCAP (T1.114.3): recognised, with its transaction ids, components and operation codes.

  package   E1 unidirectional | E2, E3 query | E4 response | E5, E6 conversation | F6 abort
    C7 transaction ids: none, one of four octets, or originating and responding: eight
    F9 dialogue portion, known and not read | E8 component sequence
    D7 P-abort cause | F8 user abort information
  component E9, ED invoke | EA, EE result | EB error | EC reject       E9, EA are the last ones
    CF component ids: invoke id, or correlation id
    D0, D1 operation code, national or private: family (bit 8: a reply is required) | specifier
    D3, D4 error code | D5 problem code: type | specifier | F2 parameters

A query has an originating id, a response and an abort a responding one. The parameters (IS-41's
digits among them) are known and not read.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.ber import CONSTRUCTED, MISMATCH, element, integer
from kernels.jit import inlined, leaf
from kernels.octets import fits, u8, u32
from kernels.outcome import Oddity, Stop


class PackageTag(IntEnum):
    """T1.114.3 table 1: with or without permission to release."""

    UNIDIRECTIONAL = 0xE1
    QUERY = 0xE2
    QUERY_WITHOUT = 0xE3
    RESPONSE = 0xE4
    CONVERSATION = 0xE5
    CONVERSATION_WITHOUT = 0xE6
    ABORT = 0xF6


class Tag(IntEnum):
    """Elements of a package and of a component."""

    TRANSACTION_ID = 0xC7
    P_ABORT_CAUSE = 0xD7
    USER_ABORT = 0xD8
    USER_INFORMATION = 0xF8
    DIALOGUE = 0xF9
    COMPONENTS = 0xE8
    COMPONENT_ID = 0xCF
    NATIONAL_OPERATION = 0xD0
    PRIVATE_OPERATION = 0xD1
    NATIONAL_ERROR = 0xD3
    PRIVATE_ERROR = 0xD4
    PROBLEM = 0xD5


class ComponentTag(IntEnum):
    """T1.114.3 table 13."""

    INVOKE_LAST = 0xE9
    RESULT_LAST = 0xEA
    ERROR = 0xEB
    REJECT = 0xEC
    INVOKE = 0xED
    RESULT = 0xEE


ELEMENTS_MAX = 8
ID_LEN = np.int64(4)
REPLY_REQUIRED = 0x80
PRIVATE = 256  # added to the family of a private operation code
NONE, NOTHING, NO_ID = np.int64(-1), np.int64(0), np.uint64(0)
TRAILING = np.int64(1 << Oddity.TRAILING_OCTETS)
UNKNOWN = np.int64(1 << Oddity.UNKNOWN_ELEMENT)


class Package(NamedTuple):
    """A package: its transaction ids, and where the components lie."""

    kind: int  # package tag; -1 when this is none
    otid: int
    otid_size: int  # -1 when absent
    dtid: int
    dtid_size: int
    abort_cause: int  # P-abort cause; 256 for the user's; -1
    at: int  # first component; equal to `end` when there is none
    end: int
    oddities: int
    unexplained: int
    stop: int


class Component(NamedTuple):
    """One component."""

    kind: int
    invoke_id: int
    family: int  # of the operation code, 256 more for a private one
    op: int  # its specifier
    error: int  # error code, or type and specifier of a problem
    at: int
    end: int
    next_at: int
    oddities: int
    unexplained: int
    stop: int


@inlined
def is_package(buf, at, end):
    """Whether these octets begin as a package does."""
    if not fits(at, np.int64(1), end):
        return False
    tag = u8(buf, at)
    is_talk = tag >= PackageTag.UNIDIRECTIONAL and tag <= PackageTag.CONVERSATION_WITHOUT
    return is_talk or tag == PackageTag.ABORT


@leaf
def has_originating(kind):
    """Whether the first, or only, transaction id of this package is its sender's."""
    is_query = kind == PackageTag.QUERY or kind == PackageTag.QUERY_WITHOUT
    is_talk = kind == PackageTag.CONVERSATION or kind == PackageTag.CONVERSATION_WITHOUT
    return is_query or is_talk


@leaf
def parse(buf, at, end):
    """The package at `at`, of which `is_package` holds."""
    outer = element(buf, at, end)
    kind, stop = u8(buf, at), outer.stop
    otid = dtid = NO_ID
    otid_size = dtid_size = NONE
    cause = np.int64(256 if kind == PackageTag.ABORT and outer.oddities & MISMATCH == 0 else -1)
    oddities, unexplained = outer.oddities, NOTHING
    if stop == 0 and outer.next_at < end:
        oddities, unexplained = oddities | TRAILING, end - outer.next_at
    here, end = outer.value_at, outer.value_end
    at = end
    for _ in range(ELEMENTS_MAX):
        if here >= end or stop != 0:
            break
        x = element(buf, here, end)
        stop = x.stop
        oddities |= x.oddities
        size = x.value_end - x.value_at
        if x.oddities & MISMATCH and x.tag & CONSTRUCTED == 0:
            stop = np.int64(Stop.TRUNCATED)  # a piece of an id is none
        elif x.tag == Tag.TRANSACTION_ID:
            if size != 0 and size != ID_LEN and size != 2 * ID_LEN:
                stop = np.int64(Stop.BAD_LENGTH)
            elif size >= ID_LEN and has_originating(kind):
                otid, otid_size = np.uint64(u32(buf, x.value_at)), ID_LEN
            if size == 2 * ID_LEN or (size == ID_LEN and not has_originating(kind)):
                dtid, dtid_size = np.uint64(u32(buf, x.value_end - 4)), ID_LEN
        elif x.tag == Tag.COMPONENTS:
            if x.next_at < end:
                oddities, unexplained = oddities | TRAILING, unexplained + end - x.next_at
            at, end = x.value_at, x.value_end
            break
        elif x.tag == Tag.P_ABORT_CAUSE:
            cause = integer(buf, x.value_at, x.value_end) & 0xFF
        elif x.tag != Tag.DIALOGUE and x.tag != Tag.USER_ABORT and x.tag != Tag.USER_INFORMATION:
            oddities, unexplained = oddities | UNKNOWN, unexplained + x.next_at - here
        here = x.next_at
    return Package(
        kind, otid, otid_size, dtid, dtid_size, cause, at, end, oddities, unexplained, stop
    )


@leaf
def component(buf, at, end):
    """The component at `at`."""
    x = element(buf, at, end)
    kind, stop = (x.tag if x.stop == 0 else NONE), x.stop
    next_at, oddities = x.next_at, x.oddities
    invoke_id = family = op = error = NONE
    if stop == 0 and (kind < ComponentTag.INVOKE_LAST or kind > ComponentTag.RESULT):
        stop = np.int64(Stop.BAD_TAG)
    here, end = x.value_at, x.value_end
    for _ in range(ELEMENTS_MAX):
        if here >= end or stop != 0:
            break
        x = element(buf, here, end)
        stop = x.stop
        oddities |= x.oddities
        size = x.value_end - x.value_at
        is_code = x.tag >= Tag.NATIONAL_OPERATION and x.tag <= Tag.PROBLEM and x.tag != 0xD2
        if stop != 0 or (x.tag != Tag.COMPONENT_ID and not is_code):
            break
        if x.oddities & MISMATCH:
            stop = np.int64(Stop.TRUNCATED)
        elif x.tag == Tag.COMPONENT_ID and size > 0:
            invoke_id = u8(buf, x.value_at)
        elif x.tag <= Tag.PRIVATE_OPERATION and size == 2:
            family = u8(buf, x.value_at) & ~REPLY_REQUIRED
            if x.tag == Tag.PRIVATE_OPERATION:
                family += PRIVATE
            op = u8(buf, x.value_at + 1)
        elif is_code and size > 0:
            error = integer(buf, x.value_at, x.value_end) & (0xFF if size == 1 else 0xFFFF)
        here = x.next_at
    at = here if here < end and stop == 0 else NONE
    return Component(
        kind, invoke_id, family, op, error, at, end if at >= 0 else NONE,
        next_at if stop == 0 else NONE, oddities, NOTHING, stop,
    )  # fmt: skip
