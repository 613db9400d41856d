"""Keeps a detector from saying the same thing all day, and says how often it was held back.

Two limits in turn: a cooldown per (detector, key), then a cap per minute over all keys. Time is
the event's own `ts_ns`, so a replay and a live run pass the same alerts. Whatever is held back is
counted on its key and comes out with that key's next pass, or from `drain`. Severity plays no part
here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from appliance.settings import Field, Settings

SECOND_NS = 1_000_000_000
MINUTE_NS = 60 * SECOND_NS
EVICTION_LOOK = 16  # the oldest entries that an eviction chooses from
EVICTED = ("evicted",)  # the key under which `drain` tells what evictions took along


class GateSettings(Settings):
    """How talkative the appliance may be."""

    cooldown_s: int = Field(default=300, ge=0, le=7 * 86_400)
    """Seconds of event time in which a detector is silent about a key it spoke of; 0: none."""

    per_minute_max: int = Field(default=60, ge=1, le=1_000_000)
    """Alerts that may pass in one minute of event time, over all detectors and keys."""

    keys_max: int = Field(default=65_536, ge=1, le=16_777_216)
    """Keys remembered at once; beyond it an old one is forgotten, one with nothing to say first."""


@dataclass(frozen=True, slots=True)
class Passed:
    """What an alert says about the events since its key last passed: count = suppressed + 1."""

    suppressed: int
    first_ts: int  # ns
    last_ts: int  # ns
    count: int


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Events of one key that no alert has told of."""

    detector: str
    key: tuple[Any, ...]
    count: int
    first_ts: int  # ns
    last_ts: int  # ns


@dataclass(slots=True)
class _Entry:
    """One remembered key. `suppressed` events lie between `first_ts` and `last_ts`."""

    detector: str
    key: tuple[Any, ...]
    entered_ts: int  # when it last passed, or was first held back by the cap
    passed: bool
    suppressed: int = 0
    first_ts: int = 0
    last_ts: int = 0

    def hold(self, first_ts: int, last_ts: int, count: int = 1) -> None:
        """Count what is held back."""
        self.first_ts = min(self.first_ts, first_ts) if self.suppressed else first_ts
        self.last_ts = max(self.last_ts, last_ts) if self.suppressed else last_ts
        self.suppressed += count


class Gate:
    """Decides which findings become alerts."""

    def __init__(self, settings: GateSettings) -> None:
        """Start with nothing remembered."""
        self._settings = settings
        self._cooldown_ns = settings.cooldown_s * SECOND_NS
        # Text keys: the interpreter hashes text with a secret, tuples of numbers without one, and
        # global titles are chosen by whoever sends them. Kept in the order of `entered_ts`.
        self._table: dict[str, _Entry] = {}
        self._evicted: dict[str, _Entry] = {}  # one per detector
        self._minute = 0
        self._passed_in_minute = 0
        self._counts = dict.fromkeys(
            (
                "considered",
                "passed",
                "suppressed_cooldown",
                "suppressed_cap",
                "evicted_expired",
                "evicted_live",
            ),
            0,
        )

    def consider(self, detector: str, key: tuple[Any, ...], ts_ns: int) -> Passed | None:
        """What an alert about `key` may say now, or None when it is held back (and counted).

        `key` is hashable and always spelt with the same types.
        """
        self._counts["considered"] += 1
        name = f"{detector} {key!r}"
        entry = self._table.get(name)
        if entry is not None and entry.passed and self._cooling(entry, ts_ns):
            self._counts["suppressed_cooldown"] += 1
            entry.hold(ts_ns, ts_ns)
            return None
        if not self._room_in_minute(ts_ns):
            self._counts["suppressed_cap"] += 1
            if entry is None:
                entry = self._remember(name, _Entry(detector, key, ts_ns, passed=False))
            entry.hold(ts_ns, ts_ns)
            return None
        self._counts["passed"] += 1
        self._passed_in_minute += 1
        said = _said(entry, ts_ns)
        self._table.pop(name, None)
        self._remember(name, _Entry(detector, key, ts_ns, passed=True))
        return said

    def drain(self) -> list[Suppressed]:
        """What is still held back, and forget it; what evictions took stands under EVICTED."""
        left = [
            Suppressed(e.detector, e.key, e.suppressed, e.first_ts, e.last_ts)
            for e in self._entries()
            if e.suppressed
        ]
        for entry in self._table.values():
            entry.suppressed = 0
        self._evicted.clear()
        return left

    def counters(self) -> dict[str, int]:
        """Sums: considered = passed + suppressed_cooldown + suppressed_cap. `keys` is the fill."""
        return {**self._counts, "keys": len(self._table)}

    def _entries(self) -> Iterator[_Entry]:
        yield from self._table.values()
        yield from self._evicted.values()

    def _cooling(self, entry: _Entry, ts_ns: int) -> bool:
        # A clock that steps far back must not silence a key until it catches up.
        return abs(ts_ns - entry.entered_ts) < self._cooldown_ns

    def _room_in_minute(self, ts_ns: int) -> bool:
        minute = ts_ns // MINUTE_NS
        # The minute before is let in late: frames of two interfaces arrive a little out of order.
        if minute > self._minute or minute < self._minute - 1:
            self._minute, self._passed_in_minute = minute, 0
        return self._passed_in_minute < self._settings.per_minute_max

    def _remember(self, name: str, entry: _Entry) -> _Entry:
        if len(self._table) >= self._settings.keys_max:
            self._evict(entry.entered_ts)
        self._table[name] = entry
        return entry

    def _evict(self, ts_ns: int) -> None:
        """Forget one of the oldest: expired before live, silent before one that holds counts."""
        oldest = islice(self._table.items(), EVICTION_LOOK)
        name, entry = min(oldest, key=lambda i: (self._cooling(i[1], ts_ns), i[1].suppressed))
        del self._table[name]
        live = self._cooling(entry, ts_ns) or entry.suppressed > 0
        self._counts["evicted_live" if live else "evicted_expired"] += 1
        if entry.suppressed:
            blank = _Entry(entry.detector, EVICTED, entry.entered_ts, passed=False)
            tally = self._evicted.setdefault(entry.detector, blank)
            tally.hold(entry.first_ts, entry.last_ts, entry.suppressed)


def _said(entry: _Entry | None, ts_ns: int) -> Passed:
    if entry is None or not entry.suppressed:
        return Passed(0, ts_ns, ts_ns, 1)
    first_ts, last_ts = min(entry.first_ts, ts_ns), max(entry.last_ts, ts_ns)
    return Passed(entry.suppressed, first_ts, last_ts, entry.suppressed + 1)
