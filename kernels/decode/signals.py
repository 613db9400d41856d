"""From messages to signals: M3UA, SCCP and TCAP, one row per component.

A message that is not ours (management, ISUP, another protocol) has its fate and no row. One that is ours
and broken has a row with what was read before it stopped. A length that promises more than there is does
not end the walk: what is there is read, and the row says at which layer octets were missing.
"""

from typing import NamedTuple

import numpy as np

from kernels.columns import FIRST_IDENTITY, NO_DIGITS, Cell, MessageCell, Protocol
from kernels.decode.rows import (
    put_component,
    put_label,
    put_outcome,
    put_parties,
    put_transaction,
)
from kernels.jit import kernel, leaf
from kernels.outcome import FIRST_NOT_OURS, Layer, Oddity, Stop
from kernels.wire import gsm_map, m3ua, sccp, tcap

SI_SCCP = 3  # Q.704 14.2.1
SEVERAL_INVOKES = np.int64(1 << Oddity.SEVERAL_INVOKES)
EXTENDED_CONTEXT = np.int64(1 << Oddity.EXTENDED_CONTEXT)
INVOKE_IN_UNIDIRECTIONAL = np.int64(1 << Oddity.INVOKE_IN_UNIDIRECTIONAL)
LONG_ADDRESS = np.int64(1 << Oddity.LONG_ADDRESS)


class Envelope(NamedTuple):
    """Everything around the components of one message, and where reading it stopped."""

    label: m3ua.ProtocolData
    sccp: int
    cgpa: sccp.Party
    cdpa: sccp.Party
    tcap: tcap.Message
    short_layer: int  # first layer whose length claims more than there is, or 0
    layer: int
    stop: int


@leaf
def envelope(buf, at, end, ppid, stop):
    """M3UA, SCCP and TCAP of the message in octets `at` to `end`, unless SCTP stopped it already."""
    nobody = sccp.party(buf, end, end)
    nothing = tcap.stopped(0)
    layer, short_layer = np.int64(Layer.M3UA), np.int64(0)
    kind = np.int64(-1)
    is_m3ua = ppid == m3ua.PPID or ppid == m3ua.PPID_SWAPPED or m3ua.is_likely(buf, at, end)
    label = m3ua.parse(buf, at, end) if is_m3ua else m3ua.stopped(Stop.NOT_SIGTRAN)
    if stop != 0 and is_m3ua:
        layer, label = np.int64(Layer.SCTP), m3ua.stopped(stop)
    if label.stop != 0:
        return Envelope(label, kind, nobody, nobody, nothing, short_layer, layer, label.stop)
    if label.is_short:
        short_layer = layer
    if label.si != SI_SCCP:
        stop = np.int64(Stop.NOT_SCCP)
        return Envelope(label, kind, nobody, nobody, nothing, short_layer, layer, stop)
    layer = np.int64(Layer.SCCP)
    unit = sccp.parse(buf, label.at, label.end)
    kind = unit.kind
    if unit.stop != 0:
        return Envelope(label, kind, nobody, nobody, nothing, short_layer, layer, unit.stop)
    if unit.is_short and short_layer == 0:
        short_layer = layer
    cgpa = sccp.party(buf, unit.cgpa_at, unit.cgpa_end)
    cdpa = sccp.party(buf, unit.cdpa_at, unit.cdpa_end)
    layer = np.int64(Layer.TCAP)
    body = tcap.parse(buf, unit.at, unit.end)
    return Envelope(label, kind, cgpa, cdpa, body, short_layer, layer, body.stop)


@leaf
def user(context, has_context, cgpa_ssn, cdpa_ssn):
    """Who speaks inside TCAP: the application context decides, the subsystem numbers only without one."""
    if has_context:
        if context.is_cap:
            return np.int64(Protocol.CAP)
        return np.int64(Protocol.MAP if context.ac >= 0 else Protocol.OTHER)
    if cgpa_ssn == gsm_map.Subsystem.CAP or cdpa_ssn == gsm_map.Subsystem.CAP:
        return np.int64(Protocol.CAP)
    if gsm_map.is_map_subsystem(cgpa_ssn) or gsm_map.is_map_subsystem(cdpa_ssn):
        return np.int64(Protocol.MAP)
    if cgpa_ssn == gsm_map.Subsystem.INAP or cdpa_ssn == gsm_map.Subsystem.INAP:
        return np.int64(Protocol.INAP)
    return np.int64(Protocol.OTHER)


@leaf
def next_component(buf, message, at, stop):
    """The component at `at`, or an empty one behind the last and in a message that stopped."""
    if at < message.end and stop == 0:
        return tcap.component(buf, at, message.end)
    x = tcap.broken(np.int64(-1), np.int64(0), stop)
    return tcap.Component(
        x.kind, x.invoke_id, x.op, x.error, x.at, x.end, message.end, x.oddities, x.stop
    )


@leaf
def envelope_oddities(e, context):
    """What was odd before the first component."""
    oddities = e.tcap.oddities
    if context.is_extended:
        oddities |= EXTENDED_CONTEXT
    if e.cgpa.is_long or e.cdpa.is_long:
        oddities |= LONG_ADDRESS
    return oddities


@leaf
def component_oddities(x, kind):
    """What was odd in a component of a TCAP message of this kind."""
    if x.kind == tcap.ComponentTag.INVOKE and kind == tcap.MessageTag.UNIDIRECTIONAL:
        return x.oddities | INVOKE_IN_UNIDIRECTIONAL
    return x.oddities


@kernel
def read_signals(octets, frames, messages, first, count, signals):
    """Signals of messages `first` to `count`: (first message not looked at, rows written).

    Stops early, between messages, when `signals` might not hold another message's rows.
    """
    rows = np.int64(0)
    inner, numbers, words = messages.numbers, signals.numbers, signals.words
    capacity = signals.numbers.shape[1]
    for message in range(first, count):
        if capacity - rows < tcap.COMPONENTS_MAX:
            return np.int64(message), rows
        at, end = inner[MessageCell.AT, message], inner[MessageCell.END, message]
        e = envelope(
            octets, at, end, inner[MessageCell.PPID, message], inner[MessageCell.STOP, message]
        )
        inner[MessageCell.STOP_LAYER, message], inner[MessageCell.STOP, message] = e.layer, e.stop
        if e.stop >= FIRST_NOT_OURS:
            continue
        frame = inner[MessageCell.FRAME, message]
        context = gsm_map.context(octets, e.tcap.acn_at, e.tcap.acn_end)
        protocol = user(context, e.tcap.acn_at >= 0, e.cgpa.ssn, e.cdpa.ssn)
        oddities = envelope_oddities(e, context)
        at, invokes, first_row = e.tcap.at, 0, rows
        for index in range(tcap.COMPONENTS_MAX):
            x = next_component(octets, e.tcap, at, e.stop)
            at = x.next_at
            stop = x.stop
            if stop == 0 and at < e.tcap.end and index + 1 == tcap.COMPONENTS_MAX:
                stop = np.int64(Stop.TOO_MANY)
            invokes += 1 if x.kind == tcap.ComponentTag.INVOKE else 0
            numbers[Cell.FRAME, rows], numbers[Cell.MESSAGE, rows] = frame, message
            numbers[Cell.TS_NS, rows] = frames.ts_ns[frame]
            put_label(numbers, rows, e.label)
            put_parties(numbers, words, rows, e.sccp, e.cgpa, e.cdpa)
            put_transaction(numbers, words, rows, e.tcap, context, protocol)
            put_component(numbers, rows, x)
            odd = oddities | component_oddities(x, e.tcap.kind)
            put_outcome(numbers, rows, odd, e.layer, stop)
            for identity in range(FIRST_IDENTITY, words.shape[0]):
                words[identity, rows] = NO_DIGITS
            rows += 1
            if stop != 0 or at >= e.tcap.end:
                break
        if invokes > 1:
            for row in range(first_row, rows):
                numbers[Cell.ODDITIES, row] |= SEVERAL_INVOKES
        if numbers[Cell.STOP, rows - 1] == 0:
            short_layer = Layer.SCTP if inner[MessageCell.IS_SHORT, message] else e.short_layer
            numbers[Cell.STOP_LAYER, rows - 1] = short_layer
            numbers[Cell.STOP, rows - 1] = Stop.TRUNCATED if short_layer else Stop.NONE
    return np.int64(count), rows
