"""Mutated frames, away from any fence: no exception, sums that hold, one answer in two lanes."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.columns import Frames, allocate
from kernels.decode import batch
from tests.build.frame import Frame
from tests.decoding import decode, laid_out
from tests.fuzz import mutate
from tests.fuzz.corpus import composed, corpus
from tests.property.columns import columns_of, save
from tests.vectors.load import load_all

ROOT = Path(__file__).resolve().parents[2]
FRAMES = [frame for frame in (vector.frame() for vector in load_all()) if frame.octets] + composed()
PAGE = 4096
INTERPRETED_MAX = 100_000  # of the long form: a minute or two


@settings(max_examples=300)
@given(st.data(), st.sampled_from(FRAMES), st.booleans())
def test_flipped_bits__never_raise(data, frame: Frame, snapped):
    bits = data.draw(st.lists(st.integers(0, 8 * len(frame.octets) - 1), max_size=6))
    octets = bytearray(frame.octets)
    for bit in bits:
        octets[bit // 8] ^= 1 << bit % 8
    size = data.draw(st.integers(0, len(octets)))
    cut = Frame(bytes(octets), frame.link).cut(size, snapped=snapped)
    reading = decode([Frame(bytes(octets), frame.link), cut], rows_max=1)
    assert 2 == reading.fates_frames.sum()
    assert reading.frames.messages.sum() == reading.fates_messages.sum()


def test_little_room__changes_no_row():
    roomy, tight = decode(FRAMES), decode(FRAMES, rows_max=1)
    passing = {"message"}  # a row in Messages, which begin anew when they are full
    rows = [
        [
            {key: value for key, value in row.signal.items() if key not in passing}
            for row in read.rows
        ]
        for read in (roomy, tight)
    ]
    assert rows[0] == rows[1]
    np.testing.assert_array_equal(roomy.fates_messages, tight.fates_messages)


def mutated(count: int) -> tuple[np.ndarray, Frames]:
    """`count` mutated frames, one behind the other."""
    octets = np.zeros(count * PAGE, np.uint8)
    pages = PAGE * np.arange(count)
    left, right = (mutate.blank(allocate(Frames, count)) for _ in range(2))
    scratch, state = np.zeros(mutate.ROOM, np.uint8), mutate.state_of(7, 0)
    mutate.fill(octets, pages, PAGE, *corpus(), scratch, mutate.SPECIAL, state, left, right)
    each = [octets[at:end].tobytes() for at, end in zip(left.at, left.end, strict=True)]
    links, sizes = left.link.tolist(), left.wire_size.tolist()
    return laid_out([Frame(*frame) for frame in zip(each, links, sizes, strict=True)])


@pytest.mark.fuzz
@pytest.mark.timeout(1200)
def test_compiled_and_interpreted__agree(lane: str, fuzz_frames: int, tmp_path: Path):
    if lane != "compiled":
        pytest.skip("the compiled lane compares itself with the interpreted one")
    for place, (octets, frames) in enumerate(
        (laid_out(FRAMES), mutated(min(fuzz_frames // 4, INTERPRETED_MAX)))
    ):
        source, target = tmp_path / f"{place}.npz", tmp_path / f"{place}.out.npz"
        save(source, octets, frames)
        frames.ts_ns[:], frames.source[:], frames.number[:] = 0, 0, 1
        compiled = columns_of(octets, frames)
        command = [sys.executable, "-m", "tests.property.columns", str(source), str(target)]
        environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore"}
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        interpreted = np.load(target)
        for name, array in compiled.items():
            np.testing.assert_array_equal(interpreted[name], array, err_msg=name)


def test_kernels__were_compiled_once(lane: str):
    if lane == "interpreted":
        pytest.skip("nothing is compiled in this lane")
    columns_of(*laid_out(FRAMES))
    kernels = (
        *(batch.find_messages, batch.read_routing, batch.read_transactions, batch.read_signals),
        *(batch.read_identities, batch.settle_messages),
    )
    assert [1] * len(kernels) == [len(kernel.signatures) for kernel in kernels]
