"""What is wrong with the input or the world, by name: one clear line each, and the exit status.

What can be done in this process is. Rights are taken away with setpriv (as root), so these rows
need a process of their own.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from appliance.cli import replay as replaying
from tests.commanding import SIGWATCH, process, sigwatch
from tests.small_country import SITE, write_site

CUT = 40  # octets: within the first frame
FILTERED = "capture: {interfaces: [lo], filter: 'sctp and ('}\n"
GARBAGE = bytes(range(128, 256)) * 64


@pytest.fixture
def place(tmp_path, small, monkeypatch):
    """A directory with one of each kind of wrong thing in it, and where commands run."""
    (tmp_path / "empty.pcap").touch()
    (tmp_path / "text.pcap").write_text("Dear probe,\nthis is a letter.\n")
    (tmp_path / "garbage.pcap").write_bytes(GARBAGE)
    (tmp_path / "short.pcap").write_bytes(small.read_bytes()[:10])
    (tmp_path / "packed.pcap.xz").write_bytes(b"\xfd7zXZ\x00" + GARBAGE)
    (tmp_path / "folder").mkdir()
    (tmp_path / "good.pcap").symlink_to(small)
    (tmp_path / "wrong.yaml").write_text("captur: {}\n")
    (tmp_path / "listed.yaml").write_text("- capture\n")
    (tmp_path / "deaf.yaml").write_text(SITE)
    (tmp_path / "filter.yaml").write_text(SITE + FILTERED)
    (tmp_path / "absent.yaml").write_text(SITE + "capture: {interfaces: [nosuch0]}\n")
    (tmp_path / "lo.yaml").write_text(SITE + "capture: {interfaces: [lo]}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def signals_kept():
    """`run` takes over two signals of this process."""
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, action in zip(numbers, before, strict=True):
        signal.signal(number, action)


FILES = [
    ("none.pcap", "none.pcap: no such file or directory"),
    ("empty.pcap", "empty.pcap: is empty"),
    ("text.pcap", "text.pcap: is not a capture (pcap or pcapng): text that begins 'Dear probe"),
    ("garbage.pcap", "garbage.pcap: is not a capture (pcap or pcapng): it begins 80 81"),
    ("short.pcap", "short.pcap: ends after 10 octets, within the file header of a pcap"),
    ("packed.pcap.xz", "packed.pcap.xz: is not a capture (pcap or pcapng): "),
    ("folder", "folder: is a directory; name the capture files in it"),
    ("good.pcap/x", "good.pcap/x: not a directory"),
]


@pytest.mark.parametrize("command", ["decode", "replay"])
@pytest.mark.parametrize(("name", "line"), FILES, ids=[name for name, _ in FILES])
def test_file__that_is_no_capture(place, command, name, line):
    words = ("--config", "deaf.yaml") if command == "replay" else ()
    ran = sigwatch(command, *words, name)
    assert (1, "") == (ran.status, ran.out)
    assert 1 == len(ran.lines), ran.err
    assert ran.lines[0].startswith(line)


ROWS = [
    ("replay --config none.yaml good.pcap", "none.yaml: no such file; name another with --config"),
    ("replay --config folder good.pcap", "folder: a directory; name a file"),
    ("replay --config wrong.yaml good.pcap", "wrong.yaml:1:1: captur: no such key; did you mean"),
    ("replay --config wrong.yaml none.pcap", "wrong.yaml:1:1: captur: no such key; did you mean"),
    ("replay --config listed.yaml good.pcap", "listed.yaml:1:1: top level: a list stands here"),
    ("replay --config filter.yaml good.pcap", "filter.yaml:2:29: capture.filter: 'sctp and ('"),
    ("replay --alerts none/a.jsonl good.pcap", "none/a.jsonl: no such file or directory"),
    ("replay --alerts folder good.pcap", "folder: is a directory"),
    ("replay good.pcap empty.pcap", "empty.pcap: is empty"),
    ("replay - -", "standard input: named more than once"),
    ("check --config none.yaml", "none.yaml: no such file; name another with --config"),
    ("check --config wrong.yaml", "wrong.yaml:1:1: captur: no such key; did you mean capture?"),
    ("check --config garbage.pcap", "garbage.pcap:1:1: "),
    ("simulate quiet -o none/out.pcap", "none/out.pcap: No such file or directory"),
    ("simulate nobody -o out.pcap", "nobody: no such scenario"),
    ("run --config none.yaml", "none.yaml: no such file; name another with --config"),
    ("run --config wrong.yaml", "wrong.yaml:1:1: captur: no such key; did you mean capture?"),
    ("run --config deaf.yaml", "deaf.yaml:1:1: capture.interfaces: empty, so sigwatch run has no"),
    ("run --config filter.yaml", "filter.yaml:2:29: capture.filter: 'sctp and ('"),
]


@pytest.mark.parametrize(("words", "line"), ROWS, ids=[words for words, _ in ROWS])
def test_command__refused(place, signals_kept, words, line):
    ran = sigwatch(*words.split())
    assert (1, "") == (ran.status, ran.out)
    assert 1 == len(ran.lines), ran.err
    assert ran.lines[0].startswith(line)


def test_run__of_an_unknown_interface(lane, place, signals_kept):
    if lane == "interpreted":
        pytest.skip("libpcap is called from compiled code only")
    ran = sigwatch("run", "--config", "absent.yaml")
    assert (1, 1) == (ran.status, len(ran.lines))
    there = "interface nosuch0: there is no such interface; there are: "
    assert ran.lines[0].startswith(there)


def test_trace__that_was_cut_is_a_warning(place, small):
    (place / "cut.pcap").write_bytes(small.read_bytes()[:-CUT])
    whole, cut = sigwatch("decode", "good.pcap"), sigwatch("decode", "cut.pcap")
    assert 0 == cut.status
    assert cut.lines[0].startswith("cut.pcap: cut short at octet ")
    assert whole.out.startswith(cut.out)
    assert "cut files 1" in cut.lines
    replayed = sigwatch("replay", "--config", "deaf.yaml", "cut.pcap")
    assert 0 == replayed.status
    assert cut.lines[0] == replayed.lines[0]


@pytest.mark.parametrize("command", ["decode", "replay"])
def test_standard_input__with_garbage(place, monkeypatch, command):
    with (place / "garbage.pcap").open() as pipe:
        monkeypatch.setattr(sys, "__stdin__", pipe)
        words = ("--config", "deaf.yaml") if command == "replay" else ()
        ran = sigwatch(command, *words, "-")
    assert (1, 1) == (ran.status, len(ran.lines))
    assert ran.lines[0].startswith("standard input: is not a capture (pcap or pcapng): it begins")


def test_install_secret__that_others_may_read(place, state, small):
    state.mkdir()
    (state / "secret").write_bytes(bytes(32))
    (state / "secret").chmod(0o644)
    for words in (("decode", "--pseudonymise"), ("replay", "--config", "deaf.yaml")):
        ran = sigwatch(*words, small)
        assert (1, "", 1) == (ran.status, ran.out, len(ran.lines))
        assert ran.lines[0].startswith(f"{state}/secret: install secret: mode 0644 lets others")


def test_receiver__whose_name_nobody_knows(place, small, monkeypatch):
    monkeypatch.setattr(replaying, "DELIVERY_S", 2.0)
    host = "receiver..invalid"  # which no resolver need be asked about
    config = write_site(place, f"sinks: {{syslog: [{{host: {host}}}]}}\n")
    ran = sigwatch("replay", "-q", "--config", config, "--deliver", small)
    assert 1 == ran.status
    assert 1 == len([line for line in ran.lines if "the name does not resolve" in line])
    name = f"syslog udp {host}:514"
    assert ran.lines[0].startswith(f"{name}: the name does not resolve (")
    assert ran.lines[1].startswith(f"{name}: alerts not delivered yet: ")


@pytest.fixture
def full_disk(place):
    """A file system with no room left for a spool."""
    folder = place / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(folder)]
    mounted = subprocess.run(command, check=False, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"a tmpfs cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_disk__that_is_full_under_the_spool(place, small, full_disk):
    """The alerts wait in memory and arrive all the same."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        port = receiver.getsockname()[1]
        more = f"[{{port: {port}, settle_s: 0, spool: {{directory: {full_disk}}}}}]"
        config = write_site(place, f"sinks: {{syslog: {more}}}\n")
        ran = sigwatch("replay", "--config", config, "--deliver", small)
        receiver.setblocking(False)
        received = [receiver.recv(65_536) for _ in ran.out.splitlines()]
    assert 0 == ran.status, ran.err
    assert received
    full = [line for line in ran.lines if "disk full; alerts wait in memory" in line]
    assert 1 == len(full)
    assert full[0].startswith(f"{full_disk}/syslog-udp-127.0.0.1-{port}.sqlite: spool: ")


@pytest.fixture
def powerless(lane):
    """What stands before a command so that it has no capability; nothing where it has none."""
    if lane == "interpreted":
        pytest.skip("a process of its own, too slow without the compiler")
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("rights cannot be taken away: setpriv (util-linux) is not installed")
    before = ("setpriv", "--bounding-set", "-all", "--inh-caps", "-all")
    tried = subprocess.run([*before, "true"], check=False, capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"rights cannot be taken away: {tried.stderr.strip()}")
    return before


def test_file__that_may_not_be_read(place, powerless):
    (place / "secret.pcap").write_bytes(b"x")
    (place / "secret.pcap").chmod(0)
    ran = process("decode", place / "secret.pcap", before=powerless)
    assert (1, f"{place}/secret.pcap: permission denied\n") == (ran.status, ran.err)


def test_run__without_the_right_to_capture(place, powerless):
    ran = process("run", "--config", place / "lo.yaml", before=powerless)
    assert (1, 1) == (ran.status, len(ran.lines)), ran.err
    line = "interface lo: no permission to capture: the process needs CAP_NET_RAW"
    assert ran.lines[0].startswith(line)


def test_output__that_is_closed_early(lane, small):
    if lane == "interpreted":
        pytest.skip("a process of its own, too slow without the compiler")
    quoted = " ".join(SIGWATCH)
    script = f"{quoted} decode --json {small} | head -n 1; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", script], check=False, capture_output=True, text=True)
    assert (0, "") == (ran.returncode, ran.stderr)
    assert 1 == ran.stdout.count("\n")


def test_output__that_is_full(lane, small):
    if lane == "interpreted":
        pytest.skip("a process of its own, too slow without the compiler")
    with Path("/dev/full").open("wb") as full:
        ran = process("decode", small, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert (1, "standard output: no space left on device\n") == (ran.status, ran.err)
