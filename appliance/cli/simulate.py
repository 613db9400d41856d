"""`sigwatch simulate`: writes a labelled capture of a simulated country."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress

from appliance.simulate.dice import SECOND
from appliance.simulate.generate import SEED
from appliance.simulate.labelled_capture import write
from appliance.simulate.scenario import Scenario
from appliance.simulate.scenario_file import ScenarioError, load

WRONG = 1  # exit status; usage errors are typer's own, 2


def simulate(
    scenario: Annotated[str, typer.Argument(help="A shipped scenario's name, or a YAML file.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The capture to write (pcap).")],
    labels: Annotated[
        Path | None, typer.Option(help="Where to write what the attacks are, as JSON lines.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Same scenario and seed: same octets.")] = SEED,
) -> None:
    """Write a capture of a simulated country, with labels that say which messages are attacks."""
    if labels and labels.absolute() == output.absolute():
        raise typer.BadParameter("capture and labels cannot be one file", param_hint="--labels")
    try:
        told = load(scenario)
        with _progress(told) as tell:
            counts = write(told, output, labels, seed, tell)
    except ScenarioError as error:
        _give_up(str(error))
    except OSError as error:
        _give_up(f"{error.filename or output}: {error.strerror}")
    typer.echo(
        f"{output}: {counts['frames']} frames, {counts['messages']} messages,"
        f" {counts['attack']} of them attacks and {counts['look-alike']} that only look so"
    )


def _give_up(why: str) -> NoReturn:
    """One line, and the exit status for a world that was wrong."""
    typer.echo(why, err=True)
    raise typer.Exit(WRONG)


@contextmanager
def _progress(scenario: Scenario) -> Iterator[Callable[[int], None]]:
    """A bar on standard error if that is a terminal; otherwise silence."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(scenario.name, total=scenario.duration_s * SECOND)
        yield lambda passed_ns: bar.update(task, completed=passed_ns)
