"""Stories of short messages: ask where the phone is, then deliver; and messages that roamers send.

A service centre falls back to version 2 where the switch refuses version 3. What passes between
two foreign networks is not on the tapped links, so a message for a roamer shows its routing query
and no delivery: ordinary, and a trap for whoever counts queries without deliveries.
"""

from typing import NamedTuple

from appliance.simulate.dice import MS, Dice
from appliance.simulate.encoding import gsm_map, map_arguments, map_results, short_message
from appliance.simulate.encoding.gsm_map import Context, Operation
from appliance.simulate.encoding.sccp import Subsystem
from appliance.simulate.traffic.dialogue import Ask, Campaign, Dialogue, Speaker
from appliance.simulate.traffic.message import Story
from appliance.simulate.traffic.registration import home_register
from appliance.simulate.world.country import Subscriber
from appliance.simulate.world.operators import HOME, Operator

_SHARE_OF_ABSENT_AT_QUERY = 0.03
_SHARE_OF_ABSENT_AT_DELIVERY = 0.04
_QUERY_TO_DELIVERY_NS = 160 * MS
_PAGING_NS = 1800 * MS


class Delivery(NamedTuple):
    """A message for one subscriber: who sends it, when, and in whose name it is labelled."""

    centre: Operator
    smsc_gt: str
    person: Subscriber
    ts_ns: int
    campaign: Campaign | None = None


def deliver(delivery: Delivery, dice: Dice) -> Story:
    """Routing query, then delivery, as far as each crosses the tap."""
    person = delivery.person
    centre = Speaker(delivery.centre, delivery.smsc_gt, Subsystem.MSC)
    if centre.operator.is_home is not person.owner.is_home:
        hlr = home_register(person)
        query = Dialogue(centre, hlr, gsm_map.SHORT_MSG_GATEWAY, dice, delivery.campaign)
        yield query.begin(routing_query(person.msisdn, centre.gt))
        yield query.wait(hlr)
        if dice.chance(_SHARE_OF_ABSENT_AT_QUERY):
            yield query.refuse(gsm_map.ABSENT_SUBSCRIBER_SM)
            return
        routing = map_results.send_routing_info_for_sm(person.imsi, person.vlr_gt)
        yield query.answer(routing, ("imsi", "serving_node"), imsi=person.imsi)
        yield dice.around_ns(_QUERY_TO_DELIVERY_NS)
    if centre.operator.is_home is not person.is_at_home:
        yield from _forward(delivery, centre, dice)


def ask_in_vain(centre: Operator, msisdn: str, dice: Dice) -> Story:
    """A routing query from abroad about a number that nobody has."""
    asker = Speaker(centre, centre.smsc_gt, Subsystem.MSC)
    register = Speaker(HOME, HOME.hlr_gt, Subsystem.HLR)
    query = Dialogue(asker, register, gsm_map.SHORT_MSG_GATEWAY, dice)
    yield query.begin(routing_query(msisdn, asker.gt))
    yield query.wait(register)
    yield query.refuse(gsm_map.UNKNOWN_SUBSCRIBER)


def send(person: Subscriber, recipient: str, dice: Dice) -> Story:
    """A home subscriber abroad sends a message through the home service centre."""
    msc = Speaker(person.serving, person.vlr_gt, Subsystem.MSC)
    centre = Speaker(HOME, HOME.smsc_gt, Subsystem.MSC)
    dialogue = Dialogue(msc, centre, gsm_map.SHORT_MSG_MO_RELAY, dice)
    tpdu = short_message.submit(recipient, dice.below(256))
    argument = map_arguments.mo_forward_sm(centre.gt, person.msisdn, person.imsi, tpdu)
    yield dialogue.begin(
        Ask(Operation.MO_FORWARD_SM, argument, imsi=person.imsi, msisdn=person.msisdn)
    )
    yield dialogue.wait(centre)
    yield dialogue.answer()


def routing_query(msisdn: str, smsc_gt: str) -> Ask:
    """SendRoutingInfoForSM."""
    argument = map_arguments.send_routing_info_for_sm(msisdn, smsc_gt)
    return Ask(Operation.SEND_ROUTING_INFO_FOR_SM, argument, msisdn=msisdn)


def _forward(delivery: Delivery, centre: Speaker, dice: Dice) -> Story:
    """Hand the message to the serving switch, in the version that the foreign side speaks."""
    person = delivery.person
    msc = Speaker(person.serving, person.vlr_gt, Subsystem.MSC)
    foreign = msc.operator if centre.operator.is_home else centre.operator
    context, operation = gsm_map.SHORT_MSG_MT_RELAY, Operation.MT_FORWARD_SM
    if not foreign.speaks_sms_v3:
        if centre.operator.is_home:
            yield from _try_in_vain(delivery, centre, msc, dice)
        context, operation = gsm_map.SHORT_MSG_MT_RELAY_V2, Operation.MO_FORWARD_SM
    dialogue = Dialogue(centre, msc, context, dice, delivery.campaign)
    yield dialogue.begin(_message_for(delivery, operation))
    yield dialogue.wait(msc) + dice.around_ns(_PAGING_NS)
    if dice.chance(_SHARE_OF_ABSENT_AT_DELIVERY):
        yield dialogue.refuse(_absent_for(context))
    else:
        yield dialogue.answer()


def _try_in_vain(delivery: Delivery, centre: Speaker, msc: Speaker, dice: Dice) -> Story:
    """Version 3 first; the switch refuses the context and names the version it has."""
    dialogue = Dialogue(centre, msc, gsm_map.SHORT_MSG_MT_RELAY, dice, delivery.campaign)
    yield dialogue.begin(_message_for(delivery, Operation.MT_FORWARD_SM))
    yield dialogue.wait(msc)
    yield dialogue.refuse_context(gsm_map.SHORT_MSG_MT_RELAY_V2)
    yield dialogue.wait(centre)


def _absent_for(context: Context) -> gsm_map.Fault:
    """Version 2 calls it absentSubscriber, and gives no reason (TS 29.002 17.6.6)."""
    if context is gsm_map.SHORT_MSG_MT_RELAY:
        return gsm_map.ABSENT_SUBSCRIBER_SM
    return gsm_map.ABSENT_SUBSCRIBER


def _message_for(delivery: Delivery, operation: Operation) -> Ask:
    """The invoke that carries a message; its body is always the same and means nothing."""
    imsi = delivery.person.imsi
    tpdu = short_message.deliver(delivery.smsc_gt, delivery.ts_ns)
    return Ask(operation, map_arguments.mt_forward_sm(imsi, delivery.smsc_gt, tpdu), imsi=imsi)
