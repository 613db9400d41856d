"""What an attacker asks, one story per question, and what the home network gives away.

Each story is one procedure of the threat model against one target: it asks from a leased title in
the role that a legitimate node would have, and is answered, refused or ignored. The last one is
no attack: an aggregator that delivers. Leaves out: forged titles and evasive encodings.
"""

from typing import NamedTuple

from appliance.simulate.encoding import gsm_map, map_arguments, map_results
from appliance.simulate.encoding.gsm_map import Fault, Operation
from appliance.simulate.encoding.sccp import Subsystem
from appliance.simulate.traffic import registration, short_messages
from appliance.simulate.traffic.dialogue import Ask, Campaign, Dialogue, Speaker
from appliance.simulate.traffic.message import Story
from appliance.simulate.traffic.ordinary import Scene
from appliance.simulate.traffic.short_messages import Delivery
from appliance.simulate.world.country import Subscriber
from appliance.simulate.world.operators import Operator

_MINUTES_SINCE_SEEN = 40


class Target(NamedTuple):
    """Whom a question is about; what does not exist, or is not known, is empty."""

    imsi: str
    msisdn: str


class Manners(NamedTuple):
    """How the home network meets a campaign: shares of refusals and of silence."""

    refused_share: float
    silent_share: float


class Strike(NamedTuple):
    """One question about to be asked."""

    scene: Scene
    source: Operator
    gt: str
    campaign: Campaign
    manners: Manners

    @property
    def person(self) -> Subscriber | None:
        """The subscriber asked about, if there is one."""
        person = self.scene.country.by_msisdn.get(self.campaign.victim_msisdn)
        return person if person and person.imsi == self.campaign.victim_imsi else None

    def asks_as(self, ssn: int) -> Speaker:
        """The attacker in some role."""
        return Speaker(self.source, self.gt, ssn)


class Reply(NamedTuple):
    """What the home network would say: the result and what it gives away, or the error."""

    parameter: bytes
    obtained: tuple[str, ...]
    fault: Fault
    imsi: str = ""


def interrogate(strike: Strike) -> Story:
    """AnyTimeInterrogation to the home register."""
    person = strike.person
    by_imsi = strike.scene.dice.chance(0.3)
    imsi, msisdn = strike.campaign.victim_imsi, strike.campaign.victim_msisdn
    argument = map_arguments.any_time_interrogation(
        imsi if by_imsi else msisdn, strike.gt, by_imsi=by_imsi
    )
    identity = {"imsi": imsi} if by_imsi else {"msisdn": msisdn}
    ask = Ask(Operation.ANY_TIME_INTERROGATION, argument, **identity)
    dialogue = _towards_register(strike, Subsystem.GSM_SCF, gsm_map.ANY_TIME_INFO_ENQUIRY)
    return _put(strike, dialogue, ask, _location_of(strike, person, gsm_map.ATI_NOT_ALLOWED))


def locate(strike: Strike) -> Story:
    """ProvideSubscriberLocation to the serving switch; about a victim abroad it passes unseen."""
    person = strike.person
    if person is None or not person.is_at_home:
        return
    dialogue = _towards_switch(
        strike, person, Subsystem.GMLC, Subsystem.MSC, gsm_map.LOCATION_SVC_ENQUIRY
    )
    argument = map_arguments.provide_subscriber_location(person.imsi, person.msisdn, strike.gt)
    ask = Ask(
        Operation.PROVIDE_SUBSCRIBER_LOCATION, argument, imsi=person.imsi, msisdn=person.msisdn
    )
    place = strike.scene.country.place(person.serving, strike.scene.dice)
    answer = map_results.provide_subscriber_location(place, strike.scene.dice.below(10))
    reply = Reply(answer, ("location",), gsm_map.UNAUTHORIZED_REQUESTING_NETWORK)
    yield from _put(strike, dialogue, ask, reply)


def route_then_ask(strike: Strike) -> Story:
    """SendRoutingInfoForSM for IMSI and switch, then ProvideSubscriberInfo as a register would."""
    person = strike.person
    yield from ask_routing(strike)
    if person is None or not person.is_at_home:
        return
    yield strike.scene.dice.around_ns(700_000_000)
    dialogue = _towards_switch(
        strike, person, Subsystem.HLR, Subsystem.VLR, gsm_map.SUBSCRIBER_INFO_ENQUIRY
    )
    argument = map_arguments.provide_subscriber_info(person.imsi)
    ask = Ask(Operation.PROVIDE_SUBSCRIBER_INFO, argument, imsi=person.imsi)
    yield from _put(
        strike, dialogue, ask, _location_of(strike, person, gsm_map.UNEXPECTED_DATA_VALUE)
    )


def send_imsi(strike: Strike) -> Story:
    """SendIMSI to the home register."""
    msisdn = strike.campaign.victim_msisdn
    ask = Ask(Operation.SEND_IMSI, map_arguments.send_imsi(msisdn), msisdn=msisdn)
    reply = Reply(b"", (), gsm_map.UNKNOWN_SUBSCRIBER)
    if person := strike.person:
        answer = map_results.send_imsi(person.imsi)
        reply = Reply(answer, ("imsi",), gsm_map.UNEXPECTED_DATA_VALUE, person.imsi)
    return _put(
        strike, _towards_register(strike, Subsystem.VLR, gsm_map.IMSI_RETRIEVAL), ask, reply
    )


def ask_routing(strike: Strike) -> Story:
    """SendRoutingInfoForSM, and never a message after it."""
    ask = short_messages.routing_query(strike.campaign.victim_msisdn, strike.gt)
    reply = Reply(b"", (), gsm_map.UNKNOWN_SUBSCRIBER)
    if person := strike.person:
        answer = map_results.send_routing_info_for_sm(person.imsi, person.vlr_gt)
        given = ("imsi", "serving_node")
        reply = Reply(answer, given, gsm_map.ABSENT_SUBSCRIBER_SM, person.imsi)
    dialogue = _towards_register(strike, Subsystem.MSC, gsm_map.SHORT_MSG_GATEWAY)
    return _put(strike, dialogue, ask, reply)


def ask_call_routing(strike: Strike) -> Story:
    """SendRoutingInfo as if a call were to be connected."""
    msisdn = strike.campaign.victim_msisdn
    argument = map_arguments.send_routing_info(msisdn, strike.gt)
    ask = Ask(Operation.SEND_ROUTING_INFO, argument, msisdn=msisdn)
    reply = Reply(b"", (), gsm_map.UNKNOWN_SUBSCRIBER)
    if person := strike.person:
        number = person.serving.roaming_number(strike.scene.dice.below(10))
        answer = map_results.send_routing_info(person.imsi, number)
        given = ("imsi", "roaming_number")
        reply = Reply(answer, given, gsm_map.FACILITY_NOT_SUPPORTED, person.imsi)
    dialogue = _towards_register(strike, Subsystem.MSC, gsm_map.LOCATION_INFO_RETRIEVAL)
    return _put(strike, dialogue, ask, reply)


def ask_vectors(strike: Strike) -> Story:
    """SendAuthenticationInfo without any registration after it."""
    imsi = strike.campaign.victim_imsi
    argument = map_arguments.send_authentication_info(imsi, 2)
    ask = Ask(Operation.SEND_AUTHENTICATION_INFO, argument, imsi=imsi)
    reply = Reply(b"", (), gsm_map.UNKNOWN_SUBSCRIBER)
    if strike.person:
        vectors = registration.quintuplets(strike.scene.dice)
        answer = map_results.send_authentication_info(vectors)
        reply = Reply(answer, ("authentication_vectors",), gsm_map.UNEXPECTED_DATA_VALUE)
    return _put(
        strike, _towards_register(strike, Subsystem.VLR, gsm_map.INFO_RETRIEVAL), ask, reply
    )


def deliver_in_bulk(strike: Strike) -> Story:
    """An aggregator: many routing queries, but each is followed by its message."""
    scene = strike.scene
    if (person := strike.person) is None:
        return
    yield from short_messages.deliver(
        Delivery(strike.source, strike.gt, person, scene.now(), strike.campaign), scene.dice
    )


def _put(strike: Strike, dialogue: Dialogue, ask: Ask, reply: Reply) -> Story:
    """Ask, and be ignored, refused or answered; who does not exist is always refused."""
    manners, dice = strike.manners, strike.scene.dice
    yield dialogue.begin(ask)
    if dice.chance(manners.silent_share):
        return
    yield dialogue.wait(dialogue.answerer)
    if not reply.parameter or dice.chance(manners.refused_share):
        yield dialogue.refuse(reply.fault)
    else:
        yield dialogue.answer(reply.parameter, reply.obtained, imsi=reply.imsi)


def _location_of(strike: Strike, person: Subscriber | None, refusal: Fault) -> Reply:
    """Location and state of somebody, or the reason why not."""
    if person is None:
        return Reply(b"", (), gsm_map.UNKNOWN_SUBSCRIBER)
    scene = strike.scene
    place = scene.country.place(person.serving, scene.dice)
    age_min = scene.dice.below(_MINUTES_SINCE_SEEN)
    answer = map_results.subscriber_info(place, person.vlr_gt, age_min)
    return Reply(answer, ("location", "serving_node", "state"), refusal)


def _towards_register(strike: Strike, role: int, context: gsm_map.Context) -> Dialogue:
    """A dialogue with the home register."""
    home = strike.scene.country.home
    register = Speaker(home, home.hlr_gt, Subsystem.HLR)
    return Dialogue(strike.asks_as(role), register, context, strike.scene.dice, strike.campaign)


def _towards_switch(
    strike: Strike, person: Subscriber, role: int, ssn: int, context: gsm_map.Context
) -> Dialogue:
    """A dialogue with the home switch that serves somebody."""
    switch = Speaker(person.serving, person.vlr_gt, ssn)
    return Dialogue(strike.asks_as(role), switch, context, strike.scene.dice, strike.campaign)
