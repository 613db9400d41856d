"""Shown live: frames at full speed on one end of a tap, `sigwatch run` on the other, then rsyslog.

What a replay of the same frames finds is what must arrive. Live frames are stamped by the kernel,
so all of them lie within seconds; the reference is therefore a replay of the same frames, in the
same order, stamped as closely. Times and evidence differ, and with the times an alert's id, which
is made from when it happened; whom and what an alert is about may not differ.
"""

import contextlib
import json
import re
import signal
import subprocess
import time

import pytest

from tests.build import capture_files
from tests.build.capture_files import NANO, Record
from tests.commanding import ROOT, SIGWATCH, environment, process, sigwatch
from tests.namespace import namespace, why_not
from tests.reading import libpcap_frames
from tests.small_country import SITE
from tests.speaking import RSYSLOGD, Rsyslog, until

pytestmark = pytest.mark.root

READY_S = 60.0  # a cache that is cold here
STOP_S = 2.0
DRAIN_S = 5.0
FLOOD = 150_000
SPACING_NS = 10_000
START_NS = 1_772_438_400 * 10**9
ABOUT = ("detector", "sid", "class", "category", "severity", "mode", "operation", "target")


@pytest.fixture
def tap(lane):
    """tap0 and far0: what is sent on far0 arrives at tap0."""
    if lane == "interpreted":
        pytest.skip("libpcap is called from compiled code only")
    if reason := why_not():
        pytest.skip(f"live capture is not tested: {reason}")
    with namespace() as made:
        made.add_pair()
        yield made


@pytest.fixture
def receivers(tap, tmp_path):
    """A real rsyslog on the namespace's loopback for each transport."""
    if RSYSLOGD is None:
        pytest.skip("NO REAL RECEIVER: rsyslog is not installed")
    with contextlib.ExitStack() as stack:
        stack.enter_context(tap.entered())
        started = {}
        for transport in ("udp", "tcp"):
            folder = tmp_path / transport
            folder.mkdir()
            started[transport] = Rsyslog(folder, transport)
            stack.callback(started[transport].kill)
            started[transport].start()
        yield started


class Daemon:
    """`sigwatch run` in the namespace, and what it has said."""

    def __init__(self, tap, config, log):
        self._log = log
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                tap.inside(*SIGWATCH, "run", "--config", config),
                stdout=errors,
                stderr=errors,
                cwd=ROOT,
                env=environment(),
            )
        until(lambda: self.says("ready after "), "ready", READY_S)

    def lines(self):
        return self._log.read_text().splitlines()

    def says(self, start):
        """The lines that begin so."""
        assert self._process.poll() is None, self._log.read_text()
        return [line for line in self.lines() if line.startswith(f"sigwatch: {start}")]

    def send(self, number):
        self._process.send_signal(number)

    def stop(self):
        """SIGTERM; the lines of its end, and how long that took."""
        self.send(signal.SIGTERM)
        began = time.monotonic()
        assert 0 == self._process.wait(READY_S), self._log.read_text()
        return self.lines(), time.monotonic() - began

    def kill(self):
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(READY_S)


@pytest.fixture
def daemon(tap, tmp_path):
    """Starts it with sections of configuration; ended with the test."""
    started = []

    def start(more, **capture):
        chosen = {"interfaces": ["tap0"], "timeout_ms": 50, "kernel_buffer_mib": 64} | capture
        config = tmp_path / "site.yaml"
        config.write_text(f"{SITE}capture: {json.dumps(chosen)}\n{more}")
        started.append(Daemon(tap, config, tmp_path / "run.log"))
        return started[-1]

    yield start
    for one in started:
        one.kill()


def total(lines, name):
    """What stands behind `name` in the summary; every sum in it must hold."""
    assert not [line for line in lines if "IS NOT" in line], lines
    found = [re.match(rf"sigwatch: {name} (\d+)", line) for line in lines]
    return sum(int(match[1]) for match in found if match)


@pytest.fixture
def country(tmp_path):
    """Ten minutes of the shipped attacked country, squeezed into less than a second."""
    simulated, squeezed = tmp_path / "simulated.pcap", tmp_path / "squeezed.pcap"
    assert 0 == sigwatch("simulate", "attacked-country", "-o", simulated).status
    octets = [frame[1] for frame in libpcap_frames(simulated)[0]]
    records = [Record(START_NS + at * SPACING_NS, each) for at, each in enumerate(octets)]
    squeezed.write_bytes(capture_files.pcap(records, magic=NANO))
    return squeezed, len(records)


def about(alert):
    """Whom and what an alert is about."""
    return {name: alert.get(name) for name in ABOUT} | {"source": alert["source"]["gt"]}


def about_received(receiver):
    """The same of what arrived, as rsyslog's own parser understood it."""
    found = []
    for message in receiver.received():
        told = receiver.parameters(message)
        target = {"pseudonym": told.get("target"), "role": told.get("target_role")}
        target = {name: value for name, value in target.items() if value is not None}
        numbers = {name: int(told[name]) for name in ("sid", "severity")}
        names = {name: told.get(name) for name in ABOUT}
        found.append(names | numbers | {"target": target, "source": told["source_gt"]})
    return found


def test_run__finds_live_what_replay_finds_and_speaks_it_to_a_real_receiver(
    tap, receivers, daemon, country, tmp_path
):
    trace, count = country
    gate = "alerts: {gate: {per_minute_max: 1000000}}\n"
    listed = [{"transport": name, "port": one.port} for name, one in receivers.items()]
    running = daemon(f"{gate}sinks: {json.dumps({'syslog': listed})}\n")
    replayed = tmp_path / "replayed.jsonl"
    config = tmp_path / "replay.yaml"
    config.write_text(SITE + gate)
    assert 0 == sigwatch("replay", "--config", config, "--alerts", replayed, trace).status
    expected = [about(json.loads(line)) for line in replayed.read_text().splitlines()]
    assert len(expected) >= 10

    sent, errors = tap.start_sender(trace, count).communicate(timeout=READY_S)
    assert (f"{count}\n", "") == (sent, errors)
    for receiver in receivers.values():
        until(lambda one=receiver: len(one.received()) >= len(expected), "all alerts")
    lines, took_s = running.stop()

    assert took_s < STOP_S, "nothing waited, so there was nothing to drain"
    assert expected == about_received(receivers["tcp"])
    in_any_order = [sorted(map(str, each)) for each in (expected, about_received(receivers["udp"]))]
    assert in_any_order[0] == in_any_order[1]
    assert count == total(lines, "frames") + total(lines, "kernel drops")
    assert len(expected) == total(lines, "alerts to syslog tcp .*")
    assert total(lines, "messages") > 10_000


def test_run__counts_what_it_missed_and_outlives_its_interface(tap, daemon, country):
    """A daemon that is stopped for a while, a flood meanwhile, then an interface that goes."""
    trace, _ = country
    running = daemon("", kernel_buffer_mib=1, retry_s_max=1)
    running.send(signal.SIGSTOP)
    sent, errors = tap.start_sender(trace, FLOOD).communicate(timeout=READY_S)
    assert (f"{FLOOD}\n", "") == (sent, errors)
    running.send(signal.SIGCONT)
    time.sleep(1.0)

    tap.ip("link", "set", "tap0", "down")
    until(lambda: running.says("interface tap0: the interface is down; trying again"), "down")
    tap.ip("link", "set", "tap0", "up")
    until(lambda: running.says("interface tap0: capturing again after "), "up again")
    frames = [frame[1] for frame in libpcap_frames(trace)[0][:9]]
    tap.send(frames)

    lines, took_s = running.stop()
    assert took_s < STOP_S
    drops = total(lines, "kernel drops")
    assert 0 < drops < FLOOD
    assert FLOOD + len(frames) == total(lines, "frames") + drops
    assert 2 == len([line for line in lines if line.startswith("sigwatch: interface tap0: ")])
    assert 1 == total(lines, "failures")


def test_run__stops_in_time_with_a_receiver_that_is_down(tap, daemon, country, tmp_path):
    """Alerts wait in the spool for the next start, and arrive then."""
    trace, count = country
    if RSYSLOGD is None:
        pytest.skip("NO REAL RECEIVER: rsyslog is not installed")
    with tap.entered():
        receiver = Rsyslog(tmp_path, "tcp")
    port = receiver.port
    sinks = f"sinks: {{syslog: [{{transport: tcp, port: {port}, retry_max_s: 1}}]}}\n"
    running = daemon(sinks)
    tap.start_sender(trace, count).communicate(timeout=READY_S)
    until(lambda: running.says(f"syslog tcp 127.0.0.1:{port}: Connection refused"), "trouble")
    lines, took_s = running.stop()
    assert took_s < DRAIN_S + STOP_S
    waiting = total(lines, rf"syslog tcp 127.0.0.1:{port}: alerts not delivered yet:")
    assert waiting > 0
    assert waiting == total(lines, rf"alerts to syslog tcp 127.0.0.1:{port}")
    with tap.entered():
        receiver.start()
    try:
        again = daemon(sinks)
        until(lambda: len(receiver.received()) >= waiting, "all alerts")
        again.stop()
    finally:
        receiver.kill()
    assert waiting == len(set(receiver.ids()))


def test_run__refuses_an_interface_that_is_down(tap, tmp_path):
    tap.ip("link", "set", "tap0", "down")
    config = tmp_path / "site.yaml"
    config.write_text(f"{SITE}capture: {{interfaces: [tap0]}}\n")
    ran = process("run", "--config", config, before=tap.inside())
    assert (1, "interface tap0: the interface is down\n") == (ran.status, ran.err)
