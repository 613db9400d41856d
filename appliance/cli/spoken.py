"""Alerts on the terminal: a sink of one line each."""

from collections.abc import Callable

from appliance.alerts.alert import Alert
from appliance.alerts.spelling import seconds


class SpokenSink:
    """Says each alert as it comes; delivery is at once or not at all."""

    name = "terminal"

    def __init__(self, say: Callable[[str], None]) -> None:
        """`say` takes a line."""
        self._say = say
        self._taken = 0

    def write(self, alert: Alert) -> None:
        """Time, severity, detector, and the sentence."""
        self._taken += 1
        held = f" (+{alert.suppressed} like it)" if alert.suppressed else ""
        self._say(
            f"{seconds(alert.last_ts)} {alert.severity.name.lower():6} {alert.detector}:"
            f" {alert.message}{held} [{alert.evidence}]"
        )

    def flush(self, timeout_s: float) -> int:  # noqa: ARG002 - the protocol's; nothing waits here
        """Nothing waits."""
        return 0

    def status(self) -> list[str]:
        """No trouble."""
        return []

    def counters(self) -> dict[str, int]:
        """All taken were delivered."""
        return {
            "taken": self._taken,
            "delivered": self._taken,
            "waiting": 0,
            "lost": 0,
            "errors": 0,
        }

    def close(self) -> None:
        """Nothing to give back."""
