"""Mixes that are written one by one: each message in them is read, and S6a has nothing odd."""

import numpy as np
import pytest

from benchmarks import mixes
from kernels.decode.limits import Limits
from kernels.outcome import FIRST_NOT_OURS, Stop
from tests.agreement.compare import frames_of
from tests.decoding import decode

MESSAGES, INTERPRETED = 400, 120


@pytest.mark.parametrize("mix", mixes.WRITTEN)
def test_every_message__is_read(mix: str, tmp_path, lane: str):
    wanted = INTERPRETED if lane == "interpreted" else MESSAGES
    made = mixes.write(tmp_path, mix, wanted)
    reading = decode(frames_of(made.path), limits=Limits(streams=256))
    ours = reading.fates_messages[:, :FIRST_NOT_OURS].sum()
    assert wanted == made.messages == made.head_messages == len(reading.rows) == ours
    assert wanted == reading.fates_messages[:, Stop.NONE].sum()
    assert made.head.read_bytes() == made.path.read_bytes()
    assert wanted // 10 < len({row.signal["imsi"] for row in reading.rows})


@pytest.mark.parametrize("mix", ["s6a over sctp", "s6a over tcp"])
def test_s6a__is_as_it_should_be(mix: str, tmp_path):
    made = mixes.write(tmp_path, mix, INTERPRETED)
    rows = decode(frames_of(made.path), limits=Limits(streams=256)).rows
    assert {0} == {row.signal["oddities"] for row in rows}
    assert {316, 317, 318, 319} <= {row.signal["command"] for row in rows}
    requests = np.array([row.signal["is_request"] for row in rows])
    assert INTERPRETED // 2 == requests.sum()
