"""The breath: every sum holds after each one, whatever came; no sink can stop it; nothing grows."""

import gc
import random
import resource
import tracemalloc
from itertools import repeat

import pytest

from appliance.engine.account import sums
from appliance.sinks.memory import MemorySettings, MemorySink
from tests.breathing import MadeUpSource, alerts_of, engine_over

HOUR_NS = 3600 * 10**9
PASSES, SETTLED = 50, 10  # hours of the same traffic, and those until every table is in use
GROWTH_OCTETS_MAX = 300_000  # of Python objects over fifty passes; one leaked alert each is more
RSS_GROWTH_MAX = 24 << 20


def mixture(country, count, dice):
    """Frames of the country, whole, cut by the snap length, lost on the wire, damaged; and junk."""
    for _ in range(count):
        ts_ns, octets, wire_size = dice.choice(country)
        kind = dice.randrange(6)
        if kind == 0:
            octets = dice.randbytes(dice.randrange(200))
            wire_size = len(octets)
        elif kind == 1:
            octets = octets[: dice.randrange(len(octets))]
        elif kind == 2:
            octets = octets[: dice.randrange(len(octets))]
            wire_size = len(octets)
        elif kind == 3:
            at = dice.randrange(len(octets))
            octets = octets[:at] + dice.randbytes(1) + octets[at + 1 :]
        yield ts_ns, octets, wire_size


def broken_sums(engine):
    return [entry.line() for entry in sums(engine) if not entry.holds]


@pytest.mark.parametrize("seed", range(3))
def test_sums__hold_after_each_breath(country, secret, lane, seed):
    dice = random.Random(seed)
    count = 400 if lane == "interpreted" else 5000
    frames = list(mixture(country, count, dice))
    source = MadeUpSource(frames, iter(lambda: dice.choice((0, 1, 2, 63, 64)), None))
    sink = MemorySink(MemorySettings())
    engine = engine_over(source, secret, [sink], "capture: {batch_frames_max: 64}\n")
    while not source.ended:
        engine.breathe()
        assert [] == broken_sums(engine)
    assert count == engine.tally.frames
    assert engine.tally.signals == engine.decoder.signals_read > 0
    assert engine.tally.alerts == len(sink.alerts)


def test_alerts__do_not_depend_on_how_frames_fall_into_breaths(country, secret):
    whole = alerts_of(country, secret, repeat(4096))
    dice = random.Random(5)
    assert whole == alerts_of(country, secret, iter(lambda: dice.randrange(100), None))
    assert len({alert.id for alert in whole}) == len(whole) > 3


def test_alerts__come_in_the_order_of_their_frames(country, secret):
    numbers = [int(a.evidence.partition("#")[2]) for a in alerts_of(country, secret, repeat(4096))]
    assert sorted(numbers) == numbers


class BrokenSink(MemorySink):
    """Raises where no sink may, every second time."""

    def __init__(self):
        super().__init__(MemorySettings())
        self.name = "broken"
        self._asked = 0

    def write(self, alert):
        self._asked += 1
        if self._asked % 2 == 0:
            raise RuntimeError("a defect of this sink")
        super().write(alert)


def test_sink__that_raises_cannot_stop_the_breath_and_is_counted(country, secret):
    broken, sound = BrokenSink(), MemorySink(MemorySettings())
    engine = engine_over(MadeUpSource(country, repeat(4096)), secret, [broken, sound])
    while not engine.source.ended:
        engine.breathe()
    assert engine.tally.alerts == len(sound.alerts) > 0
    assert engine.tally.alerts // 2 == engine.tally.sink_errors["broken"] > 0
    assert [] == broken_sums(engine)
    half = engine.tally.alerts // 2
    line = f"alerts to broken {half + len(broken.alerts)} = {len(broken.alerts)} delivered"
    assert f"{line} + {half} broken on" in [entry.line() for entry in sums(engine)]


def test_source__is_the_engines_only_clock(country, secret):
    """The same frames a year later: the same alerts, a year later."""
    later = [(ts_ns + 8760 * HOUR_NS, *rest) for ts_ns, *rest in country]
    now, then = (alerts_of(frames, secret, repeat(999)) for frames in (country, later))
    assert [a.message for a in now] == [a.message for a in then]
    assert [a.last_ts + 8760 * HOUR_NS for a in now] == [a.last_ts for a in then]


def test_memory__is_flat_over_fifty_passes(country, secret, lane):
    """One engine, the same traffic hour after hour: tables are full, nothing else remembers."""
    if lane == "interpreted":
        pytest.skip("fifty passes take minutes without the compiler")
    frames = [(ts_ns + hour * HOUR_NS, *rest) for hour in range(PASSES) for ts_ns, *rest in country]
    engine = engine_over(MadeUpSource(frames, repeat(4096)), secret)

    def breathe_until(hour):
        while engine.tally.frames < hour * len(country):
            engine.breathe()
        gc.collect()
        return tracemalloc.get_traced_memory()[0], resident()

    tracemalloc.start()
    try:
        before, resident_before = breathe_until(SETTLED)
        after, resident_after = breathe_until(PASSES)
    finally:
        tracemalloc.stop()
    assert engine.tally.alerts > PASSES
    assert after - before < GROWTH_OCTETS_MAX
    assert resident_after - resident_before < RSS_GROWTH_MAX


def resident():
    """Octets; the most there were, which is what must not grow."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
