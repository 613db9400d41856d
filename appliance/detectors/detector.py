"""What every detector is: it observes the signals of a batch, returns findings, explains them.

A detector never sees a sink, a clock or the configuration. Time is the signal's own `ts_ns`, so
that a replay and a live run say the same, and findings do not depend on how signals fall into
batches.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Literal, NamedTuple, Protocol

from appliance.alerts.alert import Severity
from appliance.catalogue.operations import Operations
from appliance.network.country import Countries
from appliance.network.home import Home
from appliance.settings import Settings
from kernels.columns import Frames, Signals

Mode = Literal["off", "learn", "test", "active"]
SPEAKING = frozenset({"test", "active"})
NO_TERMS: Mapping[str, Any] = MappingProxyType({})


class DetectorSettings(Settings):
    """What all detectors can be told."""

    mode: Mode = "active"
    """off: does not look; learn: looks and counts, says nothing; test: its alerts are marked as
    tests; active: alerts.
    """


class Surroundings(NamedTuple):
    """What detectors know of the world around a signal."""

    home: Home
    countries: Countries
    operations: Operations
    hash_key: tuple[
        int, int
    ]  # the install secret for tables that strangers' keys go into, 2 x 64 bits


class Finding(NamedTuple):
    """A row and a score, and what is needed to say it in a sentence."""

    row: int  # in the Signals of this batch
    ts_ns: int
    key: tuple[Any, ...]  # what cooldown is tracked by, without the detector's name
    score: float
    terms: Mapping[str, Any] = NO_TERMS
    severity: Severity | None = None  # None: the detector's own


class Detector(Protocol):
    """One detector; `appliance.detectors.catalogue` lists them all."""

    name: ClassVar[str]  # kebab-case, stable: operators filter by it
    sid: ClassVar[int]
    rev: ClassVar[int]  # goes up when the same traffic may give other findings
    kind: ClassVar[str]  # the alert's class
    category: ClassVar[str]  # of the GSMA's public names: Cat0, Cat1, Cat2, Cat3, CatSMS
    severity: ClassVar[Severity]
    technique: ClassVar[tuple[str, ...]]  # MoTIF (GSMA FS.57)
    settings_type: ClassVar[type[DetectorSettings]]

    def __init__(self, settings: Any, around: Surroundings) -> None:
        """`settings` are of `settings_type`; ValueError "key: value: reason" when one cannot be."""

    @property
    def settings(self) -> DetectorSettings:
        """What it was told."""

    @property
    def silent_because(self) -> str | None:
        """Why it can find nothing at all, in one line for the operator; None when it can."""

    def observe(self, octets: Any, frames: Frames, signals: Signals, rows: int) -> list[Finding]:
        """Findings among the first `rows` signals, in row order."""

    def explain(self, finding: Finding, row: dict[str, Any]) -> str:
        """One sentence to act on; `row` is the signal as JSON names it, pseudonymised."""

    def counters(self) -> dict[str, int]:
        """Named counts and fills."""
