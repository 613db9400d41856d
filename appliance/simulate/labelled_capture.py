"""Writes a scenario to disk: the capture, and its labels as JSON lines.

Strategy: frames go straight to the capture; labels wait in an unnamed temporary file, because the
head line that stands before them counts what follows. Nothing is held in memory.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TextIO

from appliance.simulate.encoding.capture_file import write_frame, write_head
from appliance.simulate.generate import EPOCH_NS, SEED, generate
from appliance.simulate.labels import seconds
from appliance.simulate.scenario import Scenario
from appliance.simulate.traffic.campaigns import ATTACK, LOOK_ALIKE
from appliance.simulate.traffic.carriage import SimulatedFrame
from appliance.simulate.world.country import NUMBER_PREFIXES
from appliance.simulate.world.operators import HOME

COUNTED = ("frames", "messages", "labels", ATTACK, LOOK_ALIKE)
"""What the head line counts."""

_REPORT_EVERY_FRAMES = 256


def write(
    scenario: Scenario,
    capture: Path,
    labels: Path | None = None,
    seed: int = SEED,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, int]:
    """Write both files and return the counts of the head line.

    OSError where a file cannot be written. `progress` is told now and then how many nanoseconds
    of the scenario have passed.
    """
    counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
    with ExitStack() as stack:
        out = stack.enter_context(capture.open("wb"))
        target = stack.enter_context(labels.open("w", encoding="utf-8")) if labels else None
        waiting = stack.enter_context(TemporaryFile("w+", encoding="utf-8"))
        write_head(out)
        for frame in generate(scenario, seed):
            write_frame(out, frame.ts_ns, frame.octets)
            counts["frames"] += 1
            _note(frame, counts, waiting)
            if counts["frames"] % _REPORT_EVERY_FRAMES == 0:
                progress(frame.ts_ns - EPOCH_NS)
        if target:
            print(json.dumps(_head(scenario, seed, counts)), file=target)
            waiting.seek(0)
            shutil.copyfileobj(waiting, target)
    return dict(counts)


def _note(frame: SimulatedFrame, counts: Counter[str], waiting: TextIO) -> None:
    """Count the messages of a frame, and write down their labels."""
    for message in frame.messages:
        counts["messages"] += 1
        if message.label:
            counts["labels"] += 1
            counts[message.label.kind] += 1
            record = message.label.record(counts["frames"], frame.ts_ns)
            waiting.write(json.dumps(record) + "\n")


def _head(scenario: Scenario, seed: int, counts: Counter[str]) -> dict[str, Any]:
    """The first line: what this capture is, and who is at home in it."""
    return {
        "scenario": scenario.name,
        "seed": seed,
        "starts": seconds(EPOCH_NS),
        "duration_s": scenario.duration_s,
        "home": {  # as the probe's configuration names it
            "plmns": [HOME.mcc + HOME.mnc],
            "gt_prefixes": [HOME.prefix],
            "msisdn_prefixes": list(NUMBER_PREFIXES),
        },
        "counts": dict(counts),
        "campaigns": [plan.model_dump() for plan in scenario.campaigns],
    }
