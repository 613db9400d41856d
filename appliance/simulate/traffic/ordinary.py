"""Ordinary life: how often each everyday story happens, and to whom.

Strategy: for each kind of story one endless process waits an exponential time and starts the
next. Rates are means per minute over the whole country; a rate of 0 switches a kind off. Leaves
out: night and day, handsets that retry.
"""

from collections.abc import Callable
from typing import NamedTuple

from appliance.settings import Field, Settings
from appliance.simulate.dice import Dice, between_ns
from appliance.simulate.encoding import gsm_map, map_arguments, map_results
from appliance.simulate.encoding.gsm_map import Operation
from appliance.simulate.encoding.sccp import Subsystem
from appliance.simulate.traffic import registration, short_messages
from appliance.simulate.traffic.dialogue import Ask, Dialogue, Speaker
from appliance.simulate.traffic.message import Start, Story
from appliance.simulate.traffic.short_messages import Delivery
from appliance.simulate.world.country import Country, Subscriber

_FAST = 6000.0
_SHARE_OF_WRONG_NUMBERS = 0.08  # some of which belong to somebody


class Rates(Settings):
    """Mean number of stories per minute, by kind."""

    registrations_abroad: float = Field(default=30.0, ge=0, le=_FAST)
    """Home subscribers who register at a foreign switch, or at home again."""
    registrations_of_visitors: float = Field(default=20.0, ge=0, le=_FAST)
    """Foreign subscribers who register at a home switch."""
    purges: float = Field(default=4.0, ge=0, le=_FAST)
    """Foreign switches that forget a home subscriber."""
    messages_from_abroad: float = Field(default=60.0, ge=0, le=_FAST)
    """Short messages of foreign service centres for home subscribers."""
    messages_to_roamers: float = Field(default=25.0, ge=0, le=_FAST)
    """Short messages of the home service centre for home subscribers abroad."""
    messages_to_visitors: float = Field(default=15.0, ge=0, le=_FAST)
    """Short messages of the home service centre for foreign subscribers."""
    messages_by_roamers: float = Field(default=25.0, ge=0, le=_FAST)
    """Short messages sent by home subscribers abroad."""
    calls_to_roamers: float = Field(default=20.0, ge=0, le=_FAST)
    """Calls for which the home register asks a foreign switch for a roaming number."""
    questions_about_roamers: float = Field(default=10.0, ge=0, le=_FAST)
    """Times that the home register asks a foreign switch where a subscriber is."""


class Scene(NamedTuple):
    """What a story-teller needs: the country, a stream of chance, the clock (epoch nanoseconds)."""

    country: Country
    dice: Dice
    now: Callable[[], int]


def arrivals(scene: Scene, per_min: float, tell: Callable[[Scene], Story]) -> Story:
    """Start such stories for ever, `per_min` a minute in the mean."""
    mean_ns = between_ns(per_min)
    while True:
        yield scene.dice.wait_ns(mean_ns)
        yield Start(tell(scene))


def _register_abroad(scene: Scene) -> Story:
    """One in three has just left home, one travels on, and one comes home."""
    country, dice = scene.country, scene.dice
    journey = dice.below(3)
    person = country.anyone(dice, at_home=journey == 0)
    if person.is_at_home and person.stays:
        return iter(())
    if journey == 1 and not person.stays:
        return registration.come_home(person, dice.pick(country.home.vlr_gts), dice)
    visited = country.any_operator(dice)
    return registration.register(person, visited, dice.pick(visited.vlr_gts), dice)


def _register_visitor(scene: Scene) -> Story:
    home = scene.country.home
    visitor = scene.dice.pick(scene.country.visitors)
    return registration.register(visitor, home, scene.dice.pick(home.vlr_gts), scene.dice)


def _purge(scene: Scene) -> Story:
    return registration.purge(scene.country.anyone(scene.dice, at_home=False), scene.dice)


def _deliver_from_abroad(scene: Scene) -> Story:
    """Now and then the number is wrong."""
    centre = scene.country.any_operator(scene.dice)
    (number,) = scene.country.number_range(scene.dice, 1)
    if scene.dice.chance(_SHARE_OF_WRONG_NUMBERS) and number not in scene.country.by_msisdn:
        return short_messages.ask_in_vain(centre, number, scene.dice)
    person = scene.dice.pick(scene.country.subscribers)
    delivery = Delivery(centre, centre.smsc_gt, person, scene.now())
    return short_messages.deliver(delivery, scene.dice)


def _deliver_to_roamer(scene: Scene) -> Story:
    return _deliver_from_home(scene, scene.country.anyone(scene.dice, at_home=False))


def _deliver_to_visitor(scene: Scene) -> Story:
    return _deliver_from_home(scene, scene.dice.pick(scene.country.visitors))


def _deliver_from_home(scene: Scene, person: Subscriber) -> Story:
    home = scene.country.home
    return short_messages.deliver(Delivery(home, home.smsc_gt, person, scene.now()), scene.dice)


def _send_from_abroad(scene: Scene) -> Story:
    sender = scene.country.anyone(scene.dice, at_home=False)
    recipient = scene.dice.pick(scene.country.subscribers)
    return short_messages.send(sender, recipient.msisdn, scene.dice)


def _call_roamer(scene: Scene) -> Story:
    """ProvideRoamingNumber for a call to a home subscriber abroad."""
    country, dice = scene.country, scene.dice
    person = country.anyone(dice, at_home=False)
    hlr = registration.home_register(person)
    vlr = Speaker(person.serving, person.vlr_gt, Subsystem.VLR)
    dialogue = Dialogue(hlr, vlr, gsm_map.ROAMING_NUMBER_ENQUIRY, dice)
    gmsc_gt = dice.pick(country.home.vlr_gts)
    argument = map_arguments.provide_roaming_number(person.imsi, person.msisdn, vlr.gt, gmsc_gt)
    yield dialogue.begin(
        Ask(Operation.PROVIDE_ROAMING_NUMBER, argument, imsi=person.imsi, msisdn=person.msisdn)
    )
    yield dialogue.wait(vlr)
    number = vlr.operator.roaming_number(dice.below(10))
    yield dialogue.answer(map_results.provide_roaming_number(number))


def _ask_about_roamer(scene: Scene) -> Story:
    """ProvideSubscriberInfo from the home register, as home services need it."""
    country, dice = scene.country, scene.dice
    person = country.anyone(dice, at_home=False)
    vlr = Speaker(person.serving, person.vlr_gt, Subsystem.VLR)
    dialogue = Dialogue(
        registration.home_register(person), vlr, gsm_map.SUBSCRIBER_INFO_ENQUIRY, dice
    )
    argument = map_arguments.provide_subscriber_info(person.imsi)
    yield dialogue.begin(Ask(Operation.PROVIDE_SUBSCRIBER_INFO, argument, imsi=person.imsi))
    yield dialogue.wait(vlr)
    place = country.place(vlr.operator, dice)
    yield dialogue.answer(map_results.subscriber_info(place, vlr.gt, dice.below(30)))


STORIES: dict[str, Callable[[Scene], Story]] = {
    "registrations_abroad": _register_abroad,
    "registrations_of_visitors": _register_visitor,
    "purges": _purge,
    "messages_from_abroad": _deliver_from_abroad,
    "messages_to_roamers": _deliver_to_roamer,
    "messages_to_visitors": _deliver_to_visitor,
    "messages_by_roamers": _send_from_abroad,
    "calls_to_roamers": _call_roamer,
    "questions_about_roamers": _ask_about_roamer,
}
"""One story for every field of `Rates`."""
