"""Every vector as it is: the fields it must give, its one fate, its oddities and no other."""

import pytest

from kernels.decode.limits import Limits
from kernels.outcome import Oddity, Stop
from tests.decoding import Reading, decode, fate, spelled
from tests.vectors.load import Vector, load_all

VECTORS = load_all()
NOT_FIELDS = {"op_name", "oddities", "absent"}
UNREACHED = {"none", "cut"}  # cut is what a snap length does: test_cuts.py
JUDGED = {"spoofed_home"}  # who is home the decoder does not know: test_spoofed.py


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_vector__gives_its_fields_and_fate(vector: Vector):
    frames = vector.frames()
    limits = Limits() if vector.before else Limits.nothing()
    limits = limits._replace(checks_sctp=vector.checks)
    times = vector.times()
    reading = decode(frames, rows_max=1, limits=limits, times=times)
    read = [spelled(row) for row in reading.of(len(frames) - 1)]
    before = decode(frames[:-1], limits=limits, times=times[:-1])
    assert vector.fate == fate(without(reading, before))
    if vector.signals is None:
        return
    assert len(vector.signals) == len(read)
    for expected, found in zip(vector.signals, read, strict=True):
        oddities = expected.get("oddities", [])
        fields = {key: found.get(key) for key in expected if key not in NOT_FIELDS}
        assert {key: expected[key] for key in fields} == fields
        assert oddities == found["oddities"]
        assert set() == set(expected.get("absent", [])) & set(found)


def without(reading: Reading, before: Reading) -> Reading:
    """A reading whose fates are only those that came after another one."""
    return reading._replace(
        fates_frames=reading.fates_frames - before.fates_frames,
        fates_messages=reading.fates_messages - before.fates_messages,
    )


def test_names__are_unique():
    names = [str(vector) for vector in VECTORS]
    assert sorted(set(names)) == sorted(names)


def test_vectors__reach_every_stop():
    reached = {vector.fate[1] for vector in VECTORS}
    assert {stop.name.lower() for stop in Stop} - UNREACHED == reached - UNREACHED


def test_vectors__reach_every_oddity_and_the_lack_of_it():
    signals = [signal for vector in VECTORS for signal in vector.signals or []]
    reached = {oddity for signal in signals for oddity in signal.get("oddities", [])}
    assert {oddity.name.lower() for oddity in Oddity} - JUDGED == reached
