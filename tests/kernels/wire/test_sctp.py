"""The chunk walk, as its caller walks it."""

import numpy as np
import pytest

from kernels.outcome import Stop
from kernels.wire import sctp
from tests.build import sctp as build


def walk(packet: bytes) -> list:
    """Every chunk, up to the first that stops."""
    buf = np.frombuffer(packet, np.uint8)
    at, found = sctp.parse(buf, 0, len(packet)).at, []
    while at < len(packet):
        found.append(sctp.chunk(buf, at, len(packet)))
        if found[-1].stop:
            break
        at = found[-1].next_at
    return found


@pytest.mark.parametrize("size", range(8))
def test_padding__is_stepped_over(size: int):
    packet = build.packet(build.data(b"x" * size, 7), build.data(b"y", 46), crc=False)
    first, second = walk(packet)
    assert (size, 7) == (first.end - first.at, first.ppid)
    assert (1, 46) == (second.end - second.at, second.ppid)


@pytest.mark.parametrize("flags", range(16))
def test_fragment__is_told_by_its_flags(flags: int):
    (chunk,) = walk(build.packet(build.data(b"x", flags=flags), crc=False))
    assert (flags & build.WHOLE == build.WHOLE) == chunk.is_whole


@pytest.mark.parametrize("kind", [each for each in range(256) if each not in {0, 64}])
def test_other_chunks__hold_no_data(kind: int):
    chunks = (build.chunk(kind, 0, b"12345"), build.data(b"x"))
    assert [False, True] == [chunk.is_data for chunk in walk(build.packet(*chunks, crc=False))]


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_chunk_without_room_for_its_header__stops(size: int):
    packet = build.packet(build.chunk(4, 0, b"1234", size), crc=False)
    assert [Stop.BAD_LENGTH] == [chunk.stop for chunk in walk(packet)]


def test_checksum__is_right():
    # RFC 9260 appendix A names the polynomial; "123456789" is its usual check.
    assert build.crc32c(b"123456789") == 0xE3069283
