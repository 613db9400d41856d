"""A small country: its subscribers, where each is served, and the visitors it serves.

Home subscribers have an IMSI in 001-01 and a number +1 NPA 555 01xx, a hundred to an area code.
Numbers are dealt without pattern, and some stay unassigned, so that a sweep over a range meets
both. Serving nodes change as stories run.
"""

from dataclasses import dataclass

from appliance.settings import Field, Settings
from appliance.simulate.dice import Dice
from appliance.simulate.encoding.map_results import Place
from appliance.simulate.world.links import LINKS
from appliance.simulate.world.operators import HOME, Operator, foreign

_AREA_CODES = (
    *(203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228),
    *(229, 231, 234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281),
    *(301, 302, 303, 304),
)
NUMBER_PREFIXES = tuple(f"1{area}55501" for area in _AREA_CODES)
"""What the numbers of home subscribers begin with."""

_NUMBERS_PER_PREFIX = 100
_MSIN_DIGITS = 10
_STAYING = 5  # so many stay abroad, and as many at home, however long a scenario lasts
_POINT_SPAN = 100_000  # about one degree around the equator and Greenwich, where nobody lives


class World(Settings):
    """How many people there are, and where."""

    subscribers: int = Field(default=2500, ge=100, le=3800)
    """Home subscribers."""
    abroad: int = Field(default=600, ge=10, le=3000)
    """Home subscribers who are abroad at the start."""
    visitors: int = Field(default=300, ge=10, le=600)
    """Subscribers of foreign operators served at home."""


@dataclass(slots=True)
class Subscriber:
    """A subscription and the switch that serves it; who `stays` never leaves or comes home."""

    imsi: str
    msisdn: str
    owner: Operator
    serving: Operator
    vlr_gt: str
    stays: bool = False

    @property
    def is_at_home(self) -> bool:
        """Whether the home network serves this subscriber."""
        return self.serving.is_home


class Country:
    """Everybody and every node, built from one stream of chance."""

    def __init__(self, world: World, dice: Dice) -> None:
        """The country as it is when the scenario begins."""
        self.home = HOME
        self.operators = {operator.code: operator for operator in foreign(len(LINKS))}
        self._foreign = tuple(self.operators.values())
        self.subscribers = self._settle(world, dice)
        self.visitors = self._invite(world, dice)
        self.by_msisdn = {person.msisdn: person for person in self.subscribers}

    def any_operator(self, dice: Dice) -> Operator:
        """A foreign operator, the smaller of two draws: the first of the list are busiest."""
        return self._foreign[min(dice.below(len(self._foreign)), dice.below(len(self._foreign)))]

    def anyone(self, dice: Dice, *, at_home: bool) -> Subscriber:
        """A home subscriber who is at home, or abroad."""
        while True:
            person = dice.pick(self.subscribers)
            if person.is_at_home is at_home:
                return person

    def number_range(self, dice: Dice, count: int) -> list[str]:
        """`count` consecutive numbers of the home country, assigned or not."""
        numbers = _all_numbers()
        first = dice.below(len(numbers) - count + 1)
        return numbers[first : first + count]

    def place(self, operator: Operator, dice: Dice) -> Place:
        """Somewhere under the cells of an operator."""
        return Place(
            operator.mcc,
            operator.mnc,
            1 + dice.below(200),
            1 + dice.below(60_000),
            dice.below(_POINT_SPAN) - _POINT_SPAN // 2,
            dice.below(_POINT_SPAN) - _POINT_SPAN // 2,
        )

    def _settle(self, world: World, dice: Dice) -> list[Subscriber]:
        """Home subscribers; the first `abroad` of them are served by foreign operators."""
        numbers = dice.shuffled(_all_numbers())[: world.subscribers]
        imsis = _unique_imsis(self.home, world.subscribers, dice)
        people = []
        for index, (imsi, msisdn) in enumerate(zip(imsis, numbers, strict=True)):
            serving = self.any_operator(dice) if index < world.abroad else self.home
            vlr_gt = dice.pick(serving.vlr_gts)
            stays = min(index, world.subscribers - 1 - index) < _STAYING
            people.append(Subscriber(imsi, msisdn, self.home, serving, vlr_gt, stays))
        return people

    def _invite(self, world: World, dice: Dice) -> list[Subscriber]:
        """Visitors from every foreign operator in turn."""
        people = []
        for index in range(world.visitors):
            owner = self._foreign[index % len(self._foreign)]
            (imsi,) = _unique_imsis(owner, 1, dice)
            msisdn = owner.subscriber_number(index // len(self._foreign))
            people.append(Subscriber(imsi, msisdn, owner, self.home, dice.pick(self.home.vlr_gts)))
        return people


def _all_numbers() -> list[str]:
    """Every number of the home country in ascending order."""
    return [
        f"{prefix}{last:02d}" for prefix in NUMBER_PREFIXES for last in range(_NUMBERS_PER_PREFIX)
    ]


def _unique_imsis(owner: Operator, count: int, dice: Dice) -> list[str]:
    """Different IMSIs of one operator, 15 digits each."""
    size = _MSIN_DIGITS - (len(owner.mnc) - 2)
    msins: dict[str, None] = {}
    while len(msins) < count:
        msins[dice.digits(size)] = None
    return [owner.mcc + owner.mnc + msin for msin in msins]
