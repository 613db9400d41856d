"""The trie's walk against a dictionary."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from appliance.network.digits import packed, text_of
from appliance.network.prefixes import longest_of, tries_of
from kernels.columns import ABSENT, NO_DIGITS
from kernels.prefix import longest

FEW = st.text("012", max_size=6)
PREFIXES = st.dictionaries(FEW, st.integers(0, 2**40), max_size=12)
NUMBERS = FEW | st.text("0123456789", max_size=16)


@given(first=PREFIXES, second=PREFIXES, number=NUMBERS)
def test_longest__equals_the_dictionary(first, second, number):
    tries = tries_of([first, second])
    for prefixes, root in zip((first, second), tries.roots, strict=True):
        expected = longest_of(prefixes, number)
        found = longest(tries.words, root, packed(number))
        assert (ABSENT if expected is None else expected) == found


def test_longest__reads_sixteen_digits_and_no_more():
    tries = tries_of([{"1" * 16: 5, "1" * 3: 4}])
    assert 5 == longest(tries.words, 0, packed("1" * 16))
    assert 4 == longest(tries.words, 0, packed("1" * 15))


def test_longest__knows_no_absent_number_and_no_digit_beyond_nine():
    tries = tries_of([{"1": 0}])
    assert ABSENT == longest(tries.words, 0, NO_DIGITS)
    assert ABSENT == longest(tries.words, 0, np.uint64(0xEFFF_FFFF_FFFF_FFFF))


@given(st.text("0123456789abcde", max_size=16))
def test_packed__and_back(text):
    assert (text or None) == text_of(packed(text))
