"""The file of JSON lines: whole lines only, through rotation, a full disk and an absent path."""

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from appliance.alerts.spelling import json_line
from appliance.sinks import jsonl as jsonl_module
from appliance.sinks.jsonl import JsonlSettings, JsonlSink
from tests.speaking import PATIENCE_S, alert, unmeasured, until

ROOT = Path(__file__).resolve().parents[3]
LIMITED = """
import resource, sys
from pathlib import Path
from appliance.sinks.jsonl import JsonlSettings, JsonlSink
from tests.speaking import alert, until
sink = JsonlSink(JsonlSettings(path=Path(sys.argv[1])))
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
for number in range(50):
    sink.write(alert(number))
print(until(sink.status, "trouble")[0])
assert Path(sys.argv[1]).read_bytes().endswith(b"}\\n")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(sink.flush(20), sink.counters()["delivered"], sink.status()[0])
"""


@pytest.fixture
def opened(monkeypatch):
    monkeypatch.setattr(jsonl_module, "RETRY_S", 0.02)
    sinks = []

    def make(path, **settings):
        sinks.append(JsonlSink(JsonlSettings(path=path, **settings)))
        return sinks[-1]

    yield make
    for sink in sinks:
        sink.close()


def ids(path):
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_jsonl__writes_one_line_per_alert_behind_what_is_there(tmp_path, opened):
    path = tmp_path / "alerts.jsonl"
    path.write_text('{"id":"a0"}\n')
    sink = opened(path)
    for number in range(1, 4):
        sink.write(alert(number))
    assert 0 == sink.flush(PATIENCE_S)
    assert ["a0", "a1", "a2", "a3"] == ids(path)
    assert json_line(alert(3)) == path.read_text().splitlines()[-1]


def test_jsonl__writes_what_is_not_unicode_as_json_spells_it(tmp_path, opened):
    sink = opened(tmp_path / "alerts.jsonl")
    sink.write(alert(message="half \ud83d, whole 😀"))
    sink.flush(PATIENCE_S)
    line = (tmp_path / "alerts.jsonl").read_bytes()
    assert "half \ud83d, whole 😀" == json.loads(line)["message"]


@pytest.mark.parametrize("how", ["moved", "removed"])
def test_jsonl__goes_on_in_a_new_file_when_the_old_one_vanishes(tmp_path, opened, how):
    path = tmp_path / "alerts.jsonl"
    sink = opened(path)
    sink.write(alert(1))
    sink.flush(PATIENCE_S)
    if how == "moved":
        path.rename(tmp_path / "alerts.jsonl.1")
    else:
        path.unlink()
    sink.write(alert(2))
    sink.flush(PATIENCE_S)
    assert ["a2"] == ids(path)
    assert 0 == sink.counters()["errors"]


def test_jsonl__waits_for_a_directory_and_says_so_once(tmp_path, opened):
    path = tmp_path / "missing" / "alerts.jsonl"
    sink = opened(path)
    sink.write(alert(1))
    until(lambda: sink.counters()["errors"] > 2, "three attempts")
    expected = [f"jsonl {path}: No such file or directory; alerts wait in memory"]
    assert expected == sink.status()
    assert [] == sink.status()
    path.parent.mkdir()
    assert 0 == sink.flush(PATIENCE_S)
    assert ["a1"] == ids(path)
    assert [f"jsonl {path}: written again"] == until(sink.status, "over")


def test_jsonl__on_a_full_disk_says_so_and_keeps_alerts_up_to_its_bound(opened):
    if not os.access("/dev/full", os.W_OK):
        pytest.skip("no /dev/full here")
    sink = opened(Path("/dev/full"), waiting_max=3)
    for number in range(5):
        sink.write(alert(number))
    line = until(sink.status, "trouble")
    assert ["jsonl /dev/full: No space left on device; alerts wait in memory"] == line
    counts = sink.counters()
    assert (5, 0, 3, 2) == tuple(counts[k] for k in ("taken", "delivered", "waiting", "lost"))


def test_jsonl__takes_back_a_line_that_the_disk_cut_off(tmp_path):
    if resource.getrlimit(resource.RLIMIT_FSIZE)[1] != resource.RLIM_INFINITY:
        pytest.skip("the size of files is limited here already")
    path = tmp_path / "alerts.jsonl"
    command = [shutil.which(sys.executable), "-c", LIMITED, str(path)]
    said = subprocess.check_output(command, cwd=ROOT, text=True, env=unmeasured())
    expected = [
        f"jsonl {path}: File too large; alerts wait in memory",
        f"0 50 jsonl {path}: written again",
    ]
    assert expected == said.splitlines()
    assert [f"a{number}" for number in range(50)] == ids(path)


def test_close__counts_as_lost_what_could_not_be_written(tmp_path):
    sink = JsonlSink(JsonlSettings(path=tmp_path / "missing" / "alerts.jsonl"))
    sink.write(alert(1))
    sink.close()
    assert (0, 1) == (sink.counters()["waiting"], sink.counters()["lost"])


@pytest.mark.timeout(30)
def test_close__leaves_a_stuck_writer_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl_module, "STOP_S", 0.05)
    os.mkfifo(tmp_path / "pipe")
    sink = JsonlSink(JsonlSettings(path=tmp_path / "pipe"))
    sink.write(alert(1))
    sink.close()
    assert (0, 1) == (sink.counters()["waiting"], sink.counters()["lost"])
    (tmp_path / "pipe").read_bytes()
    until(lambda: not sink._writer.is_alive(), "ended")
