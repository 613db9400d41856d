"""Runs `sigwatch` as a person does: in this process where that says the same, else in its own.

Every answer is held to the house rule on the way: whatever went wrong, no traceback.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from appliance.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
SIGWATCH = (sys.executable, "-m", "appliance")
PATIENCE_S = 120


class Ran(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Standard error, line by line."""
        return self.err.splitlines()


def sigwatch(*words) -> Ran:
    """In this process; what is not an exit status is an error of ours."""
    ran = CliRunner().invoke(app, [str(word) for word in words])
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def process(*words, before=(), **options) -> Ran:
    """In a process of its own; `before` stands before the command, as setpriv does."""
    command = [*before, *SIGWATCH, *words]
    given = {"cwd": ROOT, "timeout": PATIENCE_S, "capture_output": True} | options
    done = subprocess.run([str(word) for word in command], check=False, **given)
    ran = Ran(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode())
    assert "Traceback" not in ran.err
    return ran


def environment(**changes: str) -> dict[str, str]:
    """This process's, changed."""
    return os.environ | changes
