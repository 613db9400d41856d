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


def mutated(count: int, *, in_groups: bool) -> tuple[np.ndarray, Frames]:
    """`count` mutated frames, one behind the other."""
    octets = np.zeros(count * PAGE, np.uint8)
    pages = PAGE * np.arange(count)
    left, right = (mutate.blank(allocate(Frames, count)) for _ in range(2))
    seeds, groups = corpus()
    rest = (np.zeros(mutate.ROOM, np.uint8), mutate.SPECIAL, mutate.state_of(7, 0), left, right)
    if in_groups:
        hands = np.zeros((mutate.HANDS + 1, 3), np.int64)
        mutate.fill_groups(octets, pages, PAGE, seeds, groups, hands, *rest)
    else:
        mutate.fill(octets, pages, PAGE, seeds, *rest)
    each = [octets[at:end].tobytes() for at, end in zip(left.at, left.end, strict=True)]
    links, sizes = left.link.tolist(), left.wire_size.tolist()
    octets, frames = laid_out([Frame(*frame) for frame in zip(each, links, sizes, strict=True)])
    frames.ts_ns[:] = left.ts_ns
    return octets, frames


@pytest.mark.fuzz
@pytest.mark.timeout(2400)
@pytest.mark.parametrize("kind", ["as they are", "alone", "following one another"])
def test_compiled_and_interpreted__agree(lane: str, fuzz_frames: int, tmp_path: Path, kind: str):
    if lane != "compiled":
        pytest.skip("the compiled lane compares itself with the interpreted one")
    remembers = kind == "following one another"
    if kind == "as they are":
        octets, frames = laid_out(FRAMES)
    else:
        octets, frames = mutated(min(fuzz_frames // 4, INTERPRETED_MAX), in_groups=remembers)
    source, target = tmp_path / "frames.npz", tmp_path / "columns.npz"
    save(source, octets, frames)
    frames.source[:], frames.number[:] = 0, 1
    compiled = columns_of(octets, frames, remembers=remembers)
    command = [sys.executable, "-m", "tests.property.columns", str(source), str(target)]
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore"}
    command += ["remembers"] * remembers
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    interpreted = np.load(target)
    assert set(compiled) == set(interpreted.files)
    for name, array in compiled.items():
        np.testing.assert_array_equal(interpreted[name], array, err_msg=name)


def test_kernels__were_compiled_once(lane: str):
    if lane == "interpreted":
        pytest.skip("nothing is compiled in this lane")
    columns_of(*laid_out(FRAMES))
    kernels = [each for each in vars(batch).values() if hasattr(each, "py_func")]
    assert [1] * len(kernels) == [len(kernel.signatures) for kernel in kernels]
