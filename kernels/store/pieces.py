"""Pieces of messages, kept until all of one message are there: SCTP fragments, SCCP segments.

A piece has a group (what it belongs to: an association, a stream, a segmentation reference), an
index within it, and says whether it is the first or the last of its message. Neighbours are looked
up by their index, modulo 2^32, so the order of arrival does not matter.

  group 7     index 12 first | 13 | 14 last        whole as soon as all three are there

What a piece said first, holds: a second one with the same index is a repetition, or, with other
octets, an overlap that is told. Limits: places, octets of a piece, pieces of a message, age. A
piece may name its owner. Where a set is full, who has most of it gives way: a sender's flood drives
out its own, and not what others wait for.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import copy, is_equal
from kernels.store import ways

PIECES_MAX = 512  # of one message
NONE = np.int64(-1)
FIRST, LAST, DIFFERS = np.int64(1), np.int64(2), np.int64(4)
NOTE_SHIFT, NOTE_MASK = np.int64(8), np.int64(0xFFFF_FFFF)
OWNER_SHIFT, OWNER_MASK = np.int64(40), np.int64(0xFFFF)
INDEX_MASK = np.int64(0xFFFF_FFFF)
SPREAD = np.uint64(0x9E37_79B9_7F4A_7C15)  # odd: different indices stay different
AHEAD, BACK = np.int64(1), np.int64(-1)
MISSING, TOO_FAR = np.int64(-1), np.int64(-2)


class Count(IntEnum):
    """What became of pieces: kept = joined + expired + evicted + dropped + those that wait."""

    KEPT = 0
    JOINED = 1
    EXPIRED = 2  # too old when its place was needed
    EVICTED = 3  # gave way before its time
    REPEATED = 4  # the same piece again
    REWRITTEN = 5  # the same piece with other octets; the first holds
    TOO_LONG = 6  # longer than a place, or the store is off: never kept
    DROPPED = 7  # of a message of too many octets or pieces


class Cell(IntEnum):
    """Columns of a place."""

    SIZE = 0
    FLAGS = 1  # FIRST, LAST, DIFFERS; from bit 8 on the note, from bit 40 on the owner


class Pieces(NamedTuple):
    """The store."""

    secret: np.ndarray  # uint64[2]
    keys: np.ndarray  # uint64[places]
    times: np.ndarray  # int64[places], ns
    cells: np.ndarray  # int64[len(Cell), places]
    octets: np.ndarray  # uint8[places * octets of a piece]
    counts: np.ndarray  # int64[len(Count)]
    age_ns: np.int64  # an older piece is not there any more


class Joined(NamedTuple):
    """A whole message copied out, or how the piece was kept."""

    end: int  # behind the message copied to `room`; NONE while pieces are missing
    is_kept: bool  # false: too long, or the store is off
    is_repeated: bool
    differs: bool  # a piece of it came twice, with other octets
    note: int  # the first piece's


def allocate(places, piece_octets, age_ns, secret):
    """A store of `places` places of `piece_octets` octets each; 0 places is off."""
    keys, times = ways.allocate(places)
    return Pieces(
        np.array(secret, np.uint64),
        keys,
        times,
        np.zeros((len(Cell), len(keys)), np.int64),
        np.zeros(len(keys) * piece_octets, np.uint8),
        np.zeros(len(Count), np.int64),
        np.int64(age_ns),
    )


@leaf
def flags_of(is_first, is_last, note, owner):
    """The flags of a piece: a note of 32 bits for the whole, and 16 bits of whose it is, or 0."""
    ends = (FIRST if is_first else np.int64(0)) | (LAST if is_last else np.int64(0))
    return ends | ((note & NOTE_MASK) << NOTE_SHIFT) | ((owner & OWNER_MASK) << OWNER_SHIFT)


@leaf
def key_of(group, index):
    """The key of a piece; `group` is a hash under the secret already."""
    return ways.mix(group ^ (np.uint64(index & INDEX_MASK) * SPREAD)) | ways.ONE


@leaf
def kept(is_kept, is_repeated, differs):
    """No whole message yet."""
    return Joined(NONE, is_kept, is_repeated, differs, NONE)


@leaf
def add(store, group, index, flags, buf, piece, room, now):
    """Keep the octets `piece` of `buf`; the whole message goes to `room` if nothing is missing.

    `group` is a uint64 hash of what it belongs to, `index` its place in that, `flags` FIRST and
    LAST or what flags_of says; `piece` and `room` are Spans of `buf`.
    """
    places, size = store.keys.shape[0], piece.end - piece.at
    if places == 0 or size > store.octets.shape[0] // places:
        store.counts[Count.TOO_LONG] += 1
        return kept(False, False, False)
    key = key_of(group, index)
    place = claim(store, key, now)
    is_old = now - store.times[place] > store.age_ns
    if store.keys[place] == key and not is_old:
        return repeated(store, place, buf, piece)
    if store.keys[place] != ways.EMPTY:
        store.counts[Count.EXPIRED if is_old else Count.EVICTED] += 1
    store.keys[place], store.times[place] = key, now
    store.cells[Cell.SIZE, place], store.cells[Cell.FLAGS, place] = size, flags
    copy(buf, piece.at, piece.end, store.octets, place * (store.octets.shape[0] // places))
    store.counts[Count.KEPT] += 1
    return join(store, group, index, buf, room, now)


@leaf
def claim(store, key, now):
    """The place for `key`: its own, an empty or outdated one, else the oldest of who has most."""
    first = ways.set_of(store.keys, key)
    own, free = ways.NOWHERE, ways.NOWHERE
    for place in range(first, first + ways.WAYS):
        if store.keys[place] == key:
            own = np.int64(place)
        elif store.keys[place] == ways.EMPTY or now - store.times[place] > store.age_ns:
            free = np.int64(place)
    if own >= 0:
        return own
    return free if free >= 0 else of_the_greediest(store, first)


@leaf
def of_the_greediest(store, first):
    """Of eight places from `first` on, the oldest whose owner has as many as any other has."""
    best, most = first, np.int64(0)
    flags = store.cells[Cell.FLAGS]
    for place in range(first, first + ways.WAYS):
        held = np.int64(0)
        for other in range(first, first + ways.WAYS):
            held += (flags[place] >> OWNER_SHIFT) == (flags[other] >> OWNER_SHIFT)
        if held > most or (held == most and store.times[place] < store.times[best]):
            best, most = np.int64(place), held
    return best


@leaf
def repeated(store, place, buf, piece):
    """A piece that is there already: the same, or one that says something else."""
    start = place * (store.octets.shape[0] // store.keys.shape[0])
    size = store.cells[Cell.SIZE, place]
    is_same = size == piece.end - piece.at
    if is_same and is_equal(buf, piece.at, piece.end, store.octets, start):
        store.counts[Count.REPEATED] += 1
        return kept(True, True, False)
    store.counts[Count.REWRITTEN] += 1
    store.cells[Cell.FLAGS, place] |= DIFFERS
    return kept(True, False, True)


@leaf
def lookup(store, group, index, now):
    """The place of a piece that is not too old, or NOWHERE."""
    place = ways.find(store.keys, key_of(group, index))
    if place >= 0 and now - store.times[place] > store.age_ns:
        return ways.NOWHERE
    return place


@leaf
def steps(store, group, index, step, now):
    """How many pieces on from `index` its message ends (AHEAD) or begins (BACK).

    MISSING where a piece is not there or belongs to another message, TOO_FAR beyond PIECES_MAX.
    """
    edge, other = (LAST, FIRST) if step == AHEAD else (FIRST, LAST)
    for count in range(PIECES_MAX):
        place = lookup(store, group, index + step * count, now)
        if place < 0:
            return MISSING
        flags = store.cells[Cell.FLAGS, place]
        if count > 0 and flags & other != 0:
            return MISSING
        if flags & edge != 0:
            return np.int64(count)
    return TOO_FAR


@leaf
def join(store, group, index, buf, room, now):
    """Copy the message around piece `index` to `room`, and forget its pieces, if all are there."""
    ahead = steps(store, group, index, AHEAD, now)
    back = steps(store, group, index, BACK, now) if ahead >= 0 else ahead
    if ahead == MISSING or back == MISSING:
        return kept(True, False, False)
    first, count, size = index - back, back + ahead + 1, np.int64(0)
    if ahead >= 0 and back >= 0 and count <= PIECES_MAX:
        for offset in range(count):
            place = ways.find(store.keys, key_of(group, first + offset))
            size += store.cells[Cell.SIZE, place]
        if size <= room.end - room.at:
            return copied(store, group, first, count, buf, room.at)
    store.keys[ways.find(store.keys, key_of(group, index))] = ways.EMPTY
    store.counts[Count.DROPPED] += 1
    return kept(False, False, False)


@leaf
def copied(store, group, first, count, buf, to):
    """Copy `count` pieces from `first` on to `to`, one behind the other, and forget them."""
    place_octets = store.octets.shape[0] // store.keys.shape[0]
    differs, note = False, NONE
    for offset in range(count):
        place = ways.find(store.keys, key_of(group, first + offset))
        start, size = place * place_octets, store.cells[Cell.SIZE, place]
        flags = store.cells[Cell.FLAGS, place]
        copy(store.octets, start, start + size, buf, to)
        to += size
        differs = differs or flags & DIFFERS != 0
        if offset == 0:
            note = (flags >> NOTE_SHIFT) & NOTE_MASK
        store.keys[place] = ways.EMPTY
    store.counts[Count.JOINED] += count
    return Joined(np.int64(to), True, False, differs, note)
