"""The shipped attacked country, generated once for all tests that look at it, and as a file."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from appliance.simulate import labelled_capture
from appliance.simulate.generate import generate
from appliance.simulate.scenario import Scenario
from appliance.simulate.scenario_file import load
from appliance.simulate.traffic.carriage import SimulatedFrame

SEED = 7


class Written(NamedTuple):
    """A scenario on disk."""

    capture: Path
    labels: Path
    counts: dict[str, int]


@pytest.fixture(scope="session")
def attacked() -> Scenario:
    return load("attacked-country")


@pytest.fixture(scope="session")
def frames(attacked: Scenario) -> list[SimulatedFrame]:
    return list(generate(attacked, SEED))


@pytest.fixture(scope="session")
def written(attacked: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("simulated")
    capture, labels = folder / "country.pcap", folder / "labels.jsonl"
    counts = labelled_capture.write(attacked, capture, labels, SEED)
    return Written(capture, labels, counts)


@pytest.fixture(scope="session")
def tshark() -> str:
    found = shutil.which("tshark")
    if not found:
        pytest.skip("NO SECOND OPINION: tshark is not installed")
    return found
