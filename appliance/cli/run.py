"""`sigwatch run`: the daemon. Captures until told to stop; says what changes, one line each."""

import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appliance.cli.delivery import close_all, say_troubles
from appliance.cli.ending import WRONG, one_line_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appliance.engine.breath import Engine
    from appliance.sinks.sink import Sink

STATUS_S = 60.0  # between two lines of state
TROUBLE_S = 1.0  # between two looks at the sinks
CONFIG_HELP = "The configuration file; by default the one in /etc/sigwatch."
LAST_LOOK_S = 0.5  # at the end, at what the kernel still holds
DRAIN_S = 5.0  # at the end, for alerts that are still on their way


def run(
    config: Annotated[Path | None, typer.Option(help=CONFIG_HELP)] = None,
) -> None:
    """Listen on the configured interfaces until stopped. Never transmits on them."""
    started = time.monotonic()
    with one_line_errors():
        from appliance import startup
        from appliance.cli.summary import account_for
        from appliance.warming import RUN, warm

        settings = startup.read_config(config, to_run=True)
        stop = StopFlag()
        source = startup.open_live(settings, log)  # the kernel keeps frames while we compile
        warm(RUN)
        sinks = startup.configured_sinks(settings)
        try:
            engine = startup.build(settings, source, sinks)
            for warning in startup.warnings(engine):
                log(f"warning: {warning}")
            log(f"ready after {time.monotonic() - started:.1f} s on {', '.join(source.names)}")
            listen(engine, sinks, stop)
        finally:
            source.close()
            close_all(sinks, DRAIN_S, log)
        if not account_for(engine, log):
            raise typer.Exit(WRONG)


class StopFlag:
    """Set by SIGTERM and SIGINT, read between two breaths."""

    def __init__(self) -> None:
        """Take over both signals."""
        self.is_set = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._set)

    def _set(self, number: int, frame: object) -> None:  # noqa: ARG002 - the form signal asks for
        self.is_set = True


def log(line: str) -> None:
    """One line on standard error, which systemd takes to the journal."""
    with suppress(OSError):  # nobody reads the log any more: no reason to stop watching
        sys.stderr.write(f"sigwatch: {line}\n")
        sys.stderr.flush()


def listen(engine: "Engine", sinks: "Sequence[Sink]", stop: StopFlag) -> None:
    """Breathe until told to stop; say what the sinks complain of, and now and then the state."""
    look_at = state_at = time.monotonic()
    while not stop.is_set:
        engine.breathe()
        now = time.monotonic()
        if now >= look_at:
            look_at = now + TROUBLE_S
            say_troubles(sinks, log)
        if now >= state_at:
            state_at = now + STATUS_S
            log(state(engine))
    last = time.monotonic() + LAST_LOOK_S
    while engine.breathe() and time.monotonic() < last:
        pass  # what the kernel held when we were told to stop


def state(engine: "Engine") -> str:
    """The one line of state."""
    counts = engine.source.counters()
    tally = engine.tally
    drops = counts.get("kernel_drops", 0) + counts.get("interface_drops", 0)
    return (
        f"{counts['taken']} frames, {drops} dropped, {tally.messages} messages,"
        f" {tally.signals} signals, {tally.alerts} alerts"
    )
