"""Any message cut into any SCTP fragments, in any order, repeated: it comes out once and whole."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.decode.batch import Decoder
from kernels.decode.limits import Limits
from kernels.outcome import Layer, Stop
from kernels.store.pieces import Count
from tests.build import frame, ip, m3ua, sctp, tcap
from tests.build.frame import Frame
from tests.decoding import laid_out

LIMITS = Limits(secret=(1, 2), chunks=512, chunk_octets=512, seen=1024, associations=64)
NO_STREAM = Limits.nothing()._replace(secret=(1, 2), chunks=512, chunk_octets=512)


def message(number: int, size: int) -> bytes:
    """An M3UA message whose transaction id is a number, with `size` octets of argument."""
    argument = b"\x04\x81" + bytes([size]) + bytes(index % 251 for index in range(size))
    begin = tcap.begin(tcap.invoke(45, argument), otid=number.to_bytes(4, "big"))
    return m3ua.data(frame.unitdata(begin))


def packet(*chunks: bytes, **header: int) -> Frame:
    """A frame with these chunks."""
    return Frame(ip.ip4(sctp.packet(*chunks, crc=False, **header)))


def read(batches: list[list[Frame]], limits: Limits) -> tuple[list[bytes], Decoder]:
    """The octets of every message with a row, batch by batch, and the decoder after them."""
    frames_max = max(map(len, batches))
    decoder, found, start = Decoder(frames_max, limits=limits), [], 0
    for batch in batches:
        octets, columns = laid_out(batch)
        columns.ts_ns[:] = 10**18 + 10**6 * (start + np.arange(len(batch)))
        start += len(batch)
        for rows in decoder.read(octets, columns, len(batch)):
            which = decoder.signals.message[:rows]
            ends = zip(decoder.messages.at[which], decoder.messages.end[which], strict=True)
            found += [octets[at:end].tobytes() for at, end in ends]
        assert columns.messages.sum() == sum(len(chunks_of(each)) for each in batch)
    return found, decoder


def chunks_of(one: Frame) -> list[int]:
    """Types of the data chunks of a frame."""
    at, kinds = 32, []
    while at < len(one.octets):
        kinds.append(one.octets[at])
        at += (int.from_bytes(one.octets[at + 2 : at + 4], "big") + 3) & ~3
    return [kind for kind in kinds if kind in {sctp.DATA, sctp.I_DATA}]


def waiting(decoder: Decoder) -> int:
    """Fragments that the store holds; its counts must add up."""
    counts = decoder.stores.chunks.counts
    there = int((decoder.stores.chunks.keys != 0).sum())
    gone = (Count.JOINED, Count.EXPIRED, Count.EVICTED, Count.DROPPED)
    assert counts[Count.KEPT] == there + sum(counts[name] for name in gone)
    return there


@st.composite
def cut_messages(draw):
    """Chunks of several messages of one association, cut anywhere, and the messages."""
    tsn = draw(st.sampled_from([1, 2**32 - 3, 2**31 - 2]))
    chunks, whole, interleaved = [], [], draw(st.booleans())
    for number in range(draw(st.integers(1, 3))):
        octets = message(number + 1, draw(st.integers(128, 200)))
        places = draw(st.lists(st.integers(1, len(octets) - 1), max_size=7, unique=True))
        ends = [0, *sorted(places), len(octets)]
        parts = [octets[at:end] for at, end in itertools.pairwise(ends)]
        flags = draw(st.sampled_from([0, sctp.UNORDERED, sctp.IMMEDIATE]))
        chunks += sctp.fragments(
            parts, tsn=tsn, stream=1, sequence=number, flags=flags, interleaved=interleaved
        )
        tsn = (tsn + len(parts)) % 2**32
        whole.append(octets)
    return chunks, whole


@settings(max_examples=150)
@given(cut_messages(), st.data())
def test_fragments_in_any_order__give_each_message_once(cut, data):
    chunks, whole = cut
    repeated = data.draw(st.lists(st.sampled_from(chunks), max_size=4))
    order = data.draw(st.permutations(chunks + repeated))
    batches: list[list[Frame]] = [[]]
    while order:
        count = data.draw(st.integers(1, 4))
        batches[-1].append(packet(*order[:count]))
        order = order[count:]
        if order and data.draw(st.booleans()):
            batches.append([])
    found, decoder = read(batches, LIMITS)
    assert sorted(whole) == sorted(found)
    fates = decoder.fates_messages
    assert len(repeated) == fates[Layer.SCTP, Stop.DUPLICATE]
    assert len(chunks) - len(whole) == fates[Layer.SCTP, Stop.HELD]
    assert 0 == waiting(decoder)


def test_batch_boundaries__change_nothing():
    chunks = [
        each
        for number in range(6)
        for each in sctp.fragments(
            [message(number + 1, 140)[at : at + 9] for at in range(0, 220, 9)],
            tsn=40 * number + 1,
            sequence=number,
        )
    ]
    frames = [packet(each) for each in chunks[::2] + chunks[1::2]]
    together, _ = read([frames], LIMITS)
    apart, _ = read([[each] for each in frames], LIMITS)
    assert together == apart
    assert 6 == len(together)


def test_octets_one_by_one__are_a_message():
    octets = message(1, 210)
    chunks = sctp.fragments([octets[at : at + 1] for at in range(len(octets))], tsn=2**32 - 9)
    limits = LIMITS._replace(chunks=2048)
    assert [octets] == read([[packet(each) for each in chunks]], limits)[0]


def test_largest_message__is_joined_and_a_larger_one_dropped():
    head = b"\x01\x00\x01\x01"
    for size, expected in ((65_536, 1), (65_537, 0)):
        octets = head + size.to_bytes(4, "big") + bytes(size - 8)
        parts = [octets[at : at + 9000] for at in range(0, size, 9000)]
        limits = LIMITS._replace(chunk_octets=9216)
        found, decoder = read([[packet(each)] for each in sctp.fragments(parts)], limits)
        assert expected * [octets] == found[:expected]
        assert (expected == 0) == (decoder.stores.chunks.counts[Count.DROPPED] > 0)
        waiting(decoder)


def test_pieces_of_another_stream_or_message__do_not_join():
    parts = [b"\x01\x00\x01\x01", b"\x00\x00\x00\x08"]
    first, _ = sctp.fragments(parts, tsn=1)
    for other in ({"stream": 2}, {"sequence": 1}, {"flags": sctp.UNORDERED}):
        _, last = sctp.fragments(parts, tsn=1, **other)
        _, decoder = read([[packet(first), packet(last)]], LIMITS)
        assert 2 == waiting(decoder)


def test_unordered_pieces__join_whatever_their_sequence_number_says():
    octets = message(1, 130)
    first, _ = sctp.fragments([octets[:50], octets[50:]], sequence=1, flags=sctp.UNORDERED)
    _, last = sctp.fragments([octets[:50], octets[50:]], sequence=2, flags=sctp.UNORDERED)
    assert [octets] == read([[packet(first), packet(last)]], LIMITS)[0]


def test_piece_that_came_twice_and_differently__is_odd_and_the_first_holds():
    octets = message(1, 130)
    first, last = sctp.fragments([octets[:50], octets[50:]])
    forged, _ = sctp.fragments([b"\xff" * 50, octets[50:]])
    found, decoder = read([[packet(first), packet(forged), packet(last)]], LIMITS)
    assert [octets] == found
    assert 1 == decoder.stores.chunks.counts[Count.REWRITTEN]


def test_piece_cut_by_the_snap_length__is_not_joined():
    octets = message(1, 130)
    first, last = sctp.fragments([octets[:50], octets[50:]])
    whole = packet(first)
    cut = whole.cut(len(whole.octets) - 10)
    _, decoder = read([[cut, packet(last)]], LIMITS)
    assert 1 == decoder.fates_messages[Layer.SCTP, Stop.FRAGMENT]
    assert 1 == waiting(decoder)


def test_flood_of_fragments__lets_others_through_and_leaves_memory_flat():
    flood = [
        packet(*(sctp.data(b"x" * 60, tsn=tsn + each, flags=kind) for each in range(20)), tag=tag)
        for tsn in range(0, 12_000, 20)
        for kind, tag in ((sctp.BEGINNING, 7), (0, 8))
    ]
    octets = message(1, 200)
    pieces = [packet(each) for each in sctp.fragments([octets[:70], octets[70:140], octets[140:]])]
    batches = [flood[:400] + pieces[:1], flood[400:800] + pieces[1:2], flood[800:] + pieces[2:]]
    sizes = None
    for limits in (LIMITS, NO_STREAM):
        found, decoder = read(batches, limits)
        assert [octets] == found
        assert waiting(decoder) <= 512
        assert decoder.stores.chunks.counts[Count.EVICTED] > 10_000
        sizes = sizes or [each.nbytes for each in decoder.stores.chunks[:5]]
        assert sizes == [each.nbytes for each in decoder.stores.chunks[:5]]
