"""CRC32c against published values, and against the bit-by-bit one of the tests."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels import crc32c
from tests.build import sctp

PUBLISHED = {  # RFC 3720 B.4, and the usual check value
    b"\x00" * 32: 0x8A9136AA,
    b"\xff" * 32: 0x62A8AB43,
    bytes(range(32)): 0x46DD794E,
    b"123456789": 0xE3069283,
}


def ours(octets: bytes) -> int:
    """The checksum of all octets."""
    buf = np.frombuffer(octets or b"\x00", np.uint8)
    return int(crc32c.more(crc32c.ALL_ONES, buf, np.int64(0), np.int64(len(octets)))) ^ 0xFFFFFFFF


@pytest.mark.parametrize("octets", PUBLISHED, ids=bytes.hex)
def test_more__gives_the_published_values(octets: bytes):
    assert PUBLISHED[octets] == ours(octets) == sctp.crc32c(octets)


@given(st.binary(max_size=70))
def test_more__equals_the_one_of_the_tests(octets: bytes):
    assert sctp.crc32c(octets) == ours(octets)


@given(st.binary(max_size=20))
def test_zeros__are_four_octets(octets: bytes):
    crc = crc32c.more(crc32c.ALL_ONES, np.frombuffer(octets + b"x", np.uint8), 0, len(octets))
    assert sctp.crc32c(octets + b"\x00" * 4) == int(crc32c.zeros(crc)) ^ 0xFFFFFFFF
