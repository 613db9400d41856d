"""From messages to their routing: M3UA and SCCP, up to the octets that TCAP is to read.

A length that promises more than there is does not end the walk: what is there is read, and the
message keeps the layer at which octets were missing.
"""

import numpy as np

from kernels.columns import ABSENT
from kernels.columns import MessageCell as Cell
from kernels.columns import MessageWord as Word
from kernels.jit import kernel, leaf
from kernels.outcome import FIRST_NOT_OURS, Layer, Oddity, Stop
from kernels.wire import m3ua, sccp

SI_SCCP = 3  # Q.704 14.2.1
LONG_ADDRESS = np.int64(1 << Oddity.LONG_ADDRESS)


@leaf
def routing_label(buf, at, end, ppid, stop):
    """M3UA Protocol Data in octets `at` to `end`, unless SCTP stopped the message already."""
    if stop >= FIRST_NOT_OURS:
        return m3ua.stopped(stop)
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
def layer_of(label_stopped):
    """The layer at which reading stopped, or SCCP."""
    if label_stopped == 0:
        return np.int64(Layer.SCCP)
    is_earlier = label_stopped in (Stop.FRAGMENT, Stop.HELD, Stop.DUPLICATE)
    return np.int64(Layer.SCTP if is_earlier else Layer.M3UA)


@leaf
def short_layer(known, label, unit):
    """The first layer whose length claims more octets than there are; `known` is SCTP's word."""
    if known != Layer.NONE:
        return known
    if label.is_short:
        return np.int64(Layer.M3UA)
    return np.int64(Layer.SCCP if unit.is_short else Layer.NONE)


@kernel
def read_routing(octets, frames, packets, messages, first, count, segments, management):  # noqa: ARG001
    """Fill messages `first` to `count`: routing label, party addresses, and where TCAP lies.

    The first message not looked at: it stops early when the room for joined segments is short.
    """
    numbers, words = messages.numbers, messages.words
    for row in range(first, count):
        at, end, ppid = numbers[Cell.AT, row], numbers[Cell.END, row], numbers[Cell.PPID, row]
        sctp_stop = numbers[Cell.STOP, row]
        label = routing_label(octets, at, end, ppid, sctp_stop)
        stop = label_stop(label)
        unit = sccp.parse(octets, label.at, label.end) if stop == 0 else sccp.stopped(-1, stop)
        cgpa = sccp.party(octets, unit.cgpa_at, unit.cgpa_end)
        cdpa = sccp.party(octets, unit.cdpa_at, unit.cdpa_end)
        numbers[Cell.SHORT_LAYER, row] = short_layer(numbers[Cell.SHORT_LAYER, row], label, unit)
        numbers[Cell.STOP_LAYER, row] = layer_of(stop)
        numbers[Cell.STOP, row] = unit.stop
        numbers[Cell.USER_AT, row] = unit.at
        numbers[Cell.USER_END, row] = unit.end
        numbers[Cell.ODDITIES, row] |= LONG_ADDRESS if cgpa.is_long or cdpa.is_long else 0
        numbers[Cell.OPC, row] = label.opc
        numbers[Cell.DPC, row] = label.dpc
        numbers[Cell.NI, row] = label.ni
        numbers[Cell.SI, row] = label.si
        numbers[Cell.MP, row] = label.mp
        numbers[Cell.SLS, row] = label.sls
        numbers[Cell.SCCP, row] = unit.kind
        numbers[Cell.CGPA_GTI, row] = cgpa.gti
        words[Word.CGPA_GT, row] = cgpa.gt
        numbers[Cell.CGPA_SSN, row] = cgpa.ssn
        numbers[Cell.CGPA_PC, row] = cgpa.pc
        numbers[Cell.CGPA_TT, row] = cgpa.tt
        numbers[Cell.CGPA_NAI, row] = cgpa.nai
        numbers[Cell.CGPA_PLAN, row] = cgpa.plan
        numbers[Cell.CDPA_GTI, row] = cdpa.gti
        words[Word.CDPA_GT, row] = cdpa.gt
        numbers[Cell.CDPA_SSN, row] = cdpa.ssn
        numbers[Cell.CDPA_PC, row] = cdpa.pc
        numbers[Cell.CDPA_TT, row] = cdpa.tt
        numbers[Cell.CDPA_NAI, row] = cdpa.nai
        numbers[Cell.CDPA_PLAN, row] = cdpa.plan
        numbers[Cell.RETURN_CAUSE, row] = ABSENT
        numbers[Cell.UNEXPLAINED, row] = 0
    return np.int64(count)
