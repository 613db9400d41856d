"""Stories of a phone that registers: authentication, location update, cancellation, purge.

They work in both directions: a home subscriber at a foreign switch, a visitor at ours. A dialogue
is told only where it crosses the tapped links; between two foreign networks, or inside the home
network, it passes unseen.
"""

from appliance.simulate.dice import MS, SECOND, Dice
from appliance.simulate.encoding import gsm_map, map_arguments, map_results
from appliance.simulate.encoding.gsm_map import Operation
from appliance.simulate.encoding.map_results import Quintuplet, Triplet
from appliance.simulate.encoding.sccp import Subsystem
from appliance.simulate.traffic.dialogue import Ask, Dialogue, Speaker
from appliance.simulate.traffic.message import Start, Story
from appliance.simulate.world.country import Subscriber
from appliance.simulate.world.operators import Operator

_TRIPLETS = 5
_QUINTUPLETS = 2
_SHARE_OF_BARRED = 0.02
_SHARE_OF_UNKNOWN = 0.01
_AUTHENTICATION_ON_THE_AIR_NS = 900 * MS
_INSIDE_THE_HLR_NS = 20 * MS


def register(person: Subscriber, visited: Operator, vlr_gt: str, dice: Dice) -> Story:
    """A phone appears at a switch of another network than its own."""
    vlr = Speaker(visited, vlr_gt, Subsystem.VLR)
    yield from authenticate(person, vlr, dice)
    yield dice.around_ns(_AUTHENTICATION_ON_THE_AIR_NS)
    yield from _update_location(person, vlr, dice)


def come_home(person: Subscriber, vlr_gt: str, dice: Dice) -> Story:
    """A home subscriber registers at home, unseen; the foreign switch is told to forget."""
    old = Speaker(person.serving, person.vlr_gt, Subsystem.VLR)
    person.serving, person.vlr_gt = person.owner, vlr_gt
    yield from _cancel_location(person, old, dice)


def authenticate(person: Subscriber, vlr: Speaker, dice: Dice) -> Story:
    """SendAuthenticationInfo in the version that the foreign side speaks."""
    hlr = home_register(person)
    foreign = vlr.operator if hlr.operator.is_home else hlr.operator
    title = person.owner.mobile_title(person.imsi)
    if foreign.speaks_auth_v3:
        dialogue = Dialogue(vlr, hlr, gsm_map.INFO_RETRIEVAL, dice)
        argument = map_arguments.send_authentication_info(person.imsi, _QUINTUPLETS)
        answer = map_results.send_authentication_info(quintuplets(dice))
    else:
        dialogue = Dialogue(vlr, hlr, gsm_map.INFO_RETRIEVAL_V2, dice)
        argument = map_arguments.send_authentication_info_v2(person.imsi)
        answer = map_results.send_authentication_info_v2(triplets(dice))
    yield dialogue.begin(
        Ask(Operation.SEND_AUTHENTICATION_INFO, argument, imsi=person.imsi), mobile_title=title
    )
    yield dialogue.wait(hlr)
    yield dialogue.answer(answer)


def purge(person: Subscriber, dice: Dice) -> Story:
    """A switch has not heard of a subscriber for long and forgets it."""
    vlr = Speaker(person.serving, person.vlr_gt, Subsystem.VLR)
    hlr = home_register(person)
    dialogue = Dialogue(vlr, hlr, gsm_map.MS_PURGING, dice)
    argument = map_arguments.purge_ms(person.imsi, vlr.gt)
    yield dialogue.begin(Ask(Operation.PURGE_MS, argument, imsi=person.imsi))
    yield dialogue.wait(hlr)
    yield dialogue.answer(map_results.purge_ms())


def home_register(person: Subscriber) -> Speaker:
    """The HLR of a subscriber."""
    return Speaker(person.owner, person.owner.hlr_gt, Subsystem.HLR)


def quintuplets(dice: Dice) -> list[Quintuplet]:
    """UMTS authentication vectors."""
    return [Quintuplet(*map(dice.octets, (16, 8, 16, 16, 16))) for _ in range(_QUINTUPLETS)]


def triplets(dice: Dice) -> list[Triplet]:
    """GSM authentication vectors."""
    return [Triplet(*map(dice.octets, (16, 4, 8))) for _ in range(_TRIPLETS)]


def _update_location(person: Subscriber, vlr: Speaker, dice: Dice) -> Story:
    """UpdateLocation, with the profile sent inside it, and the old switch told to forget."""
    hlr = home_register(person)
    dialogue = Dialogue(vlr, hlr, gsm_map.NETWORK_LOC_UP, dice)
    argument = map_arguments.update_location(person.imsi, vlr.gt)
    yield dialogue.begin(
        Ask(Operation.UPDATE_LOCATION, argument, imsi=person.imsi),
        mobile_title=person.owner.mobile_title(person.imsi),
    )
    yield dialogue.wait(hlr)
    if dice.chance(_SHARE_OF_BARRED):
        yield dialogue.refuse(gsm_map.ROAMING_NOT_ALLOWED)
        return
    if dice.chance(_SHARE_OF_UNKNOWN):
        yield dialogue.refuse(gsm_map.UNKNOWN_SUBSCRIBER)
        return
    old = Speaker(person.serving, person.vlr_gt, Subsystem.VLR)
    person.serving, person.vlr_gt = vlr.operator, vlr.gt
    if old.operator.is_home is not hlr.operator.is_home and old.gt != vlr.gt:
        yield Start(_cancel_location(person, old, dice))
    profile = map_arguments.insert_subscriber_data(person.msisdn)
    yield dialogue.ask_back(Ask(Operation.INSERT_SUBSCRIBER_DATA, profile, msisdn=person.msisdn))
    yield dialogue.wait(vlr)
    yield dialogue.answer_back(
        Operation.INSERT_SUBSCRIBER_DATA, map_results.insert_subscriber_data()
    )
    yield dialogue.wait(hlr)
    yield dialogue.answer(map_results.update_location(hlr.gt))


def _cancel_location(person: Subscriber, old: Speaker, dice: Dice) -> Story:
    """The home register tells the switch that served before."""
    hlr = home_register(person)
    yield dice.around_ns(_INSIDE_THE_HLR_NS)
    dialogue = Dialogue(hlr, old, gsm_map.LOCATION_CANCEL, dice)
    argument = map_arguments.cancel_location(person.imsi)
    yield dialogue.begin(Ask(Operation.CANCEL_LOCATION, argument, imsi=person.imsi))
    yield min(dialogue.wait(old), SECOND)
    yield dialogue.answer()
