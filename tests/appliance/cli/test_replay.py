"""`sigwatch replay`: the same alerts however a trace is cut or packed; delivered when asked."""

import gzip
import json
import os
import pty
import re
import socket
import subprocess
import sys

import pytest

from appliance.cli import replay as command
from tests.build import capture_files
from tests.build.capture_files import NANO, Record
from tests.commanding import ROOT, SIGWATCH, environment, process, sigwatch
from tests.reading import libpcap_frames
from tests.small_country import write_site
from tests.speaking import free_port, until


@pytest.fixture
def replayed(tmp_path, site):
    """Replays traces; what it said, and the octets of the alerts file."""

    def replay(*traces, config=site, name="alerts.jsonl"):
        path = tmp_path / name
        ran = sigwatch("replay", "--config", config, "--alerts", path, *traces)
        assert 0 == ran.status, ran.err
        return ran, path.read_bytes()

    return replay


def without_evidence(octets):
    """Alerts but for the name of the file they were found in."""
    alerts = [json.loads(line) for line in octets.splitlines()]
    return [{key: alert[key] for key in alert if key != "evidence"} for alert in alerts]


def records(trace):
    return [Record(*frame) for frame in libpcap_frames(trace)[0]]


def test_replay__finds_what_both_detectors_look_for(replayed, small):
    ran, octets = replayed(small)
    found = [json.loads(line) for line in octets.splitlines()]
    assert {"interconnect-category1", "subscriber-harvest"} == {one["detector"] for one in found}
    assert len(found) == len(ran.out.splitlines())
    assert {"AG", "BB", "CN"} == {one["source"]["country"] for one in found}
    assert all(re.fullmatch(r"(imsi|msisdn):[0-9a-f]{16}", o["target"]["pseudonym"]) for o in found)


def test_replay__says_sums_that_hold(replayed, small):
    ran, _ = replayed(small)
    totals = {}
    for line in ran.lines:
        if " = " in line:
            name, total, parts = re.fullmatch(r"(.+) (\d+) = (.+)", line).groups()
            totals[name] = int(total)
            assert int(total) == sum(int(part.split()[0]) for part in parts.split(" + "))
    assert len(records(small)) == totals["frames"]
    assert {"messages", "findings"} < totals.keys()
    assert not [line for line in ran.lines if "IS NOT" in line]


def test_replay__twice_gives_the_same_octets(replayed, small):
    assert replayed(small)[1] == replayed(small)[1] != b""


@pytest.mark.parametrize("frames_max", [64, 333, 65_536])
def test_replay__does_not_depend_on_batches(replayed, small, tmp_path, frames_max):
    config = write_site(tmp_path, f"capture: {{batch_frames_max: {frames_max}}}\n")
    assert replayed(small)[1] == replayed(small, config=config)[1]


@pytest.mark.parametrize("form", ["gzip", "pcapng", "two files", "two files, misnamed"])
def test_replay__does_not_depend_on_the_files_form(replayed, small, tmp_path, form):
    whole, paths = records(small), [tmp_path / "one", tmp_path / "two"]
    half = len(whole) // 2
    if form == "gzip":
        paths = paths[:1]
        paths[0].write_bytes(gzip.compress(small.read_bytes()))
    elif form == "pcapng":
        paths = paths[:1]
        paths[0].write_bytes(capture_files.pcapng(whole))
    else:
        for path, part in zip(paths, (whole[:half], whole[half:]), strict=True):
            path.write_bytes(capture_files.pcap(part, magic=NANO))
    if form == "two files, misnamed":
        paths.reverse()
    expected = without_evidence(replayed(small)[1])
    assert expected == without_evidence(replayed(*paths)[1])


def test_replay__of_standard_input_gives_the_same(replayed, small, monkeypatch):
    expected = without_evidence(replayed(small)[1])
    with small.open() as pipe:
        monkeypatch.setattr(sys, "__stdin__", pipe)
        ran, octets = replayed("-")
    assert expected == without_evidence(octets)
    assert "[standard input#" in ran.out


def test_replay__can_fail_on_alerts(small, site):
    assert 3 == sigwatch("replay", "--config", site, "--fail-on-alert", small).status
    quiet = sigwatch("replay", "--fail-on-alert", small)  # nobody is home, so nobody is foreign
    assert (0, "") == (quiet.status, quiet.out)
    assert quiet.lines[0].startswith("warning: interconnect-category1 is silent: ")


def test_quiet_replay__says_the_summary_only(small, site):
    ran = sigwatch("replay", "--config", site, "-q", small)
    assert (0, "") == (ran.status, ran.out)
    assert ran.lines[0].startswith("frames ")


def test_alerts_file__is_there_and_empty_when_there_are_none(small, tmp_path):
    path = tmp_path / "alerts.jsonl"
    path.write_text("of an earlier replay\n")
    assert 0 == sigwatch("replay", "--alerts", path, small).status
    assert b"" == path.read_bytes()


def test_alerts_file__may_not_be_one_of_the_traces(small, tmp_path):
    trace = tmp_path / "trace.pcap"
    trace.write_bytes(small.read_bytes())
    ran = sigwatch("replay", small, trace, "--alerts", tmp_path / "." / "trace.pcap")
    assert 2 == ran.status
    assert small.read_bytes() == trace.read_bytes()


def udp_site(tmp_path, port):
    sinks = f"sinks: {{syslog: [{{transport: udp, port: {port}, settle_s: 0}}]}}\n"
    return write_site(tmp_path, sinks)


def test_replay__sends_only_when_told_to(small, tmp_path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.setblocking(False)
        config = udp_site(tmp_path, receiver.getsockname()[1])
        assert 0 == sigwatch("replay", "--config", config, small).status
        with pytest.raises(BlockingIOError):
            receiver.recv(65_536)
        ran = sigwatch("replay", "--config", config, "--deliver", small)
        assert 0 == ran.status, ran.err
        received = [receiver.recv(65_536) for _ in ran.out.splitlines()]
    assert received
    assert all(b" sigwatch " in message for message in received)


class Listener:
    """A TCP receiver that takes everything; octet counting is told elsewhere."""

    def __init__(self, port):
        self._server = socket.create_server(("127.0.0.1", port))
        self._server.setblocking(False)
        self._links, self.octets = [], b""

    def ids(self):
        """Of every alert so far."""
        try:
            link, _ = self._server.accept()
            link.setblocking(False)
            self._links.append(link)
        except BlockingIOError:
            pass
        for link in self._links:
            try:
                self.octets += link.recv(1 << 20)
            except BlockingIOError:
                continue
        return re.findall(r' id="([0-9a-f]{16})"', self.octets.decode())

    def close(self):
        for link in (*self._links, self._server):
            link.close()


def test_alerts__wait_in_the_spool_for_a_receiver_that_is_down(small, tmp_path, monkeypatch):
    port = free_port(socket.SOCK_STREAM)
    config = write_site(
        tmp_path, f"sinks: {{syslog: [{{transport: tcp, port: {port}, retry_first_s: 0.05}}]}}\n"
    )
    monkeypatch.setattr(command, "DELIVERY_S", 0.3)
    path = tmp_path / "alerts.jsonl"
    down = sigwatch("replay", "--config", config, "--deliver", "--alerts", path, small)
    raised = [json.loads(line)["id"] for line in path.read_text().splitlines()]
    name = f"syslog tcp 127.0.0.1:{port}"
    assert 1 == down.status
    assert f"{name}: Connection refused; alerts wait in the spool" == down.lines[0]
    assert (
        f"{name}: alerts not delivered yet: {len(raised)}; they wait in its spool" == down.lines[1]
    )
    assert f"alerts to {name} {len(raised)} = {len(raised)} waiting" in down.lines

    nothing = tmp_path / "nothing.pcap"
    nothing.write_bytes(capture_files.pcap([]))
    receiver = Listener(port)
    monkeypatch.setattr(command, "DELIVERY_S", 10.0)
    up = sigwatch("replay", "--config", config, "--deliver", nothing)
    until(lambda: len(receiver.ids()) >= len(raised), "all alerts")
    assert 0 == up.status, up.err
    assert raised == receiver.ids()
    receiver.close()
    assert f"alerts to {name} {len(raised)} = {len(raised)} delivered" in up.lines


def test_alerts__stay_on_standard_output_beside_a_bar_on_the_terminal(lane, small, site):
    if lane == "interpreted":
        pytest.skip("a process of its own, too slow without the compiler")
    controller, terminal = pty.openpty()
    words = ["replay", "--config", str(site), str(small)]
    done = subprocess.run(
        [*SIGWATCH, *words],
        stdout=subprocess.PIPE,
        stderr=terminal,
        cwd=ROOT,
        env=environment(TERM="xterm"),
        check=False,
    )
    os.close(terminal)
    os.close(controller)
    assert 0 == done.returncode
    assert sigwatch(*words).out == done.stdout.decode()


def test_replay__whose_reader_has_gone_goes_on_to_its_end(lane, small, site, tmp_path):
    if lane == "interpreted":
        pytest.skip("a process of its own, too slow without the compiler")
    reading, writing = os.pipe()
    os.close(reading)
    path = tmp_path / "alerts.jsonl"
    words = ("replay", "--config", site, "--alerts", path, small)
    ran = process(*words, capture_output=False, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    count = len(path.read_text().splitlines())
    assert 0 == ran.status
    assert f"alerts to terminal {count} = {count} lost" in ran.lines
    assert f"alerts to jsonl {path} {count} = {count} delivered" in ran.lines
