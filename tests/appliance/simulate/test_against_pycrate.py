"""Second opinion on every kind of message: pycrate's ASN.1 reads it, and writes the same octets."""

import pytest
from pycrate_asn1dir import TCAP_MAPv2v3

from appliance.simulate.encoding import map_arguments
from appliance.simulate.encoding.gsm_map import OPERATION_NAMES, Operation
from appliance.simulate.traffic.message import Message

WITHOUT_A_RESULT = {  # answered by the invoke id alone
    Operation.CANCEL_LOCATION,
    Operation.MT_FORWARD_SM,
    Operation.MO_FORWARD_SM,
}

TYPES = {  # TS 29.002 17.6: argument and result
    Operation.UPDATE_LOCATION: ("UpdateLocationArg", "UpdateLocationRes"),
    Operation.CANCEL_LOCATION: ("CancelLocationArg", None),
    Operation.PROVIDE_ROAMING_NUMBER: ("ProvideRoamingNumberArg", "ProvideRoamingNumberRes"),
    Operation.INSERT_SUBSCRIBER_DATA: ("InsertSubscriberDataArg", "InsertSubscriberDataRes"),
    Operation.SEND_ROUTING_INFO: ("SendRoutingInfoArg", "SendRoutingInfoRes"),
    Operation.MT_FORWARD_SM: ("MT-ForwardSM-Arg", None),
    Operation.SEND_ROUTING_INFO_FOR_SM: ("RoutingInfoForSM-Arg", "RoutingInfoForSM-Res"),
    Operation.MO_FORWARD_SM: ("MO-ForwardSM-Arg", None),
    Operation.SEND_AUTHENTICATION_INFO: ("SendAuthenticationInfoArg", "SendAuthenticationInfoRes"),
    Operation.SEND_IMSI: ("ISDN-AddressString", "IMSI"),
    Operation.PURGE_MS: ("PurgeMS-Arg", "PurgeMS-Res"),
    Operation.PROVIDE_SUBSCRIBER_INFO: ("ProvideSubscriberInfoArg", "ProvideSubscriberInfoRes"),
    Operation.ANY_TIME_INTERROGATION: ("AnyTimeInterrogationArg", "AnyTimeInterrogationRes"),
    Operation.PROVIDE_SUBSCRIBER_LOCATION: (
        "ProvideSubscriberLocation-Arg",
        "ProvideSubscriberLocation-Res",
    ),
}


@pytest.fixture(scope="module")
def kinds(frames) -> list[Message]:
    """One message of every kind that the country speaks."""
    seen: dict[tuple[object, ...], Message] = {}
    for frame in frames:
        for message in frame.messages:
            seen.setdefault(message.facts._replace(otid="", dtid="", imsi="", msisdn=""), message)
    return list(seen.values())


def read(message: Message):
    """The message as pycrate's value; it raises where the octets are not what the ASN.1 says."""
    asn1 = TCAP_MAPv2v3.TCAP_MAP_Messages.TCAP_MAP_Message
    asn1.from_ber(message.tcap)
    return asn1.get_val(), asn1.to_ber()


def test_kinds__cover_every_operation_asked_and_answered(kinds):
    facts = [message.facts for message in kinds]
    asked = {fact.operation for fact in facts if fact.component == "invoke"}
    answered = {fact.operation for fact in facts if fact.component == "result"} - {-1}
    assert set(OPERATION_NAMES) == asked
    assert set(OPERATION_NAMES) - WITHOUT_A_RESULT == answered
    assert {"begin", "continue", "end", "abort"} == {fact.package for fact in facts}
    assert {1, 6, 8, 21, 27, 36, 49, 52} == {fact.error for fact in facts} - {-1}


def test_every_kind__is_read_and_written_the_same(kinds):
    for message in kinds:
        value, octets = read(message)
        assert message.tcap == octets
        assert "_unk" not in repr(value)


def test_every_kind__says_what_was_put_in(kinds):
    for message in kinds:
        (package, said), _ = read(message)
        facts = message.facts
        assert facts.package == package
        assert facts.otid == said.get("otid", b"").hex()
        assert facts.dtid == said.get("dtid", b"").hex()
        assert facts.acn == context_of(said)
        if facts.component:
            assert (facts.component, facts.operation, facts.error) == component_of(said)


def test_every_parameter__is_of_its_own_type(kinds):
    for message in kinds:
        (_, said), _ = read(message)
        facts = message.facts
        if facts.operation < 0:
            continue
        ((_, (_, component)),) = said["components"]
        asked = facts.component == "invoke"
        kind, value = component["argument"] if asked else component["result"]["result"]
        assert TYPES[facts.operation][0 if asked else 1] == (
            kind[-1] if isinstance(kind, tuple) else kind
        )
        assert is_version_2(facts) or isinstance(value, dict | tuple)


def test_forward_sm__is_also_what_version_2_says():
    argument = map_arguments.mt_forward_sm("001010000000001", "12025550121", b"\0")
    asn1 = TCAP_MAPv2v3.MAPv2_SM_DataTypes.ForwardSM_Arg
    asn1.from_ber(argument)
    assert ("imsi", b"\x00\x01\x01\x00\x00\x00\x00\xf1") == asn1.get_val()["sm-RP-DA"]
    assert argument == asn1.to_ber()


def is_version_2(facts) -> bool:
    return facts.acn.endswith(".2")


def context_of(said) -> str:
    """The application context of the dialogue portion, dotted."""
    if "dialoguePortion" not in said and said.get("reason") is None:
        return ""
    portion = said.get("dialoguePortion") or said["reason"][1]
    _, (_, (_, unit)) = portion["encoding"]
    return ".".join(map(str, unit["application-context-name"]))


def component_of(said) -> tuple[str, int, int]:
    """Kind, operation and error of the only component."""
    ((_, (kind, component)),) = said["components"]
    if kind == "invoke":
        return "invoke", component["opcode"][1], -1
    if kind == "returnResult":
        result = component.get("result")
        return "result", result["opcode"][1] if result else -1, -1
    return "error", -1, component["errcode"][1]
