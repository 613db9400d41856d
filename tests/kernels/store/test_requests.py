"""Requests that wait: the sums of what became of them, and what a flood does."""

import numpy as np

from kernels.decode.limits import Limits
from kernels.store import requests
from kernels.store.requests import Count

SECOND = 1_000_000_000
NOTHING_HELD = np.int64(0)


def store_of(places: int) -> requests.Requests:
    """An empty store."""
    return requests.of(Limits(secret=(1, 2), requests=places))


def key(store: requests.Requests, number: int) -> np.uint64:
    """The key of one request."""
    identifiers = np.int64(number), np.int64(number)
    ports = np.int64(40000), np.int64(3868)
    return np.uint64(requests.key_of(store.secret, *identifiers, *ports))


def ask(store: requests.Requests, number: int, now: int = SECOND) -> int:
    """Keep one request."""
    return requests.ask(store, key(store, number), NOTHING_HELD, np.int64(now))


def answer(store: requests.Requests, number: int, now: int = SECOND) -> requests.Matched:
    """Answer one request."""
    return requests.answer(store, key(store, number), np.int64(now))


def counts(store: requests.Requests) -> dict[str, int]:
    """The counters that are not zero."""
    return {one.name.lower(): int(store.counts[one]) for one in Count if store.counts[one]}


def is_settled(store: requests.Requests) -> bool:
    """opened = answered + expired + evicted + waiting."""
    state = store.cells[requests.Cell.STATE]
    waiting = int(((store.keys != 0) & (state == requests.WAITS)).sum())
    gone = sum(store.counts[one] for one in (Count.ANSWERED, Count.EXPIRED, Count.EVICTED))
    return int(store.counts[Count.OPENED]) == waiting + int(gone)


def test_answer__finds_its_request_twice():
    store = store_of(16)
    number = ask(store, 1)
    assert [number, number] == [answer(store, 1).dialogue for _ in range(2)]
    assert {"opened": 1, "answered": 1, "repeated": 1} == counts(store)
    assert is_settled(store)


def test_old_request__is_there_no_more():
    store = store_of(16)
    ask(store, 1)
    late = answer(store, 1, now=62 * SECOND)
    assert (-1, True) == (late.dialogue, late.is_orphan)
    assert ask(store, 1, now=62 * SECOND) == 2
    assert {"opened": 2, "expired": 1, "unmatched": 1} == counts(store)
    assert is_settled(store)


def test_flood__evicts_and_accuses_nobody():
    store = store_of(16)
    before = [column.nbytes for column in store[1:6]]
    for number in range(2000):
        ask(store, number, now=100 * SECOND)
    answer(store, 1, now=100 * SECOND)
    stray = answer(store, 9999, now=159 * SECOND)
    assert not stray.is_orphan
    assert before == [column.nbytes for column in store[1:6]]
    assert counts(store)["evicted"] > 1900
    assert is_settled(store)


def test_flood__leaves_a_quick_answer_its_request():
    store = store_of(4096)
    for number in range(20_000, 22_000):
        ask(store, number)
    ask(store, 1)
    assert answer(store, 1).dialogue == 2001
