"""The small attacked country as frames in memory."""

import pytest

from appliance.simulate.generate import generate
from tests.small_country import SEED, scenario


@pytest.fixture(scope="session")
def country():
    """(ts_ns, octets, wire size) of every frame."""
    return [(f.ts_ns, f.octets, len(f.octets)) for f in generate(scenario(), SEED)]


@pytest.fixture
def secret(tmp_path):
    """Where the install secret is kept."""
    return tmp_path / "secret"
