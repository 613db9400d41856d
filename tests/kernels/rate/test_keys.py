"""SipHash: the published vectors, then the kernel against the twin that passes them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.rate.keys import siphash
from tests.reference import siphash as reference

KEY = bytes(range(16))
WORD = st.integers(0, 2**64 - 1)
PUBLISHED = {  # the authors' vectors: key 00..0f, message 00, 01, ... of so many octets
    0: "310e0edd47db6f72",
    8: "6224939a79f5f593",
    15: "e545be4961ca29a1",
    16: "db9bc2577fcc2a3f",
}


def hashed(key: bytes, words: tuple[int, ...]) -> int:
    k0, k1 = (np.uint64(int.from_bytes(half, "little")) for half in (key[:8], key[8:]))
    padded = [np.uint64(word) for word in (*words, 0)]
    return int(siphash(k0, k1, padded[0], padded[1], len(words)))


@pytest.mark.parametrize("size", PUBLISHED)
def test_twin__gives_the_published_vectors(size):
    expected = int.from_bytes(bytes.fromhex(PUBLISHED[size]), "little")
    assert expected == reference.siphash(KEY, bytes(range(size)))


@pytest.mark.parametrize("size", [8, 16])
def test_kernel__gives_the_published_vectors(size):
    octets = bytes(range(size))
    words = tuple(int.from_bytes(octets[at : at + 8], "little") for at in range(0, size, 8))
    assert int.from_bytes(bytes.fromhex(PUBLISHED[size]), "little") == hashed(KEY, words)


@given(key=st.binary(min_size=16, max_size=16), words=st.tuples(WORD) | st.tuples(WORD, WORD))
def test_kernel__equals_its_twin(key, words):
    message = b"".join(word.to_bytes(8, "little") for word in words)
    assert reference.siphash(key, message) == hashed(key, words)
