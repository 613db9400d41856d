"""Several trace files as one source, in order of time; one file goes straight, without a copy.

Every file is looked into once for its first time, closed, and opened again when the merge gets
there: a year of hourly files needs one lane at a time. Files are merged by the head of each (see
kernels.tracefile.merge), so one that is out of order within stays so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from appliance.capture.octet_stream import STANDARD_INPUT
from appliance.capture.ring import SNAP_MAX, FrameRing
from appliance.capture.source import CaptureError
from appliance.capture.trace import TraceSettings, TraceSource
from kernels.columns import Frames, allocate
from kernels.tracefile import NO_LIMIT, Lanes, Pause, merge

LANE_OCTETS = 2 * SNAP_MAX  # any frame and its header, and room to read ahead
LANE_ROWS = 1024


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that was looked into and whose time has not come."""

    first_ns: int
    index: int
    path: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One part of the lanes, as the source that fills it sees it."""

    octets: np.ndarray
    frames: Frames
    first_row: int


def open_traces(paths: Sequence[str], settings: TraceSettings | None = None) -> "Traces":
    """One source over `paths`, "-" being standard input; CaptureError names the one not right."""
    if paths.count(STANDARD_INPUT) > 1:
        raise CaptureError("standard input: named more than once")
    if len(paths) == 1:
        return TraceSource(paths[0], settings)
    return MergedSource(paths, settings)


class MergedSource:
    """A FrameSource over two files and more; `source` is the index in `paths`."""

    def __init__(self, paths: Sequence[str], settings: TraceSettings | None = None) -> None:
        """Look into every file; raises CaptureError for the first that is missing or no capture."""
        self._settings = settings or TraceSettings()
        count = min(len(paths), self._settings.files_open_max)
        self._lanes = Lanes(
            np.zeros(count * LANE_OCTETS, np.uint8),
            allocate(Frames, count * LANE_ROWS),
            np.zeros(count, np.int64),
            np.zeros(count, np.int64),
        )
        self._parts = [self._part(lane) for lane in range(count)]
        self._open: dict[int, TraceSource] = {}  # by lane
        self._waiting: list[Waiting] = []  # the next one last
        self._broken: CaptureError | None = None
        self._counters: dict[str, int] = {}  # of the files that are done
        self._read_octets = 0  # likewise
        self.size: int | None = 0
        self.names: tuple[str, ...] = ()
        self.warnings: tuple[str, ...] = ()
        try:
            for index, path in enumerate(paths):
                self._look_into(index, path)
        except CaptureError:
            self.close()
            raise
        self._waiting.sort(key=lambda file: (file.first_ns, file.index), reverse=True)

    @property
    def ended(self) -> bool:
        """Whether every frame of every file was taken."""
        return not self._open and not self._waiting

    @property
    def position(self) -> int:
        """Octets read so far, of all files."""
        return self._read_octets + sum(source.position for source in self._open.values())

    def counters(self) -> dict[str, int]:
        """The sums of what TraceSource counts."""
        total = dict(self._counters)
        for source in self._open.values():
            add(total, source.counters())
        return total

    def close(self) -> None:
        """Give all files back."""
        for source in self._open.values():
            source.close()
        self._open.clear()
        self._waiting.clear()

    def fill(self, ring: FrameRing) -> int:
        """Frames into `ring`, earliest first; 0 when a pipe has none now, or at the end.

        Raises CaptureError, once the frames before it are delivered.
        """
        if self._broken:
            raise self._broken
        row = at = 0
        try:
            while self._ready():
                limit_ns = self._waiting[-1].first_ns if self._waiting else NO_LIMIT
                done = merge(self._lanes, limit_ns, ring.arena, ring.frames, row, at)
                row, at = int(done.row), int(done.at)
                if done.pause == Pause.FULL:
                    break
                if done.pause == Pause.LIMIT and self._waiting:
                    self._activate(self._waiting.pop())
        except CaptureError as error:
            self._broken = error
            self.close()
            if row == 0:
                raise
        return row

    def _part(self, lane: int) -> Lane:
        octets = self._lanes.octets[lane * LANE_OCTETS : (lane + 1) * LANE_OCTETS]
        rows = slice(lane * LANE_ROWS, (lane + 1) * LANE_ROWS)
        frames = Frames(*(column[rows] for column in self._lanes.frames))
        return Lane(octets, frames, lane * LANE_ROWS)

    def _look_into(self, index: int, path: str) -> None:
        """Learn a file's first time; a pipe cannot be opened twice and is taken up at once."""
        source = TraceSource(path, self._settings, index)
        self.names += source.names
        if source.size is None:
            self.size = None
            self._take_up(source)
            return
        if self.size is not None:
            self.size += source.size
        part = self._parts[self._free_lane(path)]
        rows = source.fill_into(part.octets, part.frames)
        if rows > 0:
            self._waiting.append(Waiting(int(part.frames.ts_ns[0]), index, path))
        else:
            self._settle(source)
        source.close()

    def _activate(self, file: Waiting) -> None:
        self._take_up(TraceSource(file.path, self._settings, file.index))

    def _take_up(self, source: TraceSource) -> None:
        lane = self._free_lane(source.names[0])
        self._open[lane] = source
        self._lanes.head[lane] = self._lanes.end[lane] = 0

    def _free_lane(self, name: str) -> int:
        for lane in range(len(self._parts)):
            if lane not in self._open:
                return lane
        most = self._settings.files_open_max
        raise CaptureError(f"{name}: overlaps {most} other files in time; see files_open_max")

    def _ready(self) -> bool:
        """Fill the lanes that are empty; whether all that are open have a head, or none is left."""
        for lane, source in list(self._open.items()):
            if self._lanes.head[lane] < self._lanes.end[lane]:
                continue
            part = self._parts[lane]
            rows = source.fill_into(part.octets, part.frames)
            self._lanes.head[lane] = part.first_row
            self._lanes.end[lane] = part.first_row + rows
            if rows == 0:
                if not source.ended:
                    return False
                self._settle(source)
                source.close()
                del self._open[lane]
        return not self.ended

    def _settle(self, source: TraceSource) -> None:
        """Keep what a file that is done leaves behind."""
        add(self._counters, source.counters())
        self._read_octets += source.position
        self.warnings += source.warnings


def add(total: dict[str, int], more: dict[str, int]) -> None:
    """Add `more` to `total`, key by key."""
    for key, count in more.items():
        total[key] = total.get(key, 0) + count


Traces = TraceSource | MergedSource
