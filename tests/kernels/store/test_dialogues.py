"""The dialogue store against its twin, and under attack."""

import numpy as np
import pytest

from kernels.decode.limits import Limits
from kernels.outcome import Oddity
from kernels.store import dialogues
from kernels.store.dialogues import Count
from tests.reference.dialogues import Twin

BEGIN, END, CONTINUE, ABORT = 0x62, 0x64, 0x65, 0x67
SECOND = 1_000_000_000
TITLES = [0x1201555010100000, 0x1202555010200000, 0x1203555010300000]
POINT_CODE = 0xF000_0000_0000_0011
TRAFFIC, GONE = np.uint64(1), np.int64(-1)


def store(places: int, age_s: float = 120.0) -> dialogues.Dialogues:
    """An empty store under a secret."""
    limits = Limits(secret=(7, 9), dialogues=places, dialogue_age_s=age_s)
    return dialogues.of(limits)


def end_of(kept, identifier, address):
    """The end with this transaction id, of four octets."""
    key = dialogues.key_of(kept.secret, np.uint64(identifier), np.int64(4), np.uint64(address))
    return dialogues.End(key, np.uint64(address))


def follow(kept, kind, own, other, mark, now):
    """One message; ends are (id, address)."""
    first, second = (end_of(kept, *end) for end in (own, other))
    opening = dialogues.Opening(TRAFFIC, np.uint64(mark))
    return dialogues.follow(kept, np.int64(kind), first, second, opening, np.int64(now))


def held(kept) -> int:
    """Places that are taken."""
    return int((kept.keys != 0).sum())


def adds_up(kept) -> bool:
    """What was taken is there or was given back."""
    counts = kept.counts
    given = sum(counts[c] for c in (Count.REUSED, Count.CLOSED, Count.EXPIRED, Count.EVICTED))
    return bool(counts[Count.OPENED] + counts[Count.JOINED] == given + held(kept))


@pytest.mark.parametrize("seed", range(8))
def test_store__is_its_twin_while_nothing_is_evicted(seed: int, lane: str):
    rng = np.random.default_rng(seed)
    kept, twin = store(1 << 14, age_s=20), Twin(20 * SECOND)
    now = SECOND
    for _ in range(400 if lane == "interpreted" else 4000):
        now += int(rng.integers(0, SECOND))
        kind = int(rng.choice([BEGIN, CONTINUE, CONTINUE, END, ABORT], p=[0.4, 0.2, 0.2, 0.1, 0.1]))
        ends = [
            (int(rng.integers(1, 30)), int(rng.choice([*TITLES, POINT_CODE]))) for _ in range(2)
        ]
        mark = int(rng.integers(1, 3))
        expected = twin.follow(kind, *ends, mark, now)
        found = follow(kept, kind, *ends, mark, now)
        assert expected == (found.serial, found.oddities, found.invoke_oddities)
        assert adds_up(kept)
    assert 0 == kept.counts[Count.EVICTED]


def test_answer__has_the_number_of_its_begin_and_its_operation():
    kept = store(64)
    me, he = (1, TITLES[0]), (2, TITLES[1])
    asked = follow(kept, BEGIN, me, (0, TITLES[1]), 1, SECOND)
    dialogues.remember(kept, asked.own, np.int64(5), np.int64(70))
    for kind in (CONTINUE, END):
        answer = follow(kept, kind, he, me, 0, 2 * SECOND)
        assert asked.serial == answer.serial
        assert 70 == dialogues.recall(kept, answer.asked, np.int64(5))
        assert GONE == dialogues.recall(kept, answer.asked, np.int64(6))
    assert 0 == held(kept)


def test_five_invokes__leave_the_last_four():
    kept = store(64)
    place = follow(kept, BEGIN, (1, TITLES[0]), (0, TITLES[1]), 1, SECOND).own
    for number in range(5):
        dialogues.remember(kept, place, np.int64(number), np.int64(10 * number))
    found = [int(dialogues.recall(kept, place, np.int64(number))) for number in range(5)]
    assert [-1, 10, 20, 30, 40] == found


def test_flood_of_begins__leaves_young_dialogues_to_be_found(lane: str):
    kept = store(1024)
    size = sum(column.nbytes for column in kept if isinstance(column, np.ndarray))
    rng = np.random.default_rng(1)
    rounds = 60 if lane == "interpreted" else 2000
    found = 0
    for number in range(rounds):
        now = SECOND + number * 1_000_000
        mine = (1_000_000 + number, TITLES[0])
        follow(kept, BEGIN, mine, (0, TITLES[1]), 1, now)
        for _ in range(20):  # as many strangers before the answer comes
            stranger = int(rng.integers(1, 1 << 32)), TITLES[2]
            follow(kept, BEGIN, stranger, (0, TITLES[1]), 1, now + 1)
        answer = follow(kept, END, (0, TITLES[1]), mine, 0, now + 2)
        found += answer.serial > 0
    assert rounds == found
    assert adds_up(kept)
    assert held(kept) <= 1024
    assert size == sum(column.nbytes for column in kept if isinstance(column, np.ndarray))


def test_flood_as_large_as_the_store__finds_what_is_not_the_oldest_of_its_set():
    kept = store(1024)
    now = SECOND
    mine = [(1_000_000 + number, TITLES[0]) for number in range(64)]
    for end in mine:
        now += 1
        follow(kept, BEGIN, end, (0, TITLES[1]), 1, now)
    for number in range(256):  # a quarter of the places
        now += 1
        follow(kept, BEGIN, (number + 1, TITLES[2]), (0, TITLES[1]), 1, now)
    answers = [follow(kept, END, (0, TITLES[1]), end, 0, now) for end in mine]
    assert 60 <= sum(answer.serial > 0 for answer in answers)
    assert adds_up(kept)


def test_strangers_with_the_same_id__do_not_touch_the_dialogue():
    kept = store(64)
    me, he = (1, TITLES[0]), (2, TITLES[1])
    mine = follow(kept, BEGIN, me, (0, TITLES[1]), 1, SECOND)
    follow(kept, CONTINUE, he, me, 0, SECOND)
    thief = follow(kept, END, (0, TITLES[2]), me, 0, SECOND)
    assert 1 << Oddity.TRANSACTION_HIJACKED == thief.oddities
    other = follow(kept, BEGIN, (1, TITLES[2]), (0, TITLES[1]), 1, SECOND)
    assert 0 == other.oddities
    assert mine.serial == follow(kept, END, he, me, 0, SECOND).serial


def test_continue_without_an_id_of_its_own__is_no_end():
    # Its key is that of an empty place, which nobody may be found at, or count as given back.
    kept = store(64)
    nobody = dialogues.End(np.uint64(0), np.uint64(TITLES[1]))
    me, stranger = end_of(kept, 1, TITLES[0]), end_of(kept, 3, TITLES[2])
    opening = dialogues.Opening(TRAFFIC, np.uint64(1))
    follow(kept, BEGIN, (1, TITLES[0]), (0, TITLES[1]), 1, SECOND)
    now = np.int64(200 * SECOND)
    for other in stranger, me:  # the Begin is too old by then
        found = dialogues.follow(kept, np.int64(CONTINUE), nobody, other, opening, now)
        assert GONE == found.serial
        assert adds_up(kept)
    asked = follow(kept, BEGIN, (1, TITLES[0]), (0, TITLES[1]), 1, int(now))
    found = dialogues.follow(kept, np.int64(CONTINUE), nobody, me, opening, now)
    assert (asked.serial, GONE) == (found.serial, found.own)
    assert (1, 0) == (held(kept), kept.counts[Count.JOINED])
    assert adds_up(kept)
