"""From a scenario and a seed to the frames of its capture.

Strategy: build the country, start the stories of ordinary life and the campaigns on one clock,
and carry their messages over the links. Every story-teller has a stream of chance of its own, so
that a campaign more does not change anybody else's life. Same scenario and same seed: same
octets, on every machine.
"""

from collections.abc import Iterator

from appliance.simulate.dice import SECOND, Dice
from appliance.simulate.scenario import Scenario
from appliance.simulate.traffic.campaigns import carry_out
from appliance.simulate.traffic.carriage import Carriage, SimulatedFrame
from appliance.simulate.traffic.ordinary import STORIES, Scene, arrivals
from appliance.simulate.traffic.schedule import Schedule
from appliance.simulate.world.country import Country

EPOCH_NS = 1_772_438_400 * SECOND
"""Every scenario begins on Monday, 2 March 2026, 08:00 UTC."""

SEED = 1
"""The seed where none is given."""


def generate(scenario: Scenario, seed: int = SEED) -> Iterator[SimulatedFrame]:
    """Frames in the order of time, one after another; nothing is kept."""
    schedule = Schedule(EPOCH_NS)
    country = Country(scenario.world, Dice(seed, "country"))
    for name, tell in STORIES.items():
        if per_min := getattr(scenario.rates, name):
            scene = Scene(country, Dice(seed, f"ordinary/{name}"), schedule.now)
            schedule.start(arrivals(scene, per_min, tell))
    for plan in scenario.campaigns:
        scene = Scene(country, Dice(seed, f"campaign/{plan.id}"), schedule.now)
        schedule.start(carry_out(scene, plan))
    end_ns = EPOCH_NS + scenario.duration_s * SECOND
    carriage = Carriage(EPOCH_NS, Dice(seed, "carriage"))
    yield from carriage.frames(schedule.messages(end_ns), end_ns)
