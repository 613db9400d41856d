"""TCP streams: whatever way messages are cut, repeated and reordered, they come out as they are."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.decode.limits import Limits
from kernels.octets import u24
from kernels.outcome import Stop
from kernels.store import streams
from kernels.store.rings import SPANS_MAX, Cell, Count
from kernels.wire import tcp as wire
from tests.build import diameter, tcp

ROOM = 1 << 16
SECOND = 1_000_000_000
A, B = np.uint64(1), np.uint64(2)
NO = np.uint64(0)
START = 0xFFFF_FF00  # the numbers wrap around soon


class Tap:
    """A store, and what it made of segments so far."""

    def __init__(self, **limits):
        self.store = streams.of(Limits(**({"streams": 16} | limits)))
        self.octets = np.zeros(ROOM + (1 << 18), np.uint8)
        self.messages: list[bytes] = []
        self.stops: list[int] = []

    def hear(self, octets: bytes, now: int = SECOND, source: np.uint64 = A) -> int:
        """Take a segment in; its stop."""
        self.octets[: len(octets)] = np.frombuffer(octets, np.uint8)
        at, end = np.int64(0), np.int64(len(octets))
        segment = wire.parse(self.octets, at, end)
        ports = np.int64(segment.sport << 16 | segment.dport)
        key = np.uint64(streams.key_of(self.store.secret, NO, source, NO, B, ports))
        run = streams.receive(self.store, self.octets, segment, key, np.int64(ROOM), np.int64(now))
        at = run.at
        while run.stop == 0 and at < run.end:
            size = u24(self.octets, at + np.int64(1))
            stop = min(at + size, run.end)
            self.messages.append(self.octets[at:stop].tobytes())
            at = stop
        self.stops.append(int(run.stop))
        return int(run.stop)

    def hear_all(self, segments: list[bytes], **more) -> list[bytes]:
        """Take all in; the messages so far."""
        for each in segments:
            self.hear(each, **more)
        return self.messages

    def count(self, which: Count) -> int:
        """One counter."""
        return int(self.store.counts[which])

    def is_settled(self) -> bool:
        """Whether every stream that was started is there or was dropped with a reason."""
        there = int((self.store.keys != 0).sum())
        gone = self.count(Count.EXPIRED) + self.count(Count.EVICTED)
        return there + gone == self.count(Count.STARTED)


def some(count: int) -> list[bytes]:
    """Messages of different sizes."""
    return [diameter.update_location(diameter.avp(281, "x" * 4 * n), hop=n) for n in range(count)]


MESSAGES = some(4)
STREAM = b"".join(MESSAGES)
SYN = tcp.segment(sequence=START - 1, flags=tcp.SYN)


def test_message_in_one_segment__is_read_where_it_lies():
    tap = Tap()
    assert 0 == tap.hear(tcp.segment(MESSAGES[0]))
    assert MESSAGES[:1] == tap.messages


def test_several_messages__come_out_of_one_segment():
    assert MESSAGES == Tap().hear_all([tcp.segment(STREAM)])


def test_segment_without_data__says_so():
    assert Stop.NO_DATA == Tap().hear(tcp.segment())
    assert Stop.TRUNCATED == Tap().hear(tcp.segment()[:19])


def test_message_octet_by_octet__is_held_until_it_is_whole():
    tap = Tap()
    pieces = tcp.cut(MESSAGES[0], range(len(MESSAGES[0])), START)
    assert [MESSAGES[0]] == tap.hear_all(pieces)
    assert [Stop.HELD] * (len(pieces) - 1) + [0] == tap.stops


def test_segments_in_reverse__are_put_in_order_after_a_syn():
    tap = Tap()
    cuts = range(0, len(STREAM), 1 + len(STREAM) // (SPANS_MAX - 1))
    assert MESSAGES == tap.hear_all([SYN, *reversed(tcp.cut(STREAM, cuts, START))])


def test_same_segment_twice__is_a_duplicate():
    tap = Tap()
    tap.hear_all([tcp.segment(STREAM, sequence=START)] * 2)
    assert MESSAGES == tap.messages
    assert [0, Stop.DUPLICATE] == tap.stops
    assert 1 == tap.count(Count.REPEATED)


def test_overlap__keeps_what_came_first():
    tap = Tap()
    half = len(STREAM) // 2
    forged = b"\xff" * 40 + STREAM[half:]
    first = tcp.segment(STREAM[:half], sequence=START)
    assert MESSAGES == tap.hear_all([first, tcp.segment(forged, sequence=START + half - 40)])


def test_held_octets__are_not_overwritten():
    tap = Tap()
    tap.hear(tcp.segment(MESSAGES[0], sequence=START))
    after = START + len(MESSAGES[0])
    late = tcp.segment(MESSAGES[1][60:], sequence=after + 60)
    forged = tcp.segment(MESSAGES[1][:60] + b"\xff" * 40, sequence=after)
    assert MESSAGES[:2] == tap.hear_all([late, forged])


def test_stranger__is_not_ours():
    tap = Tap()
    assert Stop.NOT_DIAMETER == tap.hear(tcp.segment(b"GET / HTTP/1.1\r\n\r\n" * 3))
    assert Stop.NOT_DIAMETER == tap.hear(tcp.segment(b"\x16\x03\x01\x00\x10abc", dport=443))
    assert Stop.ENCRYPTED == tap.hear(tcp.segment(b"\x16\x03\x01\x00\x10abc"))
    assert 0 == tap.count(Count.STARTED)


def test_other_port__is_as_good():
    assert MESSAGES == Tap().hear_all([tcp.segment(STREAM, dport=3900)])


def test_middle_of_a_stream__is_entered_at_the_next_message():
    tap = Tap()
    assert MESSAGES[1:] == tap.hear_all([tcp.segment(STREAM[50:])])
    assert Stop.NOT_DIAMETER == Tap().hear(tcp.segment(STREAM[50:], dport=3900))


def test_gap__is_given_up_when_it_is_old():
    tap = Tap()
    at = len(MESSAGES[0])
    lost = at + len(MESSAGES[1])
    tap.hear_all(tcp.cut(STREAM[:at], [], START))
    assert Stop.HELD == tap.hear(tcp.segment(MESSAGES[2][40:], sequence=START + lost + 40))
    rest = tcp.segment(MESSAGES[3], sequence=START + lost + len(MESSAGES[2]))
    tap.hear(rest, now=8 * SECOND)
    assert [MESSAGES[0], MESSAGES[3]] == tap.messages
    assert (1, len(MESSAGES[1]) + 40) == (tap.count(Count.GAPS), tap.count(Count.LOST))


def test_message_behind_a_gap__is_read_at_once_and_once():
    tap = Tap()
    cuts = np.cumsum([len(message) for message in MESSAGES])[:-1]
    first, second, third, last = tcp.cut(STREAM, cuts.tolist(), START)
    assert [0] * 4 == [tap.hear(each) for each in (first, third, last, second)]
    assert sorted(MESSAGES) == sorted(tap.messages)
    tap.hear_all([third, second, tcp.segment(MESSAGES[0], sequence=START + len(STREAM))])
    assert sorted([*MESSAGES, MESSAGES[0]]) == sorted(tap.messages)


def test_gap_in_the_middle_of_messages__costs_those_two_only():
    tap = Tap()
    many = some(400)
    stream = b"".join(many)
    segments = tcp.cut(stream, range(0, len(stream), 1400), START)
    del segments[3]
    heard = tap.hear_all(segments)
    assert set(heard) <= set(many)
    assert len(many) - len(heard) <= 8
    assert 1 == tap.count(Count.GAPS)


def test_garbage_between_messages__is_skipped():
    tap = Tap()
    tap.hear(tcp.segment(MESSAGES[0], sequence=START))
    at = START + len(MESSAGES[0])
    assert Stop.NOT_DIAMETER == tap.hear(tcp.segment(b"\x00" * 40, sequence=at))
    tap.hear(tcp.segment(MESSAGES[1], sequence=at + 40))
    assert MESSAGES[:2] == tap.messages


def test_new_connection_on_the_same_ports__is_followed():
    tap = Tap()
    tap.hear(tcp.segment(MESSAGES[0] + MESSAGES[1][:40], sequence=START))
    tap.hear(tcp.segment(MESSAGES[2], sequence=START + (1 << 24)))
    assert [MESSAGES[0], MESSAGES[2]] == tap.messages
    assert 1 == tap.count(Count.RESTARTED)


def test_forged_syn_and_reset__do_not_break_a_stream():
    tap = Tap()
    cuts = tcp.cut(STREAM, [len(MESSAGES[0]) + 30], START)
    forged = [tcp.segment(sequence=5, flags=flag) for flag in (tcp.SYN, tcp.RST)]
    assert MESSAGES == tap.hear_all([cuts[0], *forged, *cuts[1:]])


def test_message_longer_than_a_ring__is_told_and_its_rest_skipped():
    tap = Tap(stream_octets=4096)
    long = diameter.update_location(diameter.avp(281, "x" * 8000))
    heard = tap.hear_all(tcp.cut(long + STREAM, range(0, 20000, 1400), START))
    assert long[:1400] == heard[0]
    assert MESSAGES == heard[1:]
    assert 1 == tap.count(Count.TOO_LONG)


def test_store_that_is_off__reads_each_segment_alone():
    tap = Tap(streams=0)
    heard = tap.hear_all(tcp.cut(STREAM, [len(MESSAGES[0]) + 30]))
    assert [MESSAGES[0], MESSAGES[1][:30]] == heard
    assert [0, Stop.NOT_DIAMETER] == tap.stops


def test_flood_of_streams__takes_no_place_of_a_peer_at_work():
    tap = Tap(streams=8)
    half = tcp.cut(STREAM, [len(MESSAGES[0]), len(STREAM) - 30], START)
    tap.hear_all(half[:2])
    for port in range(1, 500):
        tap.hear(tcp.segment(STREAM[:100], sport=port), now=2 * SECOND)
        tap.hear(tcp.segment(sport=port, flags=tcp.SYN), now=2 * SECOND, source=B)
    assert MESSAGES == tap.hear_all(half[2:], now=3 * SECOND)
    assert tap.is_settled()
    assert tap.count(Count.EVICTED) > 400


def test_pieces_without_end__keep_the_store_as_it_is():
    tap = Tap(streams=8, stream_octets=4096)
    sizes = [column.nbytes for column in tap.store[1:6]]
    for number in range(2000):
        tap.hear(tcp.segment(b"\x01" * 3, sequence=START + 7 * (number * 37 % 2000)))
    assert sizes == [column.nbytes for column in tap.store[1:6]]
    assert tap.store.cells[:, Cell.SPANS].max() <= SPANS_MAX
    at = START + (1 << 25)
    tap.hear(tcp.segment(STREAM, sequence=at))
    assert MESSAGES == tap.messages[-4:]


@settings(deadline=None, max_examples=60)
@given(
    sizes=st.lists(st.integers(0, 300), min_size=1, max_size=6),
    cuts=st.lists(st.integers(0, 2500), max_size=12),
    order=st.randoms(use_true_random=False),
    repeats=st.lists(st.integers(0, 30), max_size=5),
    start=st.integers(0, 2**32 - 1),
)
def test_any_cut_order_and_repetition__gives_the_same_messages(sizes, cuts, order, repeats, start):
    sent = [
        diameter.message(280, diameter.avp(281, "x" * size), hop=n) for n, size in enumerate(sizes)
    ]
    stream = b"".join(sent)
    segments = tcp.cut(stream, cuts, start)
    for place in repeats:
        segments.insert(place, segments[place % len(segments)])
    for at in range(0, len(segments), 5):  # reordered among five neighbours
        some_of = segments[at : at + 5]
        order.shuffle(some_of)
        segments[at : at + 5] = some_of
    tap = Tap()
    tap.hear(tcp.segment(sequence=start - 1, flags=tcp.SYN))
    assert sorted(sent) == sorted(tap.hear_all(segments))
    assert tap.is_settled()
