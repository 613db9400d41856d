"""The command line itself: usage, help that reads well, the version, no wait for the compiler."""

import subprocess
import sys

import pytest

from tests.commanding import ROOT, sigwatch


@pytest.mark.parametrize(
    "words",
    [(), ("nonsense",), ("decode",), ("replay", "--nonsense"), ("simulate", "quiet")],
    ids=" ".join,
)
def test_usage__that_is_wrong(words):
    assert 2 == sigwatch(*words).status


def test_sigwatch__alone_shows_its_commands():
    said = sigwatch().out
    assert "Usage: sigwatch" in said
    for command in ("run", "replay", "decode", "check", "simulate", "demo"):
        assert f" {command} " in said


@pytest.mark.parametrize("command", ["run", "replay", "decode", "check", "simulate", "demo"])
def test_help__of_a_command_tells_every_option(command):
    ran = sigwatch(command, "--help")
    assert (0, "") == (ran.status, ran.err)
    assert f"Usage: sigwatch {command} " in ran.out
    rows = [line.split() for line in ran.out.splitlines() if " --" in line]
    assert all(len(row) > 4 for row in rows), ran.out


def test_version__is_the_packages():
    from importlib.metadata import version

    ran = sigwatch("--version")
    assert (0, f"sigwatch {version('sigwatch')}\n") == (ran.status, ran.out)


def test_help__does_not_wait_for_the_compiler():
    script = (
        "import sys\n"
        "from appliance.cli.app import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "slow = {'numba', 'llvmlite', 'numpy', 'phonenumbers'} & sys.modules.keys()\n"
        "assert not slow, slow\n"
    )
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert (0, "") == (ran.returncode, ran.stderr)
