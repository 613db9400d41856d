"""An engine over frames made up in memory, taken in handfuls of any size."""

from pathlib import Path

from appliance import startup
from appliance.config.config import loads
from appliance.sinks.memory import MemorySettings, MemorySink
from tests.small_country import SITE

ETHERNET = 1


class MadeUpSource:
    """A FrameSource over (ts_ns, octets, wire size); `sizes` says how many each fill takes."""

    names = ("made-up",)

    def __init__(self, frames, sizes):
        self._frames, self._sizes = list(frames), iter(sizes)
        self._taken = self._cut = 0
        self.closed = False

    @property
    def ended(self):
        return self._taken >= len(self._frames)

    def fill(self, ring):
        rows, at = 0, 0
        upcoming = slice(self._taken, self._taken + next(self._sizes))
        for ts_ns, octets, wire_size in self._frames[upcoming]:
            end = at + len(octets)
            ring.octets[at:end] = memoryview(octets)
            facts = (at, end, wire_size, ts_ns, ETHERNET, 0, self._taken + rows + 1)
            names = ("at", "end", "wire_size", "ts_ns", "link", "source", "number")
            for name, value in zip(names, facts, strict=True):
                getattr(ring.frames, name)[rows] = value
            self._cut += wire_size > len(octets)
            rows, at = rows + 1, end
        self._taken += rows
        return rows

    def counters(self):
        return {"taken": self._taken, "cut": self._cut}

    def close(self):
        self.closed = True


def engine_over(source, secret: Path, sinks=(), more="", *, clear=False):
    """An engine that knows who is home in the small country; `clear` writes who subscribers are."""
    how = f"{{secret_file: {secret}, pseudonymise: {'false' if clear else 'true'}}}"
    text = f"{SITE}alerts: {{pseudonym: {how}}}\n{more}"
    return startup.build(loads(text), source, list(sinks))


def alerts_of(frames, secret: Path, sizes):
    """All alerts of a run to the end."""
    sink = MemorySink(MemorySettings())
    engine = engine_over(MadeUpSource(frames, sizes), secret, [sink])
    while not engine.source.ended:
        engine.breathe()
    return sink.alerts
