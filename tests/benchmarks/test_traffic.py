"""The captures that benchmarks measure: all decodes, digits vary, tshark finds nothing odd."""

import shutil
import subprocess

import numpy as np
import pytest

from appliance.capture.merged import open_traces
from appliance.capture.ring import FrameRing
from benchmarks import traffic
from kernels.columns import ABSENT, NO_DIGITS
from kernels.decode.batch import Decoder
from kernels.outcome import Layer, Stop

LAP_FRAMES, LAPS = 200, 3
FRAMES = LAP_FRAMES * LAPS
OCTETS_MAX = 1 << 20
SUBSCRIBERS_LEAST = 40
NOTE = 0x400000  # the lowest severity of tshark that says something is odd


@pytest.fixture(scope="module", params=list(traffic.MIXES))
def capture(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("traffic") / f"{request.param}.pcap"
    traffic.write(path, request.param, FRAMES, LAP_FRAMES)
    return path


@pytest.fixture(scope="module")
def decoded(capture):
    """Columns of every signal, and the decoder that read them."""
    source, ring = open_traces([str(capture)]), FrameRing(2 * FRAMES, OCTETS_MAX)
    decoder = Decoder(FRAMES, 2 * FRAMES, 2 * FRAMES)
    names = ("imsi", "msisdn", "cgpa_gt", "otid", "dtid", "op", "ts_ns", "oddities")
    taken = {name: [] for name in names}
    while not source.ended:
        for rows in decoder.read(ring.octets, ring.frames, source.fill(ring)):
            for name in names:
                taken[name].append(getattr(decoder.signals, name)[:rows].copy())
    return {name: np.concatenate(parts) for name, parts in taken.items()}, decoder


def laps(column):
    return column.reshape(LAPS, LAP_FRAMES)


def test_every_message__is_decoded(decoded):
    columns, decoder = decoded
    assert FRAMES == decoder.fates_frames[Layer.NONE, Stop.NONE] == decoder.fates_frames.sum()
    assert FRAMES == decoder.fates_messages[Layer.NONE, Stop.NONE] == decoder.fates_messages.sum()
    assert FRAMES == len(columns["op"])
    assert not columns["oddities"].any()


def test_laps__say_the_same_of_others(decoded):
    columns, _ = decoded
    operations = laps(columns["op"])
    assert np.array_equal(operations[0], operations[1])
    assert np.count_nonzero(operations[0] != ABSENT) > LAP_FRAMES // 2
    for name in ("imsi", "msisdn"):
        has = laps(columns[name]) != NO_DIGITS
        assert np.array_equal(has[0], has[1])
        assert 0 < np.count_nonzero(has[0])
    for name in ("imsi", "cgpa_gt"):
        assert np.count_nonzero(laps(columns[name])[0] != laps(columns[name])[1]) > LAP_FRAMES // 10
    imsis = np.unique(columns["imsi"])
    assert SUBSCRIBERS_LEAST < len(imsis)


def test_dialogues__keep_together_within_a_lap(decoded):
    columns, _ = decoded
    begun, answered = laps(columns["otid"]), laps(columns["dtid"])
    for lap in range(LAPS):
        ids = set(begun[lap][begun[lap] != 0].tolist())
        known = [each in ids for each in answered[lap][answered[lap] != 0].tolist()]
        assert sum(known) > len(known) // 2
    assert not set(begun[0].tolist()) & set(begun[1].tolist()) - {0}


def test_time__goes_on(decoded):
    columns, _ = decoded
    assert (np.diff(columns["ts_ns"]) >= 0).all()
    assert FRAMES / traffic.FRAMES_PER_S == pytest.approx(np.ptp(columns["ts_ns"]) / 1e9, rel=0.01)


def test_same_capture__every_time(capture, tmp_path):
    again = tmp_path / "again.pcap"
    traffic.write(again, capture.stem, FRAMES, LAP_FRAMES)
    assert capture.read_bytes() == again.read_bytes()


def test_head__is_the_first_laps(capture):
    lap = traffic.lap_of(traffic.templates(traffic.MIXES[capture.stem](), LAP_FRAMES))
    head = traffic.head_of(capture, lap, 2)
    whole = capture.read_bytes()
    assert whole[: traffic.FILE_HEAD + 2 * lap.octets.size] == head.read_bytes()


def test_tshark__finds_nothing_odd(capture):
    if not shutil.which("tshark"):
        pytest.skip("NO SECOND OPINION: tshark is not installed")
    command = ["tshark", "-n", "-r", str(capture), "-T", "fields"]
    for field in ("_ws.malformed", "_ws.expert.severity", "e212.imsi", "gsm_old.localValue"):
        command += ["-e", field]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    rows = [line.split("\t") for line in ran.stdout.splitlines()]
    assert FRAMES == len(rows)
    odd = [row for row in rows if row[0] or any(int(s) >= NOTE for s in row[1].split(",") if s)]
    assert [] == odd
    assert SUBSCRIBERS_LEAST < len({row[2] for row in rows})
