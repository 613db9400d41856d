"""What a variant is: how frames are rewritten, what they cost the decoder, what may differ.

A variant takes the frames of a list that it can rewrite and gives frames anew; the signals of the
one must be those of the other, in order. A frame that it cannot rewrite it leaves to others.
"""

import random
from collections.abc import Callable
from itertools import count
from typing import NamedTuple

from tests.build.frame import Frame
from tests.variants.taken import Taken


class Numbers:
    """What must differ from message to message."""

    def __init__(self, first: int = 1) -> None:
        """Begin anew, or so that two lists of frames do not meet."""
        self.tsn, self.name, self.reference = count(first), count(first), count(first)
        self.message, self.port = count(first), count(20_000 + first)
        self.dice = random.Random(20)

    def shuffled(self, each: list) -> list:
        """Another order, the same in every run."""
        return self.dice.sample(each, len(each))


Rewrite = Callable[[Taken, Numbers], list[Frame] | None]


class Variant(NamedTuple):
    """How it is made, which stores it needs, which columns it cannot keep."""

    name: str
    rewrite: Rewrite
    memory: tuple[str, ...] = ()
    differs: frozenset[str] = frozenset()
    odd: frozenset[str] = frozenset()  # oddities that it brings
    overtakes: bool = False  # a segment before the first is told besides the whole
    bundles: Callable[[list[Taken], Numbers], tuple[list[Taken], list[Frame]]] | None = None

    def frames(self, taken: list[Taken], first: int = 1) -> tuple[list[Taken], list[Frame]]:
        """Those that could be rewritten, and the frames that they became."""
        numbers = Numbers(first)
        if self.bundles:
            return self.bundles(taken, numbers)
        used, made = [], []
        for each in taken:
            frames = self.rewrite(each, numbers)
            if frames:
                used.append(each)
                made += frames
        return used, made
