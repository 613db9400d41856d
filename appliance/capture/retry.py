"""A live source that comes back: closed when it fails, opened again with growing pauses.

Each change of state is reported once, in one line. Counts go on across reopenings, and so do frame
numbers. The first opening is not retried: a wrong name or a missing right is the operator's to
mend.
"""

import time
from collections import Counter
from collections.abc import Callable

from appliance.capture.polled import PolledSource
from appliance.capture.ring import FrameRing
from appliance.capture.source import CaptureError

FIRST_PAUSE_S = 1.0


class RetryingSource(PolledSource):
    """One source, or for a while none."""

    def __init__(
        self,
        reopen: Callable[[int], PolledSource],
        retry_s_max: float,
        report: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open at once, or raise CaptureError.

        `reopen` is given the frames taken so far; `report` gets one line at each change of state;
        `retry_s_max` is the longest pause between two attempts.
        """
        self._reopen = reopen
        self._retry_s_max = retry_s_max
        self._report = report
        self._clock = clock
        self._source: PolledSource | None = reopen(0)
        self.names = self._source.names
        self.timeout_ms = self._source.timeout_ms
        self.linger_s = self._source.linger_s
        self._past: Counter[str] = Counter(failures=0, **dict.fromkeys(self._source.counters(), 0))
        self._pause_s = FIRST_PAUSE_S
        self._opened_at = self._failed_at = self._try_at = clock()
        self._said = ""

    def take(self, ring: FrameRing, row: int, at: int) -> tuple[int, int]:
        """As PolledSource says; nothing while the source is away."""
        if self._source is None:
            self._source = self._attempt()
        if self._source is None:
            return row, at
        try:
            return self._source.take(ring, row, at)
        except CaptureError as fault:
            self._lose(self._source, str(fault))
            return row, at

    def descriptors(self) -> list[int]:
        """Those of the source; none while it is away."""
        return [] if self._source is None else self._source.descriptors()

    def counters(self) -> dict[str, int]:
        """The source's, summed over reopenings; `failures` is how often it was lost."""
        total = Counter(self._past)
        total.update(self._source.counters() if self._source is not None else {})
        return dict(total)

    def close(self) -> None:
        """Close for good; the counters stay readable."""
        if self._source is not None:
            self._retire(self._source)
        self._try_at = float("inf")

    def _lose(self, source: PolledSource, why: str) -> None:
        """Close a failed source and plan the next attempt."""
        now = self._clock()
        if now - self._opened_at > self._retry_s_max:
            self._pause_s = FIRST_PAUSE_S  # it held long enough for this to be a new failure
        self._retire(source)
        self._past["failures"] += 1
        self._failed_at = now
        self._plan(why, now)

    def _retire(self, source: PolledSource) -> None:
        """Close, keeping the counts."""
        source.close()
        self._past.update(source.counters())
        self._source = None

    def _attempt(self) -> PolledSource | None:
        """Open again if it is time to."""
        now = self._clock()
        if now < self._try_at:
            return None
        try:
            source = self._reopen(self._past["taken"])
        except CaptureError as fault:
            self._plan(str(fault), now)
            return None
        self._opened_at = now
        self._said = ""
        self._report(
            f"interface {self.names[0]}: capturing again after {now - self._failed_at:.1f} s"
        )
        return source

    def _plan(self, why: str, now: float) -> None:
        """Set the next attempt, and say why once."""
        self._try_at = now + self._pause_s
        self._pause_s = min(2 * self._pause_s, self._retry_s_max)
        if why != self._said:
            self._said = why
            self._report(f"{why}; trying again until it is back")
