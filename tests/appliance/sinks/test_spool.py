"""The spool: kill -9 costs nothing stored, its bounds hold, and a bad disk is one clear line."""

import itertools
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.sinks import spool as spool_module
from appliance.sinks.spool import Lost, Spool, SpoolSettings
from appliance.sinks.spool_file import Entry, SpoolError, SpoolFile
from tests.speaking import unmeasured, until

ROOT = Path(__file__).resolve().parents[3]
WRITER = """
import sys
import tempfile
from pathlib import Path
from appliance.sinks.spool import Spool, SpoolSettings
spool = Spool(Path(sys.argv[1]), SpoolSettings())
number = 0
while True:
    for _ in range(10):
        number += 1
        spool.append(b"message %d" % number, number)
    spool.store()
    print(number, flush=True)
"""
LIMITED = """
import resource, sys
from pathlib import Path
from appliance.sinks.spool import Spool, SpoolSettings
spool = Spool(Path(sys.argv[1]), SpoolSettings())
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
for number in range(200):
    spool.append(b"x" * 1000, number)
    spool.store()
print(spool.trouble.take()[0])
print(len(spool.peek(1000)), spool.waiting(), spool.lost)
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "spool" / "receiver.sqlite"


@pytest.fixture
def opened():
    spools = []

    def make(path, **bounds):
        spools.append(Spool(path, SpoolSettings(**bounds)))
        return spools[-1]

    yield make
    for spool in spools:
        spool.close()


def messages(spool):
    return [entry.message for entry in spool.peek(10_000)]


def run(code, path):
    command = [sys.executable, "-c", code, str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True, env=unmeasured())


def test_spool__gives_back_in_order_what_it_took_from_memory_and_from_disk(path, opened):
    spool = opened(path)
    assert spool.append(b"one", 1)
    spool.store()
    assert spool.append(b"two", 2)
    assert 1 == spool.unstored()
    assert [b"one", b"two"] == messages(spool)
    assert (2, 6) == (spool.waiting(), spool.octets())
    assert [b"one"] == [entry.message for entry in spool.peek(1)]


def test_spool__forgets_what_is_removed_on_disk_and_in_memory(path, opened):
    spool = opened(path)
    for number in range(6):
        spool.append(b"%d" % number, number)
        if number == 3:
            spool.store()
    entries = spool.peek(100)
    assert 5 == spool.remove(entries[4].id)
    assert [b"5"] == messages(spool)
    assert [] == spool.peek(100, after=entries[5].id)
    assert 0 == spool.remove(entries[4].id)


def test_spool__keeps_what_waits_for_the_next_process(path, opened):
    first = opened(path)
    first.append(b"one", 1)
    first.append(b"two", 2)
    first.close()
    second = opened(path)
    second.append(b"three", 3)
    assert [b"one", b"two", b"three"] == messages(second)
    assert 2 == second.recovered


def test_spool__loses_nothing_it_has_stored_to_kill_9(path, opened):
    writer = run(WRITER, path)
    stored = 0
    for line in itertools.islice(writer.stdout, 20):
        stored = int(line)
    writer.send_signal(signal.SIGKILL)
    stored = max([stored, *(int(line) for line in writer.communicate()[0].split())])
    found = messages(opened(path))
    assert stored >= 200
    expected = [b"message %d" % number for number in range(1, len(found) + 1)]
    assert expected == found
    assert stored <= len(found) <= stored + 10


def test_bound__refuses_the_newest_and_tells_once_there_is_room(path, opened):
    spool = opened(path, octets_max=4096)
    taken = [spool.append(bytes(500), 1000 + number) for number in range(12)]
    assert [True] * 8 + [False] * 4 == taken
    spool.store()
    assert 4 == spool.lost
    assert None is spool.take_lost()
    spool.remove(spool.peek(1)[0].id)
    assert Lost(4, 1008, 1011) == spool.take_lost()
    assert None is spool.take_lost()


def test_bound__is_told_at_the_end_even_without_room(path, opened):
    spool = opened(path, octets_max=4096)
    for number in range(10):
        spool.append(bytes(500), number)
    assert Lost(2, 8, 9) == spool.take_lost(must=True)
    assert spool.append(b"2 were lost", 9, must=True)


def test_bound__of_memory_holds_while_the_disk_is_slow(path, opened):
    spool = opened(path, memory_octets_max=4096)
    taken = [spool.append(bytes(1000), number) for number in range(6)]
    assert [True] * 4 + [False] * 2 == taken
    spool.store()
    assert spool.append(bytes(1000), 7)


def test_append__does_not_wait_for_a_stuck_disk(path, opened):
    spool = opened(path)
    with spool._disk_lock:
        assert spool.append(b"at once", 1)
        assert 1 == spool.waiting()


def test_disk__unwritable_is_one_line_and_alerts_wait_in_memory(tmp_path, opened):
    (tmp_path / "spool").touch()
    spool = opened(tmp_path / "spool" / "receiver.sqlite")
    spool.append(b"kept", 1)
    spool.store()
    expected = f"{tmp_path}/spool/receiver.sqlite: spool: File exists; alerts wait in memory"
    assert [expected] == spool.trouble.take()
    assert [b"kept"] == messages(spool)


def test_disk__is_tried_again_and_takes_over_what_waited_in_memory(tmp_path, opened, monkeypatch):
    monkeypatch.setattr(spool_module, "RETRY_S", 0.0)
    (tmp_path / "spool").touch()
    path = tmp_path / "spool" / "receiver.sqlite"
    spool = opened(path)
    spool.append(b"kept", 1)
    spool.store()
    spool.trouble.take()
    (tmp_path / "spool").unlink()
    spool.store()
    assert 0 == spool.unstored()
    assert [b"kept"] == messages(spool)
    assert [f"{path}: spool: works again"] == spool.trouble.take()


def test_disk__in_use_by_another_process_is_refused(path, opened):
    opened(path).append(b"mine", 1)
    second = opened(path)
    expected = f"{path}: spool: in use by another process; alerts wait in memory"
    assert [expected] == second.trouble.take()


@pytest.mark.parametrize("damage", ["text", "pages"])
def test_disk__damaged_is_set_aside_and_begun_anew(path, opened, damage):
    first = opened(path)
    for number in range(50):
        first.append(bytes(1000), number)
    first.close()
    octets = bytearray(path.read_bytes())
    if damage == "text":
        octets = b"this is no data base\n" * 100
    else:
        octets[100:] = b"\xff" * (len(octets) - 100)
    path.write_bytes(octets)
    spool = opened(path)
    spool.append(b"new", 1)
    spool.store()
    expected = f"{path}: spool: damaged; set aside as receiver.sqlite.damaged, begun anew"
    assert [expected] == spool.trouble.take()
    assert [b"new"] == messages(spool)
    assert bytes(octets) == path.with_name("receiver.sqlite.damaged").read_bytes()


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 192 KiB."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small file system needs root and mount(8)")
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", str(place)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"a tmpfs cannot be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_disk__full_is_one_line_and_nothing_is_lost_or_sent_twice(small_disk, opened, monkeypatch):
    monkeypatch.setattr(spool_module, "RETRY_S", 0.0)
    path = small_disk / "receiver.sqlite"
    spool = opened(path)
    taken = 0
    while not (news := spool.trouble.take()):
        for _ in range(10):
            assert spool.append(b"%1000d" % taken, taken)
            taken += 1
        spool.store()
    assert [f"{path}: spool: disk full; alerts wait in memory"] == news
    assert taken == spool.waiting() == len(spool.peek(10_000))
    assert 0 < spool.unstored() < taken
    sent = []
    while entries := spool.peek(7, after=sent[-1].id if sent else 0):
        sent += entries
        spool.remove(entries[-1].id)
        spool.store()
    assert [b"%1000d" % number for number in range(taken)] == [entry.message for entry in sent]
    spool.store()
    assert (0, 0) == (spool.waiting(), spool.lost)
    assert [f"{path}: spool: works again"] == spool.trouble.take()


def test_disk__that_lets_the_file_grow_no_more_is_one_line(path):
    """Without root: the same through a limit on the size of files."""
    if resource.getrlimit(resource.RLIMIT_FSIZE)[1] != resource.RLIM_INFINITY:
        pytest.skip("the size of files is limited here already")
    said = run(LIMITED, path).communicate()[0].splitlines()
    assert said[0] in {
        f"{path}: spool: disk {reason}; alerts wait in memory" for reason in ("full", "error")
    }
    assert "200 200 0" == said[1]


def test_file__gives_older_ids_to_what_a_clock_set_back_made_newer(path):
    path.parent.mkdir()
    file = SpoolFile(path)
    file.append([Entry(1000 + number, number, b"%d" % number) for number in range(5)])
    file.rebase(below=1002)
    assert [997, 998, 999, 1000, 1001] == [entry.id for entry in file.peek(0, 100)]
    assert [0, 1, 2, 3, 4] == [entry.ts_ns for entry in file.peek(0, 100)]
    file.close()


def test_file__takes_all_of_a_batch_or_nothing(path):
    file = SpoolFile(path)
    with pytest.raises(SpoolError):
        file.append([Entry(1, 1, b"one"), Entry(1, 2, b"the same id")])
    assert ([], 0, 0) == (file.peek(0, 100), file.count, file.octets)
    assert 0o600 == path.stat().st_mode & 0o777
    file.close()


def test_close__counts_as_lost_what_only_memory_held(tmp_path):
    (tmp_path / "spool").touch()
    spool = Spool(tmp_path / "spool" / "receiver.sqlite", SpoolSettings())
    spool.append(b"gone", 1)
    spool.close()
    assert (0, 1) == (spool.waiting(), spool.lost)
    assert not spool.append(b"too late", 2)
    until(lambda: spool.lost == 2, "counted")


def test_close__does_not_wait_for_a_disk_that_never_answers(path, monkeypatch):
    monkeypatch.setattr(spool_module, "CLOSE_S", 0.01)
    spool = Spool(path, SpoolSettings())
    spool.append(b"gone", 1)
    with spool._disk_lock:
        spool.close()
    assert 1 == spool.lost
    spool._file.close()


steps = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(1, 900)),
        st.tuples(st.just("store"), st.just(0)),
        st.tuples(st.just("remove"), st.integers(0, 6)),
        st.tuples(st.just("restart"), st.just(0)),
    ),
    max_size=40,
)


@settings(max_examples=40, deadline=None)
@given(steps)
def test_spool__is_a_bounded_queue_whatever_is_done_to_it(done):
    with tempfile.TemporaryDirectory() as place:
        bounds = SpoolSettings(octets_max=4096, memory_octets_max=4096)
        spool = Spool(Path(place) / "s.sqlite", bounds)
        twin: list[bytes] = []
        lost = 0
        for number, (what, size) in enumerate(done):
            if what == "append":
                message = b"%d" % number + bytes(size)
                fits = sum(map(len, twin)) + len(message) <= 4096
                assert fits == spool.append(message, number)
                lost += not fits
                twin += [message] * fits
            elif what == "store":
                spool.store()
                assert 0 == spool.unstored()
            elif what == "remove":
                ids = [entry.id for entry in spool.peek(size)]
                assert len(ids) == (spool.remove(ids[-1]) if ids else 0)
                del twin[: len(ids)]
            else:
                spool.close()
                spool, lost = Spool(Path(place) / "s.sqlite", bounds), 0
                assert len(twin) == spool.recovered
            assert twin == messages(spool)
            assert (len(twin), sum(map(len, twin))) == (spool.waiting(), spool.octets())
            assert lost == spool.lost
        spool.close()


def test_disk__opened_late_keeps_the_order_even_if_a_clock_was_set_back(path, opened, monkeypatch):
    monkeypatch.setattr(spool_module, "RETRY_S", 0.0)
    path.parent.mkdir()
    earlier = SpoolFile(path)
    earlier.append([Entry(2**62, 1, b"earlier"), Entry(2**62 + 1, 2, b"earlier too")])
    spool = opened(path)
    spool.append(b"later", 3)
    assert [b"later"] == messages(spool)
    earlier.close()
    spool.store()
    assert [b"earlier", b"earlier too", b"later"] == messages(spool)
    assert (2, 0) == (spool.recovered, spool.unstored())


def test_disk__that_breaks_under_an_open_spool_costs_what_was_on_it(path, opened, monkeypatch):
    spool = opened(path)
    spool.append(b"on disk", 1)
    spool.store()
    spool.append(b"in memory", 2)
    broken = sqlite3.DatabaseError("database disk image is malformed")
    broken.sqlite_errorcode = sqlite3.SQLITE_CORRUPT

    def refuse(*_):
        raise SpoolError(path, broken)

    with monkeypatch.context() as patch:
        patch.setattr(SpoolFile, "append", refuse)
        spool.store()
    assert (1, [b"in memory"]) == (spool.lost, messages(spool))
    spool.store()
    assert (0, [b"in memory"]) == (spool.unstored(), messages(spool))
    assert "damaged; set aside as receiver.sqlite.damaged, begun anew" in spool.trouble.take()[0]


def test_disk__that_cannot_be_read_leaves_what_is_in_memory(path, opened):
    spool = opened(path)
    spool.append(b"on disk", 1)
    spool.store()
    spool.append(b"in memory", 2)
    spool._file.close()
    assert [b"in memory"] == messages(spool)
    (line,) = spool.trouble.take()
    assert line.startswith(f"{path}: spool: ")
