"""From messages to signals: one row per component.

A message that is not ours (management, ISUP, another protocol) has its fate and no row. One that
is ours and broken has a row with what was read before it stopped. Each row takes over what its
message said.
"""

from typing import NamedTuple

import numpy as np

from kernels.columns import (
    ABSENT,
    COPIED,
    FIRST_IDENTITY,
    NO_DIGITS,
    Cell,
    MessageCell,
)
from kernels.decode.dialogues import follow, look_ahead
from kernels.decode.shapes import shape_oddities
from kernels.jit import inlined, kernel, leaf
from kernels.meanings import Protocol
from kernels.outcome import FIRST_NOT_OURS, Layer, Oddity, Stop
from kernels.store.dialogues import recall, remember, unknown
from kernels.wire import ansi_tcap, diameter, tcap

SEVERAL_INVOKES = np.int64(1 << Oddity.SEVERAL_INVOKES)
MIXED_OPERATIONS = np.int64(1 << Oddity.MIXED_OPERATIONS)
INVOKE_IN_UNIDIRECTIONAL = np.int64(1 << Oddity.INVOKE_IN_UNIDIRECTIONAL)
NONE, NOTHING = np.int64(-1), np.int64(0)


class Component(NamedTuple):
    """One row's part of a message: a component of TCAP, or a whole Diameter message."""

    kind: int
    invoke_id: int
    family: int  # of an ANSI operation code
    op: int
    error: int
    at: int
    end: int
    next_at: int
    oddities: int
    unexplained: int
    stop: int


@leaf
def rare_component(buf, at, end, is_diameter):
    """A Diameter message, or a component of ANSI TCAP."""
    if is_diameter:
        after = diameter.next_message(buf, at, end)
        return Component(NONE, NONE, NONE, NONE, NONE, at, after, after, NOTHING, NOTHING, NOTHING)
    x = ansi_tcap.component(buf, at, end)
    return Component(
        x.kind, x.invoke_id, x.family, x.op, x.error,
        x.at, x.end, x.next_at, x.oddities, x.unexplained, x.stop,
    )  # fmt: skip


@inlined
def part_at(buf, at, end, kind, stop):
    """The part of a message of this kind at `at`; none where it stopped, or has none left."""
    if at >= end or stop != 0:
        x = tcap.no_component(end, stop)
    elif kind < tcap.MessageTag.UNIDIRECTIONAL or kind > tcap.MessageTag.ABORT:
        return rare_component(buf, at, end, kind < 0)
    else:
        x = tcap.component(buf, at, end)
    return Component(
        x.kind, x.invoke_id, NONE, x.op, x.error,
        x.at, x.end, x.next_at, x.oddities, x.unexplained, x.stop,
    )  # fmt: skip


@leaf
def odd_invoke(kind, oddities):
    """What is odd in an invoke of a message of this kind; `oddities` says its dialogue."""
    return INVOKE_IN_UNIDIRECTIONAL if kind == tcap.MessageTag.UNIDIRECTIONAL else oddities


@inlined
def start_row(numbers, row, x, stop):
    """Write what a part of a message says of itself, and make absent what later stages find."""
    numbers[Cell.COMPONENT, row] = x.kind
    numbers[Cell.INVOKE_ID, row] = x.invoke_id
    numbers[Cell.OP, row] = x.op
    numbers[Cell.OP_FAMILY, row] = x.family
    numbers[Cell.ASKED_OP, row] = ABSENT
    numbers[Cell.ERROR, row] = x.error
    numbers[Cell.PARAMETER_AT, row] = x.at
    numbers[Cell.PARAMETER_END, row] = x.end
    numbers[Cell.LEAKS, row] = 0
    for column in range(Cell.SM_PID, Cell.ODDITIES):
        numbers[column, row] = ABSENT
    numbers[Cell.UNEXPLAINED, row] = x.unexplained
    numbers[Cell.STOP, row] = stop


@kernel
def read_signals(octets, frames, messages, first, count, signals, dialogues, shapes):
    """Signals of messages `first` to `count`: (first message not looked at, rows, of Diameter).

    Stops early, between messages, when `signals` might not hold another message's rows.
    """
    rows, others = NOTHING, NOTHING
    outer, numbers, words = messages.numbers, signals.numbers, signals.words
    capacity = numbers.shape[1]
    is_following = dialogues.keys.shape[0] != 0
    for message in range(first, count):
        if capacity - rows < tcap.COMPONENTS_MAX:
            return np.int64(message), rows, others
        message_stop = outer[MessageCell.STOP, message]
        if message_stop >= FIRST_NOT_OURS:
            continue
        frame = outer[MessageCell.FRAME, message]
        now = frames.ts_ns[frame]
        at, end = outer[MessageCell.USER_AT, message], outer[MessageCell.USER_END, message]
        kind, oddities = outer[MessageCell.TCAP, message], outer[MessageCell.ODDITIES, message]
        place = unknown(NOTHING)
        if is_following:
            look_ahead(messages, message, count, dialogues)
        if is_following and message_stop == 0:
            place = follow(octets, messages, message, dialogues, now)
        oddities |= place.oddities
        others += outer[MessageCell.PROTOCOL, message] == Protocol.DIAMETER
        invokes, asked, is_mixed, first_row = 0, NONE, False, rows
        for index in range(tcap.COMPONENTS_MAX):
            x = part_at(octets, at, end, kind, message_stop)
            at, stop = x.next_at, x.stop
            if stop == 0 and at < end and index + 1 == tcap.COMPONENTS_MAX:
                stop = np.int64(Stop.TOO_MANY)
            start_row(numbers, rows, x, stop)
            numbers[Cell.ODDITIES, rows] = oddities | x.oddities
            if x.kind == tcap.ComponentTag.INVOKE:
                remember(dialogues, place.own, x.invoke_id, x.op)
                numbers[Cell.ODDITIES, rows] |= odd_invoke(kind, place.invoke_oddities)
                is_mixed = is_mixed or (invokes > 0 and x.op != asked)
                asked = x.op
                invokes += 1
            elif place.asked >= 0:
                numbers[Cell.ASKED_OP, rows] = recall(dialogues, place.asked, x.invoke_id)
            numbers[Cell.FRAME, rows] = frame
            numbers[Cell.MESSAGE, rows] = message
            numbers[Cell.TS_NS, rows] = now
            for column in range(COPIED):
                numbers[Cell.OPC + column, rows] = outer[MessageCell.OPC + column, message]
            numbers[Cell.STOP_LAYER, rows] = outer[MessageCell.STOP_LAYER, message]
            numbers[Cell.ODDITIES, rows] |= shape_oddities(numbers, rows, shapes)
            for column in range(FIRST_IDENTITY):
                words[column, rows] = messages.words[column, message]
            for column in range(FIRST_IDENTITY, words.shape[0]):
                words[column, rows] = NO_DIGITS
            rows += 1
            if stop != 0 or at >= end:
                break
        if invokes > 1:
            # CAP's answers are mixed as a rule: report these events, and continue.
            is_mixed = is_mixed and outer[MessageCell.PROTOCOL, message] == Protocol.MAP
            several = SEVERAL_INVOKES | MIXED_OPERATIONS if is_mixed else SEVERAL_INVOKES
            for row in range(first_row, rows):
                numbers[Cell.ODDITIES, row] |= several
        if numbers[Cell.STOP, rows - 1] == 0:
            short = outer[MessageCell.SHORT_LAYER, message]
            numbers[Cell.STOP_LAYER, rows - 1] = short
            numbers[Cell.STOP, rows - 1] = Stop.TRUNCATED if short != Layer.NONE else Stop.NONE
    return np.int64(count), rows, others
