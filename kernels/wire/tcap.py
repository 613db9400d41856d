"""TCAP (Q.773): the message, its dialogue portion, and one component after another.

  message     61 unidirectional | 62 begin | 64 end | 65 continue | 67 abort       Q.773 3.1
    48 originating transaction id | 49 destination transaction id | 4A P-abort cause
    6B dialogue portion: 28 EXTERNAL { 06 dialogue-as-id, A0 { 60 AARQ | 61 AARE | 64 ABRT } }
       AARQ, AARE: 80 version | A1 { 06 context name } | A2 result | BE user information
    6C components: A1 invoke | A2 result last | A3 error | A4 reject | A7 result, more to come

A global operation code (OBJECT IDENTIFIER) is read by its last arc and reported, because
receivers have been seen to take it for the local one. Not supported: ANSI TCAP, which stops as
not decoded.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.ber import CONSTRUCTED, MISMATCH, element, integer
from kernels.jit import leaf
from kernels.octets import OCTET, fits, u8
from kernels.outcome import Oddity, Stop


class MessageTag(IntEnum):
    """Q.773 table 8."""

    UNIDIRECTIONAL = 0x61
    BEGIN = 0x62
    END = 0x64
    CONTINUE = 0x65
    ABORT = 0x67


class Tag(IntEnum):
    """Elements of a message and of the dialogue portion, Q.773 tables 9 to 13 and 36 to 44."""

    OTID = 0x48
    DTID = 0x49
    P_ABORT_CAUSE = 0x4A
    DIALOGUE = 0x6B
    COMPONENTS = 0x6C
    INTEGER = 0x02
    OBJECT_IDENTIFIER = 0x06
    EXTERNAL = 0x28
    SINGLE_ASN1 = 0xA0
    AARQ = 0x60
    AARE = 0x61
    ABRT = 0x64
    CONTEXT_NAME = 0xA1
    SEQUENCE = 0x30
    LINKED_ID = 0x80


class ComponentTag(IntEnum):
    """Q.773 table 19."""

    INVOKE = 0xA1
    RESULT = 0xA2
    ERROR = 0xA3
    REJECT = 0xA4
    RESULT_PART = 0xA7


ANSI_FIRST, ANSI_LAST = 0xE1, 0xF6  # T1.114.3 package types
HIGH_TAG_APPLICATION = 0x7F  # X.690 8.1.2.4: application, constructed, number follows
ELEMENTS_MAX = 16
COMPONENTS_MAX = 32  # rows that one message may yield

LONG_ID = np.int64(1 << Oddity.LONG_TRANSACTION_ID)
EMPTY_ID = np.int64(1 << Oddity.EMPTY_TRANSACTION_ID)
TRAILING = np.int64(1 << Oddity.TRAILING_OCTETS)
GLOBAL_OPCODE = np.int64(1 << Oddity.GLOBAL_OPCODE)


class Message(NamedTuple):
    """A TCAP message: transaction ids, where the context name and the components lie."""

    kind: int
    otid: int  # uint64: its last eight octets
    otid_size: int  # -1 when absent
    dtid: int
    dtid_size: int
    acn_at: int  # content octets of the OBJECT IDENTIFIER; -1 when absent
    acn_end: int
    at: int  # first component; equal to `end` when there is none
    end: int
    oddities: int
    stop: int


class Component(NamedTuple):
    """One component."""

    kind: int
    invoke_id: (
        int  # -1 when not derivable; invoke ids are -128 to 127 on the wire, taken as 0 to 255
    )
    op: int  # -1 when it carries none
    error: int  # error code, or problem code of a reject; -1 otherwise
    at: int  # the parameter's tag; -1 when there is none
    end: int
    next_at: int
    oddities: int
    stop: int


@leaf
def stopped(stop):
    """No TCAP message here, and why."""
    none, no_id = np.int64(-1), np.uint64(0)
    nothing = np.int64(0)
    return Message(
        none, no_id, none, no_id, none, none, none, nothing, nothing, nothing, np.int64(stop)
    )


@leaf
def transaction_id(buf, at, end):
    """The last eight octets of `at` to `end`, as uint64."""
    value = np.uint64(0)
    for index in range(max(at, end - 8), end):
        value = (value << np.uint64(8)) | np.uint64(u8(buf, index))
    return value


@leaf
def id_oddities(size):
    """Q.773 3.1: a transaction id has one to four octets."""
    if size == 0:
        return EMPTY_ID
    return LONG_ID if size > 4 else np.int64(0)


@leaf
def parse(buf, at, end):
    """The message at `at`."""
    if not fits(at, OCTET, end):
        return stopped(Stop.TRUNCATED)
    kind = u8(buf, at)
    if kind >= ANSI_FIRST and kind <= ANSI_LAST:
        return stopped(Stop.NOT_DECODED)
    outer = element(buf, at, end)
    if kind == HIGH_TAG_APPLICATION and outer.stop == 0:
        kind = outer.tag  # 7F 02 is 62 in high-tag form
    is_known = kind >= MessageTag.UNIDIRECTIONAL and kind <= MessageTag.ABORT
    if not is_known or kind == 0x63 or kind == 0x66:
        return stopped(Stop.NOT_TCAP)
    if outer.stop != 0:
        return stopped(outer.stop)
    otid = dtid = np.uint64(0)
    otid_size = dtid_size = acn_at = acn_end = np.int64(-1)
    oddities = outer.oddities
    if outer.next_at < end:
        oddities |= TRAILING
    here, end = outer.value_at, outer.value_end
    at, stop = end, np.int64(Stop.TRUNCATED)
    for _ in range(ELEMENTS_MAX):
        if here >= end:
            stop = np.int64(0)
            break
        x = element(buf, here, end)
        if x.stop != 0:
            stop = x.stop
            break
        oddities |= x.oddities
        if x.oddities & MISMATCH and x.tag & CONSTRUCTED == 0:
            break  # a transaction id that is not all there is no transaction id
        if x.tag == Tag.OTID:
            otid, otid_size = transaction_id(buf, x.value_at, x.value_end), x.value_end - x.value_at
            oddities |= id_oddities(otid_size)
        elif x.tag == Tag.DTID:
            dtid, dtid_size = transaction_id(buf, x.value_at, x.value_end), x.value_end - x.value_at
            oddities |= id_oddities(dtid_size)
        elif x.tag == Tag.DIALOGUE:
            acn_at, acn_end, odd = context_name(buf, x.value_at, x.value_end)
            oddities |= odd
        elif x.tag == Tag.COMPONENTS:
            if x.next_at < end:
                oddities |= TRAILING
            at, end, stop = x.value_at, x.value_end, np.int64(0)
            break
        here = x.next_at
    else:
        stop = np.int64(Stop.TOO_MANY)
    return Message(kind, otid, otid_size, dtid, dtid_size, acn_at, acn_end, at, end, oddities, stop)


@leaf
def context_name(buf, at, end):
    """Content octets of the application context name in a dialogue portion, or -1, and oddities."""
    none, oddities = np.int64(-1), np.int64(0)
    # One step down at each level: EXTERNAL, single-ASN1-type, AARQ or AARE, A1, OBJECT IDENTIFIER.
    for level in range(5):
        found = False
        for _ in range(ELEMENTS_MAX):
            x = element(buf, at, end)
            oddities |= x.oddities
            if x.stop != 0 or (level == 4 and x.oddities & MISMATCH):
                return none, none, oddities
            found = (
                (level == 0 and x.tag == Tag.EXTERNAL)
                or (level == 1 and x.tag == Tag.SINGLE_ASN1)
                or (level == 2 and (x.tag == Tag.AARQ or x.tag == Tag.AARE))
                or (level == 3 and x.tag == Tag.CONTEXT_NAME)
                or (level == 4 and x.tag == Tag.OBJECT_IDENTIFIER)
            )
            if found:
                at, end = x.value_at, x.value_end
                break
            at = x.next_at
        if not found:
            return none, none, oddities
    return at, end, oddities


@leaf
def no_component(next_at, stop):
    """The empty component of a message that carries none, or that stopped before them."""
    none = np.int64(-1)
    return Component(none, none, none, none, none, none, next_at, np.int64(0), np.int64(stop))


@leaf
def broken(kind, oddities, stop):
    """No component here, and why."""
    none = np.int64(-1)
    return Component(kind, none, none, none, none, none, none, oddities, np.int64(stop))


@leaf
def component(buf, at, end):
    """The component at `at` (Q.773 3.2)."""
    none = np.int64(-1)
    x = element(buf, at, end)
    if x.stop != 0:
        return broken(none, np.int64(0), x.stop)
    is_component = x.tag >= ComponentTag.INVOKE and x.tag <= ComponentTag.RESULT_PART
    if not is_component or x.tag == 0xA5 or x.tag == 0xA6:
        return broken(none, x.oddities, Stop.BAD_TAG)
    kind, next_at, oddities = x.tag, x.next_at, x.oddities
    here, end = x.value_at, x.value_end
    x = element(buf, here, end)
    if x.stop != 0:
        return broken(kind, oddities, x.stop)
    oddities |= x.oddities
    # A reject of something unreadable carries NULL (05) for its invoke id.
    invoke_id = none
    if x.tag == Tag.INTEGER and x.oddities & MISMATCH == 0:
        invoke_id = integer(buf, x.value_at, x.value_end) & 0xFF
    here = x.next_at
    if kind == ComponentTag.REJECT:
        return reject(buf, here, end, invoke_id, next_at, oddities)
    op = error = none
    if kind == ComponentTag.INVOKE:
        x = element(buf, here, end)
        if x.stop == 0 and x.tag == Tag.LINKED_ID:
            here = x.next_at
    elif kind != ComponentTag.ERROR:
        # A result's operation code and parameter stand in a SEQUENCE; a result may also be empty.
        x = element(buf, here, end)
        if x.stop != 0 or x.tag != Tag.SEQUENCE:
            return Component(kind, invoke_id, op, error, none, none, next_at, oddities, np.int64(0))
        here, end = x.value_at, x.value_end
        oddities |= x.oddities
    x = element(buf, here, end)
    if x.stop != 0:
        return Component(kind, invoke_id, op, error, none, none, next_at, oddities, x.stop)
    oddities |= x.oddities
    code = none
    if x.oddities & MISMATCH:
        return Component(
            kind, invoke_id, op, error, none, none, next_at, oddities, np.int64(Stop.TRUNCATED)
        )
    if x.tag == Tag.INTEGER:
        code = integer(buf, x.value_at, x.value_end)
    elif x.tag == Tag.OBJECT_IDENTIFIER:
        code = last_arc(buf, x.value_at, x.value_end)
        oddities |= GLOBAL_OPCODE
    if kind == ComponentTag.ERROR:
        error = code
    else:
        op = code
    if x.next_at >= end:
        return Component(kind, invoke_id, op, error, none, none, next_at, oddities, np.int64(0))
    return Component(kind, invoke_id, op, error, x.next_at, end, next_at, oddities, np.int64(0))


@leaf
def reject(buf, at, end, invoke_id, next_at, oddities):
    """A reject's problem code.

    Its choice tag (80 to 83) in the high octet, its value in the low one.
    """
    none = np.int64(-1)
    kind = np.int64(ComponentTag.REJECT)
    x = element(buf, at, end)
    if x.stop != 0 or x.oddities & MISMATCH:
        stop = x.stop if x.stop != 0 else np.int64(Stop.TRUNCATED)
        return Component(kind, invoke_id, none, none, none, none, next_at, oddities, stop)
    code = (x.number << 8) | (integer(buf, x.value_at, x.value_end) & 0xFF)
    return Component(kind, invoke_id, none, code, none, none, next_at, oddities, np.int64(0))


@leaf
def last_arc(buf, at, end):
    """The last arc of an OBJECT IDENTIFIER's content octets (X.690 8.19), its low 56 bits."""
    arc = np.int64(0)
    for index in range(max(at, end - 8), end):
        octet = u8(buf, index)
        arc = (arc << 7) | (octet & 0x7F)
        if octet & 0x80 == 0 and index + 1 < end:
            arc = np.int64(0)
    return arc
