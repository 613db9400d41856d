"""Semi-octet digits: every two octets, odd and even, and what is longer than sixteen."""

import random

import numpy as np
import pytest

from kernels import tbcd
from tests.build.digits import packed, semi_octets


def obvious(octets: bytes, nibbles: int) -> tuple[int, int, bool, bool]:
    """Packed digits, their number, whether more follow and whether all are decimal, by text."""
    text = "".join(f"{octet & 15:x}{octet >> 4:x}" for octet in octets)[:nibbles]
    digits, _, behind = text.partition("f")
    is_decimal = not behind.strip("f") and not digits[:16].strip("0123456789")
    return int(digits[:16].ljust(16, "f"), 16), min(len(digits), 16), len(digits) > 16, is_decimal


@pytest.mark.parametrize("nibbles", [0, 1, 2, 3, 4])
def test_digits__of_every_two_octets(nibbles: int):
    for value in range(0, 2**16, 1 if nibbles > 2 else 5):
        octets = value.to_bytes(2, "big")
        found = tbcd.read(np.frombuffer(octets, np.uint8), 0, 2, nibbles)
        assert obvious(octets, nibbles) == (int(found.packed), *found[1:])


@pytest.mark.parametrize("size", range(1, 12))
def test_digits__of_octets_of_any_content(size: int):
    dice = random.Random(size)
    for _ in range(500):
        # Letters and fillers are rare, so that every mixture of them comes.
        nibbles = dice.choices("0123456789abcdef", [20] * 10 + [1] * 5 + [4], k=2 * size)
        octets = bytes.fromhex("".join(nibbles))
        found = tbcd.read_string(np.frombuffer(b"\xff" + octets + b"\x11", np.uint8), 1, 1 + size)
        expected = obvious(octets, min(2 * size, 17))  # of what is behind, the next is looked at
        assert expected == (int(found.packed), *found[1:])


@pytest.mark.parametrize("count", range(1, 21))
def test_digits__of_every_length(count: int):
    text = ("0123456789*#ab" * 2)[:count]
    octets = b"\xff" + semi_octets(text) + b"\x11"
    buf = np.frombuffer(octets, np.uint8)
    for read, at in ((tbcd.read_string, 1), (tbcd.read_address, 0)):
        found = read(buf, at, len(octets) - 1)
        assert packed(text) == int(found.packed)
        assert (min(count, 16), count > 16) == (found.count, found.is_long)


def test_no_octets__no_digits():
    found = tbcd.read_string(np.zeros(1, np.uint8), 0, 0)
    assert (tbcd.NO_DIGITS, 0) == (found.packed, found.count)
