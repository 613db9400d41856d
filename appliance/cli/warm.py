"""`sigwatch warm`: compile the kernels now, so that the first start need not."""

import typer

from appliance.cli.ending import one_line_errors


def warm() -> None:
    """Compile the kernels into the cache. An installation does this once."""
    with one_line_errors():
        from appliance import warming

        warming.warm(tuple(warming.PARTS))
        left = [part for part in warming.PARTS if warming.is_cold(part)]
        if left:
            typer.echo(f"not compiled: {', '.join(left)}", err=True)
            raise typer.Exit(1)
