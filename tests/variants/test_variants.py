"""Whatever a message is wrapped in and however it is cut, its signals are the same."""

from functools import cache

import pytest

from kernels.outcome import Stop
from tests.agreement.compare import frames_of
from tests.agreement.test_captures import files
from tests.build.frame import Frame
from tests.fuzz.corpus import composed
from tests.variants.catalogue import VARIANTS
from tests.variants.compare import differences, telling, told, without
from tests.variants.samples import samples
from tests.variants.taken import Taken, take
from tests.variants.variant import Variant
from tests.vectors.load import load_all

STEP = 7  # of the messages, where each costs a thousand times as much


@cache
def captured() -> tuple[Taken, ...]:
    """Every frame of every real capture that gives signals."""
    return signalling([frame for path in files() for frame in frames_of(path)])


@cache
def built() -> tuple[Taken, ...]:
    """Every frame of the vectors and of the fuzz's corpus that gives signals."""
    return signalling([vector.frame() for vector in load_all()] + composed() + samples())


def signalling(frames: list[Frame]) -> tuple[Taken, ...]:
    """Those frames that give signals, and what they hold."""
    found = telling(frames) if frames else set()
    return tuple(take(frames[place]) for place in sorted(found))


def same(variant: Variant, taken: tuple[Taken, ...]) -> int:
    """How many frames were rewritten; their signals must be as they were."""
    used, wrong = wrong_of(variant, list(taken))
    some = used
    while wrong and len(some) > 1:  # which frame is it?
        half, rest = some[: len(some) // 2], some[len(some) // 2 :]
        some = half if wrong_of(variant, half)[1] else rest
    assert [] == wrong, f"{wrong_of(variant, some)[1][:3]} of {some[0].frame}"
    return len(used)


def wrong_of(variant: Variant, taken: list[Taken]) -> tuple[list[Taken], list[str]]:
    """The frames that were rewritten, and where their signals differ."""
    used, frames = variant.frames(taken)
    expected, found = told([each.frame for each in used]), told(frames, variant.memory)
    if variant.overtakes:
        found = [row for row in found if row["stop"] != Stop.SEGMENT]
    masks = variant.differs, variant.odd
    return used, differences(without(expected, *masks), without(found, *masks))


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda each: each.name)
def test_real_messages__are_read_in_any_clothing(variant: Variant, captures, lane: str):
    if lane == "interpreted":
        pytest.skip("real messages are many; the built ones are read in this lane")
    print(f"{variant.name}: {same(variant, captured())} of {len(captured())} real frames")


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda each: each.name)
def test_built_messages__are_read_in_any_clothing(variant: Variant, lane: str):
    taken = built()[:: STEP if lane == "interpreted" else 1]
    count = same(variant, taken)
    print(f"{variant.name}: {count} of {len(taken)} built frames")
    assert count > 0
