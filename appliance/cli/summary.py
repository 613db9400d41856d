"""What a command says at its end: what became of every frame, message and finding."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appliance.engine.breath import Engine
    from kernels.decode.batch import Decoder


def fates_lines(counters: dict[str, int], decoder: "Decoder") -> Iterator[str]:
    """Of a decoder alone."""
    from appliance.engine.account import Sum, fates

    yield Sum("frames", counters["taken"], fates(decoder.fates_frames)).line()
    yield Sum("messages", int(decoder.fates_messages.sum()), fates(decoder.fates_messages)).line()
    yield f"signals {decoder.signals_read}"
    if counters.get("cut"):
        yield f"frames cut by the capture's snap length: {counters['cut']}"


def engine_lines(engine: "Engine") -> Iterator[str]:
    """Every sum of an engine, then what its parts counted besides; zeros are left out."""
    from appliance.engine.account import sums

    for entry in sums(engine):
        yield entry.line()
    yield f"signals {engine.tally.signals}"
    for name, count in engine.source.counters().items():
        if name != "taken" and count:
            yield f"{name.replace('_', ' ')} {count}"
    for detector in engine.detectors:
        counts = ", ".join(f"{name} {n}" for name, n in detector.counters().items() if n)
        if counts:
            yield f"{detector.name}: {counts}"
    for held in engine.gate.drain():
        yield f"{held.detector}: {held.count} more about {held.key} since its last alert"
