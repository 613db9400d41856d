"""A scenario: how long, how many people, what ordinary life is like, and which campaigns run.

Composes the Settings of the parts. Reading one from a file, with the line of every mistake, is
`scenario_file`.
"""

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from appliance.settings import Field, Settings
from appliance.simulate.traffic.campaigns import CampaignPlan
from appliance.simulate.traffic.ordinary import Rates
from appliance.simulate.world.country import World


class Scenario(Settings):
    """Everything but the seed."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
    """Its name in the labels."""
    description: str = ""
    """One sentence for a reader."""
    duration_s: int = Field(default=600, ge=1, le=86_400)
    """How long the capture lasts."""
    world: World = World()
    """Who exists."""
    rates: Rates = Rates()
    """Ordinary life."""
    campaigns: tuple[CampaignPlan, ...] = ()
    """Attacks, and ordinary things that look like attacks."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = [plan.id for plan in self.campaigns]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            message = f"campaigns: id {twice[0]} stands twice"
            raise ValueError(message)
        if self.world.abroad >= self.world.subscribers:
            message = "world: abroad must be fewer than subscribers"
            raise ValueError(message)
        return self
