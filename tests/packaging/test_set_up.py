"""Set-up as a user meets it: what is missing is named in one line, and what is there is left alone.

The script runs in a copy of packaging/ with a path that holds a few programs and no apt-get.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = (
    "bash",
    "dirname",
    "cat",
    "cut",
    "sha256sum",
    "ls",
    "id",
    "mkdir",
    "head",
    "grep",
)
LIST = """
# a comment
nosuch-a|nosuch-b  demo   command:nosuch-command    for the demo
nosuch-c           test   library:libnosuch.so.9    for the tests
nosuch-d           bench  header:nosuch/nosuch.h    for the benchmarks
bash               demo   command:bash              is there
"""


@pytest.fixture
def project(tmp_path):
    """A copy with a list of its own."""
    (tmp_path / "packaging").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "packaging/set-up", tmp_path / "packaging/set-up")
    (tmp_path / "packaging/system-packages.txt").write_text(LIST)
    for name in PROGRAMS:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or "/nonexistent")
    (tmp_path / "bin/python3").symlink_to(Path(sys.executable).resolve())
    return tmp_path


def set_up(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/bash", "packaging/set-up", *arguments],
        cwd=project,
        env={"PATH": str(project / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [
        ("demo", "nosuch-a|nosuch-b"),
        ("test", "nosuch-a|nosuch-b nosuch-c"),
        ("bench", "nosuch-a|nosuch-b nosuch-c nosuch-d"),
    ],
)
def test_set_up__names_what_is_missing_in_one_line(project, purpose, expected):
    run = set_up(project, purpose)
    assert (1, "") == (run.returncode, run.stdout)
    assert f"set-up: please install: {expected} (their names on Debian)\n" == run.stderr


def test_set_up__refuses_another_purpose(project):
    run = set_up(project, "lunch")
    assert 0 != run.returncode
    assert "lunch: not one of demo, test, bench" in run.stderr


def test_set_up__leaves_a_finished_environment_alone():
    # In the tree itself: this test runs from that environment, and nothing may be fetched for it.
    # An environment lent from another tree, through a link, is not what set-up would leave alone.
    if (ROOT / ".venv").is_symlink() or not (ROOT / ".venv/.set-up").exists():
        pytest.skip("the environment here was not made by packaging/set-up")
    run = subprocess.run(
        ["packaging/set-up", "demo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (0, "", "") == (run.returncode, run.stdout, run.stderr)


def test_list__has_a_reason_for_each_package():
    rows = [
        line.split(maxsplit=3)
        for line in (ROOT / "packaging/system-packages.txt").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert [] == [row for row in rows if len(row) < 4 or row[1] not in {"demo", "test", "bench"}]
