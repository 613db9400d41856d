"""Semi-octet digits: every two octets, odd and even, and what is longer than sixteen."""

import numpy as np
import pytest

from kernels import tbcd
from tests.build.digits import packed, semi_octets


def obvious(octets: bytes, nibbles: int) -> tuple[int, int]:
    """Packed digits and their number, by text."""
    text = "".join(f"{octet & 15:x}{octet >> 4:x}" for octet in octets)[:nibbles]
    digits = text.split("f", maxsplit=1)[0]
    return int(digits.ljust(16, "f"), 16), len(digits)


@pytest.mark.parametrize("nibbles", [0, 1, 2, 3, 4])
def test_digits__of_every_two_octets(nibbles: int):
    for value in range(0, 2**16, 1 if nibbles > 2 else 5):
        octets = value.to_bytes(2, "big")
        found = tbcd.read(np.frombuffer(octets, np.uint8), 0, 2, nibbles)
        expected, count = obvious(octets, nibbles)
        assert (expected, count, False) == (int(found.packed), found.count, found.is_long)


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
