"""A campaign of the scenario: who asks, when, how often, about whom, and how it is met.

Strategy: a campaign is one story that starts a procedure (`attacks`) against one target after
another. Sweeps go through a range of numbers once; the others return to the same victims again
and again.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, StringConstraints, model_validator

from appliance.settings import Field, Settings
from appliance.simulate.dice import SECOND, between_ns
from appliance.simulate.traffic import attacks
from appliance.simulate.traffic.attacks import Manners, Strike, Target
from appliance.simulate.traffic.dialogue import Campaign
from appliance.simulate.traffic.message import Start, Story
from appliance.simulate.traffic.ordinary import Scene
from appliance.simulate.world.operators import FOREIGN_CODES

ATTACK = "attack"
LOOK_ALIKE = "look-alike"


class Procedure(NamedTuple):
    """One way to ask: what it counts as, whom it aims at, and the story of one question."""

    kind: str
    aim: Callable[[Scene, int], Iterator[Target]]
    strike: Callable[[Strike], Story]


def _same_people(scene: Scene, count: int) -> Iterator[Target]:
    """`count` home subscribers, over and over."""
    people = scene.dice.shuffled(scene.country.subscribers)[:count]
    return cycle([Target(person.imsi, person.msisdn) for person in people])


def _number_range(scene: Scene, count: int) -> Iterator[Target]:
    """`count` consecutive numbers once, assigned or not."""
    known = scene.country.by_msisdn
    for msisdn in scene.country.number_range(scene.dice, count):
        yield Target(known[msisdn].imsi if msisdn in known else "", msisdn)


def _many_imsis(scene: Scene, count: int) -> Iterator[Target]:
    """`count` IMSIs once; one in twelve belongs to nobody."""
    for person in scene.dice.shuffled(scene.country.subscribers)[:count]:
        if scene.dice.below(12):
            yield Target(person.imsi, person.msisdn)
        else:
            yield Target(person.imsi[:5] + scene.dice.digits(10), "")


PROCEDURES = {
    "location-by-interrogation": Procedure(ATTACK, _same_people, attacks.interrogate),
    "location-by-gmlc": Procedure(ATTACK, _same_people, attacks.locate),
    "location-by-subscriber-info": Procedure(ATTACK, _same_people, attacks.route_then_ask),
    "imsi-harvest": Procedure(ATTACK, _number_range, attacks.send_imsi),
    "routing-sweep": Procedure(ATTACK, _number_range, attacks.ask_routing),
    "call-routing-lookup": Procedure(ATTACK, _same_people, attacks.ask_call_routing),
    "authentication-sweep": Procedure(ATTACK, _many_imsis, attacks.ask_vectors),
    "aggregator-burst": Procedure(LOOK_ALIKE, _same_people, attacks.deliver_in_bulk),
}


def _known(among: tuple[str, ...]) -> AfterValidator:
    """A value that must be one of a few."""

    def check(value: str) -> str:
        if value not in among:
            message = f"unknown; valid are {', '.join(among)}"
            raise ValueError(message)
        return value

    return AfterValidator(check)


class CampaignPlan(Settings):
    """One campaign of a scenario."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
    """Its name in the labels."""
    procedure: Annotated[str, _known(tuple(PROCEDURES))]
    """What is asked, and whether that is an attack or an ordinary look-alike."""
    source: Annotated[str, _known(FOREIGN_CODES)]
    """The operator from whose range the title comes."""
    title: int = Field(default=0, ge=0, le=9)
    """Which leased title of that operator."""
    from_s: int = Field(default=0, ge=0)
    """Seconds after the start of the scenario when it begins."""
    to_s: int = Field(ge=1)
    """Seconds after the start of the scenario when it ends."""
    per_min: float = Field(gt=0, le=6000)
    """Questions per minute in the mean."""
    victims: int = Field(ge=1, le=4000)
    """How many numbers or IMSIs it is about."""
    refused_share: float = Field(default=0.0, ge=0, le=1)
    """Share of questions that the home network refuses with an error."""
    silent_share: float = Field(default=0.0, ge=0, le=1)
    """Share of questions that are never answered."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.to_s <= self.from_s:
            message = f"to_s: {self.to_s} is not after from_s {self.from_s}"
            raise ValueError(message)
        return self


def carry_out(scene: Scene, plan: CampaignPlan) -> Story:
    """The campaign from its beginning to its end."""
    procedure = PROCEDURES[plan.procedure]
    source = scene.country.operators[plan.source]
    end_ns = scene.now() + plan.to_s * SECOND
    mean_ns = between_ns(plan.per_min)
    yield plan.from_s * SECOND
    for target in procedure.aim(scene, plan.victims):
        yield scene.dice.wait_ns(mean_ns)
        if scene.now() >= end_ns:
            return
        campaign = Campaign(plan.id, plan.procedure, procedure.kind, *target)
        manners = Manners(plan.refused_share, plan.silent_share)
        yield Start(
            procedure.strike(Strike(scene, source, source.leased_gt(plan.title), campaign, manners))
        )
