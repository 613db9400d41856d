"""Two minutes of the simulator's small country under attack, and the configuration that guards it.

Enough for alerts of both detectors in a thousand frames, so that the interpreted lane can read it
too. `SITE` knows who is home, as the head line of the simulator's labels says it.
"""

from pathlib import Path

from appliance.simulate import labelled_capture
from appliance.simulate.scenario import Scenario
from appliance.simulate.world.operators import HOME

SITE = f"network: {{home: {{plmns: ['00101'], gt_prefixes: ['{HOME.prefix}']}}}}\n"
SEED = 3
QUIET = dict.fromkeys(
    ("registrations_abroad", "messages_from_abroad", "messages_by_roamers", "calls_to_roamers"), 12
)
CAMPAIGNS = (
    {
        "id": "pings",
        "procedure": "location-by-interrogation",
        "source": "bb-1",
        "from_s": 5,
        "to_s": 110,
        "per_min": 20,
        "victims": 6,
    },
    {
        "id": "positions",
        "procedure": "location-by-gmlc",
        "source": "ag-1",
        "title": 1,
        "from_s": 20,
        "to_s": 100,
        "per_min": 10,
        "victims": 3,
    },
    {
        "id": "sweep",
        "procedure": "routing-sweep",
        "source": "cn-1",
        "from_s": 1,
        "to_s": 115,
        "per_min": 90,
        "victims": 200,
    },
)


def scenario() -> Scenario:
    """The two minutes."""
    plain = {"name": "small", "duration_s": 120, "rates": QUIET, "campaigns": CAMPAIGNS}
    return Scenario.model_validate(plain)


def write_small(path: Path) -> Path:
    """The capture."""
    labelled_capture.write(scenario(), path, seed=SEED)
    return path


def write_site(folder: Path, more: str = "") -> Path:
    """The configuration, with `more` sections."""
    path = folder / "site.yaml"
    path.write_text(SITE + more)
    return path
