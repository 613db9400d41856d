"""The demonstration end to end: what is raised arrives, twice the same; errors are clear."""

import io
import json
from pathlib import Path

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from appliance.cli.demo import demo
from appliance.demo import performance
from appliance.demo.matching import Arrived, arrived
from appliance.demo.performance import perform
from appliance.demo.receiving import ReceiverError
from appliance.demo.stage import FIRST_LINE, Stage
from appliance.demo.told import tell
from appliance.simulate.scenario_file import parse
from appliance.simulate.world import operators

SMALL = """
name: small
duration_s: 40
world: {subscribers: 100, abroad: 20, visitors: 10}
rates: {registrations_abroad: 20, messages_from_abroad: 20}
campaigns:
  - {id: pings, procedure: location-by-interrogation, source: bb-1, from_s: 3, to_s: 35,
     per_min: 40, victims: 3}
  - {id: tracking, procedure: location-by-subscriber-info, source: sa-1, from_s: 5, to_s: 30,
     per_min: 30, victims: 2}
  - {id: burst, procedure: aggregator-burst, source: se-1, from_s: 8, to_s: 12, per_min: 60,
     victims: 4}
"""


def small(directory: Path, text: str = SMALL):
    return perform(Stage(directory), 3, lambda *_: None, parse(text, "small"))


@pytest.fixture(scope="module", name="outcome")
def outcome_fixture(tmp_path_factory):
    return small(tmp_path_factory.mktemp("demo"))


def test_demo__every_alert_arrives_at_both_receivers(outcome):
    alerts = [json.loads(line) for line in outcome.stage.alerts.read_text().splitlines()]
    assert [] == outcome.failures
    assert alerts
    for messages in outcome.received.messages.values():
        assert [each["id"] for each in alerts] == [arrived(message).id for message in messages]
        assert [each["message"] for each in alerts] == [message.text for message in messages]
        assert [each["detector"] for each in alerts] == [message.msgid for message in messages]


def test_demo__tells_caught_from_missed_and_false(outcome):
    found = {one.name: {alert.detector for alert in one.alerts} for one in outcome.truth.campaigns}
    assert {"pings": {"interconnect-category1"}, "tracking": set(), "burst": set()} == found
    assert [] == outcome.unlabelled


def test_demo__sums_hold(outcome):
    assert all(each.holds for each in outcome.replayed.sums)
    names = [each.name for each in outcome.replayed.sums]
    assert {"frames", "messages", "octets of messages", "findings"} < set(names)
    assert 3 == sum(name.startswith("alerts to ") for name in names)


def test_demo__leaves_only_its_files(outcome):
    names = {path.name for path in outcome.stage.directory.iterdir()}
    capture = {"attacked-country.pcap", "attacked-country.labels.jsonl"}
    assert capture | {"sigwatch.yaml", "alerts.jsonl", "received.log", "secret", "spool"} == names


def test_demo__twice_is_the_same(tmp_path, monkeypatch):
    alerts = []
    for name in ("one", "two", "one"):
        (tmp_path / name).mkdir(exist_ok=True)
        monkeypatch.chdir(tmp_path / name)
        alerts.append(small(Path("demo")).stage.alerts.read_bytes())
    assert alerts[0] == alerts[1] == alerts[2]


@pytest.mark.parametrize("width", [80, 100])
def test_told__fits_and_is_plain(outcome, capsys, width):
    tell(Console(width=width, file=io.StringIO()), outcome)
    said = capsys.readouterr().out
    commands = said.partition("Try next\n")[0]
    assert [] == [line for line in commands.splitlines() if len(line) > width]
    assert [] == [line for line in said.splitlines() if line != line.rstrip()]
    assert "\x1b" not in said
    for words in ("Attacks: 1 of 2 raised alerts", "Saudi Arabia", "none: missed", "no alert"):
        assert words in said


def test_told__names_false_alerts_about_ordinary_life(outcome, capsys):
    outcome.unlabelled.append(Arrived("x", "rule-x", "330001000011", 9, 0))
    tell(Console(width=80, file=io.StringIO()), outcome)
    outcome.unlabelled.clear()
    said = capsys.readouterr().out
    assert "messages of ordinary life: 1 false alert.\n  - 00:00:00 rule-x: 330001000011\n" in said


def test_demo__without_attacks_says_that_none_was_caught(tmp_path):
    failures = small(tmp_path, "name: calm\nduration_s: 5\n").failures
    assert ["no attack was caught"] == failures


def test_demo__names_what_did_not_arrive(outcome):
    messages, held = outcome.received.messages["udp"], list(outcome.received.messages["udp"])
    messages.clear()
    count = len(outcome.raised)
    failures = outcome.failures
    messages.extend(held)
    assert [f"{count} of {count} alerts did not arrive by udp"] == failures


@pytest.fixture(name="run")
def command():
    app = typer.Typer()
    app.command()(demo)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_command__shows_the_shipped_scenario(run, tmp_path, lane):
    if lane == "interpreted":
        pytest.skip("seventeen thousand frames take minutes where kernels are interpreted")
    ran = run("--directory", tmp_path)
    assert 0 == ran.exit_code, ran.output
    assert "Attacks: 6 of 7 raised alerts" in ran.stdout
    alerts = [json.loads(line) for line in (tmp_path / "alerts.jsonl").read_text().splitlines()]
    countries = {one.prefix: one.country for one in operators.foreign(1)}
    for alert in alerts:
        assert f"in a range of {countries[alert['source']['gt'][:-2]]}" in alert["message"]


def test_command__leaves_directories_of_others_alone(run, tmp_path):
    (tmp_path / "secret").write_text("mine")
    ran = run("--directory", tmp_path)
    assert 1 == ran.exit_code
    assert ran.stderr.startswith(f"{tmp_path}: holds files that are not of a demonstration")
    assert 1 == len(ran.stderr.splitlines())
    assert "mine" == (tmp_path / "secret").read_text()


def test_command__takes_up_after_a_demonstration_that_broke_off(tmp_path):
    (tmp_path / "sigwatch.yaml").write_text(f"{FIRST_LINE}\n")
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "old").touch()
    Stage(tmp_path).prepare(1)
    assert not (tmp_path / "spool").exists()
    assert 0o600 == (tmp_path / "secret").stat().st_mode & 0o777


def test_command__says_where_it_cannot_write(run, tmp_path):
    (tmp_path / "file").touch()
    ran = run("--directory", tmp_path / "file")
    assert (1, f"{tmp_path}/file: a file; name a directory with --directory\n") == (
        ran.exit_code,
        ran.stderr,
    )
    ran = run("--directory", "/proc/demo")
    assert (1, "/proc/demo: No such file or directory\n") == (ran.exit_code, ran.stderr)


def test_command__fails_when_no_port_is_to_be_had(run, tmp_path, monkeypatch):
    def refuse(log):
        raise ReceiverError("syslog receiver: a port of 127.0.0.1: in use")

    monkeypatch.setattr(performance, "simulate", lambda *_: None)
    monkeypatch.setattr(performance, "read_labels", lambda _: None)
    monkeypatch.setattr(performance, "receiver", refuse)
    ran = run("--directory", tmp_path)
    assert (1, "syslog receiver: a port of 127.0.0.1: in use\n") == (ran.exit_code, ran.stderr)
