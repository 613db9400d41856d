"""All interfaces of one probe as one source: polled together, each filled from in turn.

The interface that goes first changes from fill to fill, so that a busy one cannot starve the
others. Rows of one fill stand in the order of their time stamps, because requests and answers often
come on two taps; across fills they may lie apart by as much as the capture's timeout.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from appliance.capture.live import LiveSource
from appliance.capture.polled import PolledSource
from appliance.capture.retry import RetryingSource
from appliance.capture.ring import FrameRing
from appliance.capture.settings import CaptureSettings
from kernels.columns import Frames

FILLED = ("at", "end", "wire_size", "ts_ns", "link", "source", "number")  # what capture writes


class SeveralSources(PolledSource):
    """Sources of one name each; the `source` column is their index here."""

    def __init__(self, sources: Sequence[PolledSource]) -> None:
        """Own `sources`, which must have been opened with their index in this sequence."""
        self._sources = tuple(sources)
        self.names = tuple(name for source in sources for name in source.names)
        self.timeout_ms = min(source.timeout_ms for source in sources)
        self.linger_s = min(source.linger_s for source in sources)
        self._first = 0

    def take(self, ring: FrameRing, row: int, at: int) -> tuple[int, int]:
        """As PolledSource says."""
        begin, givers = row, 0
        for turn in range(len(self._sources)):
            source = self._sources[(self._first + turn) % len(self._sources)]
            before = row
            row, at = source.take(ring, row, at)
            givers += row > before
        self._first = (self._first + 1) % len(self._sources)
        if givers > 1:
            _order(ring.frames, begin, row)
        return row, at

    def descriptors(self) -> list[int]:
        """Those of all."""
        return [descriptor for source in self._sources for descriptor in source.descriptors()]

    def counters(self) -> dict[str, int]:
        """The sums over all interfaces."""
        total: Counter[str] = Counter()
        for counts in self.by_name().values():
            total.update(counts)
        return dict(total)

    def by_name(self) -> dict[str, dict[str, int]]:
        """The counters of each interface."""
        return {source.names[0]: source.counters() for source in self._sources}

    def close(self) -> None:
        """Close all."""
        for source in self._sources:
            source.close()


def _order(frames: Frames, begin: int, end: int) -> None:
    """Put rows `begin` to `end` in order of time; equal ones keep theirs."""
    order = begin + np.argsort(frames.ts_ns[begin:end], kind="stable")
    for name in FILLED:
        column = getattr(frames, name)
        column[begin:end] = column[order]


def open_interfaces(settings: CaptureSettings, report: Callable[[str], None]) -> SeveralSources:
    """Every interface of the settings, each coming back by itself after a failure.

    Raises CaptureError when one cannot be opened now; `report` gets one line for each later change.
    """
    sources: list[PolledSource] = []
    try:
        for index, name in enumerate(settings.interfaces):
            sources.append(_open(name, index, settings, report))
    except BaseException:
        for source in sources:
            source.close()
        raise
    return SeveralSources(sources)


def _open(
    name: str, index: int, settings: CaptureSettings, report: Callable[[str], None]
) -> RetryingSource:
    """One interface with its own retries."""

    def reopen(earlier: int) -> PolledSource:
        return LiveSource(name, settings, index, earlier)

    return RetryingSource(reopen, settings.retry_s_max, report)
