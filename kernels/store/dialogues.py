"""TCAP dialogues that are open, by the transaction id and address of one end (Q.774 3.2).

  place    one end of a dialogue: what it asked, and who the other end is
  Begin    opens one: its originating id at its calling address
  Continue finds it: its destination id at its called address; its own end is kept too
  End      finds it, and closes both ends; an Abort likewise

An end is known by its id, the id's size and its address together: the digits of its global
title, else its point code. Who answers under an id but at another address is not taken for it: an
id alone is four octets that anyone may guess, and other nodes use the same. So an answer whose
called title was translated on its way does not find its Begin, and is counted. A Continue whose
other end was never seen, because one direction is not tapped, is found by its own end.

What is remembered of a dialogue: its serial number, its context, and the last four invokes of each
end. A message that takes a known id from another calling title than the other end's has the
dialogue's number and an oddity, and closes nothing.

An open dialogue gives way when it is too old, or when eight others fall into its set: then the
oldest goes. Nothing is said of unseen Begins before one age has passed since the first message, or
since a young dialogue had to go: until then not having seen one proves nothing.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import fetch, inlined
from kernels.outcome import Oddity
from kernels.store import ways

BEGIN, CONTINUE = 0x62, 0x65  # Q.773 table 8
RETURNED = np.int64(0)  # instead of a kind: a message that SCCP gives back to its sender
CELLS = 8  # words of a place: one line of the cache
OPERATIONS_MAX = 4  # invokes remembered of one end
NOWHERE = np.int64(-1)
NOTHING = np.int64(0)
NO_WORD = np.uint64(0)
REUSED = np.int64(1 << Oddity.TRANSACTION_REUSED)
HIJACKED = np.int64(1 << Oddity.TRANSACTION_HIJACKED)
EMPTY_BEGIN = np.int64(1 << Oddity.EMPTY_BEGIN)
UNSEEN_BEGIN = np.int64(1 << Oddity.UNSEEN_BEGIN)
NOT_A_TITLE = np.uint64(0xF000_0000_0000_0000)  # a title has a first digit


class Count(IntEnum):
    """What became of ends: OPENED + JOINED = REUSED + CLOSED + EXPIRED + EVICTED + those there."""

    OPENED = 0  # by a Begin
    JOINED = 1  # the other end, by its first Continue
    REUSED = 2  # gave way to a newer dialogue with the same id at the same address
    CLOSED = 3  # by an End or Abort
    EXPIRED = 4  # too old
    EVICTED = 5  # gave way before its time
    FOUND = 6  # messages that found their dialogue
    NOT_FOUND = 7
    REPEATED = 8  # the same Begin again, by another way
    HIJACKED = 9


class Cell(IntEnum):
    """Words of a place, uint64."""

    SERIAL = 0
    CONTEXT = 1  # as `context_word` packs it
    PRINT = 2  # of the Begin, to know the same one again
    OPERATIONS = 3  # four of 16 bits, the newest lowest: code + 1, invoke id
    PEER = 4  # key of the other end; 0 while it is not known
    PEER_ADDRESS = 5
    TIME = 6  # when it was last claimed or touched: `times` is this column


class Mark(IntEnum):
    """Times, ns."""

    FIRST = 0  # the first message
    EVICTED = 1  # a young dialogue gave way


class Dialogues(NamedTuple):
    """The store."""

    secret: np.ndarray  # uint64[2]
    keys: np.ndarray  # uint64[places]
    times: np.ndarray  # int64[places], ns; in the same line of the cache as the rest
    cells: np.ndarray  # uint64[places, CELLS]
    counts: np.ndarray  # int64[len(Count)]
    marks: np.ndarray  # int64[len(Mark)]
    age_ns: np.int64


class End(NamedTuple):
    """One end of a dialogue."""

    key: int  # uint64; 0 where the message says none
    address: int  # uint64


class Opening(NamedTuple):
    """What a Begin says that is remembered."""

    context: int
    print: int


class Followed(NamedTuple):
    """Where a message stands in its dialogue."""

    serial: int  # -1: of no dialogue that is known
    context: int  # uint64, as `context_word` packs it
    asked: int  # place of the end that the message goes to, whose invokes it may answer
    own: int  # place of the end that sent it, where its invokes are kept
    oddities: int
    invoke_oddities: int  # of the message if there is an invoke in it


def of(limits):
    """An empty store within `limits`."""
    keys, _ = ways.allocate(limits.dialogues)
    places = max(len(keys), ways.WAYS)  # of an off store too: its columns are typed alike
    words = np.zeros((places + 1) * CELLS, np.uint64)
    skipped = -words.ctypes.data // 8 % CELLS  # so that a place is one line of the cache
    cells = words[skipped : skipped + places * CELLS].reshape(-1, CELLS)
    return Dialogues(
        np.array(limits.secret, np.uint64),
        keys,
        cells[:, Cell.TIME].view(np.int64),
        cells,
        np.zeros(len(Count), np.int64),
        np.zeros(len(Mark), np.int64),
        np.int64(limits.dialogue_age_s * 1_000_000_000),
    )


@inlined
def address_of(title, point_code):
    """The address of an end: `title`, packed digits, or its point code where there are none."""
    if title >= NOT_A_TITLE:
        return NOT_A_TITLE | np.uint64(point_code & 0xFFFF_FFFF)
    return title


@inlined
def key_of(secret, identifier, size, address):
    """The key of the end with this transaction id, of `size` octets, at `address`."""
    return ways.digest(secret, identifier ^ (np.uint64(size & 0xFF) << np.uint64(56)), address)


@inlined
def fetch_set(store, key):
    """Have the places of `key` near when they are asked for, some messages later."""
    if key != ways.EMPTY:
        fetch(store.keys, ways.set_of(store.keys, key))


@inlined
def fetch_place(store, key):
    """Have what stands at the place of `key` near; its set is."""
    if key != ways.EMPTY:
        place = ways.claim(store.keys, store.times, key)
        fetch(store.cells, place * CELLS)


@inlined
def context_word(ac, version, protocol, is_empty):
    """Context and protocol, each -1 when absent, in one word: 16, 16, 8 bits, and a flag."""
    word = (ac + 1) & 0xFFFF | ((version + 1) & 0xFFFF) << 16 | ((protocol + 1) & 0xFF) << 32
    return np.uint64(word | np.int64(is_empty) << 40)


@inlined
def from_word(word, low, mask):
    """A number that `context_word` packed."""
    return (np.int64(word) >> low & mask) - 1


@inlined
def unknown(invoke_oddities):
    """No dialogue that is known."""
    return Followed(NOWHERE, NO_WORD, NOWHERE, NOWHERE, NOTHING, invoke_oddities)


@inlined
def known(store, place, asked, own, oddities):
    """The dialogue of which `place` is one end."""
    context = store.cells[place, Cell.CONTEXT]
    empty = EMPTY_BEGIN if np.int64(context) >> 40 & 1 else NOTHING
    return Followed(np.int64(store.cells[place, Cell.SERIAL]), context, asked, own, oddities, empty)


@inlined
def keep(store, place, key, now):
    """Take a place for `key`; what was there is given back."""
    if store.keys[place] != ways.EMPTY:
        if now - store.times[place] > store.age_ns:
            store.counts[Count.EXPIRED] += 1
        elif store.keys[place] == key:
            store.counts[Count.REUSED] += 1
        else:
            store.counts[Count.EVICTED] += 1
            store.marks[Mark.EVICTED] = now
    store.keys[place], store.times[place] = key, now


@inlined
def give_back(store, place, count):
    """Empty a place."""
    store.keys[place] = ways.EMPTY
    store.counts[count] += 1


@inlined
def lookup(store, end, now):
    """The place of an end that is not too old, or NOWHERE."""
    if end.key == ways.EMPTY:
        return NOWHERE  # the message says no id; an empty place would be found
    place = ways.find(store.keys, end.key)
    if place >= 0 and now - store.times[place] > store.age_ns:
        give_back(store, place, np.int64(Count.EXPIRED))
        return NOWHERE
    return place


@inlined
def begun(store, own, opening, now):
    """A Begin, from `own`."""
    key = own.key
    place = ways.claim(store.keys, store.times, key)
    is_open = store.keys[place] == key and now - store.times[place] <= store.age_ns
    cells = store.cells
    if is_open and cells[place, Cell.PRINT] == opening.print:
        store.counts[Count.REPEATED] += 1
        return known(store, place, NOWHERE, place, NOTHING)
    keep(store, place, key, now)
    store.counts[Count.OPENED] += 1
    cells[place, Cell.SERIAL] = np.uint64(store.counts[Count.OPENED])
    cells[place, Cell.CONTEXT] = opening.context
    cells[place, Cell.PRINT] = opening.print
    cells[place, Cell.OPERATIONS] = NO_WORD
    cells[place, Cell.PEER] = NO_WORD
    return known(store, place, NOWHERE, place, REUSED if is_open else NOTHING)


@inlined
def peer_of(store, place):
    """The place of the other end of the same dialogue, or NOWHERE."""
    key = store.cells[place, Cell.PEER]
    if key == ways.EMPTY:
        return NOWHERE
    other = ways.find(store.keys, key)
    if other >= 0 and store.cells[other, Cell.SERIAL] != store.cells[place, Cell.SERIAL]:
        return NOWHERE
    return other


@inlined
def joined(store, place, own, other, now):
    """The place of the end `own` that answers the one at `place`, which is `other`."""
    mine = peer_of(store, place)
    if mine >= 0:
        store.times[mine] = now
        return mine
    key = own.key
    peer = store.keys[place]
    if key == ways.EMPTY:
        return NOWHERE  # a Continue without an id of its own
    if key == peer:
        return place  # both ends alike: a message to itself
    mine = ways.claim(store.keys, store.times, key)
    keep(store, mine, key, now)
    cells = store.cells
    store.counts[Count.JOINED] += 1
    cells[mine, Cell.SERIAL] = cells[place, Cell.SERIAL]
    cells[mine, Cell.CONTEXT] = cells[place, Cell.CONTEXT]
    cells[mine, Cell.PRINT] = NO_WORD
    cells[mine, Cell.OPERATIONS] = NO_WORD
    cells[mine, Cell.PEER], cells[mine, Cell.PEER_ADDRESS] = peer, other.address
    if store.keys[place] == peer:  # it may have been the one to go
        cells[place, Cell.PEER], cells[place, Cell.PEER_ADDRESS] = key, own.address
    return mine


@inlined
def not_found(store, kind, own, now):
    """A message whose other end is not known: of its own end's dialogue, or of none."""
    mine = lookup(store, own, now) if kind == CONTINUE else NOWHERE
    if mine >= 0:
        store.counts[Count.FOUND] += 1
        store.times[mine] = now
        return known(store, mine, NOWHERE, mine, NOTHING)
    store.counts[Count.NOT_FOUND] += 1
    evicted = store.marks[Mark.EVICTED]
    is_young = now - store.marks[Mark.FIRST] <= store.age_ns
    is_young = is_young or (evicted != 0 and now - evicted <= store.age_ns)
    return unknown(NOTHING if is_young or kind != CONTINUE else UNSEEN_BEGIN)


@inlined
def answered(store, kind, own, other, now):
    """A Continue, End or Abort from `own` to `other`; only a Continue says `own`'s id."""
    place = lookup(store, other, now)
    if place < 0:
        return not_found(store, kind, own, now)
    store.counts[Count.FOUND] += 1
    cells = store.cells
    is_known = cells[place, Cell.PEER] != ways.EMPTY
    before = cells[place, Cell.PEER_ADDRESS]
    is_titled = before < NOT_A_TITLE and own.address < NOT_A_TITLE
    if is_known and is_titled and before != own.address:
        store.counts[Count.HIJACKED] += 1
        return known(store, place, place, NOWHERE, HIJACKED)
    if kind == CONTINUE:
        store.times[place] = now
        return known(store, place, place, joined(store, place, own, other, now), NOTHING)
    peer = peer_of(store, place)
    give_back(store, place, np.int64(Count.CLOSED))
    if peer >= 0:
        give_back(store, peer, np.int64(Count.CLOSED))
    return known(store, place, place, NOWHERE, NOTHING)


@inlined
def follow(store, kind, own, other, opening, now):
    """Where a message of this kind from `own` to `other` stands, and what it changes."""
    if store.marks[Mark.FIRST] == 0:
        store.marks[Mark.FIRST] = now
    if kind == BEGIN:
        return begun(store, own, opening, now)
    if kind == RETURNED:
        place = lookup(store, own, now)
        return known(store, place, NOWHERE, NOWHERE, NOTHING) if place >= 0 else unknown(NOTHING)
    return answered(store, kind, own, other, now)


@inlined
def remember(store, place, invoke_id, op):
    """Keep an invoke of the end at `place`; the oldest of five goes."""
    if place < 0 or invoke_id < 0 or op < 0 or op > 254:
        return
    before = store.cells[place, Cell.OPERATIONS] << np.uint64(16)
    store.cells[place, Cell.OPERATIONS] = before | np.uint64((op + 1) << 8 | invoke_id)


@inlined
def recall(store, place, invoke_id):
    """The operation that the end at `place` asked for under this invoke id, or -1."""
    if place < 0 or invoke_id < 0:
        return NOWHERE
    word = store.cells[place, Cell.OPERATIONS]
    for _ in range(OPERATIONS_MAX):
        one = np.int64(word & np.uint64(0xFFFF))
        if one != 0 and one & 0xFF == invoke_id:
            return (one >> 8) - 1
        word >>= np.uint64(16)
    return NOWHERE
