"""TCAP (Q.773): the message around its components, and one component after another.

  message     61 unidirectional | 62 begin | 64 end | 65 continue | 67 abort       Q.773 3.1
    48 originating transaction id | 49 destination transaction id | 4A P-abort cause
    6B dialogue portion: `kernels.wire.dialogue` reads it
    6C components: A1 invoke | A2 result last | A3 error | A4 reject | A7 result, more to come

A global operation code (OBJECT IDENTIFIER) is read by its last arc and reported, because
receivers have been seen to take it for the local one. What no rule names is counted in octets:
elements of other tags, a second dialogue portion, whatever follows the components. ANSI TCAP has
a file of its own.
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
    """Elements of a message and of a component, Q.773 tables 9 to 13 and 21 to 25."""

    OTID = 0x48
    DTID = 0x49
    P_ABORT_CAUSE = 0x4A
    DIALOGUE = 0x6B
    COMPONENTS = 0x6C
    INTEGER = 0x02
    OBJECT_IDENTIFIER = 0x06
    SEQUENCE = 0x30
    LINKED_ID = 0x80


class ComponentTag(IntEnum):
    """Q.773 table 19."""

    INVOKE = 0xA1
    RESULT = 0xA2
    ERROR = 0xA3
    REJECT = 0xA4
    RESULT_PART = 0xA7


HIGH_TAG_APPLICATION = 0x7F  # X.690 8.1.2.4: application, constructed, number follows
ELEMENTS_MAX = 16
COMPONENTS_MAX = 32  # rows that one message may yield
USER_ABORT = 256  # the abort cause of an abort by the user; P-abort causes are below

LONG_ID = np.int64(1 << Oddity.LONG_TRANSACTION_ID)
EMPTY_ID = np.int64(1 << Oddity.EMPTY_TRANSACTION_ID)
TRAILING = np.int64(1 << Oddity.TRAILING_OCTETS)
UNKNOWN = np.int64(1 << Oddity.UNKNOWN_ELEMENT)
GLOBAL_OPCODE = np.int64(1 << Oddity.GLOBAL_OPCODE)


class Message(NamedTuple):
    """A TCAP message: transaction ids, where the dialogue portion and the components lie."""

    kind: int
    otid: int  # uint64: its last eight octets
    otid_size: int  # -1 when absent
    dtid: int
    dtid_size: int
    dialogue_at: int  # contents of the dialogue portion; -1 when absent
    dialogue_end: int
    abort_cause: int  # P-abort cause, USER_ABORT, or -1
    at: int  # first component; equal to `end` when there is none
    end: int
    oddities: int
    unexplained: int  # octets outside the components that no rule names
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
    unexplained: int  # octets of it that no rule names, its parameter left out
    stop: int


NONE, NOTHING, NO_ID = np.int64(-1), np.int64(0), np.uint64(0)


@leaf
def stopped(stop):
    """No TCAP message here, and why."""
    return Message(
        NONE, NO_ID, NONE, NO_ID, NONE,
        NONE, NONE, NONE, NOTHING, NOTHING, NOTHING, NOTHING, np.int64(stop),
    )  # fmt: skip


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
def kind_of(buf, at, outer):
    """The message tag at `at`, or -1 when it is no TCAP message."""
    kind = u8(buf, at)
    if kind == HIGH_TAG_APPLICATION and outer.stop == 0:
        kind = outer.tag  # 7F 02 is 62 in high-tag form
    is_known = kind >= MessageTag.UNIDIRECTIONAL and kind <= MessageTag.ABORT
    return NONE if not is_known or kind == 0x63 or kind == 0x66 else kind


@leaf
def parse(buf, at, end):
    """The message at `at`."""
    if not fits(at, OCTET, end):
        return stopped(Stop.TRUNCATED)
    outer = element(buf, at, end)
    kind = kind_of(buf, at, outer)
    if kind < 0:
        return stopped(Stop.NOT_TCAP)
    if outer.stop != 0:
        return stopped(outer.stop)
    otid = dtid = NO_ID
    otid_size = dtid_size = dialogue_at = dialogue_end = cause = NONE
    # An abort without a cause of the provider is the user's, if it is all there.
    if kind == MessageTag.ABORT and outer.oddities & MISMATCH == 0:
        cause = np.int64(USER_ABORT)
    oddities, unexplained = outer.oddities, end - outer.next_at
    if unexplained > 0:
        oddities |= TRAILING
    here, end = outer.value_at, outer.value_end
    at, stop = end, np.int64(Stop.TRUNCATED)
    for _ in range(ELEMENTS_MAX):
        if here >= end:
            stop = NOTHING
            break
        x = element(buf, here, end)
        if x.stop != 0:
            stop = x.stop
            break
        oddities |= x.oddities
        if x.oddities & MISMATCH and x.tag & CONSTRUCTED == 0:
            break  # a transaction id that is not all there is no transaction id
        if x.tag == Tag.OTID and otid_size < 0:
            otid, otid_size = transaction_id(buf, x.value_at, x.value_end), x.value_end - x.value_at
            oddities |= id_oddities(otid_size)
        elif x.tag == Tag.DTID and dtid_size < 0:
            dtid, dtid_size = transaction_id(buf, x.value_at, x.value_end), x.value_end - x.value_at
            oddities |= id_oddities(dtid_size)
        elif x.tag == Tag.DIALOGUE and dialogue_at < 0:
            dialogue_at, dialogue_end = x.value_at, x.value_end
        elif x.tag == Tag.P_ABORT_CAUSE and kind == MessageTag.ABORT:
            cause = integer(buf, x.value_at, x.value_end) & 0xFF
        elif x.tag == Tag.COMPONENTS:
            if x.next_at < end:
                unexplained += end - x.next_at
                oddities |= TRAILING
            at, end, stop = x.value_at, x.value_end, NOTHING
            break
        else:
            unexplained += x.next_at - here
            oddities |= UNKNOWN
        here = x.next_at
    else:
        stop = np.int64(Stop.TOO_MANY)
    return Message(
        kind, otid, otid_size, dtid, dtid_size,
        dialogue_at, dialogue_end, cause, at, end, oddities, unexplained, stop,
    )  # fmt: skip


@leaf
def no_component(next_at, stop):
    """The empty component of a message that carries none, or that stopped before them."""
    return Component(NONE, NONE, NONE, NONE, NONE, NONE, next_at, NOTHING, NOTHING, np.int64(stop))


@leaf
def broken(kind, oddities, stop):
    """No component here, and why."""
    return Component(kind, NONE, NONE, NONE, NONE, NONE, NONE, oddities, NOTHING, np.int64(stop))


@leaf
def component(buf, at, end):
    """The component at `at` (Q.773 3.2)."""
    x = element(buf, at, end)
    if x.stop != 0:
        return broken(NONE, NOTHING, x.stop)
    is_component = x.tag >= ComponentTag.INVOKE and x.tag <= ComponentTag.RESULT_PART
    if not is_component or x.tag == 0xA5 or x.tag == 0xA6:
        return broken(NONE, x.oddities, Stop.BAD_TAG)
    kind, next_at, oddities = x.tag, x.next_at, x.oddities
    here, end = x.value_at, x.value_end
    x = element(buf, here, end)
    if x.stop != 0:
        return broken(kind, oddities, x.stop)
    oddities |= x.oddities
    # A reject of something unreadable carries NULL (05) for its invoke id.
    invoke_id = NONE
    if x.tag == Tag.INTEGER and x.oddities & MISMATCH == 0:
        invoke_id = integer(buf, x.value_at, x.value_end) & 0xFF
    here = x.next_at
    if kind == ComponentTag.REJECT:
        return reject(buf, here, end, invoke_id, next_at, oddities)
    unexplained = NOTHING
    x = element(buf, here, end)
    if kind == ComponentTag.INVOKE:
        if x.stop == 0 and x.tag == Tag.LINKED_ID:
            here = x.next_at
            x = element(buf, here, end)
    elif kind != ComponentTag.ERROR:
        # A result's operation code and parameter stand in a SEQUENCE; a result may also be empty.
        if x.stop != 0 or x.tag != Tag.SEQUENCE:
            return Component(
                kind, invoke_id, NONE, NONE, NONE, NONE, next_at, oddities, end - here, NOTHING
            )
        unexplained = end - x.next_at
        oddities |= x.oddities
        here, end = x.value_at, x.value_end
        x = element(buf, here, end)
    stop = x.stop
    if stop == 0 and x.oddities & MISMATCH:
        stop = np.int64(Stop.TRUNCATED)
    oddities |= x.oddities
    op = error = NONE
    parameter_at = parameter_end = NONE
    if stop == 0:
        code = NONE
        if x.tag == Tag.INTEGER:
            code = integer(buf, x.value_at, x.value_end)
        elif x.tag == Tag.OBJECT_IDENTIFIER:
            code = last_arc(buf, x.value_at, x.value_end)
            oddities |= GLOBAL_OPCODE
        if kind == ComponentTag.ERROR:
            error = code
        else:
            op = code
        if x.next_at < end:
            parameter_at, parameter_end = x.next_at, end
    return Component(
        kind, invoke_id, op, error, parameter_at, parameter_end,
        next_at, oddities, unexplained, stop,
    )  # fmt: skip


@leaf
def reject(buf, at, end, invoke_id, next_at, oddities):
    """A reject's problem code.

    Its choice tag (80 to 83) in the high octet, its value in the low one.
    """
    kind = np.int64(ComponentTag.REJECT)
    x = element(buf, at, end)
    if x.stop != 0 or x.oddities & MISMATCH:
        stop = x.stop if x.stop != 0 else np.int64(Stop.TRUNCATED)
        return Component(kind, invoke_id, NONE, NONE, NONE, NONE, next_at, oddities, NOTHING, stop)
    code = (x.number << 8) | (integer(buf, x.value_at, x.value_end) & 0xFF)
    behind = end - x.next_at
    return Component(kind, invoke_id, NONE, code, NONE, NONE, next_at, oddities, behind, NOTHING)


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
