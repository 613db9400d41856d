"""Pieces of messages, kept until all of one message are there: SCTP fragments, SCCP segments.

A piece has a group (what it belongs to: an association, a stream, a segmentation reference), an
index within it, and says whether it is the first or the last of its message. Neighbours are looked
up by their index, so the order of arrival does not matter.

  group 7     index 12 first | 13 | 14 last        whole as soon as all three are there

What a piece said first, holds: a second one with the same index is a repetition, or, with other
octets, an overlap that is told. Limits: places, octets of a piece, pieces of a message, age.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import copy, is_equal
from kernels.store import ways

PIECES_MAX = 64  # of one message
NONE = np.int64(-1)
FIRST, LAST, DIFFERS = np.int64(1), np.int64(2), np.int64(4)
EXTRA = np.uint64(0x9E37_79B9_7F4A_7C15)  # keeps the words of a group and an index apart


class Count(IntEnum):
    """What became of pieces: kept = joined + expired + evicted + those that still wait."""

    KEPT = 0
    JOINED = 1
    EXPIRED = 2  # too old when its place was needed
    EVICTED = 3  # gave way before its time
    REPEATED = 4  # the same piece again
    REWRITTEN = 5  # the same piece with other octets; the first holds
    TOO_LONG = 6  # longer than a place, or a message of too many octets or pieces


class Cell(IntEnum):
    """Columns of a place."""

    SIZE = 0
    FLAGS = 1


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

    end: int  # behind the message copied to `to`; NONE while pieces are missing
    is_kept: bool  # false: too long, or the store is off
    is_repeated: bool
    differs: bool  # a piece of it came twice, with other octets


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
def key_of(secret, group, index):
    """The key of a piece."""
    return ways.digest(secret, group, np.uint64(index) ^ EXTRA)


@leaf
def refused(counts):
    """A piece that cannot be kept."""
    counts[Count.TOO_LONG] += 1
    return Joined(NONE, False, False, False)


@leaf
def add(store, group, index, flags, buf, piece, room, now):
    """Keep the octets `piece` of `buf`; the whole message goes to `room` if nothing is missing.

    `group` is a uint64 hash of what it belongs to, `index` its place in that, `flags` FIRST and
    LAST; `piece` and `room` are Spans of `buf`.
    """
    if store.keys.shape[0] == 0:
        return refused(store.counts)
    place_octets = store.octets.shape[0] // store.keys.shape[0]
    size = piece.end - piece.at
    if size > place_octets:
        return refused(store.counts)
    key = key_of(store.secret, group, index)
    place = ways.claim(store.keys, store.times, key)
    is_old = now - store.times[place] > store.age_ns
    if store.keys[place] == key and not is_old:
        return repeated(store, place, buf, piece)
    if store.keys[place] != ways.EMPTY:
        store.counts[Count.EXPIRED if is_old else Count.EVICTED] += 1
    store.keys[place], store.times[place] = key, now
    store.cells[Cell.SIZE, place], store.cells[Cell.FLAGS, place] = size, flags
    copy(buf, piece.at, piece.end, store.octets, place * place_octets)
    store.counts[Count.KEPT] += 1
    return join(store, group, index, buf, room, now)


@leaf
def repeated(store, place, buf, piece):
    """A piece that is there already: the same, or one that says something else."""
    start = place * (store.octets.shape[0] // store.keys.shape[0])
    size = store.cells[Cell.SIZE, place]
    is_same = size == piece.end - piece.at
    if is_same and is_equal(buf, piece.at, piece.end, store.octets, start):
        store.counts[Count.REPEATED] += 1
        return Joined(NONE, True, True, False)
    store.counts[Count.REWRITTEN] += 1
    store.cells[Cell.FLAGS, place] |= DIFFERS
    return Joined(NONE, True, False, True)


@leaf
def lookup(store, group, index, now):
    """The place of a piece that is not too old, or NOWHERE."""
    place = ways.find(store.keys, key_of(store.secret, group, index))
    if place >= 0 and now - store.times[place] > store.age_ns:
        return ways.NOWHERE
    return place


@leaf
def join(store, group, index, buf, room, now):
    """Copy the message around piece `index` to `room`, and forget its pieces, if all are there."""
    first = index
    for _ in range(PIECES_MAX):
        place = lookup(store, group, first, now)
        if place < 0:
            return Joined(NONE, True, False, False)
        if store.cells[Cell.FLAGS, place] & FIRST:
            break
        first -= 1
    else:
        return refused(store.counts)
    size, count, is_whole = np.int64(0), np.int64(0), False
    for offset in range(PIECES_MAX):
        place = lookup(store, group, first + offset, now)
        if place < 0:
            return Joined(NONE, True, False, False)
        size += store.cells[Cell.SIZE, place]
        count += 1
        if store.cells[Cell.FLAGS, place] & LAST:
            is_whole = True
            break
    if not is_whole or size > room.end - room.at:
        return refused(store.counts)
    return copied(store, group, first, count, buf, room.at)


@leaf
def copied(store, group, first, count, buf, to):
    """Copy `count` pieces from `first` on to `to`, one behind the other, and forget them."""
    place_octets = store.octets.shape[0] // store.keys.shape[0]
    differs = False
    for index in range(first, first + count):
        place = ways.find(store.keys, key_of(store.secret, group, index))
        start, size = place * place_octets, store.cells[Cell.SIZE, place]
        copy(store.octets, start, start + size, buf, to)
        to += size
        differs = differs or store.cells[Cell.FLAGS, place] & DIFFERS != 0
        store.keys[place] = ways.EMPTY
    store.counts[Count.JOINED] += count
    return Joined(np.int64(to), True, False, differs)
