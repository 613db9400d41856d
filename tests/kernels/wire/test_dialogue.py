"""The dialogue portion: the quick way reads what the long way reads, and nothing else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kernels import ber
from kernels.outcome import Oddity
from kernels.wire import dialogue
from tests.build import reshape
from tests.build.tcap import aare, aarq, abrt, audt, map_context

PORTIONS = [
    aarq(map_context(26, 2)),
    aare(map_context(26, 2)),
    aare(map_context(26, 2), result=1, diagnostic=2),
    aarq(map_context(26, 2), user=b"\x28\x03\x06\x01\x00"),
    aarq(map_context(26, 2, 1)),
    audt(map_context(26, 2)),
    abrt(),
]


def read(way, octets: bytes) -> tuple[int, ...]:
    """What a parser says of the contents of a dialogue portion."""
    return tuple(map(int, way(np.frombuffer(octets, np.uint8), 0, len(octets))))


def test_portions__are_in_order():
    for each in PORTIONS:
        *_, oddities, unexplained = read(dialogue.parse, each[2:])
        assert (0, 0) == (oddities, unexplained)


def test_name__is_where_it_stands():
    octets = PORTIONS[0][2:]
    at, end, *_ = read(dialogue.parse, octets)
    assert bytes.fromhex("04000001001a02") == octets[at:end]


@given(st.sampled_from(PORTIONS), st.sampled_from(reshape.FORMS))
def test_any_legal_form__is_well_formed(portion: bytes, form: str):
    octets = reshape.reshaped(portion, lambda: form)
    outer = ber.element(np.frombuffer(octets, np.uint8), np.int64(0), np.int64(len(octets)))
    at, end, oddities, unexplained = read(dialogue.walk, octets[outer.value_at : outer.value_end])
    name = octets[outer.value_at + at : outer.value_at + end] if at >= 0 else b""
    assert b"" == name or portion.count(name) == 1
    assert (0, 0) == (oddities >> Oddity.CONTEXT_MALFORMED & 1, unexplained)


@given(st.sampled_from(PORTIONS), st.data())
def test_quick_way__is_the_long_way(portion: bytes, data: st.DataObject):
    octets = bytearray(portion[2:])
    for _ in range(data.draw(st.integers(0, 3))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 3))
    octets = octets[: len(octets) - cut] + bytes(data.draw(st.integers(0, 2)))
    assert read(dialogue.walk, bytes(octets)) == read(dialogue.parse, bytes(octets))
