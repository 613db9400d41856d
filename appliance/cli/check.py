"""`sigwatch check`: is this configuration file right? It reads the file and opens nothing else."""

from pathlib import Path
from typing import Annotated

import typer

from appliance.config.errors import ConfigError
from appliance.config.files import DEFAULT_PATH

WRONG = 1  # exit status; usage errors are typer's own, 2


def check(
    config: Annotated[Path, typer.Option(help="The configuration file.")] = DEFAULT_PATH,
) -> None:
    """Say whether a configuration file is right, and what is wrong with it and where."""
    from appliance.config.config import examine

    try:
        examined = examine(config)
    except ConfigError as error:
        for line in error.lines:
            typer.echo(line, err=True)
        raise typer.Exit(WRONG) from None
    for warning in examined.warnings:
        typer.echo(f"warning: {warning}")
    count = len(examined.warnings)
    noted = {0: "right", 1: "right, with 1 warning"}.get(count, f"right, with {count} warnings")
    typer.echo(f"{config}: {noted}")
