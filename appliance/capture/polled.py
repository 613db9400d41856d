"""What live sources share: take what is there, and wait on descriptors only when nothing was.

One wait of at most `timeout_ms` stands between two looks at a stop flag, and none under load. A
wait that frames ended lingers a little, so that a breath has several of the kernel's blocks: each
waking finds its caches cold, and that costs more than the frames do.
"""

import select
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence

from appliance.capture.ring import FrameRing


def wait(descriptors: Sequence[int], timeout_ms: int) -> bool:
    """Whether one became readable before the time was up; with none, it takes the whole time."""
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(timeout_ms))


class PolledSource(ABC):
    """A FrameSource that never ends; it blocks for `timeout_ms` and `linger_s` at the most."""

    names: tuple[str, ...]
    timeout_ms: int
    linger_s: float

    @property
    def ended(self) -> bool:
        """Live traffic does not end."""
        return False

    def fill(self, ring: FrameRing) -> int:
        """Take frames from the ring's beginning; 0 after a whole timeout without any."""
        rows, _ = self.take(ring, 0, 0)
        if rows == 0:
            if wait(self.descriptors(), self.timeout_ms):
                time.sleep(self.linger_s)
            rows, _ = self.take(ring, 0, 0)
        return rows

    @abstractmethod
    def take(self, ring: FrameRing, row: int, at: int) -> tuple[int, int]:
        """Take what is there now, from row `row` and octet `at` on; the next row and octet."""

    @abstractmethod
    def descriptors(self) -> list[int]:
        """What becomes readable when `take` has something to do."""

    @abstractmethod
    def counters(self) -> dict[str, int]:
        """As FrameSource says."""

    @abstractmethod
    def close(self) -> None:
        """As FrameSource says."""
