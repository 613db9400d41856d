"""Compiled code is kept under a name that changes with every kernel, and never stops a start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from appliance import kernel_cache


@pytest.fixture(autouse=True)
def untouched(monkeypatch):
    # Set first, so that what a test makes of the variable is undone after it.
    monkeypatch.setenv(kernel_cache.VARIABLE, "")


def test_choose__sets_a_folder_named_by_the_digest(tmp_path):
    assert tmp_path / kernel_cache.digest() == kernel_cache.choose(tmp_path)
    assert str(tmp_path / kernel_cache.digest()) == os.environ[kernel_cache.VARIABLE]


def test_choose__leaves_the_callers_choice(monkeypatch, tmp_path):
    monkeypatch.setenv(kernel_cache.VARIABLE, "/elsewhere")
    assert Path("/elsewhere") == kernel_cache.choose(tmp_path)
    assert [] == list(tmp_path.iterdir())


def test_choose__goes_without_where_nothing_is_writable(tmp_path):
    (tmp_path / "file").write_text("in the way of a folder")
    assert kernel_cache.choose(tmp_path / "file") is None
    assert "" == os.environ[kernel_cache.VARIABLE]


def test_choose__keeps_the_newest_digest_but_its_own(tmp_path):
    for age, name in enumerate(("newest", "older", "oldest")):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    kernel_cache.choose(tmp_path)
    assert {"newest", kernel_cache.digest()} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"CACHE_DIRECTORY": "/var/cache/sigwatch:/x", "XDG_CACHE_HOME": "/y"},
            "/var/cache/sigwatch",
        ),
        ({"XDG_CACHE_HOME": "/y", "HOME": "/h"}, "/y/sigwatch"),
        ({"HOME": "/h"}, "/h/.cache/sigwatch"),
    ],
)
def test_default_base__asks_the_service_manager_first(monkeypatch, given, expected):
    for name in ("CACHE_DIRECTORY", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert Path(expected) == kernel_cache.default_base()


def test_digest__changes_with_any_kernel(monkeypatch, tmp_path):
    before = kernel_cache.digest()
    (tmp_path / "kernels").mkdir()
    (tmp_path / "kernels/x.py").write_text("1")
    (tmp_path / "appliance/capture").mkdir(parents=True)
    (tmp_path / "appliance/capture/loop.py").write_text("1")
    monkeypatch.setattr(kernel_cache, "_ROOT", tmp_path)
    seen = [before, kernel_cache.digest()]
    (tmp_path / "kernels/x.py").write_text("2")
    seen.append(kernel_cache.digest())
    (tmp_path / "appliance/capture/loop.py").write_text("2")
    seen.append(kernel_cache.digest())
    assert 4 == len(set(seen))


def test_sources__are_all_there_and_are_every_jitted_file():
    root = Path(kernel_cache.__file__).parent.parent
    assert [] == [path for path in kernel_cache.sources() if not path.exists()]
    jitted = {
        path
        for path in (root / "appliance").rglob("*.py")
        if "import kernel\n" in path.read_text() or "njit(" in path.read_text()
    }
    assert set() == jitted - set(kernel_cache.sources())


def test_choosing__does_not_import_numba():
    code = "import sys, appliance.__main__; sys.exit('numba' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


def test_plant__begins_a_new_cache_with_what_the_installation_compiled(tmp_path, monkeypatch):
    made = tmp_path / "installed"
    (made / "decode").mkdir(parents=True)
    (made / "decode" / "kernel.nbi").write_bytes(b"compiled")
    monkeypatch.setattr(kernel_cache, "seed", lambda: made)
    folder = tmp_path / "cache" / "digest"
    kernel_cache.plant(folder)
    assert b"compiled" == (folder / "decode" / "kernel.nbi").read_bytes()
    assert [folder] == list(folder.parent.iterdir())


def test_plant__leaves_a_cache_that_is_there(tmp_path, monkeypatch):
    made, folder = tmp_path / "installed", tmp_path / "cache"
    made.mkdir()
    (made / "new").touch()
    folder.mkdir()
    monkeypatch.setattr(kernel_cache, "seed", lambda: made)
    kernel_cache.plant(folder)
    assert [] == list(folder.iterdir())


def test_choose__plants_nothing_where_the_base_is_given(tmp_path, monkeypatch):
    made = tmp_path / "installed"
    made.mkdir()
    (made / "unchecked").touch()
    monkeypatch.delenv(kernel_cache.VARIABLE, raising=False)
    monkeypatch.setattr(kernel_cache, "seed", lambda: made)
    chosen = kernel_cache.choose(tmp_path / "lane")
    monkeypatch.delenv(kernel_cache.VARIABLE, raising=False)
    assert [] == list(chosen.iterdir())
