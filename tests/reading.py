"""Reads a FrameSource to its end as plain tuples, and the same file through libpcap."""

import ctypes
from typing import NamedTuple

from appliance.capture.merged import open_traces
from appliance.capture.ring import SNAP_MAX, FrameRing
from appliance.capture.source import CaptureError
from appliance.capture.trace import TraceSettings

BREATHS_MAX = 1_000_000  # a source that neither ends nor gives is broken


class Taken(NamedTuple):
    """One frame as it came."""

    ts_ns: int
    octets: bytes
    wire_size: int
    link: int
    source: int
    number: int


class Reading(NamedTuple):
    """All of a source."""

    frames: list[Taken]
    error: str
    warnings: tuple[str, ...]
    counters: dict[str, int]


def ring_of(frames_max=64, octets_max=2 * SNAP_MAX):
    return FrameRing(frames_max, octets_max)


def rows_of(ring, count):
    """The first `count` rows of a ring as Taken."""
    frames = ring.frames
    columns = (frames.at, frames.end, frames.ts_ns, frames.wire_size)
    columns += (frames.link, frames.source, frames.number)
    rows = zip(*(column[:count].tolist() for column in columns), strict=True)
    return [
        Taken(ts, ring.octets[at:end].tobytes(), wire, *rest) for at, end, ts, wire, *rest in rows
    ]


def drain(source, ring):
    """Every frame of `source`, and what it said at its end."""
    taken, error = [], ""
    try:
        for _ in range(BREATHS_MAX):
            taken += rows_of(ring, count) if (count := source.fill(ring)) else []
            if source.ended and not count:
                break
    except CaptureError as caught:
        error = str(caught)
    source.close()
    return Reading(taken, error, source.warnings, source.counters())


def read(*paths, ring=None, **settings):
    """Everything `paths` hold; an error on opening is in the reading too."""
    try:
        source = open_traces([str(path) for path in paths], TraceSettings(**settings))
    except CaptureError as caught:
        return Reading([], str(caught), (), {})
    return drain(source, ring or ring_of())


class PacketHead(ctypes.Structure):
    """struct pcap_pkthdr."""

    _fields_ = (
        ("seconds", ctypes.c_long),
        ("fraction", ctypes.c_long),
        ("captured", ctypes.c_uint32),
        ("wire", ctypes.c_uint32),
    )


def libpcap_frames(path):
    """(ts_ns, octets, wire size) of every frame that libpcap reads, and its last words."""
    library = ctypes.CDLL("libpcap.so.0.8")
    words = ctypes.create_string_buffer(256)
    opened = library.pcap_open_offline_with_tstamp_precision
    opened.restype = ctypes.c_void_p
    capture = opened(str(path).encode(), 1, words)
    if not capture:
        return [], words.value.decode()
    library.pcap_geterr.restype = ctypes.c_char_p
    head, octets = ctypes.POINTER(PacketHead)(), ctypes.c_void_p()
    frames, handle = [], ctypes.c_void_p(capture)
    while library.pcap_next_ex(handle, ctypes.byref(head), ctypes.byref(octets)) == 1:
        each = head.contents
        ts_ns = each.seconds * 10**9 + each.fraction
        frames.append((ts_ns, ctypes.string_at(octets, each.captured), each.wire))
    last = library.pcap_geterr(handle).decode()
    library.pcap_close(handle)
    return frames, last
