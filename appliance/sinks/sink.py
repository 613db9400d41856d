"""The four verbs of a sink. Its errors are counted and reported, never raised into the engine."""

from typing import Protocol

from appliance.alerts.alert import Alert


class Sink(Protocol):
    """Where alerts go."""

    name: str

    def write(self, alert: Alert) -> None:
        """Take one alert; return at once, whatever the receiver does."""

    def flush(self, timeout_s: float) -> int:
        """Wait up to `timeout_s` for what was taken to be delivered; the number still waiting."""

    def status(self) -> list[str]:
        """One clear line per trouble that began, changed or ended since this was last asked."""

    def counters(self) -> dict[str, int]:
        """Named counts, at least taken, delivered, waiting, lost and errors."""

    def close(self) -> None:
        """Stop; what was not delivered stays in the spool, where there is one."""
