"""The index that every store stands on."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kernels.store import ways

SECRET = np.array([3, 5], np.uint64)


def key(number: int) -> np.uint64:
    """The key of a number."""
    return np.uint64(ways.digest(SECRET, np.uint64(number), np.uint64(0)))


def test_allocate__rounds_up_to_whole_sets():
    sizes = [len(ways.allocate(rows)[0]) for rows in (-1, 0, 1, 8, 9, 1000)]
    assert [0, 0, 8, 8, 16, 1024] == sizes


@given(st.lists(st.integers(0, 2**64 - 1), unique=True, max_size=8))
def test_claim__keeps_what_fits(numbers):
    keys, times = ways.allocate(8)
    for at, number in enumerate(numbers):
        place = ways.claim(keys, times, key(number))
        keys[place], times[place] = key(number), at
    places = [int(ways.find(keys, key(number))) for number in numbers]
    assert len(numbers) == len(set(places))
    assert all(0 <= place < 8 for place in places)


def test_claim__takes_the_oldest_of_a_full_set():
    keys, times = ways.allocate(8)
    for number in range(8):
        place = ways.claim(keys, times, key(number))
        keys[place], times[place] = key(number), 100 - number
    assert ways.claim(keys, times, key(99)) == ways.find(keys, key(7))
    assert ways.NOWHERE == ways.find(keys, key(99))


def test_digest__is_never_that_of_an_empty_place_and_depends_on_the_secret():
    others = np.array([4, 5], np.uint64)
    for number in range(100):
        assert ways.EMPTY != key(number)
        assert key(number) != ways.digest(others, np.uint64(number), np.uint64(0))


@given(st.integers(0, 2**64 - 1), st.integers(0, 63))
def test_mix__is_one_to_one_and_spreads_a_bit(word, bit):
    other = np.uint64(word ^ 1 << bit)
    changed = int(ways.mix(np.uint64(word)) ^ ways.mix(other))
    assert 8 <= changed.bit_count() <= 56
