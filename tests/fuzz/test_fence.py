"""No octet outside a frame is ever read: millions of mutated frames between pages that kill.

Each frame for itself, and frames that follow one another, for all that the decoder remembers.
"""

import signal

import pytest

from tests.fuzz.hunt import hunt

CAMPAIGNS = 4  # of each form, so that the long one uses as many cores
FORMS: dict[str, list[str]] = {"alone": [], "following one another": ["--remembers"]}
LONGEST_S = 4 * 3600


@pytest.fixture(autouse=True)
def _only_unchecked_code(lane: str) -> None:
    if lane != "compiled":
        pytest.skip(f"the fence proves code that checks no bounds; this lane is {lane}")


@pytest.mark.fuzz
@pytest.mark.timeout(LONGEST_S)
@pytest.mark.parametrize("seed", range(CAMPAIGNS))
@pytest.mark.parametrize("form", FORMS)
def test_fence__holds(seed: int, form: str, fuzz_frames: int):
    said, wrong = hunt(seed, fuzz_frames, *FORMS[form])
    print(f"{form}, seed {seed}: {said}")
    assert wrong == ""


@pytest.mark.parametrize(("place", "fence"), [("behind", "upper"), ("before", "lower")])
def test_fence__kills_a_kernel_that_reads_one_octet_too_far(place: str, fence: str):
    _, wrong = hunt(99, 1, "--over-read", place)
    died = f"signal {signal.SIGSEGV.value}: seed 99 batch 0 frame 0, {fence} fence; link type"
    assert wrong.startswith(died)
