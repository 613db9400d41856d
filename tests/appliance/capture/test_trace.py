"""One trace file: every kind, every byte order, whatever the size of the reads."""

import gzip
import itertools
import os
import random
import subprocess
import sys
import threading
import zlib

import pytest

from appliance.capture.merged import open_traces
from appliance.capture.ring import SNAP_MAX, FrameRing
from tests.build import capture_files as build
from tests.build.capture_files import BIG, KUZNETZOV, LITTLE, MICRO, NANO, Record
from tests.reading import Taken, drain, read, ring_of

START = 1_700_000_000 * 10**9
RECORDS = [
    Record(START + 1_000, b"\x01" * 60),
    Record(START + 2_000, b""),
    Record(START + 2_000, bytes(range(200)), 1500),
    Record(2**31 * 10**9 + 3_000, b"\x04"),
    Record(START, b"\x05" * 1501),
]


def taken(records=RECORDS, link=1, source=0):
    return [
        Taken(each.ts_ns, each.octets, each.wire_size or len(each.octets), link, source, number)
        for number, each in enumerate(records, 1)
    ]


def mixed(order):
    """A pcapng file with all that is read and all that is passed over, and what it holds."""
    octets = (
        build.section(order, options=build.option(1, b"a comment", order))
        + build.interface(1, order)
        + build.interface(113, order, snaplen=40, resolution=9, offset_s=-5)
        + build.statistics(order)
        + build.enhanced(1_600_000_000_000_001, b"e" * 61, order, options=b"\0" * 8)
        + build.block(0x0BAD, b"custom" * 50, order)
        + build.enhanced(1_600_000_006_000_000_007, b"f" * 40, order, 1, wire_size=90)
        + build.simple(b"s" * 33, order)
        + build.obsolete(1_600_000_000_000_002, b"o" * 7, order)
        + build.block(0x8000_0001, b"", order)
    )
    first = 1_600_000_001_000_000_007
    return octets, [
        (1_600_000_000_000_001_000, b"e" * 61, 61, 1),
        (first, b"f" * 40, 90, 113),
        (first, b"s" * 33, 33, 1),  # carries no time: that of the frame before
        (1_600_000_000_000_002_000, b"o" * 7, 7, 1),
    ]


@pytest.fixture
def file(tmp_path):
    """Writes octets and gives their path."""
    count = itertools.count()

    def write(octets, name="trace"):
        path = tmp_path / f"{name}{next(count)}"
        path.write_bytes(octets)
        return path

    return write


@pytest.mark.parametrize("order", [LITTLE, BIG])
@pytest.mark.parametrize("magic", [MICRO, NANO, KUZNETZOV])
def test_pcap__gives_its_records(file, order, magic):
    reading = read(file(build.pcap(RECORDS, order, magic)))
    assert (taken(), "", ()) == reading[:3]
    assert {"taken": 5, "cut": 1, "octets": 1762, "untimed": 0, "cut_files": 0} == reading.counters


def test_pcap__nanoseconds_are_kept(file):
    records = [Record(START + 123_456_789, b"x")]
    assert taken(records) == read(file(build.pcap(records, magic=NANO))).frames


@pytest.mark.parametrize(("field", "link"), [(0x3000_0001, 1), (0x4400_0071, 113), (139, 139)])
def test_pcap__link_type_is_without_its_check_sequence_bits(file, field, link):
    assert taken(link=link) == read(file(build.pcap(RECORDS, link=field))).frames


def test_pcap__frame_longer_on_disk_than_on_the_wire_is_whole(file):
    assert [4] == [x.wire_size for x in read(file(build.pcap([Record(START, b"abcd", 2)]))).frames]


def test_pcap__without_records_is_no_error(file):
    assert ([], "", ()) == read(file(build.pcap([])))[:3]


def test_pcap__longest_frame_fits_an_arena_with_room_for_its_header(file):
    records = [Record(START, b"\x07" * SNAP_MAX)] * 2
    path = file(build.pcap(records))
    assert taken(records) == read(path, ring=ring_of(octets_max=SNAP_MAX + 16)).frames
    assert "does not fit the arena" in read(path, ring=ring_of(octets_max=SNAP_MAX)).error


@pytest.mark.parametrize("order", [LITTLE, BIG])
def test_pcapng__gives_every_kind_of_packet_block(file, order):
    octets, frames = mixed(order)
    reading = read(file(octets))
    assert frames == [(x.ts_ns, x.octets, x.wire_size, x.link) for x in reading.frames]
    assert [1, 2, 3, 4] == [x.number for x in reading.frames]
    assert (1, 1) == (reading.counters["untimed"], reading.counters["cut"])


def test_pcapng__sections_follow_each_other_in_either_byte_order(file):
    (little, first), (big, second) = mixed(LITTLE), mixed(BIG)
    reading = read(file(little + big + little))
    assert first + second + first == [x[:4] for x in reading.frames]


def test_pcapng__simple_packet_is_as_long_as_the_snap_length(file):
    octets = build.section() + build.interface(snaplen=10)
    octets += build.block(3, b"\x64\0\0\0" + b"0123456789")
    (frame,) = read(file(octets)).frames
    assert (b"0123456789", 100) == (frame.octets, frame.wire_size)


@pytest.mark.parametrize("resolution", [0, 3, 6, 9, 0x80 | 10, 0x80 | 20])
def test_pcapng__resolution_of_times(file, resolution):
    per_second = 2 ** (resolution & 0x7F) if resolution & 0x80 else 10**resolution
    ticks = 2_200_000_000 * per_second + per_second // 2
    octets = build.section() + build.interface(resolution=resolution) + build.enhanced(ticks, b"x")
    (frame,) = read(file(octets)).frames
    half = 500_000_000 if per_second > 1 else 0
    assert 2_200_000_000 * 10**9 + half == frame.ts_ns


def test_pcapng__blocks_longer_than_the_arena_are_passed_over(file):
    long = build.block(0x0BAD, b"\xa5" * (3 * SNAP_MAX))
    octets, frames = mixed(LITTLE)
    reading = read(file(octets + long + build.enhanced(1, b"last")))
    assert [*frames, (1000, b"last", 4, 1)] == [x[:4] for x in reading.frames]


@pytest.mark.parametrize("chunk_octets", [1, 2, 3, 7, 16, 61, 4096])
@pytest.mark.parametrize("form", ["pcap", "pcapng", "gzip", "broken", "cut"])
def test_size_of_reads__changes_nothing(file, chunk_octets, form):
    octets = mixed(LITTLE)[0] + mixed(BIG)[0]
    octets = {
        "pcap": build.pcap(RECORDS),
        "pcapng": octets,
        "gzip": gzip.compress(octets[:600]) + gzip.compress(octets[600:]),
        "broken": octets + b"\xff" * 40,
        "cut": octets[:-5],
    }[form]
    path = file(octets)
    assert read(path) == read(path, chunk_octets=chunk_octets)


@pytest.mark.parametrize("frames_max", [1, 2, 5])
def test_size_of_ring__changes_nothing(file, frames_max):
    path = file(mixed(LITTLE)[0] * 3)
    assert read(path) == read(path, ring=ring_of(frames_max), chunk_octets=50)


def test_another_ring__goes_on_where_the_first_stopped(file):
    source = open_traces([str(file(build.pcap(RECORDS)))])
    numbers = []
    while not source.ended:
        ring = FrameRing(2, SNAP_MAX)
        count = source.fill(ring)
        numbers += ring.frames.number[:count].tolist()
    assert [1, 2, 3, 4, 5] == numbers


def test_cut_at_every_octet__gives_the_whole_records_before(file):
    octets = build.pcap(RECORDS[:3])
    ends = [24 + sum(16 + len(x.octets) for x in RECORDS[:count]) for count in range(4)]
    for size in range(24, len(octets)):
        reading = read(file(octets[:size]))
        whole = sum(end <= size for end in ends) - 1
        assert (taken()[:whole], "") == reading[:2]
        assert (size not in ends) == reading.counters["cut_files"] == len(reading.warnings)


def test_gzip__members_padding_and_position(file):
    octets = build.pcap(RECORDS)
    packed = gzip.compress(octets[:30]) + gzip.compress(b"") + gzip.compress(octets[30:])
    path = file(packed + b"\0" * 100)
    assert (taken(), "", ()) == read(path)[:3]
    source = open_traces([str(path)])
    drain(source, ring_of())
    assert (path.stat().st_size,) * 2 == (source.size, source.position)


def test_gzip__cut_is_a_warning_and_damage_an_error(file):
    noise = random.Random(1)
    records = [Record(START, noise.randbytes(500)) for _ in range(200)]
    packed = gzip.compress(build.pcap(records))
    cut = read(file(packed[:50_000]))
    assert (1, "") == (cut.counters["cut_files"], cut.error)
    assert "cut short at octet" in cut.warnings[0]
    wrong_sum = read(file(packed[:-8] + bytes(8)))
    assert "gzip is corrupt: incorrect data check" in wrong_sum.error
    assert taken(records) == wrong_sum.frames
    trailing = read(file(packed + b"what else"))
    assert (200, "") == (len(trailing.frames), trailing.error)
    assert "not gzip" in trailing.warnings[0]


@pytest.mark.parametrize("chunk_octets", [1, 100, 2000, 1 << 20])
def test_gzip__damage_in_the_middle_gives_all_that_came_before(file, chunk_octets):
    records = [Record(START, bytes([octet]) * 300) for octet in range(20)]
    octets = build.pcap(records)
    packer = zlib.compressobj(wbits=31)
    packed = packer.compress(octets[:-10]) + packer.flush(zlib.Z_FULL_FLUSH)
    no_block_type = b"\x07" * 40
    reading = read(file(packed + no_block_type), chunk_octets=chunk_octets)
    assert "gzip is corrupt: invalid block type" in reading.error
    assert taken(records[:19]) == reading.frames


READER = """
import sys
from tests.reading import read
reading = read("-")
print([x.number for x in reading.frames], [x.octets for x in reading.frames], reading.error)
"""


def test_standard_input__is_read_as_it_comes(lane):
    if lane == "bounds":
        pytest.skip("the same as compiled, and slow to start")
    octets = gzip.compress(build.pcap(RECORDS[:3]))
    child = subprocess.Popen(
        [sys.executable, "-c", READER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    for at in range(0, len(octets), 50):
        child.stdin.write(octets[at : at + 50])
        child.stdin.flush()
    said, _ = child.communicate(timeout=60)
    assert f"[1, 2, 3] {[x.octets for x in RECORDS[:3]]} \n" == said.decode()


def test_pipe__with_nothing_now_gives_nothing_and_has_not_ended(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writers = []
    opening = threading.Thread(target=lambda: writers.append(path.open("wb", buffering=0)))
    opening.start()
    source = open_traces([str(path)])
    opening.join()
    (writer,) = writers
    ring = ring_of()
    octets = build.pcap(RECORDS)
    seen = []
    for piece in (b"", octets[:1], octets[1:30], octets[30:100], octets[100:]):
        writer.write(piece)
        seen.append(source.fill(ring))
        assert not source.ended
    writer.close()
    assert ([0, 0, 0, 1, 4], 0) == (seen, source.fill(ring))
    assert (True, None) == (source.ended, source.size)
