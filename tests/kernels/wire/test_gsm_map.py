"""Application contexts: MAP, CAP, others, and what is longer or shorter than one."""

import numpy as np
import pytest

from kernels.wire import gsm_map
from tests.build.ber import arcs
from tests.build.tcap import map_context

NONE = (-1, -1)


def context(*numbers: int):
    """What the parser says of these arcs."""
    content = arcs(*numbers)
    return gsm_map.context(np.frombuffer(content, np.uint8), 0, len(content))


@pytest.mark.parametrize("number", [1, 2, 14, 20, 29, 38, 49, 53, 127])
@pytest.mark.parametrize("version", [1, 2, 3])
def test_map_context(number: int, version: int):
    assert (number, version, False, False) == tuple(context(*map_context(number, version)))


def test_more_arcs__are_an_extension():
    found = context(*map_context(20, 3, 1))
    assert (20, 3, True) == (found.ac, found.version, found.is_extended)


@pytest.mark.parametrize(
    "numbers",
    [(0, 4, 0, 0, 1, 0, 50, 1), (0, 4, 0, 0, 1, 21, 3, 4), (0, 4, 0, 0, 1, 23, 3, 61)],
)
def test_cap_context(numbers: tuple[int, ...]):
    assert context(*numbers).is_cap


@pytest.mark.parametrize(
    "numbers",
    [
        (0, 4, 0, 0, 1, 0, 20),
        (0, 4, 0, 0, 1, 1, 20, 3),
        (1, 2, 840, 113549),
        (0, 4, 0, 1, 1, 0, 2, 3),
    ],
)
def test_other_context(numbers: tuple[int, ...]):
    found = context(*numbers)
    assert (*NONE, False) == (found.ac, found.version, found.is_cap)
