"""A foreign network sends an operation that never has business between networks.

Category 1: operations that 3GPP defines inside one network only, such as anyTimeInterrogation or
sendIMSI, told by application context, version and code. Deliberately silent on senders whose title
is ours, even if borrowed; on answers; on codes whose contexts disagree when the context is not
known; and on everything while no home prefix is configured.
"""

from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from appliance.alerts.alert import Severity
from appliance.catalogue.operations import Operation
from appliance.detectors.detector import SPEAKING, DetectorSettings, Finding, Surroundings
from appliance.detectors.sender import spelt_sender
from appliance.network.digits import text_of
from appliance.settings import Field
from kernels.columns import ABSENT, Frames, Signals
from kernels.judge.foreign import Asked, Chosen, choose
from kernels.judge.origin import Origin

RISK_HIGH = 4  # base risk of the catalogue, 0 to 5
RISK_MEDIUM = 3
TERMS_MAX = 1024  # spelt terms kept; a stranger chooses contexts and versions


class InterconnectCategory1Settings(DetectorSettings):
    """Operations that must not arrive from another network at all."""

    judge_unreadable_source: bool = True
    """Whether a sender counts as foreign when it has no calling global title, or one that names no
    country. Set it to false where the tap sees messages inside the network that are routed by point
    code.
    """

    allowed_operations: list[str] = Field(default=[], max_length=128)
    """Operations, by their 3GPP name, that partners may send here all the same."""


class InterconnectCategory1:
    """One finding per invoke; the gate keeps the same sender and operation from repeating."""

    name: ClassVar[str] = "interconnect-category1"
    sid: ClassVar[int] = 100_001
    rev: ClassVar[int] = 1
    kind: ClassVar[str] = "forbidden-operation"
    category: ClassVar[str] = "Cat1"
    severity: ClassVar[Severity] = Severity.HIGH
    technique: ClassVar[tuple[str, ...]] = ("MOT3002", "MOT3003")
    settings_type: ClassVar[type[DetectorSettings]] = InterconnectCategory1Settings

    def __init__(self, settings: InterconnectCategory1Settings, around: Surroundings) -> None:
        """Raises ValueError when an allowed operation is not in the catalogue."""
        self.settings = settings
        self._around = around
        self._allowed = frozenset(settings.allowed_operations)
        for name in sorted(self._allowed - around.operations.names):
            raise ValueError(f"allowed_operations: {name}: no MAP operation of that name")
        rows = around.operations.rows
        self._places = {id(row): place for place, row in enumerate(rows)}
        self._table = around.operations.table(self._place)
        home = around.home
        origins = 1 << Origin.FOREIGN
        if settings.judge_unreadable_source:
            origins |= 1 << Origin.UNREADABLE | 1 << Origin.UNTITLED
        self._asked = Asked(home.gt_root, home.imsi_root, origins)
        self._found = 0
        self._terms = lru_cache(TERMS_MAX)(self._spell_terms)

    def _place(self, row: Operation) -> int:
        wanted = row.category == "1" and row.name not in self._allowed
        return self._places[id(row)] if wanted else ABSENT

    @property
    def silent_because(self) -> str | None:
        """Nothing is foreign when nothing is home."""
        return self._around.home.unknown_because

    def observe(self, octets: Any, frames: Frames, signals: Signals, rows: int) -> list[Finding]:
        """One kernel pass; one Python object per forbidden invoke."""
        del octets, frames
        if self.settings.mode == "off" or self.silent_because:
            return []
        chosen = np.empty((len(Chosen), rows), np.int64)
        trie = self._around.home.words
        count = choose(signals, rows, self._table, trie, self._asked, chosen)
        self._found += count
        if self.settings.mode not in SPEAKING:
            return []
        return self._findings(signals, *chosen[:, :count])

    def _findings(
        self, signals: Signals, rows: np.ndarray, places: np.ndarray, origins: np.ndarray
    ) -> list[Finding]:
        """One finding per row. Whole columns at a time: a flood of these must not slow capture."""
        columns = (signals.ts_ns, signals.cgpa_gt, signals.ac, signals.ac_version)
        picked = (column[rows].tolist() for column in columns)
        found = []
        for row, place, origin, ts_ns, gt, ac, version in zip(
            rows.tolist(), places.tolist(), origins.tolist(), *picked, strict=True
        ):
            operation = self._around.operations.rows[place]
            found.append(
                Finding(
                    row=row,
                    ts_ns=ts_ns,
                    key=(text_of(gt) or "", operation.op),
                    score=operation.risk / 5,
                    terms=self._terms(place, origin, ac, version),
                    severity=_severity(operation.risk),
                )
            )
        return found

    def _spell_terms(self, place: int, origin: int, ac: int, version: int) -> dict[str, Any]:
        operation = self._around.operations.rows[place]
        terms: dict[str, Any] = {
            "risk": operation.risk,
            "direction": operation.direction,
            "provenance": list(operation.provenance),
            "source": Origin(origin).name.lower(),
            "context": self._standing(ac, version, operation.op),
        }
        if operation.leak:
            terms["leak"] = list(operation.leak)
        return terms

    def _standing(self, ac: int, version: int, op: int) -> str:
        operations = self._around.operations
        if ac == ABSENT:
            return "absent" if op in operations.mapv1 else "absent, though no version 1 operation"
        return "listed" if operations.is_listed(ac, version, op) else "not one of this operation's"

    def explain(self, finding: Finding, row: dict[str, Any]) -> str:
        """What was sent, from where, what it is after, and what to do."""
        name = row.get("op_name") or f"operation {finding.key[1]}"
        sender = spelt_sender(row, self._around.countries)
        subject = row.get("imsi") or row.get("msisdn")
        about = f" about {subject}" if subject else ""
        leak = ", ".join(finding.terms.get("leak", ())).replace("_", " ")
        after = f"; an answer gives away {leak}" if leak else ""
        return (
            f"{name}{about} came from {sender}, but belongs inside one network only{after}. "
            "Refuse it at the interconnect, or list the sender under network.home if it is ours."
        )

    def counters(self) -> dict[str, int]:
        """Findings so far, those of learn mode included."""
        return {"findings": self._found, "silent": int(self.silent_because is not None)}


def _severity(risk: int) -> Severity:
    if risk >= RISK_HIGH:
        return Severity.HIGH
    return Severity.MEDIUM if risk >= RISK_MEDIUM else Severity.LOW
