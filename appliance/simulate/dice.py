"""Chance that falls the same way on every machine and Python version.

Strategy: `random.Random` is asked for nothing but `random()` and `getrandbits()`, whose sequences
are documented as stable, and nothing is computed from them but sums, products and comparisons. No
logarithm is taken, because its last bit differs between machines; exponential waits come from von
Neumann's game of comparisons.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

MS = 1_000_000
SECOND = 1_000_000_000
MINUTE = 60 * SECOND


_FOREVER_NS = 1000 * 365 * 24 * 60 * MINUTE


def between_ns(per_min: float) -> int:
    """Mean time between events of which so many happen in a minute; a thousand years at most."""
    return int(min(MINUTE / per_min, _FOREVER_NS))


class Dice:
    """One stream of chance, named so that parts of a scenario do not disturb one another."""

    def __init__(self, seed: int, name: str) -> None:
        """The stream of this name under this seed."""
        self._random = Random(f"{seed}/{name}")

    def chance(self, share: float) -> bool:
        """True in `share` of cases."""
        return self._random.random() < share

    def below(self, end: int) -> int:
        """0 to end - 1, evenly."""
        return int(self._random.random() * end)

    def pick(self, things: Sequence[T]) -> T:
        """One of several, evenly."""
        return things[self.below(len(things))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """A new order (Fisher and Yates)."""
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def octets(self, size: int) -> bytes:
        """Random octets."""
        return self._random.getrandbits(8 * size).to_bytes(size)

    def digits(self, count: int) -> str:
        """Random decimal digits."""
        return "".join(str(self.below(10)) for _ in range(count))

    def wait_ns(self, mean_ns: int) -> int:
        """Nanoseconds to the next of many independent arrivals: exponential with this mean."""
        return int(self._exponential() * mean_ns)

    def around_ns(self, mean_ns: int) -> int:
        """A duration with a floor and a tail: half of the mean is certain, half is exponential."""
        return mean_ns // 2 + self.wait_ns(mean_ns - mean_ns // 2)

    def _exponential(self) -> float:
        """J. von Neumann, Various techniques used in connection with random digits, 1951.

        Draw while each number is smaller than the one before. A run of odd length is accepted and
        its first number is the fraction; every refused run adds one.
        """
        whole = 0
        while True:
            first = previous = self._random.random()
            length = 1
            while (drawn := self._random.random()) < previous:
                previous = drawn
                length += 1
            if length % 2:
                return whole + first
            whole += 1
