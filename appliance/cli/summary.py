"""What a command says at its end: what became of every frame, message and finding."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appliance.engine.account import Sum
    from appliance.engine.breath import Engine
    from kernels.decode.batch import Decoder

HELD_SHOWN_MAX = 10  # keys that were held back, of which an end may have thousands


def decoder_sums(counters: dict[str, int], decoder: "Decoder") -> "list[Sum]":
    """Of a source and a decoder alone; a decoder's messages are what their fates say."""
    from appliance.engine import account

    return account.decoder_sums(decoder, counters["taken"], int(decoder.fates_messages.sum()))


def decoder_lines(decoder: "Decoder") -> Iterator[str]:
    """What a decoder counted that is in no sum."""
    from appliance.engine.memory import besides

    yield f"signals {decoder.signals_read}"
    yield from besides(decoder)


def source_lines(counters: dict[str, int]) -> Iterator[str]:
    """What a source counted besides the frames taken; zeros are left out."""
    for name, count in counters.items():
        if name != "taken" and count:
            yield f"{name.replace('_', ' ')} {count}"


def account_for(engine: "Engine", say: Callable[[str], None]) -> bool:
    """Say every sum of an engine, then what its parts counted besides; whether every sum holds."""
    from appliance.engine.account import sums

    entries = sums(engine)
    for line in (*(entry.line() for entry in entries), *counted_lines(engine)):
        say(line)
    return all(entry.holds for entry in entries)


def counted_lines(engine: "Engine") -> Iterator[str]:
    """What the parts of an engine counted that is in no sum; zeros are left out."""
    yield from decoder_lines(engine.decoder)
    yield from source_lines(engine.source.counters())
    for detector in engine.detectors:
        counts = ", ".join(f"{name} {n}" for name, n in detector.counters().items() if n)
        if counts:
            yield f"{detector.name}: {counts}"
    yield from held_lines(engine)


def held_lines(engine: "Engine") -> Iterator[str]:
    """What the gate still held back, the most first."""
    held = sorted(engine.gate.drain(), key=lambda one: -one.count)
    for one in held[:HELD_SHOWN_MAX]:
        about = " ".join(str(part) for part in one.key)
        yield f"{one.detector}: {one.count} more about {about} since its last alert"
    if rest := held[HELD_SHOWN_MAX:]:
        yield f"and {sum(one.count for one in rest)} more about {len(rest)} others"
