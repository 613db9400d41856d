"""Fragments of IP: whole in any order, contradictions told, floods bounded, all of it counted."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.decode.envelopes import payload_of
from kernels.decode.limits import Limits
from kernels.jit import kernel
from kernels.outcome import Stop
from kernels.store import datagrams
from kernels.store.datagrams import Count
from kernels.wire import ip
from tests.build import ip as build

PLACES, LONGEST, AGE_NS = 8, 4096, 30_000_000_000
LIMITS = Limits.nothing()._replace(datagrams=PLACES, datagram_octets=LONGEST)
WORK, ROOM = 70_000, 4_096  # where fragments lie in the buffer, and where datagrams go


@kernel
def read_one(buf, at, end, store, room, now, said):
    """Read one IP packet; what became of its payload goes into `said`."""
    x = payload_of(buf, ip.parse(buf, at, end), np.int64(0), store, room, now)
    said[0], said[1], said[2], said[3] = x.stop, x.at, x.end, x.differs


class Reassembly:
    """A store, and a buffer for what goes in and comes out."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        """An empty store."""
        self.store = datagrams.of(limits)
        self.buf = np.zeros(2 * WORK, np.uint8)
        self.said = np.zeros(4, np.int64)
        self.now = 1_000_000_000_000

    def add(self, packet: bytes) -> tuple[int, bytes, bool]:
        """The stop, the datagram if it is whole, and whether its fragments differ."""
        self.buf[WORK : WORK + len(packet)] = np.frombuffer(packet, np.uint8)
        read_one(self.buf, WORK, WORK + len(packet), self.store, ROOM, self.now, self.said)
        stop, at, end, differs = self.said.tolist()
        return stop, self.buf[at:end].tobytes() if stop == 0 else b"", bool(differs)

    def counts(self) -> dict[str, int]:
        """What the store counted, without zeros."""
        return {
            count.name.lower(): int(self.store.counts[count])
            for count in Count
            if self.store.counts[count]
        }

    def adds_up(self) -> bool:
        """Whether every datagram is accounted for."""
        counts, cells = self.store.counts, self.store.cells
        waiting = (self.store.keys != 0) & (cells[datagrams.Cell.IS_WHOLE] == 0)
        gone = counts[Count.JOINED] + counts[Count.EXPIRED] + counts[Count.EVICTED]
        return bool(counts[Count.KEPT] == gone + waiting.sum())


def payload(size: int, salt: int = 0) -> bytes:
    """Octets of which no two units are alike."""
    return b"".join(
        (at * 2_654_435_761 + salt & 0xFFFFFFFF).to_bytes(4, "big") for at in range(-(-size // 4))
    )[:size]


@st.composite
def arrivals(draw) -> tuple[bytes, list[bytes]]:
    """A payload, and its fragments with repetitions and overlaps that agree, in any order."""
    octets = draw(st.binary(min_size=9, max_size=600))
    units = range(8, len(octets), 8)
    cuts = sorted(draw(st.sets(st.sampled_from(list(units)), min_size=1, max_size=12)))
    make = draw(st.sampled_from([build.fragments4, build.fragments6]))
    pieces = make(octets, *cuts)
    other = sorted(draw(st.sets(st.sampled_from(list(units)), min_size=1, max_size=4)))
    more = draw(st.lists(st.sampled_from(pieces + make(octets, *other)), max_size=6))
    return octets, draw(st.permutations(pieces + more))


@settings(max_examples=200)
@given(arrivals())
def test_any_fragments_in_any_order__give_the_datagram(case: tuple[bytes, list[bytes]]):
    octets, packets = case
    reassembly = Reassembly()
    found = [reassembly.add(packet) for packet in packets]
    whole = [each[1] for each in found if each[0] == 0]
    assert [octets] == whole[:1]
    assert {octets} == set(whole)
    assert not any(each[2] for each in found)
    assert {Stop.NONE, Stop.HELD, Stop.DUPLICATE} >= {each[0] for each in found}
    assert reassembly.adds_up()


def test_every_order_of_four__gives_the_datagram():
    octets = payload(60)
    for order in permutations(build.fragments4(octets, 16, 32, 48)):
        reassembly = Reassembly()
        found = [reassembly.add(packet) for packet in order]
        assert [Stop.HELD] * 3 + [Stop.NONE] == [each[0] for each in found]
        assert (octets, False) == found[-1][1:]
        assert {"kept": 1, "joined": 1} == reassembly.counts()


def test_second_tap__is_no_oddity():
    octets, reassembly = payload(60), Reassembly()
    found = [reassembly.add(each) for each in build.fragments4(octets, 24) for _ in range(2)]
    assert [Stop.HELD, Stop.DUPLICATE, Stop.NONE, Stop.DUPLICATE] == [each[0] for each in found]
    assert {"kept": 1, "joined": 1, "repeated": 2} == reassembly.counts()


def test_first_octets__hold():
    octets, other = payload(64), payload(64, salt=1)
    first, last = build.fragments4(octets, 40)
    reassembly = Reassembly()
    rewritten = build.ip4(other[16:48], fragment=16, more=True)
    assert [Stop.HELD] * 2 == [reassembly.add(each)[0] for each in (first, rewritten)]
    # Octets 40 to 47 came with the second fragment, before the last one said otherwise.
    assert (Stop.NONE, octets[:40] + other[40:48] + octets[48:], True) == reassembly.add(last)
    assert {"kept": 1, "joined": 1, "rewritten": 2} == reassembly.counts()


def test_first_end__holds():
    octets = payload(64)
    first, last = build.fragments4(octets, 40)
    longer = build.ip4(octets[40:] + b"12345678", fragment=40)
    shorter = build.ip4(octets[40:52], fragment=40)
    for wrong in (longer, shorter):
        reassembly = Reassembly()
        found = [reassembly.add(each) for each in (last, wrong, first)]
        assert (Stop.NONE, octets, True) == found[-1]


def test_end_within_what_is_there__is_none():
    octets = payload(64)
    first, last = build.fragments4(octets, 40)
    early = build.ip4(octets[16:28], fragment=16)
    reassembly = Reassembly()
    found = [reassembly.add(each) for each in (first, early, last)]
    assert (Stop.NONE, octets, True) == found[-1]


def test_rejected_end__leaves_no_octets_of_another_datagram():
    # A unit of which only half came must not be taken for a whole one.
    reassembly = Reassembly()
    for each in build.fragments4(b"\xee" * 64, 32, identification=9):
        reassembly.add(each)
    octets = payload(64)
    reassembly.add(build.ip4(octets[40:48], fragment=40, more=True))
    assert Stop.HELD == reassembly.add(build.ip4(octets[16:28], fragment=16))[0]
    found = [reassembly.add(each) for each in build.fragments4(octets, 16, 24, 32, 40, 48)]
    assert (Stop.NONE, octets) == found[-1][:2]


@pytest.mark.parametrize("size", [0, 1, 7])
def test_small_fragment_that_is_not_the_last__is_broken(size: int):
    reassembly = Reassembly()
    assert Stop.BAD_LENGTH == reassembly.add(build.ip4(payload(size), more=True))[0]
    assert {} == reassembly.counts()


def test_octets_behind_whole_units__are_padding():
    octets, reassembly = payload(40), Reassembly()
    first = build.ip4(octets[:16] + b"pad", more=True)
    found = [reassembly.add(each) for each in (first, build.ip4(octets[16:], fragment=16))]
    assert (Stop.NONE, octets, False) == found[-1]


@pytest.mark.parametrize("offset", [65_504, 65_528])
def test_datagram_beyond_its_largest__is_broken(offset: int):
    reassembly = Reassembly(LIMITS._replace(datagram_octets=70_000))
    fragment = build.ip4(payload(40), fragment=offset)
    assert Stop.BAD_LENGTH == reassembly.add(fragment)[0]


def test_largest_datagram__comes_out():
    reassembly = Reassembly(LIMITS._replace(datagram_octets=65_535))
    octets = payload(65_515)
    found = [
        reassembly.add(each) for each in build.fragments4(octets, *range(8_000, 65_000, 8_000))
    ]
    assert (Stop.NONE, octets) == found[-1][:2]


def test_fragment_beyond_a_place__is_not_kept():
    reassembly = Reassembly()
    assert Stop.FRAGMENT == reassembly.add(build.ip4(payload(40), fragment=LONGEST, more=True))[0]
    assert {"too_long": 1} == reassembly.counts()


def test_store_that_is_off__keeps_nothing():
    reassembly = Reassembly(Limits.nothing())
    for each in build.fragments4(payload(64), 32):
        assert Stop.FRAGMENT == reassembly.add(each)[0]


def test_age__is_that_of_the_first_fragment():
    octets = payload(64)
    first, second, last = build.fragments4(octets, 16, 32)
    reassembly = Reassembly()
    reassembly.add(first)
    reassembly.now += AGE_NS - 1
    reassembly.add(second)
    reassembly.now += 2
    assert Stop.HELD == reassembly.add(last)[0]
    assert {"kept": 2, "expired": 1} == reassembly.counts()


def test_identification_again__is_another_datagram():
    reassembly = Reassembly()
    for salt in range(3):
        octets = payload(64, salt)
        found = [reassembly.add(each) for each in build.fragments4(octets, 32)]
        assert (Stop.NONE, octets, False) == found[-1]
    assert {"kept": 3, "joined": 3} == reassembly.counts()


@pytest.mark.parametrize(
    "other", [{"identification": 2}, {"protocol": 17}, {"src": "192.0.2.9"}, {"dst": "192.0.2.9"}]
)
def test_other_datagram__is_kept_apart(other: dict):
    octets, reassembly = payload(64), Reassembly()
    first, last = build.fragments4(octets, 32)
    strange = build.fragments4(payload(64, salt=5), 32, **other)
    assert Stop.HELD == reassembly.add(first)[0]
    assert Stop.HELD == reassembly.add(strange[1])[0]
    assert (Stop.NONE, octets, False) == reassembly.add(last)


def test_flood_of_first_fragments__leaves_honest_traffic_whole():
    reassembly = Reassembly(LIMITS._replace(datagrams=512))
    sizes = [each.nbytes for each in reassembly.store[:-1]]
    octets = payload(64)
    for turn in range(300):
        first, last = build.fragments4(octets, 32, identification=turn, src="192.0.2.7")
        assert Stop.HELD == reassembly.add(first)[0]
        for stranger in range(20):
            name = turn * 20 + stranger
            flood = build.ip4(payload(32), src="203.0.113.9", identification=name, more=True)
            reassembly.add(flood)
            reassembly.now += 1000
        assert (Stop.NONE, octets, False) == reassembly.add(last)
    assert sizes == [each.nbytes for each in reassembly.store[:-1]]
    assert 300 == reassembly.store.counts[Count.JOINED]
    assert reassembly.store.counts[Count.EVICTED] > 5000
    assert reassembly.adds_up()
