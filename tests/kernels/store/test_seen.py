"""What was seen before, and what only looks so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.decode.limits import Limits
from kernels.outcome import Layer, Stop
from kernels.store import seen, ways
from tests.build import ip, sctp
from tests.build.frame import Frame
from tests.decoding import Reading, decode

LIMITS = Limits.nothing()._replace(seen=64, seen_age_s=60.0, secret=(8, 9))
STORE = seen.of(LIMITS)


def content(octets: bytes, first: int = 0) -> int:
    """The hash of some octets that lie among others."""
    buf = np.frombuffer(b"\xaa" + octets + b"\xbb", np.uint8)
    return int(seen.what(STORE.secret, np.uint64(first), buf, 1, 1 + len(octets)))


@given(st.binary(min_size=8, max_size=60), st.data())
def test_what__tells_octets_that_differ_apart(octets, data):
    bit = data.draw(st.integers(0, 8 * len(octets) - 1))
    other = bytearray(octets)
    other[bit // 8] ^= 1 << bit % 8
    assert content(octets) == content(octets)
    assert content(octets) != content(bytes(other))
    assert content(octets) != content(octets, first=1)


def test_what__depends_on_the_secret():
    other = seen.of(LIMITS._replace(secret=(8, 10)))
    buf = np.frombuffer(bytes(20), np.uint8)
    both = [seen.what(each.secret, np.uint64(0), buf, 0, 20) for each in (STORE, other)]
    assert both[0] != both[1]


def packet(user: bytes = b"one", tag: int = 1, source: str = ip.SRC4, **place: int) -> Frame:
    """A frame with one chunk."""
    chunk = sctp.data(user + bytes(20), ppid=7, **place)
    return Frame(ip.ip4(sctp.packet(chunk, tag=tag, crc=False), src=source))


def duplicates(*frames: Frame, times: list[int] | None = None) -> Reading:
    """What is read of the frames with a memory of what was seen."""
    reading = decode(list(frames), limits=LIMITS, times=times)
    assert reading.frames.messages.sum() == reading.fates_messages.sum()
    return reading


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (packet(), 1),
        (packet(source="192.0.2.77"), 1),  # another path of the same association
        (packet(flags=sctp.WHOLE | sctp.IMMEDIATE), 1),  # asked to be answered sooner
        (packet(tsn=2), 0),
        (packet(tag=2), 0),
        (packet(b"two"), 0),
        (packet(stream=2), 0),
        (packet(sequence=2), 0),
        (packet(flags=sctp.WHOLE | sctp.UNORDERED), 0),
    ],
)
def test_chunk__is_a_duplicate_where_tag_ports_tsn_and_octets_are_the_same(second, expected):
    reading = duplicates(packet(), second)
    assert expected == reading.fates_messages[Layer.SCTP, Stop.DUPLICATE]


@pytest.mark.parametrize(("apart_s", "expected"), [(0, 1), (60, 1), (61, 0)])
def test_chunk__is_a_duplicate_for_a_while(apart_s, expected):
    times = [10**18, 10**18 + apart_s * ways.SECOND_NS]
    reading = duplicates(packet(), packet(), times=times)
    assert expected == reading.fates_messages[Layer.SCTP, Stop.DUPLICATE]


def test_chunks_of_one_number__are_all_read():
    frames = [packet(bytes([number])) for number in range(100)]
    assert 0 == duplicates(*frames).fates_messages[Layer.SCTP, Stop.DUPLICATE]


def test_chunks_cut_at_two_lengths__are_not_a_number_used_twice():
    whole = packet(bytes(50))
    reading = duplicates(whole.cut(70), whole.cut(80), whole.cut(70))
    assert 1 == reading.fates_messages[Layer.SCTP, Stop.DUPLICATE]
