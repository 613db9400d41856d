"""Floods against what the decoder remembers: memory stays, honest messages are read, counters tell.

An attacker's frames and honest ones take turns; each honest message comes in pieces too. Whatever
the flood, the arrays of every store are those of the beginning, and their counts add up.
"""

import random
from collections.abc import Callable

import numpy as np
import pytest

from kernels.decode.batch import Decoder
from kernels.decode.stores import Stores
from tests.build.frame import Frame
from tests.decoding import laid_out
from tests.fuzz import remembered
from tests.variants import put
from tests.variants.networks import fragments4
from tests.variants.samples import samples
from tests.variants.taken import ETHERNET, Taken, take
from tests.variants.transports import anew, fragments
from tests.variants.users import in_order, segmented
from tests.variants.variant import Numbers

FLOOD, HONEST_EVERY = 4000, 100  # frames of the flood; an honest message after so many
INTERPRETED = 400
LIMITS = remembered.SMALL
Flood = Callable[[random.Random, int], Frame]


def attacker(dice: random.Random) -> tuple:
    """An address of its own for nearly every frame."""
    return put.address(100, *dice.randbytes(3)), put.address(10, 0, 0, 1)


def first_ip_fragment(dice: random.Random, place: int) -> Frame:
    """The beginning of a datagram whose end never comes."""
    octets = put.ip4(dice.randbytes(64), 132, *attacker(dice), name=place, fragment=0x2000)
    return Frame(put.ethernet(octets), ETHERNET)


def overlapping_ip(dice: random.Random, place: int) -> Frame:
    """Fragments of few datagrams that contradict one another."""
    ends = put.address(100, 0, 0, place % 3), put.address(10, 0, 0, 1)
    fragment = 0x2000 | dice.randrange(40)
    return Frame(
        put.ethernet(put.ip4(dice.randbytes(80), 132, *ends, name=7, fragment=fragment)), 1
    )


def chunk_of(dice: random.Random, place: int, flags: int, ends: tuple | None = None) -> Frame:
    """A fragment of SCTP."""
    chunk = put.data(dice.randbytes(60), 3, place, flags)
    packet = put.sctp(chunk, tag=dice.randrange(1 << 32))
    return Frame(put.ethernet(put.ip4(packet, 132, *(ends or attacker(dice)))), ETHERNET)


def first_chunk(dice: random.Random, place: int) -> Frame:
    """The beginning of a message whose end never comes."""
    return chunk_of(dice, place, 2)


def never_ending(dice: random.Random, place: int) -> Frame:
    """One message that goes on and on."""
    ends = put.address(100, 0, 0, 1), put.address(10, 0, 0, 1)
    packet = put.sctp(put.data(dice.randbytes(60), 3, place, 2 if place == 0 else 0), tag=9)
    return Frame(put.ethernet(put.ip4(packet, 132, *ends)), ETHERNET)


def first_segment(dice: random.Random, place: int) -> Frame:
    """SCCP segments that stay alone, each of another reference."""
    one = SAMPLE._replace(unitdata=(SAMPLE.unitdata[0]._replace(user=dice.randbytes(40)),))
    numbers = Numbers(1000 + place * 50)
    return (segmented(3, in_order)(one, numbers) or [])[dice.randrange(2)]


def same_transaction(dice: random.Random, place: int) -> Frame:
    """Begins with few transaction ids, of any contents: they collide with one another."""
    octets = bytearray(SAMPLE.frame.octets)
    at = SAMPLE.frame.octets.index(b"\x48\x04") + 2
    octets[at : at + 4] = put.u32(1 + place % 4)
    octets[-1] ^= dice.randrange(256)
    return anew(take(Frame(bytes(octets), SAMPLE.frame.link)), Numbers(70_000 + 2 * place))[0]


def tcp_stream(dice: random.Random, place: int) -> Frame:
    """Diameter that begins on ever another connection and does not end."""
    message = put.u32(1 << 24 | 60_000) + put.u32(0x80 << 24 | 316) + dice.randbytes(200)
    segment = put.tcp(message, dice.randrange(1 << 32), (dice.randrange(1 << 16), 3868))
    return Frame(put.ethernet(put.ip4(segment, 6, *attacker(dice))), ETHERNET)


def request(dice: random.Random, place: int) -> Frame:
    """Diameter requests that nobody answers."""
    message = put.u32(1 << 24 | 20) + put.u32(0x80 << 24 | 316) + dice.randbytes(12)
    chunk = put.data(message, 46, place)
    return Frame(put.ethernet(put.ip4(put.sctp(chunk), 132, *attacker(dice))), ETHERNET)


FLOODS: list[Flood] = [
    *(first_ip_fragment, overlapping_ip, first_chunk, never_ending, first_segment),
    *(same_transaction, tcp_stream, request),
]
SAMPLE: Taken = take(samples()[0])
HONEST = {"datagrams": fragments4, "chunks": fragments, "segments": segmented(2, in_order)}


def honest(place: int) -> list[Frame]:
    """A message in pieces, in turn IP's, SCTP's and SCCP's."""
    make, numbers = list(HONEST.values())[place % len(HONEST)], Numbers(500_000 + 100 * place)
    once = take(anew(SAMPLE, numbers)[0])  # a chunk that was not seen before
    return make(once, numbers) or []


def addresses(stores: Stores) -> list[int]:
    """Where every array of every store lies, and how long it is."""
    arrays = [array for store in stores for array in store if isinstance(array, np.ndarray)]
    return [each for array in arrays for each in (array.ctypes.data, array.nbytes)]


@pytest.mark.parametrize("flood", FLOODS, ids=lambda flood: flood.__name__)
def test_flood__costs_no_memory_and_hides_nothing(flood: Flood, lane: str):
    dice, frames, wanted = random.Random(7), list[Frame](), 0
    for place in range(INTERPRETED if lane == "interpreted" else FLOOD):
        frames.append(flood(dice, place))
        if place % HONEST_EVERY == 0:
            frames += honest(wanted)
            wanted += 1
    octets, columns = laid_out(frames)
    columns.ts_ns[:] = 1_000_000 * np.arange(len(frames))
    decoder = Decoder(len(frames), limits=LIMITS)
    before, read = addresses(decoder.stores), 0
    for rows in decoder.read(octets, columns, len(frames)):
        signals = decoder.signals
        is_whole = (signals.stop[:rows] == 0) & (signals.op[:rows] == 2)
        read += int(np.count_nonzero(is_whole & (signals.imsi[:rows] != np.uint64(2**64 - 1))))
    own = len(frames) - wanted if flood is same_transaction else 0
    assert before == addresses(decoder.stores)
    assert len(frames) == decoder.fates_frames.sum()
    assert columns.messages.sum() == decoder.fates_messages.sum()
    assert "" == remembered.wrong(decoder.stores, decoder.stores)
    assert (wanted, 0) == (min(read, wanted), 0 if own else read - wanted)


def test_stores__give_way_and_count(lane: str):
    """What a flood pushes out is counted as evicted or expired."""
    dice = random.Random(8)
    count = INTERPRETED if lane == "interpreted" else FLOOD
    for flood, name in ((first_ip_fragment, "datagrams"), (first_chunk, "chunks")):
        octets, columns = laid_out([flood(dice, place) for place in range(count)])
        columns.ts_ns[:] = 1_000_000 * np.arange(count)
        decoder = Decoder(count, limits=LIMITS)
        list(decoder.read(octets, columns, count))
        store = getattr(decoder.stores, name)
        assert count == store.counts[0]
        assert count - len(store.keys) <= store.counts[2] + store.counts[3]
