"""`sigwatch run` over made-up frames: what it says, when it stops, and how it ends."""

import os
import signal
import sys

import pytest

from appliance import startup
from appliance.cli import run as command
from appliance.simulate.generate import generate
from tests.breathing import MadeUpSource
from tests.commanding import sigwatch
from tests.small_country import SEED, SITE, scenario


class Tapped(MadeUpSource):
    """Frames that end in the signal that stops a daemon; some are taken only after it."""

    def __init__(self, frames, stop_at, miscount=0):
        super().__init__(frames, iter(lambda: 64, None))
        self._stop_at, self._miscount = stop_at, miscount

    def fill(self, ring):
        rows = super().fill(ring)
        if self._stop_at <= self._taken < self._stop_at + 64:
            os.kill(os.getpid(), signal.SIGTERM)
        return rows

    def counters(self):
        counts = super().counters()
        drops = {"kernel_drops": 7, "interface_drops": 0}
        return counts | drops | {"taken": counts["taken"] + self._miscount}


@pytest.fixture
def frames():
    return [(f.ts_ns, f.octets, len(f.octets)) for f in generate(scenario(), SEED)][:1000]


@pytest.fixture
def run_over(tmp_path, monkeypatch):
    """Runs the daemon over a source of ours; both signals are given back."""
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    config = tmp_path / "site.yaml"

    def run(source, more=""):
        config.write_text(f"{SITE}capture: {{interfaces: [tap0]}}\n{more}")
        monkeypatch.setattr(startup, "open_live", lambda _config, _report: source)
        return sigwatch("run", "--config", config)

    yield run
    for number, action in zip(numbers, before, strict=True):
        signal.signal(number, action)


def test_run__takes_what_had_come_when_it_was_stopped(run_over, frames, monkeypatch):
    monkeypatch.setattr(command, "LAST_LOOK_S", 60.0)  # however slow it is here
    source = Tapped(frames, stop_at=640)
    ran = run_over(source)
    assert (0, "") == (ran.status, ran.out)
    assert source.closed
    assert all(line.startswith("sigwatch: ") for line in ran.lines)
    assert ran.lines[0].startswith("sigwatch: ready after ")
    assert f"sigwatch: frames {len(frames)} = " in ran.err
    assert "sigwatch: kernel drops 7" in ran.lines


def test_run__fails_when_a_sum_does_not_hold(run_over, frames, monkeypatch):
    monkeypatch.setattr(command, "LAST_LOOK_S", 60.0)
    ran = run_over(Tapped(frames, stop_at=640, miscount=1))
    assert 1 == ran.status
    assert f"sigwatch: frames {len(frames) + 1} IS NOT " in ran.err


def test_run__says_now_and_then_what_it_sees(run_over, frames, monkeypatch):
    monkeypatch.setattr(command, "STATUS_S", 0.0)
    ran = run_over(Tapped(frames, stop_at=640))
    states = [line for line in ran.lines if " frames, " in line]
    assert 10 == len(states)
    assert states[0].startswith("sigwatch: 64 frames, 7 dropped, ")
    assert states[-1].startswith("sigwatch: 640 frames, 7 dropped, ")


def test_run__says_what_its_receivers_complain_of(run_over, frames, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "DRAIN_S", 1.0)
    ran = run_over(Tapped(frames, 640), f"sinks: {{jsonl: {{path: {tmp_path}/none/alerts}}}}\n")
    name = f"sigwatch: jsonl {tmp_path}/none/alerts"
    assert f"{name}: No such file or directory; alerts wait in memory" in ran.lines
    assert [line for line in ran.lines if line.startswith(f"{name}: alerts lost: ")]
    assert 0 == ran.status


def test_log__that_nobody_reads_is_no_reason_to_end(monkeypatch):
    reading, writing = os.pipe()
    os.close(reading)
    pipe = os.fdopen(writing, "w", buffering=1)
    monkeypatch.setattr(sys, "stderr", pipe)
    command.log("a line")
    command.log("another")
    monkeypatch.undo()
    with pytest.raises(BrokenPipeError):
        pipe.close()
