"""Alerts on the terminal: a sink of one line each."""

from collections.abc import Callable

from appliance.alerts.alert import Alert
from appliance.alerts.spelling import seconds
from appliance.cli.ending import said, silence_output


class SpokenSink:
    """Says each alert as it comes; what cannot be said, since nobody reads any more, is lost."""

    name = "terminal"

    def __init__(self, say: Callable[[str], None]) -> None:
        """`say` takes a line."""
        self._say = say
        self._taken = self._lost = 0
        self._closed = False
        self._trouble: list[str] = []

    def write(self, alert: Alert) -> None:
        """Time, severity, detector, and the sentence."""
        self._taken += 1
        if self._closed:
            self._lost += 1
            return
        held = f" (+{alert.suppressed} like it)" if alert.suppressed else ""
        try:
            self._say(
                f"{seconds(alert.last_ts)} {alert.severity.name.lower():6} {alert.detector}:"
                f" {alert.message}{held} [{alert.evidence}]"
            )
        except OSError as error:
            self._give_up(error)

    def flush(self, timeout_s: float) -> int:  # noqa: ARG002 - the protocol's; nothing waits here
        """Nothing waits."""
        return 0

    def status(self) -> list[str]:
        """Why nothing more is said, once; a reader that has gone is no trouble."""
        told, self._trouble = self._trouble, []
        return told

    def counters(self) -> dict[str, int]:
        """Sums: taken = delivered + lost."""
        return {
            "taken": self._taken,
            "delivered": self._taken - self._lost,
            "waiting": 0,
            "lost": self._lost,
            "errors": int(self._closed),
        }

    def close(self) -> None:
        """Nothing to give back."""

    def _give_up(self, error: OSError) -> None:
        self._closed = True
        self._lost += 1
        silence_output()
        if not isinstance(error, BrokenPipeError):
            self._trouble.append(said(error))
