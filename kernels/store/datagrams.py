"""IP datagrams whose fragments have not all come (RFC 791 3.2, RFC 8200 4.5).

  a place   | octets of the datagram, as far as they came ...              |  datagram_octets
            | one mark for each unit of 8 octets that is there ...         |

Overlap: the first octet received holds. Hosts differ in what they keep, so a fragment that says
something else of octets or of an end that are known already is told as an oddity of the whole.
The same fragment again is none: traffic is often tapped twice.

A whole datagram stays a while after its end, so that its second copies are known for what they
are. A fragment that differs begins the next datagram of that identification.

Limits: places, octets of a datagram, age since its first fragment. Of eight places the oldest gives
way, whole ones before the others.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import copy, is_equal
from kernels.outcome import Stop
from kernels.store import ways

UNIT = 8  # octets; fragment offsets are counted in them
DATAGRAM_MAX = 65_535
NONE = np.int64(-1)


class Count(IntEnum):
    """Datagrams: kept = joined + expired + evicted + those that still wait. Fragments: the rest."""

    KEPT = 0
    JOINED = 1
    EXPIRED = 2  # too old when its place was needed
    EVICTED = 3  # gave way before its time
    REPEATED = 4  # a fragment again
    REWRITTEN = 5  # a fragment that says something else of what was there
    TOO_LONG = 6  # a fragment beyond a place, or no store at all


class Cell(IntEnum):
    """Columns of a place."""

    SIZE = 0  # octets of the whole; NONE until the last fragment came
    UNITS = 1  # how many are there
    REACH = 2  # behind the highest of them
    PROTOCOL = 3  # said by the fragment at offset 0
    IS_WHOLE = 4  # 1: told, and kept to know its repetitions
    DIFFERS = 5  # 1: fragments contradict each other


class Datagrams(NamedTuple):
    """The store."""

    secret: np.ndarray  # uint64[2]
    keys: np.ndarray  # uint64[places]
    times: np.ndarray  # int64[places], ns: of the first fragment
    cells: np.ndarray  # int64[len(Cell), places]
    marks: np.ndarray  # uint8[places * units of a datagram]
    octets: np.ndarray  # uint8[places * octets of a datagram]
    counts: np.ndarray  # int64[len(Count)]
    age_ns: np.int64


class Fragment(NamedTuple):
    """What an IP header says of its payload."""

    offset: int
    is_last: bool
    protocol: int
    at: int
    end: int


class Joined(NamedTuple):
    """A datagram's whole payload, or why there is none (yet)."""

    protocol: int
    at: int
    end: int
    differs: bool
    stop: int


def of(limits):
    """An empty store within `limits`."""
    keys, times = ways.allocate(limits.datagrams)
    units = -(-min(limits.datagram_octets, DATAGRAM_MAX) // UNIT)
    return Datagrams(
        np.array(limits.secret, np.uint64),
        keys,
        times,
        np.zeros((len(Cell), len(keys)), np.int64),
        np.zeros(len(keys) * units, np.uint8),
        np.zeros(len(keys) * units * UNIT, np.uint8),
        np.zeros(len(Count), np.int64),
        np.int64(limits.datagram_age_s * ways.SECOND_NS),
    )


@leaf
def key_of(secret, packet, identification, depth):
    """The key of what `packet` is a fragment of: addresses, identification, IPv4's protocol.

    A packet inside `depth` tunnels is not joined with one that is inside fewer.
    """
    name = np.uint64(identification) | (np.uint64(packet.version) << np.uint64(32))
    name |= np.uint64(depth) << np.uint64(48)
    if packet.version == 4:
        name |= np.uint64(packet.protocol) << np.uint64(40)
    src = ways.digest(secret, packet.src_hi, packet.src_lo)
    dst = ways.digest(secret, packet.dst_hi, packet.dst_lo)
    return ways.digest(secret, ways.digest(secret, src, dst), name)


@leaf
def stopped(stop):
    """No datagram yet, and why."""
    return Joined(NONE, NONE, NONE, False, np.int64(stop))


@leaf
def add(store, key, fragment, buf, room, now):
    """Keep a fragment's octets in `buf`; its datagram goes to `room` of it if nothing is missing.

    All but the last fragment are of whole units (RFC 791 3.2): what is behind them is padding.
    """
    size = fragment.end - fragment.at
    if not fragment.is_last:
        size &= ~(UNIT - 1)
    reach = fragment.offset + size
    if size <= 0 or reach > DATAGRAM_MAX:
        return stopped(Stop.BAD_LENGTH)
    fragment = Fragment(
        fragment.offset, fragment.is_last, fragment.protocol, fragment.at, fragment.at + size
    )
    places = store.keys.shape[0]
    if places == 0 or reach > store.octets.shape[0] // places:
        store.counts[Count.TOO_LONG] += 1
        return stopped(Stop.FRAGMENT)
    place = ways.claim(store.keys, store.times, key)
    if not is_open(store, place, key, now):
        if is_repeated(store, place, key, fragment, buf, now):
            store.counts[Count.REPEATED] += 1
            return stopped(Stop.DUPLICATE)
        begin(store, place, key, now)
    return extended(store, place, fragment, buf, room, now)


@leaf
def is_open(store, place, key, now):
    """Whether this datagram waits for more, and is not too old."""
    is_there = store.keys[place] == key and store.cells[Cell.IS_WHOLE, place] == 0
    return is_there and now - store.times[place] <= store.age_ns


@leaf
def is_repeated(store, place, key, fragment, buf, now):
    """Whether the datagram is whole already and said just this."""
    if store.keys[place] != key or store.cells[Cell.IS_WHOLE, place] == 0:
        return False
    if now - store.times[place] > 2 * store.age_ns:  # completed() made it look older than it is
        return False
    size, reach = store.cells[Cell.SIZE, place], fragment.offset + fragment.end - fragment.at
    if reach > size or fragment.is_last != (reach == size):
        return False
    start = place * (store.octets.shape[0] // store.keys.shape[0])
    return is_equal(buf, fragment.at, fragment.end, store.octets, start + fragment.offset)


@leaf
def begin(store, place, key, now):
    """Give a place to a new datagram; count whose it was."""
    cells = store.cells
    if store.keys[place] != ways.EMPTY and cells[Cell.IS_WHOLE, place] == 0:
        is_old = now - store.times[place] > store.age_ns
        store.counts[Count.EXPIRED if is_old else Count.EVICTED] += 1
    store.counts[Count.KEPT] += 1
    store.keys[place], store.times[place] = key, now
    start = place * (store.marks.shape[0] // store.keys.shape[0])
    for mark in range(start, start + cells[Cell.REACH, place]):
        store.marks[mark] = 0
    cells[Cell.SIZE, place] = cells[Cell.PROTOCOL, place] = NONE
    cells[Cell.UNITS, place] = cells[Cell.REACH, place] = 0
    cells[Cell.IS_WHOLE, place] = cells[Cell.DIFFERS, place] = 0


@leaf
def extended(store, place, fragment, buf, room, now):
    """Add what a fragment says to its datagram, and see whether that is whole."""
    cells = store.cells
    held, known = cells[Cell.UNITS, place], cells[Cell.SIZE, place]
    reach = fragment.offset + fragment.end - fragment.at
    differs = known != NONE and (reach > known or (fragment.is_last and reach != known))
    if fragment.is_last and known == NONE:
        if cells[Cell.REACH, place] * UNIT > reach:
            differs = True  # octets behind that end are there already: it is none
        else:
            cells[Cell.SIZE, place] = reach
    elif known != NONE:
        reach = min(reach, known)
    if reach != cells[Cell.SIZE, place]:
        reach &= ~(UNIT - 1)  # a unit that is not the last is there as a whole, or not at all
    if fragment.offset == 0 and cells[Cell.PROTOCOL, place] == NONE:
        cells[Cell.PROTOCOL, place] = fragment.protocol
    for at in range(fragment.offset, reach, UNIT):
        octet = fragment.at + at - fragment.offset
        if not fill(store, place, at, buf, octet, octet + min(UNIT, reach - at)):
            differs = True
    if differs:
        store.counts[Count.REWRITTEN] += 1
        cells[Cell.DIFFERS, place] = 1
    elif cells[Cell.UNITS, place] == held and cells[Cell.SIZE, place] == known:
        store.counts[Count.REPEATED] += 1
        return stopped(Stop.DUPLICATE)
    size = cells[Cell.SIZE, place]
    if size == NONE or cells[Cell.UNITS, place] * UNIT < size:
        return stopped(Stop.HELD)
    return completed(store, place, buf, room, now)


@leaf
def fill(store, place, offset, buf, at, end):
    """Keep octets `at` to `end` of `buf` as the unit at `offset`; false if it holds others."""
    places = store.keys.shape[0]
    mark = place * (store.marks.shape[0] // places) + offset // UNIT
    start = place * (store.octets.shape[0] // places) + offset
    if store.marks[mark] != 0:
        return is_equal(buf, at, end, store.octets, start)
    copy(buf, at, end, store.octets, start)
    store.marks[mark] = 1
    store.cells[Cell.UNITS, place] += 1
    store.cells[Cell.REACH, place] = max(store.cells[Cell.REACH, place], offset // UNIT + 1)
    return True


@leaf
def completed(store, place, buf, room, now):
    """Copy the datagram to `room`; its place is the first to give way."""
    cells = store.cells
    size = cells[Cell.SIZE, place]
    start = place * (store.octets.shape[0] // store.keys.shape[0])
    copy(store.octets, start, start + size, buf, room)
    store.counts[Count.JOINED] += 1
    cells[Cell.IS_WHOLE, place] = 1
    store.times[place] = now - store.age_ns
    differs = cells[Cell.DIFFERS, place] == 1
    return Joined(cells[Cell.PROTOCOL, place], room, room + size, differs, np.int64(0))
