"""Alerts in a bounded list, for tests and for whoever embeds the engine."""

from typing import ClassVar

from appliance.alerts.alert import Alert
from appliance.settings import Field, Settings


class MemorySettings(Settings):
    """How many alerts are kept."""

    alerts_max: int = Field(default=65_536, ge=1, le=16_777_216)
    """Alerts kept; beyond it the newest is lost and counted."""


class MemorySink:
    """Keeps alerts in `alerts`, in order."""

    kind: ClassVar[str] = "memory"

    def __init__(self, settings: MemorySettings) -> None:
        """Begin empty."""
        self.name = "memory"
        self.alerts: list[Alert] = []
        self._alerts_max = settings.alerts_max
        self._lost = 0

    def write(self, alert: Alert) -> None:
        """Keep the alert, if there is room."""
        if len(self.alerts) < self._alerts_max:
            self.alerts.append(alert)
        else:
            self._lost += 1

    def flush(self, timeout_s: float) -> int:  # noqa: ARG002 - the protocol's; nothing ever waits here
        """Nothing waits."""
        return 0

    def status(self) -> list[str]:
        """Nothing goes wrong."""
        return []

    def counters(self) -> dict[str, int]:
        """Sums: taken = delivered + lost."""
        kept = len(self.alerts)
        return {
            "taken": kept + self._lost,
            "delivered": kept,
            "waiting": 0,
            "lost": self._lost,
            "errors": 0,
        }

    def close(self) -> None:
        """The alerts stay readable."""
