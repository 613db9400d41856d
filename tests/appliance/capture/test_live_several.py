"""Several interfaces of a probe: all are taken from, and one that fails comes back by itself."""

import signal
import sys
import time
from pathlib import Path

import pytest

from appliance.capture import retry
from appliance.capture.settings import CaptureSettings
from appliance.capture.several import open_interfaces
from tests.live_traffic import PATIENCE_S, TIMEOUT_MS, collect, signalling
from tests.reading import ring_of, rows_of

pytestmark = pytest.mark.root

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def probe(veth, monkeypatch):
    """Opens interfaces, and what they reported; run in the namespace, where they reopen too."""
    monkeypatch.setattr(retry, "FIRST_PAUSE_S", 0.1)
    reports, opened = [], []

    def open_probe(*names):
        settings = CaptureSettings(
            interfaces=list(names), timeout_ms=TIMEOUT_MS, kernel_buffer_mib=8, retry_s_max=1
        )
        opened.append(open_interfaces(settings, reports.append))
        return opened[-1], reports

    with veth.entered():
        yield open_probe
        for source in opened:
            source.close()


def until_reported(source, ring, reports, count):
    """Frames that were taken until there were `count` reports."""
    taken, until = [], time.monotonic() + PATIENCE_S
    while len(reports) < count and time.monotonic() < until:
        taken += rows_of(ring, source.fill(ring))
    return taken


def test_interfaces__are_all_taken_from(veth, probe):
    veth.add_pair("tap1", "far1")
    source, _ = probe("tap0", "tap1")
    one, two = ([signalling(index) for index in numbers] for numbers in (range(9), range(50, 59)))
    veth.send(one, "far0")
    veth.send(two, "far1")
    taken = collect(source, ring_of(), 18)
    assert one == [frame.octets for frame in taken if frame.source == 0]
    assert two == [frame.octets for frame in taken if frame.source == 1]
    assert ("tap0", "tap1") == source.names


def test_interface__that_went_down_comes_back(veth, probe):
    veth.add_pair("tap1", "far1")
    source, reports = probe("tap0", "tap1")
    ring = ring_of()
    veth.send([signalling(1)])
    assert 1 == len(collect(source, ring, 1))
    veth.ip("link", "set", "tap0", "down")
    until_reported(source, ring, reports, 1)
    veth.send([signalling(2)], "far1")
    assert [1] == [frame.source for frame in collect(source, ring, 1)], "the other goes on"
    veth.ip("link", "set", "tap0", "up")
    until_reported(source, ring, reports, 2)
    veth.send([signalling(3)])
    assert [(0, 2)] == [(frame.source, frame.number) for frame in collect(source, ring, 1)]
    assert "interface tap0: the interface is down; trying again until it is back" == reports[0]
    assert reports[1].startswith("interface tap0: capturing again after ")
    counters = source.counters()
    assert (3, 1, 0) == (counters["taken"], counters["failures"], counters["kernel_drops"])


def test_interface__that_was_made_anew_is_found_again(veth, probe):
    source, reports = probe("tap0")
    ring = ring_of()
    veth.ip("link", "del", "tap0")
    until_reported(source, ring, reports, 2)
    veth.add_pair()
    until_reported(source, ring, reports, 3)
    veth.send([signalling(3)])
    assert 1 == len(collect(source, ring, 1))
    assert reports[0].startswith("interface tap0: the interface disappeared; ")
    assert reports[1].startswith("interface tap0: there is no such interface; there are: ")
    assert reports[2].startswith("interface tap0: capturing again after ")


def test_stop_flag__is_honoured_on_a_quiet_link(veth):
    script = (
        "import signal, sys\n"
        "from appliance.capture.several import open_interfaces\n"
        "from appliance.capture.settings import CaptureSettings\n"
        "from appliance.capture.ring import FrameRing\n"
        "stops = []\n"
        "signal.signal(signal.SIGTERM, lambda *_: stops.append(1))\n"
        f"settings = CaptureSettings(interfaces=['tap0'], timeout_ms={TIMEOUT_MS})\n"
        "source, ring = open_interfaces(settings, print), FrameRing(64, 1 << 20)\n"
        "print('ready', flush=True)\n"
        "while not stops: source.fill(ring)\n"
        "source.close()\n"
    )
    process = veth.start("env", f"PYTHONPATH={ROOT}", sys.executable, "-c", script)
    assert "ready\n" == process.stdout.readline()
    time.sleep(TIMEOUT_MS / 1000)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert 0 == process.wait(timeout=PATIENCE_S)
    assert time.monotonic() - began < 1.0  # one timeout, and the interpreter's own end
