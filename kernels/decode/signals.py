"""From messages to signals: one row per component.

A message that is not ours (management, ISUP, another protocol) has its fate and no row. One that
is ours and broken has a row with what was read before it stopped. Each row takes over what its
message said.
"""

import numpy as np

from kernels.columns import (
    ABSENT,
    COPIED,
    FIRST_IDENTITY,
    NO_DIGITS,
    Cell,
    DiameterCell,
    MessageCell,
)
from kernels.jit import kernel, leaf
from kernels.outcome import FIRST_NOT_OURS, Layer, Oddity, Stop
from kernels.wire import tcap

SEVERAL_INVOKES = np.int64(1 << Oddity.SEVERAL_INVOKES)
INVOKE_IN_UNIDIRECTIONAL = np.int64(1 << Oddity.INVOKE_IN_UNIDIRECTIONAL)


@leaf
def component_oddities(x, kind):
    """What was odd in a component of a TCAP message of this kind."""
    if x.kind == tcap.ComponentTag.INVOKE and kind == tcap.MessageTag.UNIDIRECTIONAL:
        return x.oddities | INVOKE_IN_UNIDIRECTIONAL
    return x.oddities


@leaf
def clear(diameter, row):
    """Make a row absent that a Diameter message filled in an earlier batch."""
    if diameter[DiameterCell.APP_ID, row] != ABSENT:
        for column in range(diameter.shape[0]):
            diameter[column, row] = ABSENT


@kernel
def read_signals(octets, frames, messages, first, count, signals, dialogues):  # noqa: ARG001
    """Signals of messages `first` to `count`: (first message not looked at, rows written).

    Stops early, between messages, when `signals` might not hold another message's rows.
    """
    rows = np.int64(0)
    outer, numbers, words = messages.numbers, signals.numbers, signals.words
    capacity = numbers.shape[1]
    for message in range(first, count):
        if capacity - rows < tcap.COMPONENTS_MAX:
            return np.int64(message), rows
        layer, message_stop = (
            outer[MessageCell.STOP_LAYER, message],
            outer[MessageCell.STOP, message],
        )
        if message_stop >= FIRST_NOT_OURS:
            continue
        frame = outer[MessageCell.FRAME, message]
        at, end = (
            outer[MessageCell.USER_AT, message],
            outer[MessageCell.USER_END, message],
        )
        kind, oddities = outer[MessageCell.TCAP, message], outer[MessageCell.ODDITIES, message]
        invokes, first_row = 0, rows
        for index in range(tcap.COMPONENTS_MAX):
            if at < end and message_stop == 0:
                x = tcap.component(octets, at, end)
            else:
                x = tcap.no_component(end, message_stop)
            at, stop = x.next_at, x.stop
            if stop == 0 and at < end and index + 1 == tcap.COMPONENTS_MAX:
                stop = np.int64(Stop.TOO_MANY)
            if x.kind == tcap.ComponentTag.INVOKE:
                invokes += 1
            numbers[Cell.FRAME, rows] = frame
            numbers[Cell.MESSAGE, rows] = message
            numbers[Cell.TS_NS, rows] = frames.ts_ns[frame]
            for column in range(COPIED):
                numbers[Cell.OPC + column, rows] = outer[MessageCell.OPC + column, message]
            numbers[Cell.COMPONENT, rows] = x.kind
            numbers[Cell.INVOKE_ID, rows] = x.invoke_id
            numbers[Cell.OP, rows] = x.op
            numbers[Cell.OP_FAMILY, rows] = ABSENT
            numbers[Cell.ASKED_OP, rows] = ABSENT
            numbers[Cell.ERROR, rows] = x.error
            numbers[Cell.PARAMETER_AT, rows] = x.at
            numbers[Cell.PARAMETER_END, rows] = x.end
            numbers[Cell.LEAKS, rows] = 0
            for column in range(Cell.SM_PID, Cell.ODDITIES):
                numbers[column, rows] = ABSENT
            numbers[Cell.UNEXPLAINED, rows] = 0
            clear(signals.diameter, rows)
            numbers[Cell.ODDITIES, rows] = oddities | component_oddities(x, kind)
            numbers[Cell.STOP_LAYER, rows] = layer
            numbers[Cell.STOP, rows] = stop
            for column in range(FIRST_IDENTITY):
                words[column, rows] = messages.words[column, message]
            for column in range(FIRST_IDENTITY, words.shape[0]):
                words[column, rows] = NO_DIGITS
            rows += 1
            if stop != 0 or at >= end:
                break
        if invokes > 1:
            for row in range(first_row, rows):
                numbers[Cell.ODDITIES, row] |= SEVERAL_INVOKES
        if numbers[Cell.STOP, rows - 1] == 0:
            short = outer[MessageCell.SHORT_LAYER, message]
            numbers[Cell.STOP_LAYER, rows - 1] = short
            numbers[Cell.STOP, rows - 1] = Stop.TRUNCATED if short != Layer.NONE else Stop.NONE
    return np.int64(count), rows
