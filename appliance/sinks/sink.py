"""The four verbs of a sink. A sink's errors are counted and reported, never raised into the engine."""

from typing import Protocol

from appliance.alerts.alert import Alert


class Sink(Protocol):
    """Where alerts go."""

    name: str

    def write(self, alert: Alert) -> None:
        """Take one alert; return at once, whatever the receiver does."""

    def flush(self, timeout_s: float) -> int:
        """Wait up to `timeout_s` for what was taken to be delivered; the number still waiting."""

    def counters(self) -> dict[str, int]:
        """Named counts: taken, delivered, waiting, lost, errors."""

    def close(self) -> None:
        """Stop; what was not delivered stays in the spool, where there is one."""
