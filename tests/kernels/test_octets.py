"""The readers of octets: every two, and the widths above by example."""

import numpy as np
import pytest

from kernels import octets

EIGHT = bytes([0x80, 0xFF, 0x00, 0x7F, 0xFE, 0x01, 0xC3, 0x3C])


def test_two_octets__every_pair():
    for value in range(2**16):
        buf = np.frombuffer(value.to_bytes(2, "big"), np.uint8)
        assert value == octets.u16(buf, 0)
        assert int.from_bytes(value.to_bytes(2, "big"), "little") == octets.u16le(buf, 0)
        assert value >> 8 == octets.u8(buf, 0)


@pytest.mark.parametrize(
    ("reader", "size", "order"),
    [
        (octets.u24, 3, "big"),
        (octets.u32, 4, "big"),
        (octets.u64, 8, "big"),
        (octets.u32le, 4, "little"),
    ],
)
def test_reader__widens(reader, size: int, order: str):
    buf = np.frombuffer(EIGHT + EIGHT, np.uint8)
    for at in range(8):
        expected = int.from_bytes((EIGHT + EIGHT)[at : at + size], order)
        assert expected == int(reader(buf, at))


@pytest.mark.parametrize(
    ("at", "need", "end", "fits"),
    [
        *((0, 0, 0, True), (0, 1, 0, False), (2, 2, 4, True), (2, 3, 4, False)),
        *((5, 0, 4, False), (0, -1, 4, False), (4, 0, 4, True), (0, 2**40, 4, False)),
    ],
)
def test_fits__is_the_only_door(at: int, need: int, end: int, *, fits: bool):
    assert fits == octets.fits(at, need, end)


def test_bits__of_every_octet():
    for value in range(256):
        text = f"{value:08b}"
        for low in range(8):
            for width in range(1, 9 - low):
                assert int(text[8 - low - width : 8 - low], 2) == octets.bits(value, low, width)
