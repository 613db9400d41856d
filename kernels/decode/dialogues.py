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
from kernels.jit import inlined, kernel, leaf
from kernels.octets import u64
from kernels.store import dialogues, ways
from kernels.wire.tcap import MessageTag

PRINT_LEN = 8  # octets at the end of the components, to know a Begin again
UDTS, XUDTS, LUDTS = 0x0A, 0x12, 0x14  # Q.713 table 1
NOTHING = np.int64(0)
SETS_AHEAD, PLACES_AHEAD = 16, 8  # messages from fetching to asking: as long as memory takes


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
def ends(numbers, words, message):
    """(kind, address of the sender's end, of the other); kind -1: of no dialogue."""
    kind, sccp = numbers[Cell.TCAP, message], numbers[Cell.SCCP, message]
    calling_pc = nearest(numbers[Cell.CGPA_PC, message], numbers[Cell.OPC, message])
    called_pc = nearest(numbers[Cell.CDPA_PC, message], numbers[Cell.DPC, message])
    calling = dialogues.address_of(words[Word.CGPA_GT, message], calling_pc)
    called = dialogues.address_of(words[Word.CDPA_GT, message], called_pc)
    if kind <= MessageTag.UNIDIRECTIONAL or kind > MessageTag.ABORT:
        return np.int64(-1), calling, called
    if sccp == UDTS or sccp == XUDTS or sccp == LUDTS:
        return dialogues.RETURNED, called, called
    return kind, calling, called


@kernel
def name_ends(messages, first, count, store):
    """Keys of both ends of the dialogues that messages `first` to `count` belong to.

    A pass of its own, so that the places can be fetched while earlier messages are still read.
    """
    numbers, words = messages.numbers, messages.words
    for message in range(first, count):
        own_key = other_key = ways.EMPTY
        kind, own, other = ends(numbers, words, message)
        if kind >= 0 and numbers[Cell.STOP, message] == 0:
            own_size, size = numbers[Cell.OTID_SIZE, message], numbers[Cell.DTID_SIZE, message]
            if own_size > 0:
                own_key = dialogues.key_of(store.secret, words[Word.OTID, message], own_size, own)
            if size > 0 and kind != MessageTag.BEGIN:
                other_key = dialogues.key_of(store.secret, words[Word.DTID, message], size, other)
        words[Word.OWN_END, message], words[Word.OTHER_END, message] = own_key, other_key


@inlined
def look_ahead(messages, message, count, store):
    """Fetch what later messages will ask the store for."""
    words = messages.words
    later = message + SETS_AHEAD
    if later < count:
        dialogues.fetch_set(store, words[Word.OWN_END, later])
        dialogues.fetch_set(store, words[Word.OTHER_END, later])
    later = message + PLACES_AHEAD
    if later < count:
        dialogues.fetch_place(store, words[Word.OWN_END, later])
        dialogues.fetch_place(store, words[Word.OTHER_END, later])


@inlined
def follow(octets, messages, message, store, now):
    """Where this message stands; its context and protocol are written if only its Begin had them.

    Whatever has no dialogue is answered as of none.
    """
    numbers, words = messages.numbers, messages.words
    kind, own_address, other_address = ends(numbers, words, message)
    own = dialogues.End(words[Word.OWN_END, message], own_address)
    other = dialogues.End(words[Word.OTHER_END, message], other_address)
    is_opening = kind == MessageTag.BEGIN or kind == dialogues.RETURNED
    if kind < 0 or (own.key if is_opening else other.key) == ways.EMPTY:
        return dialogues.unknown(NOTHING)
    at, end = numbers[Cell.USER_AT, message], numbers[Cell.USER_END, message]
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
