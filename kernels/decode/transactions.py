"""From routing to transactions: the message around the components, and who its user is.

TCAP as Q.773 has it, its dialogue portion, and ANSI TCAP. Routing leaves a message of Diameter
with that layer and no stop; it passes through as it is.
"""

import numpy as np

from kernels.ber import MISMATCH
from kernels.columns import ABSENT
from kernels.columns import MessageCell as Cell
from kernels.columns import MessageWord as Word
from kernels.jit import inlined, kernel, leaf
from kernels.meanings import Protocol
from kernels.outcome import Layer, Oddity
from kernels.wire import ansi_tcap, dialogue, gsm_map, tcap

NONE = np.int64(-1)
EXTENDED_CONTEXT = np.int64(1 << Oddity.EXTENDED_CONTEXT)


@inlined
def body_of(buf, at, end):
    """The TCAP message at `at`, of either kind."""
    if not ansi_tcap.is_package(buf, at, end):
        return tcap.parse(buf, at, end)
    x = ansi_tcap.parse(buf, at, end)
    if x.stop != 0:
        return tcap.stopped(x.stop)
    return tcap.Message(
        x.kind, x.otid, x.otid_size, x.dtid, x.dtid_size, tcap.NONE, tcap.NONE,
        x.abort_cause, x.at, x.end, x.oddities, x.unexplained, x.stop,
    )  # fmt: skip


@leaf
def is_cut(body, around):
    """Whether a message ends, broken, before its dialogue portion said who its user is."""
    is_short = body.stop != 0 or (body.oddities | around.oddities) & MISMATCH != 0
    return is_short and around.acn_at < 0 and body.at >= body.end


@inlined
def portion(buf, body):
    """The dialogue portion of a message; what a cut length did is not held against it."""
    if body.dialogue_at < 0:
        return dialogue.absent()
    found = dialogue.parse(buf, body.dialogue_at, body.dialogue_end)
    if found.oddities == 0 or (found.oddities | body.oddities) & MISMATCH == 0:
        return found
    oddities = found.oddities & ~dialogue.MALFORMED
    return dialogue.Dialogue(found.acn_at, found.acn_end, oddities, found.unexplained)


@leaf
def user(kind, acn_at, context, cgpa_ssn, cdpa_ssn):
    """Who speaks inside TCAP.

    The application context decides, the subsystem numbers only without one. With neither it is
    taken for MAP: leaving the subsystem number out has been used to pass firewalls.
    """
    if kind < 0:
        return np.int64(-1)
    if kind > tcap.MessageTag.ABORT:
        return np.int64(Protocol.OTHER)  # ANSI
    if acn_at >= 0:
        if context.is_cap:
            return np.int64(Protocol.CAP)
        return np.int64(Protocol.MAP if context.ac >= 0 else Protocol.OTHER)
    if cgpa_ssn == gsm_map.Subsystem.CAP or cdpa_ssn == gsm_map.Subsystem.CAP:
        return np.int64(Protocol.CAP)
    if gsm_map.is_map_subsystem(cgpa_ssn) or gsm_map.is_map_subsystem(cdpa_ssn):
        return np.int64(Protocol.MAP)
    if cgpa_ssn == gsm_map.Subsystem.INAP or cdpa_ssn == gsm_map.Subsystem.INAP:
        return np.int64(Protocol.INAP)
    is_unsaid = cgpa_ssn <= 0 and cdpa_ssn <= 0
    return np.int64(Protocol.MAP if is_unsaid else Protocol.OTHER)


@kernel
def read_transactions(octets, messages, first, count):
    """Fill messages `first` to `count` with their TCAP message, and where its components lie."""
    numbers, words = messages.numbers, messages.words
    for row in range(first, count):
        stop, layer = numbers[Cell.STOP, row], numbers[Cell.STOP_LAYER, row]
        at, end = numbers[Cell.USER_AT, row], numbers[Cell.USER_END, row]
        if stop == 0 and layer != Layer.DIAMETER:
            body = body_of(octets, at, end)
            at, end = body.at, body.end
            numbers[Cell.STOP_LAYER, row] = Layer.TCAP
            numbers[Cell.STOP, row] = body.stop
        else:
            body = tcap.stopped(stop)
        around = portion(octets, body)
        context = gsm_map.context(octets, around.acn_at, around.acn_end)
        numbers[Cell.ODDITIES, row] |= body.oddities | around.oddities
        if context.is_extended:
            numbers[Cell.ODDITIES, row] |= EXTENDED_CONTEXT
        numbers[Cell.UNEXPLAINED, row] += body.unexplained + around.unexplained
        numbers[Cell.USER_AT, row] = at
        numbers[Cell.USER_END, row] = end
        numbers[Cell.TCAP, row] = body.kind
        words[Word.OTID, row] = body.otid
        numbers[Cell.OTID_SIZE, row] = body.otid_size
        words[Word.DTID, row] = body.dtid
        numbers[Cell.DTID_SIZE, row] = body.dtid_size
        numbers[Cell.ACN_AT, row] = around.acn_at
        numbers[Cell.ACN_END, row] = around.acn_end
        numbers[Cell.AC, row] = context.ac
        numbers[Cell.AC_VERSION, row] = context.version
        cgpa_ssn, cdpa_ssn = numbers[Cell.CGPA_SSN, row], numbers[Cell.CDPA_SSN, row]
        kind = NONE if is_cut(body, around) else body.kind
        protocol = user(kind, around.acn_at, context, cgpa_ssn, cdpa_ssn)
        numbers[Cell.PROTOCOL, row] = Protocol.DIAMETER if layer == Layer.DIAMETER else protocol
        numbers[Cell.ABORT_CAUSE, row] = body.abort_cause
        numbers[Cell.DIALOGUE, row] = ABSENT
