"""One foreign sender asks about many subscribers in a short time: a list is being worked off.

Categories 1 to 3 and SMS alike, by volume: distinct IMSIs, or MSISDNs where there is no IMSI, per
calling global title in a sliding window. Deliberately silent on senders without a title, on titles
in our own ranges, on how often one subscriber is asked about, and on harvests spread thinly over
many titles.
"""

import math
from typing import Any, ClassVar

import numpy as np

from appliance.alerts.alert import Severity
from appliance.catalogue.operations import Operation
from appliance.detectors.detector import SPEAKING, DetectorSettings, Finding, Surroundings
from appliance.detectors.sender import spelt_sender
from appliance.network.digits import text_of
from appliance.network.prefixes import tries_of
from appliance.settings import Digits, Field
from kernels.columns import ABSENT, NO_DIGITS, Frames, Signals
from kernels.judge.foreign import Asked, Chosen, choose
from kernels.judge.origin import Origin
from kernels.rate import distinct, window
from kernels.rate.crossing import Crossing, Events, Limits, cross

SECOND_NS = 1_000_000_000
OPERATIONS_MAX = 62  # bits of a positive int64
ASKING = [
    "sendRoutingInfoForSM",
    "sendRoutingInfo",
    "sendRoutingInfoForGprs",
    "sendRoutingInfoForLCS",
    "provideSubscriberInfo",
    "provideSubscriberLocation",
    "provideRoamingNumber",
    "anyTimeInterrogation",
    "sendIMSI",
    "sendAuthenticationInfo",
    "sendParameters",
]


class SubscriberHarvestSettings(DetectorSettings):
    """Distinct subscribers that one foreign global title asks about."""

    window_s: int = Field(default=300, ge=16, le=86_400)
    """Seconds looked back over, in 16 steps."""

    threshold: int = Field(default=50, ge=2, le=1_000_000)
    """Distinct subscribers in the window that make a finding; each doubling makes another. Message
    aggregators and large roaming partners ask about many as their business: raise it above the
    busiest of them, or list them under exceptions.
    """

    clear_ratio: float = Field(default=0.5, ge=0.0, le=1.0)
    """A sender is armed again when its count falls below this share of the threshold."""

    operations: list[str] = Field(default=ASKING, min_length=1, max_length=OPERATIONS_MAX)
    """Operations that count as asking, by their 3GPP name: those whose answer gives away location,
    identity, routing or authentication."""

    exceptions: list[Digits] = Field(default=[], max_length=4096)
    """First digits of global titles that may ask about many: own aggregators, lookup services."""

    sources_max: int = Field(default=16_384, ge=64, le=1_048_576)
    """Senders counted at once, rounded up to a power of two; 320 octets each. Beyond it the one
    with the smallest count is forgotten.
    """

    pairs_max: int = Field(default=131_072, ge=1024, le=67_108_864)
    """Pairs of sender and subscriber remembered at once, rounded up to a power of two; 32 octets
    each. Beyond it counts come out too small, never too large.
    """


class SubscriberHarvest:
    """A finding when a sender's count reaches the threshold, and at each doubling."""

    name: ClassVar[str] = "subscriber-harvest"
    sid: ClassVar[int] = 100_002
    rev: ClassVar[int] = 1
    kind: ClassVar[str] = "harvest"
    category: ClassVar[str] = "CatSMS"
    severity: ClassVar[Severity] = Severity.MEDIUM
    technique: ClassVar[tuple[str, ...]] = ("MOT1589", "MOT5019")
    settings_type: ClassVar[type[DetectorSettings]] = SubscriberHarvestSettings

    def __init__(self, settings: SubscriberHarvestSettings, around: Surroundings) -> None:
        """Raises ValueError when an operation is not in the catalogue."""
        self.settings = settings
        self._around = around
        for name in settings.operations:
            if name not in around.operations.names:
                raise ValueError(f"operations: {name}: no MAP operation of that name")
        self._table = around.operations.table(self._number)
        home, exceptions = around.home, dict.fromkeys(settings.exceptions, 0)
        tries = tries_of([{**home.gts, **exceptions}, home.imsis])
        self._trie = tries.words
        self._bucket_ns = settings.window_s * SECOND_NS // window.BUCKETS
        origins = 1 << Origin.FOREIGN | 1 << Origin.UNREADABLE
        self._asked = Asked(tries.roots[0], tries.roots[1], origins)
        self._limits = Limits(
            settings.threshold, math.ceil(settings.clear_ratio * settings.threshold)
        )
        self._state, self._shape = distinct.allocate(
            settings.sources_max, settings.pairs_max, *around.hash_key
        )
        self._found = 0

    def _number(self, row: Operation) -> int:
        names = self.settings.operations
        return names.index(row.name) if row.name in names else ABSENT

    @property
    def silent_because(self) -> str | None:
        """Nothing is foreign when nothing is home."""
        return self._around.home.unknown_because

    def observe(self, octets: Any, frames: Frames, signals: Signals, rows: int) -> list[Finding]:
        """A kernel pass over all rows, one over those that ask; one Python object per crossing."""
        del octets, frames
        if self.settings.mode == "off" or self.silent_because:
            return []
        asking, events = self._events(signals, rows)
        crossings = np.empty((len(Crossing), len(asking)), np.int64)
        count = cross(events, self._state, self._shape, self._limits, crossings)
        self._found += count
        if self.settings.mode not in SPEAKING:
            return []
        return [
            self._finding(signals, int(asking[event]), total, level, marks)
            for event, total, level, marks in crossings[:, :count].T.tolist()
        ]

    def _events(self, signals: Signals, rows: int) -> tuple[np.ndarray, Events]:
        """The rows that ask about somebody, and what of them is counted."""
        chosen = np.empty((len(Chosen), rows), np.int64)
        count = choose(signals, rows, self._table, self._trie, self._asked, chosen)
        asking, kinds = chosen[Chosen.ROW, :count], chosen[Chosen.VALUE, :count]
        imsi, msisdn = signals.imsi[asking], signals.msisdn[asking]
        targets = np.where(imsi == NO_DIGITS, msisdn, imsi)
        known = targets != NO_DIGITS
        asking = asking[known]
        buckets = signals.ts_ns[asking] // self._bucket_ns
        return asking, Events(signals.cgpa_gt[asking], targets[known], buckets, kinds[known])

    def _finding(self, signals: Signals, row: int, total: int, level: int, marks: int) -> Finding:
        names = self.settings.operations
        times = total / self.settings.threshold
        return Finding(
            row=row,
            ts_ns=int(signals.ts_ns[row]),
            key=(text_of(signals.cgpa_gt[row]), level),
            score=1.0 - 0.5 / times,
            terms={
                "distinct": total,
                "window_s": self.settings.window_s,
                "threshold": self.settings.threshold,
                "operations": [name for bit, name in enumerate(names) if marks >> bit & 1],
            },
            severity=Severity.HIGH if level > self.settings.threshold else None,
        )

    def explain(self, finding: Finding, row: dict[str, Any]) -> str:
        """How many, from where, with what, and what to do."""
        terms = finding.terms
        sender = spelt_sender(row, self._around.countries)
        operations = ", ".join(terms["operations"])
        return (
            f"{sender[0].upper()}{sender[1:]} asked about {terms['distinct']} different "
            f"subscribers in {terms['window_s']} seconds (by {operations}; the threshold is "
            f"{terms['threshold']}). Ask the partner or block the range; list a known aggregator "
            f"under detectors.{self.name.replace('-', '_')}.exceptions."
        )

    def counters(self) -> dict[str, int]:
        """Findings, fills of the two tables, and what their bounds cost."""
        words = {count.name.lower(): int(self._state[count]) for count in distinct.Count}
        words["sources_capacity"] = self._shape.sources.mask + 1
        words["pairs_capacity"] = self._shape.pairs.mask + 1
        return {
            "findings": self._found,
            "silent": int(self.silent_because is not None),
            **words,
        }
