"""The sums that must hold, and the words for them: every frame and message has exactly one fate.

frames taken  = sum of the fates of frames          messages found = sum of the fates of messages
octets        = explained + that no rule names + in messages that stopped
each store    kept = joined or answered or closed + expired + evicted + there
findings      = alerts + held back by the gate      alerts to each sink = delivered + waiting + lost
"""

from dataclasses import dataclass

import numpy as np

from appliance.engine.breath import Engine
from appliance.engine.memory import covered, kept
from kernels.decode.batch import Decoder
from kernels.outcome import Layer, Stop


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts."""

    name: str
    total: int
    parts: dict[str, int]

    @property
    def holds(self) -> bool:
        """Whether the parts add up."""
        return self.total == sum(self.parts.values())

    def line(self) -> str:
        """`frames 120 = 100 decoded + 20 link not_ip`, zero parts left out."""
        parts = " + ".join(f"{count} {name}" for name, count in self.parts.items() if count)
        sign = "=" if self.holds else "IS NOT"
        return f"{self.name} {self.total} {sign} {parts or '0'}"


def fates(table: np.ndarray) -> dict[str, int]:
    """The non-zero fates of a [layer, stop] table by name, what was read first."""
    named: dict[str, int] = {}
    for stop, layer in zip(*np.nonzero(table.T), strict=True):
        name = "decoded" if stop == Stop.NONE else f"{Layer(layer).name} {Stop(stop).name}".lower()
        named[name] = named.get(name, 0) + int(table[layer, stop])
    return named


def decoder_sums(decoder: Decoder, frames: int, messages: int) -> list[Sum]:
    """Of a decoder that was handed so many frames, in which so many messages were found."""
    return [
        Sum("frames", frames, fates(decoder.fates_frames)),
        Sum("messages", messages, fates(decoder.fates_messages)),
        Sum("octets of messages", *covered(decoder)),
        *(Sum(*one) for one in kept(decoder)),
    ]


def sums(engine: Engine) -> list[Sum]:
    """Every sum of the engine as it stands between two breaths."""
    tally, gate = engine.tally, engine.gate.counters()
    found = [
        *decoder_sums(engine.decoder, engine.source.counters()["taken"], tally.messages),
        Sum(
            "findings",
            tally.findings,
            {
                "alerts": tally.alerts,
                "held back by cooldown": gate["suppressed_cooldown"],
                "held back by the cap per minute": gate["suppressed_cap"],
            },
        ),
    ]
    for sink in engine.sinks:
        counts = sink.counters()
        total = tally.alerts + counts.get("recovered", 0) + counts.get("notices", 0)
        parts = {name: counts[name] for name in ("delivered", "waiting", "lost")}
        parts["broken on"] = tally.sink_errors[sink.name]
        found.append(Sum(f"alerts to {sink.name}", total, parts))
    return found
