"""The one compiled loop outside kernels/: it calls libpcap, and moves frames into the ring's rows.

Symbols are linked by name (`load_library_permanently`), because a function pointer from ctypes
cannot be cached. All that the loop knows of one open capture is an int64 array, its tap; `Tap`
names the slots. It waits for nothing, allocates nothing, and runs without the interpreter lock.
"""

import functools
from enum import IntEnum

import llvmlite.binding
import numba
import numpy as np
import numpy.typing as npt
from numba import types

from appliance.capture.libpcap import Pcap, library
from appliance.capture.ring import SNAP_MAX, FrameRing
from appliance.capture.source import CaptureError
from kernels.jit import kernel

PACKET = 1  # pcap_next_ex: here is one; from `fill`: the ring is full
NOTHING_NOW = 0
ERROR = -1
END = -2  # of a file
HEADER_SIZE = 24  # struct pcap_pkthdr where time_t is 64 bits wide
SLOT_SIZE = 8
LOW_HALF = 0xFFFF_FFFF
SECOND_NS = 1_000_000_000


class Tap(IntEnum):
    """Slots of a tap."""

    POINTER = 0  # pcap_t
    HEADER = 1  # out of pcap_next_ex: where the frame's header is
    OCTETS = 2  # out of pcap_next_ex: where its octets are
    SECONDS = 3  # copy of the header: tv_sec
    FRACTION = 4  # tv_usec, or nanoseconds
    SIZES = 5  # caplen in the low half, len in the high one (numba runs on little-endian only)
    FRACTION_NS = 6  # nanoseconds per unit of FRACTION
    ROOM = 7  # octets that must be free before a frame is asked for
    LINK = 8
    SOURCE = 9
    TAKEN = 10  # frames so far
    CUT = 11  # of these, longer on the wire than in the ring
    HERE = 12  # address of the tap itself
    ARENA = 13  # address of the ring's octets
    EARLIER = 14  # frames of earlier captures, which numbering goes on from


_pcap_next_ex = types.ExternalFunction(
    "pcap_next_ex", types.int32(types.int64, types.int64, types.int64)
)
_memcpy = types.ExternalFunction("memcpy", types.int64(types.int64, types.int64, types.int64))


@kernel
def fill(tap, octets, frames, row, at):
    """Take frames to rows from `row` and octets from `at`, until there are none now, or no room.

    Returns the next row, the next octet and why it stopped: PACKET (no room), NOTHING_NOW, ERROR or
    END. pcap_next_ex has consumed a frame when it shows it, so there must be room for the longest
    before it is asked.
    """
    here, arena = tap[Tap.HERE], tap[Tap.ARENA]
    status = np.int64(PACKET)
    while row < frames.at.size and octets.size - at >= tap[Tap.ROOM]:
        status = np.int64(
            _pcap_next_ex(
                tap[Tap.POINTER], here + SLOT_SIZE * Tap.HEADER, here + SLOT_SIZE * Tap.OCTETS
            )
        )
        if status != PACKET:
            break
        _memcpy(here + SLOT_SIZE * Tap.SECONDS, tap[Tap.HEADER], HEADER_SIZE)
        wire_size = tap[Tap.SIZES] >> 32
        size = min(tap[Tap.SIZES] & LOW_HALF, octets.size - at)
        _memcpy(arena + at, tap[Tap.OCTETS], size)
        tap[Tap.TAKEN] += 1
        if wire_size > size:
            tap[Tap.CUT] += 1
        frames.at[row] = at
        frames.end[row] = at + size
        frames.wire_size[row] = wire_size
        frames.ts_ns[row] = tap[Tap.SECONDS] * SECOND_NS + tap[Tap.FRACTION] * tap[Tap.FRACTION_NS]
        frames.link[row] = tap[Tap.LINK]
        frames.source[row] = tap[Tap.SOURCE]
        frames.number[row] = tap[Tap.EARLIER] + tap[Tap.TAKEN]
        at += size
        row += 1
    return row, at, status


def take(
    tap: npt.NDArray[np.int64], ring: FrameRing, row: int = 0, at: int = 0
) -> tuple[int, int, int]:
    """`fill` on a ring; the addresses that libpcap is given are set here and nowhere else."""
    tap[Tap.HERE] = tap.ctypes.data
    tap[Tap.ARENA] = ring.arena.ctypes.data
    return fill(tap, ring.arena, ring.frames, row, at)


def tap_of(pcap: Pcap, source: int, earlier: int = 0) -> npt.NDArray[np.int64]:
    """A tap on an active capture, number `source` of its siblings, after `earlier` frames."""
    tap = np.zeros(len(Tap), np.int64)
    tap[Tap.POINTER] = pcap.pointer
    tap[Tap.FRACTION_NS] = pcap.fraction_ns()
    tap[Tap.ROOM] = pcap.snap_length()
    tap[Tap.LINK] = pcap.link()
    tap[Tap.SOURCE] = source
    tap[Tap.EARLIER] = earlier
    return tap


@functools.cache
def prepare() -> None:
    """Link libpcap into compiled code and compile, so that no frame waits for it later.

    Raises CaptureError when the library is absent or numba is switched off.
    """
    if numba.config.DISABLE_JIT:
        raise CaptureError(
            "NUMBA_DISABLE_JIT is set: libpcap is called from compiled code only; unset it"
        )
    llvmlite.binding.load_library_permanently(library().name)
    ring = FrameRing(1, SNAP_MAX)
    take(np.zeros(len(Tap), np.int64), ring, row=1)
