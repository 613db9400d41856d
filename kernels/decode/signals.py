"""From messages to signals: M3UA, SCCP and TCAP, one row per component.

A message that is not ours (management, ISUP, another protocol) has its fate and no row. One that is ours
and broken has a row with what was read before it stopped. A length that promises more than there is does
not end the walk: what is there is read, and the row says at which layer octets were missing.
"""

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


@leaf
def routing_label(buf, at, end, ppid, stop):
    """M3UA Protocol Data for SCCP in octets `at` to `end`, unless SCTP stopped the message already."""
    is_m3ua = ppid == m3ua.PPID or ppid == m3ua.PPID_SWAPPED or m3ua.is_likely(buf, at, end)
    if not is_m3ua:
        return m3ua.stopped(Stop.NOT_SIGTRAN)
    if stop != 0:
        return m3ua.stopped(stop)
    return m3ua.parse(buf, at, end)


@leaf
def label_stop(label):
    """Why a message ends at its routing label, if it does."""
    if label.stop == 0 and label.si != SI_SCCP:
        return np.int64(Stop.NOT_SCCP)
    return label.stop


@leaf
def layer_of(sctp_stop, label_stopped, unit_stopped):
    """The layer at which reading stopped, or the last one there is."""
    if label_stopped != 0:
        is_fragment = sctp_stop != 0 and label_stopped == sctp_stop
        return np.int64(Layer.SCTP if is_fragment else Layer.M3UA)
    return np.int64(Layer.SCCP if unit_stopped != 0 else Layer.TCAP)


@leaf
def user(message, context, cgpa_ssn, cdpa_ssn):
    """Who speaks inside TCAP: the application context decides, the subsystem numbers only without one."""
    if message.kind < 0:
        return np.int64(-1)
    if message.acn_at >= 0:
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
def envelope_oddities(message, cgpa, cdpa, context):
    """What was odd before the first component."""
    oddities = message.oddities
    if context.is_extended:
        oddities |= EXTENDED_CONTEXT
    if cgpa.is_long or cdpa.is_long:
        oddities |= LONG_ADDRESS
    return oddities


@leaf
def component_oddities(x, kind):
    """What was odd in a component of a TCAP message of this kind."""
    if x.kind == tcap.ComponentTag.INVOKE and kind == tcap.MessageTag.UNIDIRECTIONAL:
        return x.oddities | INVOKE_IN_UNIDIRECTIONAL
    return x.oddities


@leaf
def short_layer(chunk_is_short, label, unit):
    """The first layer whose length claims more octets than there are, or NONE."""
    if chunk_is_short:
        return np.int64(Layer.SCTP)
    if label.is_short:
        return np.int64(Layer.M3UA)
    return np.int64(Layer.SCCP if unit.is_short else Layer.NONE)


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
        ppid, sctp_stop = inner[MessageCell.PPID, message], inner[MessageCell.STOP, message]
        label = routing_label(octets, at, end, ppid, sctp_stop)
        stop = label_stop(label)
        unit = sccp.parse(octets, label.at, label.end) if stop == 0 else sccp.stopped(-1, stop)
        body = tcap.parse(octets, unit.at, unit.end) if unit.stop == 0 else tcap.stopped(unit.stop)
        layer = layer_of(sctp_stop, stop, unit.stop)
        inner[MessageCell.STOP_LAYER, message], inner[MessageCell.STOP, message] = layer, body.stop
        if body.stop >= FIRST_NOT_OURS:
            continue
        cgpa = sccp.party(octets, unit.cgpa_at, unit.cgpa_end)
        cdpa = sccp.party(octets, unit.cdpa_at, unit.cdpa_end)
        context = gsm_map.context(octets, body.acn_at, body.acn_end)
        protocol = user(body, context, cgpa.ssn, cdpa.ssn)
        oddities = envelope_oddities(body, cgpa, cdpa, context)
        frame = inner[MessageCell.FRAME, message]
        at, invokes, first_row = body.at, 0, rows
        for index in range(tcap.COMPONENTS_MAX):
            if at < body.end and body.stop == 0:
                x = tcap.component(octets, at, body.end)
            else:
                x = tcap.no_component(body.end, body.stop)
            at, stop = x.next_at, x.stop
            if stop == 0 and at < body.end and index + 1 == tcap.COMPONENTS_MAX:
                stop = np.int64(Stop.TOO_MANY)
            invokes += 1 if x.kind == tcap.ComponentTag.INVOKE else 0
            numbers[Cell.FRAME, rows], numbers[Cell.MESSAGE, rows] = frame, message
            numbers[Cell.TS_NS, rows] = frames.ts_ns[frame]
            put_label(numbers, rows, label)
            put_parties(numbers, words, rows, unit.kind, cgpa, cdpa)
            put_transaction(numbers, words, rows, body, context, protocol)
            put_component(numbers, rows, x)
            put_outcome(numbers, rows, oddities | component_oddities(x, body.kind), layer, stop)
            for identity in range(FIRST_IDENTITY, words.shape[0]):
                words[identity, rows] = NO_DIGITS
            rows += 1
            if stop != 0 or at >= body.end:
                break
        if invokes > 1:
            for row in range(first_row, rows):
                numbers[Cell.ODDITIES, row] |= SEVERAL_INVOKES
        if numbers[Cell.STOP, rows - 1] == 0:
            short = short_layer(inner[MessageCell.IS_SHORT, message] == 1, label, unit)
            numbers[Cell.STOP_LAYER, rows - 1] = short
            numbers[Cell.STOP, rows - 1] = Stop.TRUNCATED if short != 0 else Stop.NONE
    return np.int64(count), rows
