"""The end of a command with sinks: a moment for alerts on their way, then what became of them."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appliance.sinks.sink import Sink


def close_all(sinks: "Sequence[Sink]", patience_s: float, say: Callable[[str], None]) -> bool:
    """Wait for all sinks together, close them, and say their troubles; whether all was delivered.

    What is left waits in a spool where there is one; otherwise it is lost, and counted so.
    """
    deadline_s = time.monotonic() + patience_s
    for sink in sinks:
        sink.flush(max(0.0, deadline_s - time.monotonic()))
    say_troubles(sinks, say)
    for sink in sinks:
        sink.close()
    in_full = [told_in_full(sink, say) for sink in sinks]  # every one has its lines
    return all(in_full)


def say_troubles(sinks: "Sequence[Sink]", say: Callable[[str], None]) -> None:
    """What began, changed or ended since the last look."""
    for sink in sinks:
        for line in sink.status():
            say(line)


def told_in_full(sink: "Sink", say: Callable[[str], None]) -> bool:
    """Whether a closed sink delivered everything; otherwise a line says what it did not."""
    counts = sink.counters()
    if counts["waiting"]:
        say(f"{sink.name}: alerts not delivered yet: {counts['waiting']}; they wait in its spool")
    if counts["lost"]:
        say(f"{sink.name}: alerts lost: {counts['lost']}")
    return not (counts["waiting"] or counts["lost"])
