"""From a message to its place in a dialogue: the two ends as the store knows them.

A Begin's sender is known by its originating id and its calling address; whoever answers says the
same as destination id and called address. An address without a global title is its point code,
and one without that the label's. A message that SCCP gives back (UDTS, XUDTS, LUDTS) has its
addresses the other way round and answers nothing. ANSI TCAP and unidirectional messages have no
dialogue that is followed.
"""

import numpy as np

from kernels.columns import MessageCell as Cell
from kernels.columns import MessageWord as Word
from kernels.jit import inlined, leaf
from kernels.octets import u64
from kernels.store import dialogues
from kernels.wire.tcap import MessageTag

PRINT_LEN = 8  # octets at the end of the components, to know a Begin again
UDTS, XUDTS, LUDTS = 0x0A, 0x12, 0x14  # Q.713 table 1
NOTHING = np.int64(0)


@leaf
def nearest(point_code, labels):
    """The point code of an address, or the routing label's where it has none."""
    return point_code if point_code >= 0 else labels


@leaf
def fingerprint(octets, at, end):
    """What two Begins with the same id have in common only if they are one, or 0."""
    if end - at < PRINT_LEN:
        return np.uint64(end - at)
    return u64(octets, end - PRINT_LEN) ^ np.uint64(end - at)


@inlined
def follow(octets, messages, message, store, now):
    """Where this message stands; its context and protocol are written if only its Begin had them.

    Whatever has no dialogue is answered as of none.
    """
    numbers, words = messages.numbers, messages.words
    kind, sccp = numbers[Cell.TCAP, message], numbers[Cell.SCCP, message]
    otid_size, dtid_size = numbers[Cell.OTID_SIZE, message], numbers[Cell.DTID_SIZE, message]
    if kind <= MessageTag.UNIDIRECTIONAL or kind > MessageTag.ABORT:
        return dialogues.unknown(NOTHING)
    calling_pc = nearest(numbers[Cell.CGPA_PC, message], numbers[Cell.OPC, message])
    called_pc = nearest(numbers[Cell.CDPA_PC, message], numbers[Cell.DPC, message])
    calling, called = words[Word.CGPA_GT, message], words[Word.CDPA_GT, message]
    otid, dtid = words[Word.OTID, message], words[Word.DTID, message]
    if sccp == UDTS or sccp == XUDTS or sccp == LUDTS:
        kind = dialogues.RETURNED
        calling, calling_pc = called, called_pc
    if (kind != MessageTag.BEGIN and kind != 0 and dtid_size <= 0) or (
        (kind == MessageTag.BEGIN or kind == 0) and otid_size <= 0
    ):
        return dialogues.unknown(NOTHING)
    at, end = numbers[Cell.USER_AT, message], numbers[Cell.USER_END, message]
    own = dialogues.end_of(otid, otid_size, calling, calling_pc)
    other = dialogues.end_of(dtid, dtid_size, called, called_pc)
    context = dialogues.context_word(
        numbers[Cell.AC, message],
        numbers[Cell.AC_VERSION, message],
        numbers[Cell.PROTOCOL, message],
        at >= end,
    )
    opening = dialogues.Opening(context, fingerprint(octets, at, end))
    found = dialogues.follow(store, kind, own, other, opening, now)
    numbers[Cell.DIALOGUE, message] = found.serial
    if found.serial >= 0 and numbers[Cell.ACN_AT, message] < 0:
        numbers[Cell.AC, message] = dialogues.from_word(found.context, 0, 0xFFFF)
        numbers[Cell.AC_VERSION, message] = dialogues.from_word(found.context, 16, 0xFFFF)
        numbers[Cell.PROTOCOL, message] = dialogues.from_word(found.context, 32, 0xFF)
    return found
