"""What cannot be captured is one clear line: the interface, the right, the filter, the library."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from appliance.capture import libpcap, loop
from appliance.capture.live import LiveSource
from appliance.capture.settings import CaptureSettings
from appliance.capture.source import CaptureError
from tests.live_traffic import PATIENCE_S, signalling
from tests.reading import ring_of, rows_of

ROOT = Path(__file__).resolve().parents[3]
NOBODY = 65_534


def refusal(open_source, *arguments, **settings):
    with pytest.raises(CaptureError) as refused:
        open_source(*arguments, **settings)
    line = str(refused.value)
    assert "\n" not in line
    return line


def until_it_fails(source, ring):
    """What was taken before `source` failed, and what it said."""
    taken, until = [], time.monotonic() + PATIENCE_S
    try:
        while time.monotonic() < until:
            taken += rows_of(ring, source.fill(ring))
    except CaptureError as failed:
        return taken, str(failed)
    pytest.fail("it did not fail")


@pytest.mark.root
def test_open__names_the_interfaces_there_are(tapped):
    line = refusal(tapped, "tap7")
    assert line.startswith("interface tap7: there is no such interface; there are: ")
    assert {"lo", "tap0", "far0"} == set(line.split("there are: ")[1].split(", "))


@pytest.mark.root
def test_open__quotes_a_bad_filter_with_libpcaps_words(tapped):
    line = refusal(tapped, filter="sctp and (")
    assert line.startswith("interface tap0: filter 'sctp and (': ")
    assert "syntax error" in line


@pytest.mark.root
def test_open__says_that_the_interface_is_down(veth, tapped):
    veth.ip("link", "set", "tap0", "down")
    assert "interface tap0: the interface is down" == refusal(tapped)


@pytest.mark.root
def test_open__says_which_capability_is_missing(veth):
    script = (
        "import os, sys\n"
        "from appliance.capture import loop\n"
        "from appliance.capture.live import LiveSource\n"
        "from appliance.capture.settings import CaptureSettings\n"
        "from appliance.capture.source import CaptureError\n"
        "loop.prepare()\n"
        f"os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        "try: LiveSource('tap0', CaptureSettings())\n"
        "except CaptureError as refused: sys.exit(str(refused))\n"
    )
    process = veth.start("env", f"PYTHONPATH={ROOT}", sys.executable, "-c", script)
    _, line = process.communicate(timeout=60)
    assert 1 == process.returncode
    assert line.startswith(
        "interface tap0: no permission to capture: the process needs CAP_NET_RAW"
    )
    assert 1 == line.count("\n")


@pytest.mark.root
def test_fill__says_that_the_interface_went_down_after_its_last_frames(veth, tapped):
    source, sent = tapped(), [signalling(index) for index in range(3)]
    veth.send(sent)
    veth.ip("link", "set", "tap0", "down")
    taken, line = until_it_fails(source, ring_of())
    assert sent == [frame.octets for frame in taken]
    assert "interface tap0: the interface is down" == line


@pytest.mark.root
def test_fill__says_that_the_interface_disappeared_after_its_last_frames(veth, tapped):
    source, sent = tapped(), [signalling(index) for index in range(3)]
    veth.send(sent)
    veth.ip("link", "del", "tap0")
    taken, line = until_it_fails(source, ring_of())
    assert sent == [frame.octets for frame in taken]
    assert "interface tap0: the interface disappeared" == line
    source.close()
    assert 3 == source.counters()["taken"]


@pytest.mark.root
def test_fill__notices_another_interface_of_the_same_name(veth, tapped):
    source = tapped()
    veth.ip("link", "del", "tap0")
    veth.add_pair()
    _, line = until_it_fails(source, ring_of())
    assert line.startswith("interface tap0: the interface ")


@pytest.mark.root
def test_fill__of_a_closed_source_is_an_error_not_a_crash(tapped):
    source = tapped()
    source.close()
    assert "interface tap0: the capture is closed" == refusal(source.fill, ring_of())


def test_open__names_the_package_when_libpcap_is_absent(monkeypatch):
    monkeypatch.setattr(libpcap, "NAMES", ("libpcap.so.of-no-system",))
    libpcap.library.cache_clear()
    try:
        line = refusal(libpcap.library)
    finally:
        libpcap.library.cache_clear()
    assert line.startswith("libpcap is not installed: live capture needs the package libpcap0.8")


def test_open__says_that_it_needs_the_compiler(monkeypatch):
    monkeypatch.setattr(loop.numba.config, "DISABLE_JIT", 1)
    loop.prepare.cache_clear()
    try:
        line = refusal(LiveSource, "lo", CaptureSettings())
    finally:
        loop.prepare.cache_clear()
    assert line.startswith("NUMBA_DISABLE_JIT is set")


def test_import__needs_no_libpcap():
    script = (
        "from appliance.capture import libpcap, several\n"
        "assert not libpcap.library.cache_info().currsize\n"
    )
    subprocess.run(
        [sys.executable, "-c", script], check=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
