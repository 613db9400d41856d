"""Directions of associations: how they open, close, and begin anew; and floods of INIT."""

import numpy as np

from kernels.decode.batch import Decoder
from kernels.decode.limits import Limits
from kernels.store import associations
from kernels.store.associations import Cell, Count, State
from tests.build import ip, sctp
from tests.build.frame import Frame
from tests.decoding import laid_out

LIMITS = Limits.nothing()._replace(associations=64, secret=(8, 9))
A, B = {"sport": 1, "dport": 2}, {"sport": 2, "dport": 1}
TAG_A, TAG_B = 0xA0000001, 0xB0000002  # what is sent to A carries TAG_A


def frame(*chunks: bytes, tag: int, **ports: int) -> Frame:
    """A packet of these chunks."""
    return Frame(ip.ip4(sctp.packet(*chunks, tag=tag, crc=False, **ports)))


HANDSHAKE = [
    frame(sctp.init(TAG_A), tag=0, **A),
    frame(sctp.init(TAG_B, kind=sctp.INIT_ACK), tag=TAG_A, **B),
    frame(sctp.chunk(sctp.COOKIE_ECHO, 0, b"cookie!!"), tag=TAG_B, **A),
    frame(sctp.chunk(sctp.COOKIE_ACK, 0, b""), tag=TAG_A, **B),
]


def followed(*frames: Frame) -> associations.Associations:
    """The store after these frames."""
    octets, columns = laid_out(list(frames))
    decoder = Decoder(len(frames), limits=LIMITS)
    for _ in decoder.read(octets, columns, len(frames)):
        pass
    store = decoder.stores.associations
    there = int((store.keys != 0).sum())
    assert store.counts[Count.KEPT] == store.counts[Count.EVICTED] + there
    return store


def states(store: associations.Associations) -> list[int]:
    """Of both directions: to A, to B; 0 of one that is not there."""
    found = []
    for tag, sport, dport in ((TAG_A, 2, 1), (TAG_B, 1, 2)):
        key = associations.key_of(store.secret, tag, sport, dport)
        place = associations.ways.find(store.keys, np.uint64(key))
        found.append(int(store.cells[Cell.STATE, place]) if place >= 0 else 0)
    return found


def test_handshake__opens_both_directions():
    expected = [
        [State.OPENING, 0],
        [State.OPENING, State.OPENING],
        [State.OPENING, State.OPEN],
        [State.OPEN, State.OPEN],
    ]
    assert expected == [states(followed(*HANDSHAKE[:count])) for count in range(1, 5)]


def test_ends__close_their_direction():
    shut = frame(sctp.chunk(sctp.SHUTDOWN, 0, bytes(4)), tag=TAG_B, **A)
    abort = frame(sctp.chunk(sctp.ABORT, 0, b""), tag=TAG_A, **B)
    reflected = frame(sctp.chunk(sctp.ABORT, 1, b""), tag=TAG_A, **A)  # T bit: A's own tag
    assert [State.OPEN, State.CLOSING] == states(followed(*HANDSHAKE, shut))
    assert [State.CLOSED, State.OPEN] == states(followed(*HANDSHAKE, abort))
    assert [State.CLOSED, State.OPEN] == states(followed(*HANDSHAKE, reflected))


def test_every_event__is_counted_with_the_store_on_or_off():
    kinds = {
        "SHUTDOWN_ACK": sctp.SHUTDOWN_ACK,
        "SHUTDOWN_COMPLETE": sctp.SHUTDOWN_COMPLETE,
        "ERROR": sctp.ERROR,
        "FORWARD_TSN": sctp.FORWARD_TSN,
        "I_FORWARD_TSN": sctp.I_FORWARD_TSN,
    }
    frames = [frame(sctp.chunk(kind, 0, bytes(4)), tag=7) for kind in kinds.values()]
    store = followed(*frames, *frames)
    assert dict.fromkeys(kinds, 2) == {name: int(store.counts[Count[name]]) for name in kinds}
    assert 0 == (store.keys != 0).sum()


def test_flood_of_init__drives_out_no_open_direction():
    flood = [frame(sctp.init(tag), tag=0, sport=9, dport=9) for tag in range(1000, 2000)]
    store = followed(*HANDSHAKE, *flood)
    assert [State.OPEN, State.OPEN] == states(store)
    assert store.counts[Count.EVICTED] > 900


def test_init_without_a_tag__is_counted_and_changes_nothing():
    store = followed(frame(sctp.chunk(sctp.INIT, 0, b"\x01"), tag=0))
    assert (1, 0) == (store.counts[Count.INIT], (store.keys != 0).sum())
