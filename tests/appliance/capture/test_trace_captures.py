"""Real captures, bad input included: read to the end, frame by frame as libpcap reads them.

What libpcap does not read, or reads otherwise, is read with tshark or named below with the reason.
"""

import gzip
import shutil
import subprocess

import pytest

from tests.reading import libpcap_frames, read, ring_of

OTHERWISE = {
    "the-tcpdump-group__tcpdump__aoe-oobr-1.pcap": "wire size under captured size",
    "the-tcpdump-group__tcpdump__olsr-oobr-2.pcap": "times past 2038, negative there",
    "the-tcpdump-group__tcpdump__rx_serviceid_oobr.pcap": "as olsr-oobr-2",
    "the-tcpdump-group__tcpdump__time_2038_overflow.pcap": "as olsr-oobr-2",
    "the-tcpdump-group__tcpdump__timestamp_invalid_micro.pcap": "microseconds past 2**31",
}
WRAP_NS = 2**32 * 1000  # 2**32 microseconds, and with a factor 2**32 seconds
SUFFIXES = {".pcap", ".pcapng", ".cap"}


@pytest.fixture(scope="module")
def traces(captures):
    found = sorted(path for path in captures.rglob("*") if path.suffix in SUFFIXES)
    assert found
    return found


@pytest.fixture(scope="module")
def ring(lane):
    return ring_of(4096, 1 << 22)


def ours(path, ring, **settings):
    reading = read(path, ring=ring, **settings)
    return [(x.ts_ns, x.octets, x.wire_size) for x in reading.frames], reading.error


def test_every_file__is_read_as_libpcap_reads_it(traces, ring):
    differing = {}
    refused = []
    for path in traces:
        theirs, words = libpcap_frames(path)
        if words and not theirs:
            refused.append(path)
            continue
        mine, error = ours(path, ring)
        mine = [as_libpcap(frame, snap_length(path)) for frame in mine]
        if (mine, error) != (theirs, words):
            differing[path.name] = wrapped(mine) == wrapped(theirs)
    present = OTHERWISE.keys() & {path.name for path in traces}
    assert dict.fromkeys(present, True) == differing
    assert [] == [path.name for path in refused if not as_tshark(path, ring)]


def snap_length(path):
    """As a pcap's file header has it; of pcapng, whose interfaces have their own, more than any."""
    head = path.read_bytes()[:24]
    order = {b"\xd4\xc3\xb2\xa1": "little", b"\xa1\xb2\xc3\xd4": "big"}.get(head[:4])
    return int.from_bytes(head[16:20], order) if order else 1 << 32


def as_libpcap(frame, snap_length):
    """One of our frames as libpcap hands it out.

    It drops the octets that are beyond the snap length that the file claims, though they are there.
    """
    ts_ns, octets, wire = frame
    return ts_ns, octets[:snap_length], wire


def wrapped(frames):
    """Frames as far as the reasons above leave them comparable."""
    return [(ts_ns % WRAP_NS, octets) for ts_ns, octets, _ in frames]


def as_tshark(path, ring):
    """Whether tshark sees the same times and lengths in a file that libpcap refuses."""
    if not shutil.which("tshark"):
        pytest.skip(f"{path.name} is refused by libpcap, and there is no tshark")
    fields = ["-e", "frame.time_epoch", "-e", "frame.cap_len", "-e", "frame.len"]
    said = subprocess.run(
        ["tshark", "-n", "-r", path, "-T", "fields", *fields],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    mine, _ = ours(path, ring)
    return [
        f"{ts_ns // 10**9}.{ts_ns % 10**9:09}\t{len(octets)}\t{wire}"
        for ts_ns, octets, wire in mine
    ] == said.splitlines()


def test_every_file__is_the_same_in_small_reads_and_packed(traces, ring, tmp_path, lane):
    if lane != "compiled":
        pytest.skip("the same code as with large reads; compiled only, for its time")
    for path in traces:
        if path.stat().st_size > 300_000:
            continue
        whole = ours(path, ring)
        packed = tmp_path / "packed.gz"
        packed.write_bytes(gzip.compress(path.read_bytes(), 1))
        assert whole == ours(path, ring, chunk_octets=97)
        assert whole[0] == ours(packed, ring)[0]
