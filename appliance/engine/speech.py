"""From a finding to an Alert: the row's names, pseudonyms for subscribers, the source's country.

Attribution is what the routing says, never an actor. An alert's id is a keyed hash of what it is
about, so that replaying a trace gives the same ids and nobody outside can guess one. Answers are
not matched to requests yet, so no alert claims an outcome.
"""

import hmac
from collections.abc import Sequence

from appliance.alerts.alert import Alert, Source, Target
from appliance.alerts.gate import Passed
from appliance.alerts.pseudonym import Pseudonymiser, derive
from appliance.detectors.detector import Detector, Finding
from appliance.network.country import Countries
from appliance.network.home import Home
from appliance.signal_json import describe
from appliance.signal_names import Row
from appliance.signal_privacy import pseudonymised
from kernels.columns import Batch, Signals

ID_DIGITS = 16  # 64 bits


class Speech:
    """Builds alerts; holds what every alert needs to know of the world."""

    def __init__(
        self,
        secret: bytes,
        pseudonymiser: Pseudonymiser,
        home: Home,
        countries: Countries,
        sources: Sequence[str],
    ) -> None:
        """`sources` are the names of the files or interfaces, as frames number them."""
        self._id_key = derive(secret, "alert id")
        self._pseudonymiser = pseudonymiser
        self._home = home
        self._countries = countries
        self._sources = sources

    def alert(self, detector: Detector, finding: Finding, passed: Passed, batch: Batch) -> Alert:
        """The alert of one finding that the gate let pass."""
        row = self._row(batch, finding.row)
        return Alert(
            id=self._id(detector, finding),
            sid=detector.sid,
            rev=detector.rev,
            detector=detector.name,
            kind=detector.kind,
            category=detector.category,
            severity=finding.severity or detector.severity,
            mode=detector.settings.mode,
            first_ts=passed.first_ts,
            last_ts=passed.last_ts,
            count=passed.count,
            suppressed=passed.suppressed,
            source=Source(gt=row.get("cgpa_gt"), country=row.get("source_country")),
            target=self._target(batch.signals, finding.row, row),
            operation=row.get("op_name"),
            outcome=None,
            score=finding.score,
            terms=dict(finding.terms),
            technique=detector.technique,
            evidence=self._evidence(batch, finding.row),
            message=detector.explain(finding, row),
        )

    def _row(self, batch: Batch, index: int) -> Row:
        """The signal's names, subscribers as pseudonyms, and the country its source routes to."""
        row = describe(batch, index)
        row = pseudonymised(row, self._pseudonymiser)
        signals = batch.signals
        plan = int(signals.cgpa_plan[index])
        country = self._countries.country_of(int(signals.cgpa_gt[index]), plan)
        if country is not None:
            row["source_country"] = country.code
        return row

    def _target(self, signals: Signals, index: int, row: Row) -> Target:
        """Whom the message was about, and whether it is one of ours."""
        if "imsi" in row:
            is_home = self._home.is_home_imsi(int(signals.imsi[index]))
            return Target(row["imsi"], "home" if is_home else "foreign")
        if "msisdn" in row:
            is_home = self._home.is_home_msisdn(int(signals.msisdn[index]))
            return Target(row["msisdn"], "home" if is_home else "foreign")
        return Target()

    def _id(self, detector: Detector, finding: Finding) -> str:
        """The same for the same finding of the same installation, wherever the frame came from."""
        about = repr((detector.name, finding.key, finding.ts_ns)).encode()
        return hmac.digest(self._id_key, about, "sha256").hex()[:ID_DIGITS]

    def _evidence(self, batch: Batch, index: int) -> str:
        """Where the frame is to be found: source and number."""
        frame = int(batch.signals.frame[index])
        name = self._sources[int(batch.frames.source[frame])]
        return f"{name}#{int(batch.frames.number[frame])}"
