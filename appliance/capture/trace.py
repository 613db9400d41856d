"""Frames from one trace file: pcap or pcapng, packed with gzip or not, or standard input.

The file's octets are read straight into the ring's arena and indexed there by kernels.tracefile,
without a copy and without Python per frame; the record that is not whole yet waits for the next
read. A file that ends inside a record is cut, not broken: what was whole is delivered, with a
warning.
"""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from appliance.capture.octet_stream import OctetStream
from appliance.capture.recognise import PCAP_HEAD, NotReadError, head_need, recognise
from appliance.capture.ring import FrameRing
from appliance.capture.source import CaptureError
from appliance.settings import Field, Settings
from kernels.columns import Frames
from kernels.pcapng import End
from kernels.tracefile import Interfaces, Walk, index_pcap, index_pcapng

REASONS = {
    End.BAD_LENGTH: "a block's length cannot be",
    End.BAD_CAPTURED: "a frame's captured length cannot be",
    End.BAD_TRAILER: "a block's two lengths differ",
    End.BAD_ORDER: "a section's byte order is neither",
    End.BAD_VERSION: "a section is not of pcapng version 1",
    End.NO_INTERFACE: "a frame came from an interface that is not described",
    End.TOO_MANY_INTERFACES: "a section describes more interfaces than interfaces_max",
}


class TraceSettings(Settings):
    """Tunables of reading trace files."""

    chunk_octets: Annotated[int, Field(ge=1, le=1 << 30)] = 1_048_576
    """Octets asked of the file per read."""
    interfaces_max: Annotated[int, Field(ge=1, le=65_536)] = 1024
    """Interfaces that one section of a pcapng file may describe."""
    files_open_max: Annotated[int, Field(ge=2, le=512)] = 64
    """Files that may overlap in time when several are merged; each costs 0.6 MB."""
    wait_s: Annotated[float, Field(ge=0, le=60)] = 0.1
    """How long one fill waits for a pipe that has nothing, in seconds."""


@dataclass(slots=True)
class Arena:
    """Where in whose octets the walk stands; `base` is the file's octet at arena position 0."""

    octets: np.ndarray
    at: int = 0
    filled: int = 0
    base: int = 0

    def move_to(self, octets: np.ndarray) -> None:
        """Take what is not consumed to the start of `octets`, these or others."""
        rest = self.filled - self.at
        octets[:rest] = self.octets[self.at : self.filled]
        self.octets, self.base = octets, self.base + self.at
        self.at, self.filled = 0, rest


class TraceSource:
    """One file as a FrameSource; the ring's octets are this source's from one fill to the next."""

    def __init__(self, path: str, settings: TraceSettings | None = None, index: int = 0) -> None:
        """Open `path`, or standard input for "-"; `index` goes into the `source` column.

        Raises CaptureError when it cannot be opened; what is in it shows with the first fill.
        """
        self._settings = settings or TraceSettings()
        self._stream = OctetStream(path)
        self.names: tuple[str, ...] = (self._stream.name,)
        self.warnings: tuple[str, ...] = ()
        self._known = False
        self._pcapng = False
        self._walk = np.zeros(len(Walk), np.int64)
        self._walk[Walk.SOURCE] = index
        rows = self._settings.interfaces_max
        self._interfaces = Interfaces(*(np.zeros(rows, np.int64) for _ in Interfaces._fields))
        self._arena = Arena(np.zeros(0, np.uint8))
        self._broken: CaptureError | None = None
        self._ended = False
        self._counters = {"taken": 0, "cut": 0, "octets": 0, "untimed": 0, "cut_files": 0}

    @property
    def ended(self) -> bool:
        """Whether every frame was taken."""
        return self._ended

    @property
    def position(self) -> int:
        """Octets read of the file itself, packed or not."""
        return self._stream.position

    @property
    def size(self) -> int | None:
        """Octets of the file itself; None for a pipe."""
        return self._stream.size

    def counters(self) -> dict[str, int]:
        """Frames taken; of these, cut or untimed; their octets; `cut_files`: 1 if the file was."""
        return dict(self._counters)

    def close(self) -> None:
        """Give the file back."""
        self._stream.close()
        self._ended = True

    def fill(self, ring: FrameRing) -> int:
        """Frames into `ring`; 0 when a pipe has none now, or at the end. Raises CaptureError."""
        return self.fill_into(ring.arena, ring.frames)

    def fill_into(self, octets: np.ndarray, frames: Frames) -> int:
        """As `fill`, into a part of an arena."""
        if self._broken:
            raise self._broken
        if self._ended:
            return 0
        if octets is not self._arena.octets:
            self._arena.move_to(octets)
        row, end = self._index(frames, 0)
        while end == End.NEED and self._read(row):
            row, end = self._index(frames, row)
        if end >= End.BAD_LENGTH:
            self._break(f"{REASONS[End(end)]}; the file is corrupt from there on")
        if self._broken and row == 0:
            self._ended = True
            raise self._broken
        self._account(frames, row)
        return row

    def _index(self, frames: Frames, row: int) -> tuple[int, int]:
        """Rows filled by now, and why it went no further."""
        arena = self._arena
        if not self._known and not self._recognise():
            return row, End.NEED
        if self._pcapng:
            done = index_pcapng(
                arena.octets, arena.at, arena.filled, self._walk, self._interfaces, frames, row
            )
        else:
            done = index_pcap(arena.octets, arena.at, arena.filled, self._walk, frames, row)
        arena.at = int(done.at)
        return int(done.rows), int(done.end)

    def _recognise(self) -> bool:
        """Whether the file's kind is known; what is none is broken."""
        arena = self._arena
        head = arena.octets[arena.at : min(arena.filled, PCAP_HEAD)].tobytes()
        if len(head) < head_need(head) and not self._stream.ended:
            return False
        try:
            kind = recognise(head)
        except NotReadError as error:
            self._broken = CaptureError(f"{self.names[0]}: {error}")
            return False
        self._known, self._pcapng, arena.at = True, kind.pcapng, kind.head
        self._walk[Walk.BIG], self._walk[Walk.LINK] = kind.big, kind.link
        self._walk[Walk.RECORD], self._walk[Walk.TICK_NS] = kind.record, kind.tick_ns
        return True

    def _read(self, row: int) -> bool:
        """Whether more octets came; with no row that refers to the arena, it starts anew."""
        arena = self._arena
        if self._broken:
            return False
        if row == 0 and arena.at > 0:
            arena.move_to(arena.octets)
        room = min(self._settings.chunk_octets, len(arena.octets) - arena.filled)
        if room == 0:
            if row == 0:
                self._break(f"does not fit the arena of {len(arena.octets)} octets")
            return False
        view = arena.octets.data[arena.filled : arena.filled + room]
        try:
            size = self._stream.readinto(view, 0 if row else self._settings.wait_s)
        except CaptureError as error:
            self._broken = error
            return False
        arena.filled += size
        if size == 0 and self._stream.ended:
            self._finish()
        return size > 0

    def _break(self, reason: str) -> None:
        octet, frame = self._arena.base + self._arena.at, self._walk[Walk.NUMBER] + 1
        self._broken = CaptureError(f"{self.names[0]}: octet {octet}: frame {frame}: {reason}")

    def _finish(self) -> None:
        """The file is at its end: was it at the end of a record?"""
        arena, name = self._arena, self.names[0]
        if not self._known:
            self._recognise()
            return
        self._ended = True
        if self._pcapng and arena.base + arena.at == 0:
            self._broken = CaptureError(f"{name}: ends within its first block")
        elif arena.filled > arena.at or self._walk[Walk.BLOCK] > 0 or self._stream.cut:
            self._counters["cut_files"] = 1
            whole = self._walk[Walk.NUMBER]
            octet = arena.base + arena.filled
            self.warnings = (
                f"{name}: cut short at octet {octet}, within a record; {whole} frames are whole",
            )
        elif self._stream.trailing:
            self.warnings = (
                f"{name}: what follows the last gzip member is not gzip, and not read",
            )

    def _account(self, frames: Frames, rows: int) -> None:
        sizes = frames.end[:rows] - frames.at[:rows]
        self._counters["taken"] += rows
        self._counters["octets"] += int(sizes.sum())
        self._counters["cut"] += int(np.count_nonzero(frames.wire_size[:rows] > sizes))
        self._counters["untimed"] = int(self._walk[Walk.UNTIMED])
