"""The stream of frames: repeatable to the octet, causal, and made of invented data only."""

import hashlib
import re
import struct
import subprocess
import sys
from ipaddress import ip_address, ip_network

import pytest

from appliance.simulate.dice import Dice
from appliance.simulate.generate import EPOCH_NS, generate
from appliance.simulate.scenario import Scenario
from appliance.simulate.world.country import Country, World
from appliance.simulate.world.links import LINKS
from appliance.simulate.world.operators import HOME

SHORT = Scenario.model_validate(
    {
        "name": "short",
        "duration_s": 20,
        "campaigns": [
            {
                "id": "pings",
                "procedure": "location-by-interrogation",
                "source": "bb-1",
                "to_s": 20,
                "per_min": 60,
                "victims": 5,
            }
        ],
    }
)
# Of SHORT with seed 1. A new digest means that every capture changes, which needs a reason.
SHORT_DIGEST = "d6ac3e1106f721af6a27936822ea02ac7e9a81cc0c000f14e67a59f30e58368b"

OWN_NUMBERS = re.compile(
    r"1[2-9]\d\d55501\d\d"  # North America, NPA 555 01xx
    r"|447700900\d{3}"  # Britain, for fiction
    r"|(?:2[07]|3[01349]|4[1689]|5[25]|6[0-6]|8[16]|9[01])000\d{7}"  # two-digit country codes
    r"|(?:234|254|966|971)000\d{7}"
)
OWN_NETS = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")


def digest(scenario, seed) -> str:
    made = hashlib.sha256()
    for frame in generate(scenario, seed):
        made.update(struct.pack(">QI", frame.ts_ns, len(frame.octets)) + frame.octets)
    return made.hexdigest()


def test_seed__decides_every_octet():
    assert SHORT_DIGEST == digest(SHORT, 1)
    assert SHORT_DIGEST != digest(SHORT, 2)


def test_hash_seed_of_the_interpreter__decides_nothing():
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests.appliance.simulate.test_generate import SHORT, digest\n"
        "print(digest(SHORT, 1))"
    )
    root = __file__.split("/tests/")[0]
    ran = subprocess.run(
        [sys.executable, "-c", script, root],
        env={"PYTHONHASHSEED": "12345"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert SHORT_DIGEST == ran.stdout.strip()


def test_campaign__changes_nobody_elses_life():
    def ordinary(scenario):
        messages = [m for frame in generate(scenario, 3) for m in frame.messages if not m.label]
        return {message.tcap for message in messages}

    alone = ordinary(SHORT.model_copy(update={"campaigns": ()}))
    assert alone == ordinary(SHORT)


def test_frames__are_in_time_and_within_the_scenario(frames, attacked):
    times = [frame.ts_ns for frame in frames]
    assert times == sorted(times)
    assert EPOCH_NS <= times[0]
    assert times[-1] < EPOCH_NS + attacked.duration_s * 10**9


def test_answers__never_come_before_their_questions(frames):
    begun: set[str] = set()
    answered: set[str] = set()
    for frame in frames:
        for message in frame.messages:
            facts = message.facts
            if facts.package == "begin":
                begun.add(facts.otid)
                continue
            assert {facts.dtid, facts.otid} & begun
            if facts.package in {"end", "abort"}:
                assert facts.dtid not in answered
                answered.add(facts.dtid)
    assert len(answered) > 0.97 * len(begun)


def test_digits__are_invented(frames):
    for frame in frames:
        for message in frame.messages:
            facts = message.facts
            for party in (message.calling, message.called):
                if party.plan == 1:
                    assert OWN_NUMBERS.fullmatch(party.gt), party
            assert not facts.msisdn or OWN_NUMBERS.fullmatch(facts.msisdn)
            assert len(facts.imsi) in {0, 15}


def test_network_codes__belong_to_nobody():
    pytest.importorskip("pycrate_mobile")
    from pycrate_mobile.MCC_MNC import MNC_dict

    country = Country(World(), Dice(1, "country"))
    for operator in country.operators.values():
        assert operator.mcc + operator.mnc not in MNC_dict, operator.code
    assert "00101" == HOME.mcc + HOME.mnc


def test_addresses__are_for_documentation():
    nets = [ip_network(net) for net in OWN_NETS]
    for link in LINKS:
        for address in (link.home_ip, link.carrier_ip):
            assert any(ip_address(address) in net for net in nets)


def test_texts__are_never_written(frames):
    bodies = [m.tcap for frame in frames for m in frame.messages if m.facts.operation in {44, 46}]
    assert all(b"\x14" + bytes(18) in tcap for tcap in bodies)
