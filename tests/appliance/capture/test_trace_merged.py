"""Several trace files: one order of time, whatever overlaps, and nothing lost or doubled."""

import gzip
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.capture.merged import open_traces
from appliance.capture.trace import TraceSettings, TraceSource
from tests.build import capture_files as build
from tests.build.capture_files import Record
from tests.reading import drain, read, ring_of

START = 1_700_000_000 * 10**9
HOUR_NS = 3600 * 10**9


def written(folder, files):
    """One pcapng per list of (ns after the start, octets); their paths."""
    paths = []
    for index, frames in enumerate(files):
        path = Path(folder) / f"{index}.pcapng"
        path.write_bytes(build.pcapng([Record(START + ns, octets) for ns, octets in frames]))
        paths.append(path)
    return paths


def ordered(files):
    """(ns, octets, source, number) as they must come: by time, then by file."""
    frames = [
        (START + ns, octets, source, number)
        for source, each in enumerate(files)
        for number, (ns, octets) in enumerate(each, 1)
    ]
    return sorted(frames, key=lambda frame: (frame[0], frame[2], frame[3]))


def came(reading):
    return [(x.ts_ns, x.octets, x.source, x.number) for x in reading.frames]


ONE_FILE = st.lists(st.tuples(st.integers(0, 40), st.binary(max_size=40)), max_size=12).map(
    lambda frames: sorted(frames, key=lambda frame: frame[0])
)


@settings(max_examples=30, deadline=None)
@given(st.lists(ONE_FILE, min_size=2, max_size=6), st.integers(1, 9))
def test_merge__is_sorted_and_stable(files, frames_max):
    with tempfile.TemporaryDirectory() as folder:
        reading = read(*written(folder, files), ring=ring_of(frames_max))
    assert (ordered(files), "") == (came(reading), reading.error)
    assert sum(map(len, files)) == reading.counters["taken"]


def test_merge__of_more_than_a_lane_holds(tmp_path):
    files = [
        [(ns * 2, b"a") for ns in range(2500)],
        [(ns * 3, bytes(100)) for ns in range(2000)],
        [(5000, b"late"), (9000, b"later")],
    ]
    reading = read(*written(tmp_path, files), ring=ring_of(700))
    assert ordered(files) == came(reading)


def test_merge__takes_a_file_out_of_order_head_by_head(tmp_path):
    files = [[(10, b"a"), (2, b"b"), (12, b"c")], [(5, b"d"), (11, b"e")]]
    reading = read(*written(tmp_path, files))
    assert [b"d", b"a", b"b", b"e", b"c"] == [x.octets for x in reading.frames]


def test_files_that_do_not_overlap__need_few_lanes(tmp_path):
    files = [[(hour * HOUR_NS + ns, b"x") for ns in range(3)] for hour in (3, 0, 2, 1, 5, 4)]
    reading = read(*written(tmp_path, files), files_open_max=2)
    assert (ordered(files), "") == (came(reading), "")


def test_files_that_overlap_beyond_the_limit__are_named(tmp_path):
    files = [[(0, b"x"), (9, b"y")] for _ in range(3)]
    paths = written(tmp_path, files)
    error = read(*paths, files_open_max=2).error
    assert error == f"{paths[2]}: overlaps 2 other files in time; see files_open_max"


def test_names_sizes_and_warnings__are_of_all_files(tmp_path):
    paths = written(tmp_path, [[(1, b"a"), (4, b"b")], [(2, b"c"), (3, b"d")], []])
    cut, empty = paths[1], paths[2]
    cut.write_bytes(gzip.compress(cut.read_bytes()[:-3]))
    source = open_traces([str(path) for path in paths])
    assert tuple(map(str, paths)) == source.names
    reading = drain(source, ring_of())
    assert sum(path.stat().st_size for path in paths) == source.size == source.position
    assert [b"a", b"c", b"d", b"b"] == [x.octets for x in reading.frames]
    assert f"{cut}: cut short" in reading.warnings[0]
    assert (1, 4, 1) == (
        len(reading.warnings),
        reading.counters["taken"],
        reading.counters["cut_files"],
    )
    assert empty.exists()


def test_frames_of_a_file_that_breaks__come_before_its_error(tmp_path):
    paths = written(tmp_path, [[(1, b"a"), (4, b"b"), (9, b"c")], [(2, b"d"), (3, b"e")]])
    paths[1].write_bytes(paths[1].read_bytes() + bytes(12))
    reading = read(*paths)
    assert [b"a", b"d", b"e"] == [x.octets for x in reading.frames]
    assert reading.error.startswith(f"{paths[1]}: octet ")


def test_pipe_among_files__is_taken_up_at_once(tmp_path):
    paths = written(tmp_path, [[(1, b"a"), (4, b"b")], [(2, b"c"), (3, b"d")]])
    reader, writer = os.pipe()
    os.write(writer, paths[1].read_bytes()[:-36])  # all but the last block
    source = open_traces([str(paths[0]), f"/dev/fd/{reader}"], TraceSettings(wait_s=0.01))
    os.close(reader)
    ring = ring_of()
    assert (None, 2) == (source.size, source.fill(ring))  # a and c: what follows c is not known
    assert (0, False) == (source.fill(ring), source.ended)
    os.write(writer, paths[1].read_bytes()[-36:])
    os.close(writer)
    reading = drain(source, ring)
    assert [b"d", b"b"] == [x.octets for x in reading.frames]


@pytest.mark.parametrize("count", [1, 2])
def test_one_file__goes_straight(tmp_path, count):
    paths = written(tmp_path, [[(1, b"a")]] * count)
    source = open_traces([str(path) for path in paths])
    assert (count == 1) == isinstance(source, TraceSource)
    source.close()
