"""What every detector is: it observes the signals of a batch and returns findings.

A detector never sees a sink, a clock or the configuration. Time is the signal's own `ts_ns`, so
that a replay and a live run say the same.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol

from kernels.columns import Frames, Signals

Mode = Literal["off", "learn", "test", "active"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A row and a score, and what is needed to say it in a sentence."""

    row: int  # in the Signals of this batch
    ts_ns: int
    key: tuple[Any, ...]  # what cooldown is tracked by, without the detector's name
    score: float
    terms: dict[str, Any] = field(default_factory=dict)


class Detector(Protocol):
    """One detector; `appliance.detectors.catalogue` lists them all."""

    name: ClassVar[str]
    sid: ClassVar[int]

    def observe(self, octets: Any, frames: Frames, signals: Signals, rows: int) -> list[Finding]:
        """Findings among the first `rows` signals, in row order."""
