"""From routing to transactions: the TCAP message around the components, and who its user is."""

import numpy as np

from kernels.columns import ABSENT
from kernels.columns import MessageCell as Cell
from kernels.columns import MessageWord as Word
from kernels.jit import kernel, leaf
from kernels.meanings import Protocol
from kernels.outcome import Layer, Oddity
from kernels.wire import gsm_map, tcap

EXTENDED_CONTEXT = np.int64(1 << Oddity.EXTENDED_CONTEXT)


@leaf
def user(message, context, cgpa_ssn, cdpa_ssn):
    """Who speaks inside TCAP.

    The application context decides, the subsystem numbers only without one. With neither it is
    taken for MAP: leaving the subsystem number out has been used to pass firewalls.
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
    is_unsaid = cgpa_ssn <= 0 and cdpa_ssn <= 0
    return np.int64(Protocol.MAP if is_unsaid else Protocol.OTHER)


@kernel
def read_transactions(octets, frames, messages, first, count, dialogues):  # noqa: ARG001
    """Fill messages `first` to `count` with their TCAP message, and where its components lie."""
    numbers, words = messages.numbers, messages.words
    for row in range(first, count):
        stop = numbers[Cell.STOP, row]
        if stop == 0:
            body = tcap.parse(octets, numbers[Cell.USER_AT, row], numbers[Cell.USER_END, row])
            numbers[Cell.STOP_LAYER, row] = Layer.TCAP
            numbers[Cell.STOP, row] = body.stop
        else:
            body = tcap.stopped(stop)
        context = gsm_map.context(octets, body.acn_at, body.acn_end)
        numbers[Cell.ODDITIES, row] |= body.oddities
        if context.is_extended:
            numbers[Cell.ODDITIES, row] |= EXTENDED_CONTEXT
        numbers[Cell.USER_AT, row] = body.at
        numbers[Cell.USER_END, row] = body.end
        numbers[Cell.TCAP, row] = body.kind
        words[Word.OTID, row] = body.otid
        numbers[Cell.OTID_SIZE, row] = body.otid_size
        words[Word.DTID, row] = body.dtid
        numbers[Cell.DTID_SIZE, row] = body.dtid_size
        numbers[Cell.ACN_AT, row] = body.acn_at
        numbers[Cell.ACN_END, row] = body.acn_end
        numbers[Cell.AC, row] = context.ac
        numbers[Cell.AC_VERSION, row] = context.version
        numbers[Cell.PROTOCOL, row] = user(
            body, context, numbers[Cell.CGPA_SSN, row], numbers[Cell.CDPA_SSN, row]
        )
        numbers[Cell.ABORT_CAUSE, row] = ABSENT
        numbers[Cell.DIALOGUE, row] = ABSENT
