"""How a command ends: exit statuses, and one clear line on standard error, never a traceback."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import typer

DONE, WRONG, USAGE, ALERTED = 0, 1, 2, 3
OUTPUT_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})  # of a file


@contextmanager
def one_line_errors() -> Iterator[None]:
    """What is wrong with the input or the world becomes its one line and exit status 1."""
    from appliance.alerts.pseudonym import SecretError
    from appliance.capture.source import CaptureError
    from appliance.config.config import ConfigError

    try:
        yield
        print(end="", flush=True)
    except ConfigError as error:
        for line in error.lines:
            typer.echo(line, err=True)
        raise typer.Exit(WRONG) from None
    except (CaptureError, SecretError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG) from None
    except BrokenPipeError:
        silence_output()  # the reader of our output (head, less) has gone: that is its right
        raise typer.Exit(DONE) from None
    except OSError as error:
        if error.filename is None and error.errno in OUTPUT_ERRORS:
            silence_output()
        typer.echo(said(error), err=True)
        raise typer.Exit(WRONG) from None


def said(error: OSError) -> str:
    """The system's words behind the file that they are about; a full one without a name is ours."""
    ours = "standard output: " if error.errno in OUTPUT_ERRORS else ""
    where = f"{error.filename}: " if error.filename is not None else ours
    return f"{where}{(error.strerror or str(error)).lower()}"


def silence_output() -> None:
    """Send what is still to come nowhere: Python would complain again when it flushes at exit."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
