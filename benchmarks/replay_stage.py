"""One variant of replay in a process of its own; prints its cost as JSON.

Usage: python -m benchmarks.replay_stage read|decode|engine|stages FILE [CONFIG]. Kernels are
loaded, and the file is opened, before the clock starts. `stages` is `engine` with a clock around
each part's calls, a few per batch of 4096 frames.
"""

import gc
import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from appliance import kernel_cache

kernel_cache.choose()

from appliance import startup  # noqa: E402 - numba must not be imported before its cache is chosen
from appliance.capture.merged import open_traces  # noqa: E402
from appliance.capture.ring import FrameRing  # noqa: E402
from appliance.sinks.memory import MemorySettings, MemorySink  # noqa: E402
from kernels.decode import batch  # noqa: E402
from kernels.decode.batch import Decoder  # noqa: E402

FRAMES_MAX, OCTETS_MAX = 4096, 1 << 23  # as the engine has them by default


class Clock:
    """Processor time and calls by the name of a part."""

    def __init__(self) -> None:
        """Nothing measured yet."""
        self.spent_ns: dict[str, int] = {}

    def around(self, name: str, called: Callable[..., Any]) -> Callable[..., Any]:
        """`called`, measured; what is measured inside it is not its own."""
        self.spent_ns[name] = 0

        def measured(*arguments: Any) -> Any:
            before, inner = time.thread_time_ns(), sum(self.spent_ns.values())
            answer = called(*arguments)
            inside = sum(self.spent_ns.values()) - inner
            self.spent_ns[name] += time.thread_time_ns() - before - inside
            return answer

        return measured


def read(path: str) -> Callable[[], dict[str, int]]:
    """Frames into the ring."""
    source, ring = open_traces([path]), FrameRing(FRAMES_MAX, OCTETS_MAX)

    def go() -> dict[str, int]:
        total = 0
        while not source.ended:
            total += source.fill(ring)
        return {"frames": total}

    warm_trace(path)
    return go


def decode(path: str) -> Callable[[], dict[str, int]]:
    """Frames into the ring, and from there into signals."""
    source, ring = open_traces([path]), FrameRing(FRAMES_MAX, OCTETS_MAX)
    decoder = Decoder(FRAMES_MAX, 2 * FRAMES_MAX, 2 * FRAMES_MAX)
    decoder.warm(ring.octets, ring.frames)

    def go() -> dict[str, int]:
        total = 0
        while not source.ended:
            total += sum(decoder.read(ring.octets, ring.frames, source.fill(ring)))
        return {"signals": total}

    warm_trace(path)
    return go


def engine(path: str, config: str, clock: Clock | None = None) -> Callable[[], dict[str, int]]:
    """The whole engine, its alerts kept in memory."""
    settings = startup.read_config(Path(config))
    source = startup.open_files(settings, [path])
    built = startup.build(settings, source, [MemorySink(MemorySettings())])
    if clock:
        put_clocks(built, clock)

    def go() -> dict[str, int]:
        while not source.ended:
            built.breathe()
        return asdict(built.tally)

    warm_trace(path)
    return go


def put_clocks(built: Any, clock: Clock) -> None:
    """Around reading, each kernel of the decoder, each detector, the gate, speech and sinks."""
    built.source.fill = clock.around("read", built.source.fill)
    for name, value in list(vars(batch).items()):
        if hasattr(value, "py_func"):
            setattr(batch, name, clock.around(name, value))
    for detector in built.detectors:
        detector.observe = clock.around(detector.name, detector.observe)
    built.gate.consider = clock.around("gate", built.gate.consider)
    built.speech.alert = clock.around("speech", built.speech.alert)
    for sink in built.sinks:
        sink.write = clock.around("sink", sink.write)


def warm_trace(path: str) -> None:
    """Load what indexes a file."""
    source = open_traces([path])
    source.fill(FrameRing(64, OCTETS_MAX))
    source.close()


def resident_mib() -> float:
    """The most that was resident in this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else 0.0


def main() -> None:
    """Measure one variant."""
    variant, path, *config = sys.argv[1:]
    clock = Clock() if variant == "stages" else None
    if variant in {"engine", "stages"}:
        go = engine(path, config[0], clock)
    else:
        go = {"read": read, "decode": decode}[variant](path)
    gc.collect()
    wall, processor = time.perf_counter(), time.process_time()
    tally = go()
    cost = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - processor}
    spent = clock.spent_ns if clock else {}
    print(json.dumps({**cost, "resident_mib": resident_mib(), "spent_ns": spent, "tally": tally}))


if __name__ == "__main__":
    main()
