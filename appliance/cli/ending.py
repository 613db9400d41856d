"""How a command ends: exit statuses.

And one clear line on standard error instead of a traceback.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

DONE, WRONG, USAGE, ALERTED = 0, 1, 2, 3


@contextmanager
def one_line_errors() -> Iterator[None]:
    """What is wrong with the input or the world becomes its one line and exit status 1."""
    from appliance.alerts.pseudonym import SecretError
    from appliance.capture.source import CaptureError
    from appliance.config.config import ConfigError

    try:
        yield
    except ConfigError as error:
        for line in error.lines:
            typer.echo(line, err=True)
        raise typer.Exit(WRONG) from None
    except (CaptureError, SecretError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG) from None
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: that is its right. Python would complain
        # again when it flushes standard output at exit, so that goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(DONE) from None
