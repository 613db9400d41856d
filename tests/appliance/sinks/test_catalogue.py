"""What every sink keeps to, tried on each one of the catalogue; a new sink adds a line to CASES."""

import re
import socket
import time
from pathlib import Path

import pytest

from appliance.settings import Settings
from appliance.sinks import catalogue
from appliance.sinks.catalogue import SINKS
from appliance.sinks.jsonl import JsonlSettings
from appliance.sinks.memory import MemorySettings
from appliance.sinks.syslog import SyslogSettings
from tests.speaking import PATIENCE_S, alert, free_port

BUILD = {kind.name: kind.build for kind in SINKS}
WORKING = ["memory", "jsonl", "syslog"]
BROKEN = ["jsonl", "syslog"]
NUMBER = 50


@pytest.fixture
def receiver():
    """A datagram socket that nobody reads, deep enough for NUMBER alerts."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        yield peer.getsockname()[1]


def settings(name: str, place, port: int) -> Settings:
    if name == "memory":
        return MemorySettings()
    if name == "jsonl":
        return JsonlSettings(path=place / "alerts.jsonl")
    return SyslogSettings(port=port, settle_s=0.1, spool={"directory": place / "spool"})


@pytest.fixture(params=WORKING)
def working(request, tmp_path, receiver):
    """Each sink with a peer that works."""
    sink = BUILD[request.param](settings(request.param, tmp_path, receiver))
    yield sink
    sink.close()


@pytest.fixture(params=BROKEN)
def broken(request, tmp_path):
    """Each sink that has a peer, without it: no directory, no listener."""
    port = free_port(socket.SOCK_STREAM)
    made = settings(request.param, tmp_path, port)
    if request.param == "jsonl":
        made = JsonlSettings(path=tmp_path / "missing" / "alerts.jsonl")
    else:
        made = made.model_copy(update={"transport": "tcp"})
    sink = BUILD[request.param](made)
    yield sink
    sink.close()


def test_contract__covers_the_whole_catalogue():
    assert {*WORKING, *BROKEN} == set(BUILD)
    assert len(BUILD) == len(SINKS)
    assert all(issubclass(kind.settings, Settings) for kind in SINKS)


def test_contract__knows_every_file_that_defines_a_sink():
    files = Path(catalogue.__file__).parent.glob("*.py")
    sinks = {
        name
        for file in files
        for name in re.findall(r"^class (\w+Sink)\b", file.read_text(), re.MULTILINE)
    }
    assert sinks == {kind.build.__name__ for kind in SINKS}


def test_contract__delivers_what_it_took(working):
    for number in range(NUMBER):
        working.write(alert(number))
    assert 0 == working.flush(PATIENCE_S)
    counts = working.counters()
    expected = (NUMBER, NUMBER, 0, 0, 0)
    names = ("taken", "delivered", "waiting", "lost", "errors")
    assert expected == tuple(counts[name] for name in names)
    assert [] == working.status()
    assert working.name


def test_contract__flushes_at_once_when_nothing_waits(working):
    began_s = time.monotonic()
    assert 0 == working.flush(600.0)
    assert time.monotonic() - began_s < PATIENCE_S


def test_contract__with_a_broken_peer_takes_alerts_and_reports_one_line(broken):
    for number in range(NUMBER):
        broken.write(alert(number))
    assert NUMBER == broken.flush(0.05)
    lines: list[str] = []
    deadline_s = time.monotonic() + PATIENCE_S
    while not lines and time.monotonic() < deadline_s:
        lines += broken.status()
    assert 1 == len(lines)
    assert "\n" not in lines[0]
    assert lines[0].startswith(broken.name)
    counts = broken.counters()
    assert counts["errors"] > 0
    assert (NUMBER, NUMBER, 0) == (counts["taken"], counts["waiting"], counts["lost"])


def test_contract__closes_in_bounded_time_whatever_the_peer_does(broken):
    broken.write(alert(1))
    began_s = time.monotonic()
    broken.close()
    assert time.monotonic() - began_s < PATIENCE_S
