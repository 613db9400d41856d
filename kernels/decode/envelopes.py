"""What stands around a message's components: M3UA, SCCP, TCAP, and who the user of TCAP is.

A length that promises more than there is does not end the walk: what is there is read, and the
message keeps the layer at which octets were missing.
"""

import numpy as np

from kernels.columns import MessageCell as Cell
from kernels.columns import MessageWord as Word
from kernels.columns import Protocol
from kernels.jit import kernel, leaf
from kernels.outcome import Layer, Oddity, Stop
from kernels.wire import gsm_map, m3ua, sccp, tcap

SI_SCCP = 3  # Q.704 14.2.1
EXTENDED_CONTEXT = np.int64(1 << Oddity.EXTENDED_CONTEXT)
LONG_ADDRESS = np.int64(1 << Oddity.LONG_ADDRESS)


@leaf
def routing_label(buf, at, end, ppid, stop):
    """M3UA Protocol Data for SCCP in octets `at` to `end`.

    Unless SCTP stopped the message already.
    """
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
    if label_stopped == 0:
        return np.int64(Layer.SCCP if unit_stopped != 0 else Layer.TCAP)
    is_fragment = sctp_stop != 0 and label_stopped == sctp_stop
    return np.int64(Layer.SCTP if is_fragment else Layer.M3UA)


@leaf
def user(message, context, cgpa_ssn, cdpa_ssn):
    """Who speaks inside TCAP.

    The application context decides, the subsystem numbers only without one.
    """
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
def short_layer(known, label, unit):
    """The first layer whose length claims more octets than there are; `known` is SCTP's word."""
    if known != Layer.NONE:
        return known
    if label.is_short:
        return np.int64(Layer.M3UA)
    return np.int64(Layer.SCCP if unit.is_short else Layer.NONE)


@kernel
def read_envelopes(octets, messages, count):
    """Fill the first `count` messages with all that stands around their components.

    And their stop.
    """
    numbers, words = messages.numbers, messages.words
    for row in range(count):
        at, end, ppid = numbers[Cell.AT, row], numbers[Cell.END, row], numbers[Cell.PPID, row]
        sctp_stop = numbers[Cell.STOP, row]
        label = routing_label(octets, at, end, ppid, sctp_stop)
        stop = label_stop(label)
        unit = sccp.parse(octets, label.at, label.end) if stop == 0 else sccp.stopped(-1, stop)
        body = tcap.parse(octets, unit.at, unit.end) if unit.stop == 0 else tcap.stopped(unit.stop)
        cgpa = sccp.party(octets, unit.cgpa_at, unit.cgpa_end)
        cdpa = sccp.party(octets, unit.cdpa_at, unit.cdpa_end)
        context = gsm_map.context(octets, body.acn_at, body.acn_end)
        numbers[Cell.SHORT_LAYER, row] = short_layer(numbers[Cell.SHORT_LAYER, row], label, unit)
        numbers[Cell.STOP_LAYER, row] = layer_of(sctp_stop, stop, unit.stop)
        numbers[Cell.STOP, row] = body.stop
        numbers[Cell.COMPONENTS_AT, row] = body.at
        numbers[Cell.COMPONENTS_END, row] = body.end
        numbers[Cell.ODDITIES, row] = envelope_oddities(body, cgpa, cdpa, context)
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
        numbers[Cell.TCAP, row] = body.kind
        words[Word.OTID, row] = body.otid
        numbers[Cell.OTID_SIZE, row] = body.otid_size
        words[Word.DTID, row] = body.dtid
        numbers[Cell.DTID_SIZE, row] = body.dtid_size
        numbers[Cell.ACN_AT, row] = body.acn_at
        numbers[Cell.ACN_END, row] = body.acn_end
        numbers[Cell.AC, row] = context.ac
        numbers[Cell.AC_VERSION, row] = context.version
        numbers[Cell.PROTOCOL, row] = user(body, context, cgpa.ssn, cdpa.ssn)
