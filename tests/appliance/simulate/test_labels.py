"""Labels: each points at the frame that holds its message, and says of it what is true."""

import json
from collections import Counter

import pytest

from appliance.simulate.labels import seconds
from appliance.simulate.scenario_file import load
from appliance.simulate.traffic.campaigns import PROCEDURES


@pytest.fixture(scope="module")
def lines(written) -> list[dict]:
    return [json.loads(line) for line in written.labels.read_text().splitlines()]


def test_head__says_what_the_capture_is(lines, written, frames, attacked):
    head, *labels = lines
    assert ("attacked-country", 7, 600) == (head["scenario"], head["seed"], head["duration_s"])
    assert written.counts == head["counts"]
    assert len(frames) == head["counts"]["frames"]
    assert sum(len(frame.messages) for frame in frames) == head["counts"]["messages"]
    assert len(labels) == head["counts"]["labels"]
    assert ["00101"] == head["home"]["plmns"]
    home = tuple(head["home"]["gt_prefixes"])
    assert all((m.calling.gt.startswith(home)) == m.is_outbound for f in frames for m in f.messages)
    kinds = Counter(label["kind"] for label in labels)
    assert {"attack": head["counts"]["attack"], "look-alike": head["counts"]["look-alike"]} == kinds
    assert [plan.id for plan in attacked.campaigns] == [plan["id"] for plan in head["campaigns"]]


def test_every_label__is_of_a_message_in_its_frame(lines, frames):
    for label in lines[1:]:
        frame = frames[label["frame"] - 1]
        assert seconds(frame.ts_ns) == label["ts"]
        (message,) = [m for m in frame.messages if label["otid"] in {m.facts.otid, m.facts.dtid}]
        asked = label["component"] == "invoke"
        assert label["source"] == (message.calling.gt if asked else message.called.gt)
        assert asked != message.is_outbound
        assert label["component"] == (message.facts.component or "abort")
        for name in ("imsi", "msisdn"):
            if said := getattr(message.facts, name):
                assert said == label[f"victim_{name}"]


def test_every_answer__obtained_something_or_was_refused(lines):
    for label in lines[1:]:
        answered = label["component"] != "invoke"
        delivered = label["kind"] == "look-alike" or label["operation"].endswith("forwardSM")
        assert answered == bool(label.get("obtained") or label.get("refused")) or delivered


def test_every_campaign__meets_refusal_and_success(lines, attacked):
    for plan in attacked.campaigns:
        own = [label for label in lines[1:] if label["campaign"] == plan.id]
        assert PROCEDURES[plan.procedure].kind == own[0]["kind"]
        assert 1 == len({label["source"] for label in own})
        assert any(label.get("obtained") for label in own)
        assert any(label.get("refused") for label in own)


def test_silence__leaves_questions_without_answer(lines):
    counts = Counter((label["campaign"], label["component"] == "invoke") for label in lines[1:])
    assert counts["barbados-pings", True] > counts["barbados-pings", False]


def test_sweep__is_never_followed_by_a_delivery_but_the_aggregator_delivers(lines):
    operations = Counter((label["campaign"], label["operation"]) for label in lines[1:])
    assert {"sendRoutingInfoForSM"} == {
        op for campaign, op in operations if campaign == "china-sweep"
    }
    delivered = operations["sweden-aggregator", "mt-forwardSM"]
    assert delivered > operations["sweden-aggregator", "sendRoutingInfoForSM"] / 2


def test_quiet__has_no_attack(tmp_path):
    from appliance.simulate.labelled_capture import write

    quiet = load("quiet").model_copy(update={"duration_s": 260})
    counts = write(quiet, tmp_path / "quiet.pcap", tmp_path / "quiet.jsonl")
    assert 0 == counts["attack"]
    assert counts["look-alike"] > 50
