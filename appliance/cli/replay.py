"""`sigwatch replay`: the daemon's engine over trace files, then a summary that adds up."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appliance.cli.ending import ALERTED, WRONG, one_line_errors
from appliance.warming import REPLAY, Warming

if TYPE_CHECKING:
    from rich.progress import Progress

    from appliance.capture.merged import Traces
    from appliance.config.config import Config
    from appliance.engine.breath import Engine
    from appliance.sinks.sink import Sink

DELIVERY_S = 10.0


def replay(
    files: Annotated[list[str], typer.Argument(help="pcap or pcapng, gzip too; - is stdin.")],
    config: Annotated[Path | None, typer.Option(help="The configuration file.")] = None,
    alerts: Annotated[Path | None, typer.Option(help="Write alerts here, as JSON lines.")] = None,
    deliver: Annotated[
        bool, typer.Option("--deliver", help="Also send to the configured receivers.")
    ] = False,
    fail_on_alert: Annotated[
        bool, typer.Option("--fail-on-alert", help="Exit status 3 if alerts were raised.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the summary only.")] = False,
) -> None:
    """Replay trace files through the detectors. Nothing is sent unless --deliver says so."""
    warming = Warming(REPLAY)
    with one_line_errors():
        from appliance import startup

        settings = startup.read_config(config)
        source = startup.open_files(settings, files)
        sinks = startup.configured_sinks(settings) if deliver else []
        if alerts is not None:
            sinks.append(startup.alerts_file(alerts))
        warming.wait()
        alerted = replay_all(settings, source, sinks, quiet=quiet)
    if fail_on_alert and alerted:
        raise typer.Exit(ALERTED)


def replay_all(config: "Config", source: "Traces", sinks: list["Sink"], *, quiet: bool) -> int:
    """Breathe to the end of the trace; the number of alerts."""
    from rich.console import Console
    from rich.progress import Progress

    from appliance import startup
    from appliance.cli.spoken import SpokenSink

    out = Console(stderr=True)
    with Progress(console=out, transient=True, disable=not out.is_terminal) as bar:
        spoken = [] if quiet else [SpokenSink(typer.echo)]
        engine = startup.build(config, source, [*sinks, *spoken])
        for warning in startup.warnings(engine):
            typer.echo(f"warning: {warning}", err=True)
        try:
            follow(engine, source, bar)
        finally:
            source.close()
            waiting = {sink.name: sink.flush(DELIVERY_S) for sink in sinks}
            troubles = [line for sink in sinks for line in sink.status()]
            for sink in sinks:
                sink.close()
    finish(engine, source, troubles, waiting)
    return engine.tally.alerts


def follow(engine: "Engine", source: "Traces", bar: "Progress") -> None:
    """Breathe until the trace ends, and move the bar."""
    task = bar.add_task("replay", total=source.size)
    while not source.ended:
        engine.breathe()
        bar.update(task, completed=source.position)


def finish(
    engine: "Engine", source: "Traces", troubles: list[str], waiting: dict[str, int]
) -> None:
    """The summary; exit status 1 if a sum does not hold or an alert could not be delivered."""
    from appliance.cli.summary import engine_lines
    from appliance.engine.account import sums

    for line in (*source.warnings, *troubles, *engine_lines(engine)):
        typer.echo(line, err=True)
    for name, count in waiting.items():
        if count:
            typer.echo(
                f"{name}: {count} alerts not delivered yet; they wait in its spool", err=True
            )
    if any(waiting.values()) or not all(entry.holds for entry in sums(engine)):
        raise typer.Exit(WRONG)
