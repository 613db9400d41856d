"""Party addresses: every indicator octet, and every cut of every kind."""

import numpy as np
import pytest

from kernels.tbcd import NO_DIGITS
from kernels.wire import sccp_address
from tests.build import sccp as build
from tests.build.digits import packed

DIGITS = "12015550101"


def party(octets: bytes, codes: int = 0):
    """What the parser says of these octets."""
    return sccp_address.parse(np.frombuffer(octets + b"\xaa", np.uint8), 0, len(octets), codes)


@pytest.mark.parametrize("indicator", range(256))
def test_indicator__says_what_follows(indicator: int):
    found = party(bytes([indicator]) + bytes(range(1, 15)))
    at = 1
    assert (indicator >> 2 & 15) == found.gti
    assert found.pc == ((0x0201 & 0x3FFF) if indicator & 1 else -1)
    at += 2 * (indicator & 1)
    assert found.ssn == (at if indicator & 2 else -1)
    assert (found.gt == NO_DIGITS) == (found.gti not in {1, 2, 3, 4})


@pytest.mark.parametrize("indicator", [1, 2, 3, 4])
def test_cut_title__gives_fewer_digits_or_none(indicator: int):
    octets = build.party(DIGITS, indicator, pc=2002)
    for size in range(len(octets)):
        found = party(octets[:size])
        if found.gt != NO_DIGITS:
            text = f"{int(found.gt):016x}".rstrip("f")
            assert DIGITS.startswith(text) or indicator == 2


@pytest.mark.parametrize("nature", [0, 3, 4, 127])
def test_title_of_nature_and_parity(nature: int):
    for digits in (DIGITS, DIGITS[1:]):
        found = party(build.party(digits, 1, nai=nature))
        assert (packed(digits), nature) == (int(found.gt), found.nai)
