"""How long to wait before the next attempt: twice as long each time, with jitter, up to a bound.

The jitter keeps many probes from returning to one receiver at the same moment; its source is
seeded, so a test can know it.
"""

from random import Random


class Backoff:
    """Delays that grow until `reset`."""

    def __init__(self, first_s: float, max_s: float, seed: int) -> None:
        """Begin at `first_s`; never above `max_s`."""
        self._first_s = first_s
        self._max_s = max_s
        self._random = Random(seed)  # noqa: S311 - spreads load, guards nothing
        self._attempts = 0

    def next_s(self) -> float:
        """Seconds to wait now: between half and all of the present delay."""
        delay_s = min(self._max_s, self._first_s * 2.0 ** min(self._attempts, 32))
        self._attempts += 1
        return delay_s * self._random.uniform(0.5, 1.0)

    def reset(self) -> None:
        """What was tried has worked."""
        self._attempts = 0
