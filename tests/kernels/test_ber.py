"""Tags and lengths against the obvious twin: every input of two octets, and many longer ones."""

import random

import numpy as np
import pytest

from kernels import ber
from kernels.outcome import Oddity
from tests.reference import ber as reference

AT = 3  # octets that stand before the element and are not its own
TELLING = bytes(
    [0, 0, 1, 2, 4, 0x1F, 0x24, 0x30, 0x7F, 0x80, 0x80, 0x81, 0x82, 0x84, 0x85, 0x9F, 0xFF]
)


def read(octets: bytes):
    """What the kernel says, in the twin's form."""
    buf = np.frombuffer(b"\xff" * AT + octets + b"\x00\x00", np.uint8)
    x = ber.element(buf, AT, AT + len(octets))
    if x.stop != 0:
        return x.stop
    odd = frozenset(each for each in Oddity if x.oddities >> each & 1)
    places = (place - AT for place in (x.value_at, x.value_end, x.next_at))
    return reference.Element(x.tag, x.number, *places, odd)


@pytest.mark.parametrize("size", [0, 1, 2])
def test_element__of_every_short_input(size: int):
    for value in range(256**size):
        octets = value.to_bytes(size, "big")
        assert reference.element(octets) == read(octets), octets.hex()


def test_element__of_many_longer_inputs(lane: str):
    dice = random.Random(11)
    for _ in range(5_000 if lane == "interpreted" else 50_000):
        octets = bytes(dice.choices(TELLING, k=dice.randrange(3, 24)))
        assert reference.element(octets) == read(octets), octets.hex()


@pytest.mark.parametrize(
    "value", [0, 1, 127, 128, 255, 256, -1, -128, -129, 2**31, -(2**63), 2**63 - 1]
)
def test_integer__is_two_s_complement(value: int):
    octets = value.to_bytes(8, "big", signed=True)
    assert value == ber.integer(np.frombuffer(octets, np.uint8), 0, 8)
    assert 0 == ber.integer(np.frombuffer(octets, np.uint8), 8, 8)


def test_integer__of_every_two_octets():
    for value in range(-(2**15), 2**15):
        octets = value.to_bytes(2, "big", signed=True)
        assert value == ber.integer(np.frombuffer(octets, np.uint8), 0, 2)
