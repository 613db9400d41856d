"""Time: runs many stories beside one another and gives their messages in order.

Strategy: a heap holds each running story once, under the moment it wakes. Stories that wake
together run in the order in which they went to sleep, so the result depends on nothing but the
stories. Memory follows the stories that run.
"""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

from appliance.simulate.traffic.message import Message, Start, Story


class Schedule:
    """A clock (epoch nanoseconds) and the stories that wait for it."""

    def __init__(self, start_ns: int) -> None:
        """An empty schedule at this moment."""
        self._now_ns = start_ns
        self._asleep: list[tuple[int, int, Story]] = []
        self._order = count()

    def now(self) -> int:
        """The moment that is being told."""
        return self._now_ns

    def start(self, story: Story) -> None:
        """Let a story begin now."""
        self._sleep(0, story)

    def messages(self, end_ns: int) -> Iterator[tuple[int, Message]]:
        """Every message before `end_ns` with its time; dialogues open at the end stay open."""
        while self._asleep and self._asleep[0][0] < end_ns:
            self._now_ns, _, story = heappop(self._asleep)
            for step in story:
                if isinstance(step, int):
                    self._sleep(step, story)
                    break
                if isinstance(step, Start):
                    self.start(step.story)
                else:
                    yield self._now_ns, step

    def _sleep(self, for_ns: int, story: Story) -> None:
        heappush(self._asleep, (self._now_ns + for_ns, next(self._order), story))
