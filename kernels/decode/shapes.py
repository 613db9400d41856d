"""What a signal's parts say of each other: addresses, subsystems, contexts and operations.

What a message repeats that SCCP gave back is not its sender's, so only its context is looked at.
"""

import numpy as np

from kernels.columns import Cell
from kernels.decode.contexts import CAP, CONTEXTS, OPERATIONS, VERSIONS
from kernels.jit import inlined
from kernels.meanings import Protocol
from kernels.outcome import Oddity
from kernels.wire.tcap import ComponentTag, MessageTag

SUBSYSTEM_ABSENT = np.int64(1 << Oddity.SUBSYSTEM_ABSENT)
SUBSYSTEM_MISMATCH = np.int64(1 << Oddity.SUBSYSTEM_MISMATCH)
CONTEXT_ABSENT = np.int64(1 << Oddity.CONTEXT_ABSENT)
CONTEXT_UNKNOWN = np.int64(1 << Oddity.CONTEXT_UNKNOWN)
CONTEXT_MISMATCH = np.int64(1 << Oddity.CONTEXT_MISMATCH)
NONE, NOTHING = np.int64(-1), np.int64(0)


@inlined
def is_among(words, row, op):
    """Whether the two words of this row have the operation's bit."""
    return op >= 0 and op < OPERATIONS and words[row, op >> 6] >> (op & 63) & 1 != 0


@inlined
def row_of(contexts, ac, version, protocol):
    """The row of a context; NONE when there is no such context."""
    if ac < 0 or ac >= CONTEXTS or version < 0 or version >= VERSIONS:
        return NONE
    row = ac * VERSIONS + version
    if protocol == Protocol.CAP:
        row += CAP
    return NONE if contexts[row, 0] | contexts[row, 1] == 0 else row


@inlined
def shape_oddities(numbers, row, shapes):
    """The oddities of a signal that need its whole row."""
    kind, protocol = numbers[Cell.TCAP, row], numbers[Cell.PROTOCOL, row]
    if kind < MessageTag.UNIDIRECTIONAL or kind > MessageTag.ABORT:
        return NOTHING
    ssn, op = numbers[Cell.CDPA_SSN, row], numbers[Cell.OP, row]
    has_name = numbers[Cell.ACN_AT, row] >= 0
    is_invoke = numbers[Cell.COMPONENT, row] == ComponentTag.INVOKE
    opens = kind == MessageTag.BEGIN and numbers[Cell.RETURN_CAUSE, row] < 0
    found = NOTHING
    if opens and ssn <= 0:
        found |= SUBSYSTEM_ABSENT
    if protocol == Protocol.MAP or protocol == Protocol.CAP:
        ac, version = numbers[Cell.AC, row], numbers[Cell.AC_VERSION, row]
        context = row_of(shapes.contexts, ac, version, protocol)
        if has_name and context < 0:
            found |= CONTEXT_UNKNOWN
        elif is_invoke and context >= 0 and not is_among(shapes.contexts, context, op):
            found |= CONTEXT_MISMATCH
        if is_invoke and opens and protocol == Protocol.MAP:
            if not has_name and not is_among(shapes.without, 0, op):
                found |= CONTEXT_ABSENT
            serving = shapes.serving[op] if op >= 0 and op < OPERATIONS else NOTHING
            if ssn > 0 and serving != 0 and serving & shapes.subsystems[ssn & 0xFF] == 0:
                found |= SUBSYSTEM_MISMATCH
    elif has_name and ssn > 0 and shapes.subsystems[ssn & 0xFF] != 0:
        found |= CONTEXT_UNKNOWN
    return found
