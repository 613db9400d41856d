"""Scenario files: the shipped ones are right, and every mistake is told with file, line and key."""

import pytest

from appliance.simulate.scenario_file import ScenarioError, load, parse, shipped_names

CAMPAIGN = """name: x
campaigns:
  - id: one
    procedure: imsi-harvest
    source: gb-1
    to_s: 60
    per_min: 5
    victims: 5
"""

WRONG = {
    "": "s.yaml:1: name: is missing",
    "- a\n": "s.yaml:1: should be keys and their values",
    "name: x\nname: y\n": "s.yaml:2: name: stands twice",
    "name: x\nrates:\n  purges: 1\n  purge: 2\n": "s.yaml:4: rates.purge: unknown key",
    "name: x\nrates: {purges: lots}\n": "s.yaml:2: rates.purges: input should be a valid number",
    "name: x\nrates: {purges: .nan}\n": "s.yaml:2: rates.purges: input should be a valid number",
    "name: x\nduration_s: 0\n": "s.yaml:2: duration_s: input should be greater than or equal to 1",
    "name: x\nworld: 5\n": "s.yaml:2: world: should be keys and their values",
    "name: x\nworld: {subscribers: 100, abroad: 100}\n": "s.yaml:1: world: abroad must be fewer",
    "name: x\ncampaigns: 5\n": "s.yaml:2: campaigns: should be a list",
    "name: x\n y: z: 1\n": "s.yaml:2: mapping values are not allowed in this context",
    "name: &a x\nworld: *a\n": "s.yaml:2: world: should be keys and their values",
    "a: &b [*b]\n": "s.yaml:1: a[0]: anchors are not used here",
    "a: *b\n": "s.yaml:1: found undefined alias",
    "? [a]\n: b\n": "s.yaml:1: a key must be one word",
    "name: \0\n": "s.yaml: holds a character that YAML forbids",
    CAMPAIGN.replace("imsi-", "imei-"): "s.yaml:4: campaigns[0].procedure: unknown; valid are ",
    CAMPAIGN.replace("gb-1", "zz-9"): "s.yaml:5: campaigns[0].source: unknown; valid are gb-1, ",
    CAMPAIGN.replace(
        "to_s: 60", "to_s: 60\n    from_s: 60"
    ): "s.yaml:3: campaigns[0]: to_s: 60 is ",
    CAMPAIGN + CAMPAIGN.partition("campaigns:\n")[2]: "s.yaml:1: campaigns: id one stands twice",
}


@pytest.mark.parametrize("text", WRONG, ids=WRONG.values())
def test_mistake__is_told_in_one_line(text):
    with pytest.raises(ScenarioError) as told:
        parse(text, "s.yaml")
    assert str(told.value).startswith(WRONG[text])
    assert "\n" not in str(told.value)


def test_campaign__as_written_is_right():
    assert ("one",) == tuple(plan.id for plan in parse(CAMPAIGN, "s.yaml").campaigns)


@pytest.mark.parametrize("name", ["attacked-country", "quiet"])
def test_shipped__is_right_and_carries_its_own_name(name):
    assert name in shipped_names()
    assert name == load(name).name


def test_path__is_read(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(CAMPAIGN)
    assert "x" == load(str(path)).name


def test_missing_file__names_what_is_shipped(tmp_path):
    with pytest.raises(ScenarioError, match="no such scenario; give a file, or one of attacked-c"):
        load(str(tmp_path / "none.yaml"))


def test_unreadable__is_told(tmp_path):
    with pytest.raises(ScenarioError, match="Is a directory"):
        load(str(tmp_path))
    (tmp_path / "latin.yaml").write_bytes(b"name: \xff")
    with pytest.raises(ScenarioError, match="not text in UTF-8"):
        load(str(tmp_path / "latin.yaml"))
