"""What tests of commands stand on: a small attacked country, and a state directory of their own."""

from pathlib import Path

import pytest

from tests.small_country import write_site, write_small


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The capture; nobody changes it."""
    return write_small(tmp_path_factory.mktemp("small") / "small.pcap")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A configuration that knows who is home, and sends to nobody."""
    return write_site(tmp_path)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The install secret and the spools of one test."""
    folder = tmp_path / "state"
    monkeypatch.setenv("STATE_DIRECTORY", str(folder))
    return folder
