"""What a person reads: one frozen Alert, spelt by each sink in its own way.

Nothing here is in clear that Settings did not allow: by the time an Alert exists, subscriber
identities are pseudonyms.
"""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Severity(IntEnum):
    """1 is the worst, as in Suricata's EVE; syslog severities are mapped from it."""

    HIGH = 1
    MEDIUM = 2
    LOW = 3
    INFORMATION = 4


@dataclass(frozen=True, slots=True)
class Source:
    """Where the message came from, as routing evidence says; never an actor."""

    gt: str | None = None
    host: str | None = None
    operator: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Whom it was about."""

    pseudonym: str | None = None
    role: str | None = None  # home, roamer, unknown


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert, with the field names of the design's section 7."""

    id: str
    sid: int
    rev: int
    detector: str
    kind: str  # written as "class"
    category: str
    severity: Severity
    mode: str
    first_ts: int  # ns
    last_ts: int  # ns
    count: int
    suppressed: int
    source: Source
    target: Target
    operation: str | None
    outcome: str | None
    score: float
    terms: dict[str, Any]
    technique: tuple[str, ...]
    evidence: str | None
    message: str
    extra: dict[str, Any] = field(default_factory=dict)
