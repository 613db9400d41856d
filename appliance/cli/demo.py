"""`sigwatch demo`: an attacked country, replayed, and its alerts at a syslog receiver."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from appliance.cli.ending import WRONG, one_line_errors

DIRECTORY = Path("build/demo")
WIDTH_MIN, WIDTH_MAX = 80, 100


def demo(
    directory: Annotated[Path, typer.Option(help="Where its files go.")] = DIRECTORY,
    seed: Annotated[int, typer.Option(help="Another seed, another capture.", min=0)] = 1,
) -> None:
    """Simulate an attacked country and show what arrives at a syslog receiver, beside the truth."""
    from rich.console import Console

    from appliance.demo.performance import perform
    from appliance.demo.receiving import ReceiverError
    from appliance.demo.stage import Stage, StageError
    from appliance.demo.told import tell

    out = Console()
    out.width = min(max(out.width, WIDTH_MIN), WIDTH_MAX) if out.is_terminal else WIDTH_MAX
    with one_line_errors():
        try:
            with progress() as show:
                outcome = perform(Stage(directory), seed, show)
        except (StageError, ReceiverError) as error:
            give_up(str(error))
        except OSError as error:
            give_up(f"{error.filename or directory}: {error.strerror}")
        tell(out, outcome)
    if outcome.failures:
        give_up(outcome.failures[0])


def give_up(why: str) -> NoReturn:
    """One line, and the exit status for a world that was wrong."""
    typer.echo(why, err=True)
    raise typer.Exit(WRONG)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar on standard error if that is a terminal; otherwise silence."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("")
        yield lambda what, at, end: bar.update(task, description=what, completed=at, total=end)
