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
    assert (build.DATA, size) == (first.kind, first.end - first.at)
    assert (build.DATA, 1) == (second.kind, second.end - second.at)


@pytest.mark.parametrize("flags", range(8))
def test_interleaved__says_ppid_or_fragment_number_by_the_beginning_bit(flags: int):
    packet = build.packet(build.i_data(b"x", 7, sequence=2**32 - 1, flags=flags), crc=False)
    (chunk,) = walk(packet)
    read = sctp.interleaved(np.frombuffer(packet, np.uint8), chunk.head)
    begins = flags & build.BEGINNING
    assert (2**32 - 1, 7 if begins else -1, 0 if begins else 7) == read
    assert 1 == chunk.end - chunk.at


@pytest.mark.parametrize("kind", [each for each in range(256) if each not in {0, 64}])
def test_other_chunks__hold_no_data(kind: int):
    chunks = (build.chunk(kind, 0, b"12345"), build.data(b"x"))
    assert [kind, build.DATA] == [chunk.kind for chunk in walk(build.packet(*chunks, crc=False))]


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_chunk_without_room_for_its_header__stops(size: int):
    packet = build.packet(build.chunk(4, 0, b"1234", size), crc=False)
    assert [Stop.BAD_LENGTH] == [chunk.stop for chunk in walk(packet)]


@pytest.mark.parametrize("size", range(20))
def test_checked__finds_every_flipped_bit(size: int, lane: str):
    octets = build.packet(build.data(bytes(range(size))))
    assert Stop.NONE == checked(octets)
    for bit in range(0, 8 * len(octets), 11 if lane == "interpreted" else 1):
        flipped = bytearray(octets)
        flipped[bit // 8] ^= 1 << bit % 8
        assert Stop.BAD_CHECKSUM == checked(bytes(flipped))


def checked(octets: bytes) -> int:
    """Why the checksum of a packet is refused, among other octets."""
    return int(
        sctp.checked(np.frombuffer(b"\xff" + octets + b"\xff", np.uint8), 1, 1 + len(octets))
    )


def test_checked__takes_no_adler_32():
    assert Stop.BAD_CHECKSUM == checked(build.with_adler(build.packet(build.data(b"x"))))
