"""`sigwatch replay`: the daemon's engine over trace files, then a summary that adds up."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appliance.cli.ending import ALERTED, WRONG, one_line_errors

if TYPE_CHECKING:
    from rich.progress import Progress

    from appliance.capture.merged import Traces
    from appliance.config.config import Config
    from appliance.engine.breath import Engine
    from appliance.sinks.sink import Sink

DELIVERY_S = 10.0  # at the end, for alerts that are still on their way
CONFIG_HELP = "The configuration file; by default the one in /etc/sigwatch, if there."


def replay(
    files: Annotated[list[str], typer.Argument(help="pcap or pcapng, gzip too; - is stdin.")],
    config: Annotated[Path | None, typer.Option(help=CONFIG_HELP)] = None,
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
    refuse_overwriting(alerts, files)
    with one_line_errors():
        from appliance import startup
        from appliance.cli.summary import account_for
        from appliance.warming import REPLAY, warm

        settings = startup.read_config(config)
        source = startup.open_files(settings, files)
        warm(REPLAY)
        sinks = startup.configured_sinks(settings) if deliver else []
        if alerts is not None:
            sinks.append(startup.alerts_file(alerts))
        engine, delivered = replay_all(settings, source, sinks, quiet=quiet)
        for line in source.warnings:
            say(line)
        adds_up = account_for(engine, say)
    if not (delivered and adds_up):
        raise typer.Exit(WRONG)
    if fail_on_alert and engine.tally.alerts:
        raise typer.Exit(ALERTED)


def refuse_overwriting(alerts: Path | None, files: list[str]) -> None:
    """Usage error when the alerts would go into one of the traces."""
    if alerts is None or not alerts.exists():
        return
    if any(Path(file).exists() and alerts.samefile(file) for file in files):
        raise typer.BadParameter(f"{alerts} is one of the traces", param_hint="--alerts")


def replay_all(
    config: "Config", source: "Traces", sinks: list["Sink"], *, quiet: bool
) -> "tuple[Engine, bool]":
    """Breathe to the end of the trace; whether every alert was delivered."""
    from rich.console import Console
    from rich.progress import Progress

    from appliance import startup
    from appliance.cli.delivery import close_all
    from appliance.cli.spoken import SpokenSink

    out = Console(stderr=True)
    spoken: list[Sink] = [] if quiet else [SpokenSink(typer.echo)]
    # The bar moves standard output out of its way; one that is no terminal must stay where it is.
    shared = Console().is_terminal
    with Progress(
        console=out, transient=True, disable=not out.is_terminal, redirect_stdout=shared
    ) as bar:
        try:
            engine = startup.build(config, source, [*sinks, *spoken])
            for warning in startup.warnings(engine):
                say(f"warning: {warning}")
            follow(engine, source, bar)
        finally:
            source.close()
            delivered = close_all(sinks, DELIVERY_S, say)
    troubles = [line for sink in spoken for line in sink.status()]
    for line in troubles:
        say(line)
    return engine, delivered and not troubles


def say(line: str) -> None:
    """One line on standard error."""
    typer.echo(line, err=True)


def follow(engine: "Engine", source: "Traces", bar: "Progress") -> None:
    """Breathe until the trace ends, and move the bar."""
    task = bar.add_task("replay", total=source.size)
    while not source.ended:
        engine.breathe()
        bar.update(task, completed=source.position)
