"""Pieces: what becomes of each is counted, and the counts add up."""

import numpy as np

from kernels.octets import Span
from kernels.store import pieces
from kernels.store.pieces import FIRST, LAST, Count

AGE = 1000
GROUP = np.uint64(0x1234_5678_9ABC_DEF0)


class Waiting:
    """A store, and a buffer whose second half is room."""

    def __init__(self, places: int = 64, piece_octets: int = 8) -> None:
        self.store = pieces.allocate(places, piece_octets, AGE, (1, 2))
        self.buf = np.zeros(4096, np.uint8)

    def add(
        self, index: int, flags: int, octets: bytes, now: int = 1, group: np.uint64 = GROUP
    ) -> bytes | pieces.Joined:
        """The whole message if this piece completes it, else how it was kept."""
        self.buf[: len(octets)] = np.frombuffer(octets, np.uint8)
        piece, room = Span(np.int64(0), np.int64(len(octets))), Span(np.int64(2048), np.int64(2078))
        told = pieces.add(
            self.store,
            group,
            np.int64(index),
            np.int64(flags),
            self.buf,
            piece,
            room,
            np.int64(now),
        )
        counts = self.store.counts
        gone = counts[[Count.JOINED, Count.EXPIRED, Count.EVICTED, Count.DROPPED]].sum()
        assert counts[Count.KEPT] == gone + (self.store.keys != 0).sum()
        return told if told.end < 0 else self.buf[2048 : told.end].tobytes()


def test_index__counts_on_over_two_to_the_32():
    waiting = Waiting()
    waiting.add(0, 0, b"b")
    waiting.add(2**32 - 1, FIRST, b"a")
    assert b"abc" == waiting.add(1, LAST, b"c")


def test_first_piece__says_the_note_of_the_whole():
    waiting = Waiting()
    flags = pieces.flags_of(True, False, np.int64(2**32 - 2), np.int64(0xFFFF))
    waiting.add(1, int(flags), b"a")
    waiting.buf[0] = ord("b")
    one, room = Span(np.int64(0), np.int64(1)), Span(np.int64(2048), np.int64(2078))
    told = pieces.add(waiting.store, GROUP, np.int64(2), LAST, waiting.buf, one, room, np.int64(1))
    assert 2**32 - 2 == told.note


def test_piece_too_old__is_not_joined():
    waiting = Waiting()
    waiting.add(1, FIRST, b"a", now=1)
    assert pieces.NONE == waiting.add(2, LAST, b"b", now=AGE + 2).end
    assert b"cb" == waiting.add(1, FIRST, b"c", now=AGE + 3)
    assert 1 == waiting.store.counts[Count.EXPIRED]


def test_message_between_others__begins_and_ends_with_its_own():
    waiting = Waiting()
    waiting.add(1, FIRST, b"a")
    assert b"bc" != waiting.add(2, FIRST, b"b")
    assert b"bc" == waiting.add(3, LAST, b"c")
    assert pieces.NONE == waiting.add(2, 0, b"x").end  # 3 is gone


def test_piece_longer_than_a_place_and_message_longer_than_the_room__are_refused():
    waiting = Waiting()
    assert not waiting.add(1, FIRST, b"123456789").is_kept
    for index in range(4):
        told = waiting.add(index, FIRST * (index == 0) | LAST * (index == 3), b"12345678")
    assert not told.is_kept
    assert (1, 1) == tuple(waiting.store.counts[[Count.TOO_LONG, Count.DROPPED]])


def test_store_that_is_off__keeps_nothing():
    told = Waiting(places=0).add(1, FIRST | LAST, b"a")
    assert not told.is_kept


def test_owner_of_a_flood__gives_way_himself():
    waiting = Waiting(places=8)
    quiet, loud = (int(pieces.flags_of(True, False, np.int64(0), np.int64(one))) for one in (7, 9))
    waiting.add(1, quiet, b"a", now=1)
    for index in range(100):
        waiting.add(2 * index, loud, b"x", now=2 + index, group=np.uint64(5))
    assert b"ab" == waiting.add(2, LAST, b"b", now=200)
    assert 94 == waiting.store.counts[Count.EVICTED]
