"""The command `sigwatch`: one file per command, put together here.

A command's file imports its parts inside the function, so that `sigwatch --help` does not wait for
numba.
"""

from typing import Annotated

import typer

from appliance.cli.check import check
from appliance.cli.decode import decode
from appliance.cli.demo import demo
from appliance.cli.replay import replay
from appliance.cli.run import run
from appliance.cli.simulate import simulate
from appliance.cli.warm import warm

app = typer.Typer(
    name="sigwatch",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A passive probe for telephone signalling: who locates, intercepts or cuts off your"
    " subscribers. It never transmits on a capture interface.",
)
for command in (run, replay, decode, check, simulate, demo, warm):
    app.command()(command)


def show_version(value: bool) -> None:
    """Print the version and end."""
    if value:
        from importlib.metadata import version

        typer.echo(f"sigwatch {version('sigwatch')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Options before the command."""
