"""A source that fails comes back: growing pauses, one line per change, counts that go on."""

import pytest

from appliance.capture.polled import PolledSource
from appliance.capture.retry import RetryingSource
from appliance.capture.several import SeveralSources
from appliance.capture.source import CaptureError
from tests.reading import ring_of


class Scripted(PolledSource):
    """Gives one frame per take, stamped by a script; a string in it is a failure."""

    def __init__(self, script, source=0, earlier=0):
        self.names, self.timeout_ms, self.linger_s = (f"tap{source}",), 1, 0.0
        self._script, self._source, self._taken, self.earlier = script, source, 0, earlier
        self.is_closed = False

    def take(self, ring, row, at):
        """The next step of the script, if there is room."""
        step = self._script.pop(0) if self._script and row < ring.frames_max else None
        if isinstance(step, str):
            raise CaptureError(step)
        if step is None:
            return row, at
        self._taken += 1
        frames = ring.frames
        frames.at[row], frames.end[row], frames.ts_ns[row] = at, at + 1, step
        frames.source[row], frames.number[row] = self._source, self.earlier + self._taken
        return row + 1, at + 1

    def descriptors(self):
        """None."""
        return []

    def counters(self):
        """Frames given, and two drops."""
        return {"taken": self._taken, "cut": 0, "kernel_drops": 2, "interface_drops": 0}

    def close(self):
        """Remembered."""
        self.is_closed = True


class Retried:
    """A RetryingSource over scripts, one per opening, with a clock in hand."""

    def __init__(self, *openings, retry_s_max=8):
        self.now, self.said, self.opened, self.tries = 0.0, [], [], []
        self._openings = list(openings)
        self.source = RetryingSource(self._open, retry_s_max, self.said.append, lambda: self.now)

    def _open(self, earlier):
        self.tries.append(self.now)
        opening = self._openings.pop(0) if self._openings else "tap0: gone"
        if isinstance(opening, str):
            raise CaptureError(opening)
        self.opened.append(Scripted(opening, earlier=earlier))
        return self.opened[-1]

    def run(self, seconds, ring, step=0.25):
        """Take now and then for so long; the rows that came."""
        until, rows = self.now + seconds, 0
        while self.now < until:
            rows += self.source.take(ring, 0, 0)[0]
            self.now += step
        return rows


def test_first_opening__is_not_retried():
    with pytest.raises(CaptureError, match="no such interface"):
        Retried("tap0: no such interface")


def test_pauses__double_up_to_the_longest():
    retried = Retried(["tap0: gone"])
    retried.run(40, ring_of())
    assert [0.0, 1.0, 3.0, 7.0, 15.0, 23.0, 31.0, 39.0] == retried.tries
    assert ["tap0: gone; trying again until it is back"] == retried.said


def test_change_of_state__is_reported_once():
    retried = Retried(["tap0: gone"], "tap0: gone", "tap0: down", "tap0: down", [])
    retried.run(40, ring_of())
    assert [
        "tap0: gone; trying again until it is back",
        "tap0: down; trying again until it is back",
        "interface tap0: capturing again after 15.0 s",
    ] == retried.said
    assert retried.opened[0].is_closed


def test_pause__stays_long_while_the_interface_flaps():
    retried = Retried(["gone"], ["gone"], ["gone"], ["gone"])
    retried.run(20, ring_of())
    assert [0.0, 1.0, 3.0, 7.0, 15.0] == retried.tries


def test_pause__is_short_again_after_the_interface_held():
    retried = Retried(["gone"], "gone", [None] * 100 + ["gone"], [])
    retried.run(60, ring_of())
    assert 4 == len(retried.tries)
    failed_at = 3.0 + 100 * 0.25
    assert [0.0, 1.0, 3.0, failed_at + 1.0] == retried.tries


def test_counts_and_numbers__go_on_across_openings():
    retried, ring = Retried([1, 2, "gone"], [3]), ring_of()
    assert 3 == retried.run(2, ring)
    assert 3 == ring.frames.number[0]
    expected = {"taken": 3, "cut": 0, "kernel_drops": 4, "interface_drops": 0, "failures": 1}
    assert expected == retried.source.counters()
    retried.source.close()
    retried.source.close()
    assert expected == retried.source.counters()


def test_closed__is_not_opened_again():
    retried = Retried([])
    retried.source.close()
    retried.run(10, ring_of())
    assert [0.0] == retried.tries


def test_several__give_their_rows_in_order_of_time():
    several, ring = SeveralSources([Scripted([5, 7]), Scripted([3, 9], source=1)]), ring_of()
    assert 2 == several.fill(ring)
    assert [3, 5] == ring.frames.ts_ns[:2].tolist()
    assert [1, 0] == ring.frames.source[:2].tolist()
    assert [1, 0] == ring.frames.at[:2].tolist()


def test_several__take_turns_in_going_first():
    several = SeveralSources([Scripted([1, 2, 3]), Scripted([4, 5, 6], source=1)])
    ring = ring_of(frames_max=1)
    first = []
    for _ in range(4):
        several.fill(ring)
        first.append(int(ring.frames.source[0]))
    assert [0, 1, 0, 1] == first


def test_several__add_up_and_tell_each():
    several = SeveralSources([Scripted([1]), Scripted([], source=1)])
    several.fill(ring_of())
    assert ("tap0", "tap1") == several.names
    assert 4 == several.counters()["kernel_drops"]
    assert [1, 0] == [each["taken"] for each in several.by_name().values()]
    assert not several.ended
