"""How soon is it ready: with nothing compiled, first after an installation, and later?

A whole process each time, from its start to the end of `sigwatch replay` of a file with one frame:
that is to have been ready, and a little more. Where interfaces may be opened, also `sigwatch run`,
from its start to its ready line.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import harness, traffic
from benchmarks.harness import (
    ALL_CORES,
    SCRATCH,
    SIGWATCH,
    Cost,
    best,
    environment,
    run,
    save,
    spread,
    table,
    take_turns,
)
from tests.namespace import Namespace, namespace, why_not

COLD_S, WARM_S = 4.0, 1.5
PATIENCE_S = 60
ONE_FRAME = SCRATCH / "traffic" / "one.pcap"
COLD = {"NUMBA_CACHE_DIR": str(SCRATCH / "cold" / "kernels")}
REPLAY = (SIGWATCH, "replay", "-q", "--config", SCRATCH / "replay.yaml", ONE_FRAME)


def main() -> str:
    """Nothing compiled, first after an installation (cold), and warm; replay and run."""
    harness.config_file()
    traffic.write_one(ONE_FRAME)
    variants = {
        "python": lambda: run([sys.executable, "-c", "pass"]),
        "sigwatch --version": lambda: run([SIGWATCH, "--version"]),
        "replay, nothing compiled": lambda: cold(lambda: run(REPLAY, **COLD)),
        "replay on all cores, nothing compiled": lambda: cold(
            lambda: run(REPLAY, ALL_CORES, **COLD)
        ),
        "replay, cold": lambda: cold(lambda: run(REPLAY, XDG_CACHE_HOME=str(SCRATCH / "cold"))),
        "replay, warm": lambda: run(REPLAY),
    }
    if reason := why_not():
        print(f"sigwatch run is not measured: {reason}", file=sys.stderr)
        costs = take_turns(variants)
    else:
        with namespace() as link:
            link.add_pair()
            config = harness.write_config("run", {"capture": {"interfaces": ["tap0"]}})
            variants["run, cold"] = lambda: cold(lambda: ready(link, config, SCRATCH / "cold"))
            variants["run, warm"] = lambda: ready(link, config, SCRATCH / "cache")
            costs = take_turns(variants)
    stages = {
        "cold": cold(lambda: stage(**COLD)),
        "warm": stage(XDG_CACHE_HOME=str(SCRATCH / "cache")),
    }
    figures = {name: json.loads(cost.said) for name, cost in stages.items()}
    runs_of = {name: [cost[:2] for cost in runs] for name, runs in costs.items()}
    save("startup", {"runs": runs_of, "stages": figures})
    return "\n\n".join([told(costs), stage_table(figures)])


def told(costs: dict[str, list[Cost]]) -> str:
    """Best and spread of each."""
    bounds = {"cold": f"< {COLD_S}", "warm": f"< {WARM_S}"}
    rows = [
        (
            name,
            bounds.get(name.split(", ")[-1], ""),
            f"{best(runs).cpu_s:.2f}",
            f"{best(runs).wall_s:.2f}",
            spread(runs),
        )
        for name, runs in costs.items()
    ]
    return table(("to ready", "must be", "s processor", "s wall", "worst of n"), rows)


def stage(**cache: str) -> Cost:
    """A start with a clock beside it."""
    module = [sys.executable, "-m", "benchmarks.startup_stage"]
    return run([*module, SCRATCH / "replay.yaml", ONE_FRAME], **cache)


def stage_table(figures: dict[str, Any]) -> str:
    """Where the time of a start goes, and which kernels it is that compile."""
    cold_s, warm_s = figures["cold"], figures["warm"]
    rows = [
        (name, f"{spent:.2f}", f"{warm_s['spent_s'][name]:.2f}")
        for name, spent in cold_s["spent_s"].items()
    ]
    kernels = sorted(cold_s["compiled_s"].items(), key=lambda each: -each[1])
    rows += [(f"of that {name}", f"{spent:.2f}", "") for name, spent in kernels]
    return table(("s processor in", "nothing compiled", "warm"), rows)


def cold(start: Callable[[], Cost]) -> Cost:
    """With an empty folder of compiled kernels."""
    shutil.rmtree(SCRATCH / "cold", ignore_errors=True)
    return start()


def ready(link: Namespace, config: Path, cache: Path) -> Cost:
    """`sigwatch run` until it says that it is ready, then stopped."""
    command = link.inside("taskset", "-c", str(harness.CORE), SIGWATCH, "run", "--config", config)
    began = time.monotonic()
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment(XDG_CACHE_HOME=str(cache))
    )
    assert process.stderr
    said = []
    for line in process.stderr:
        said.append(line)
        if "ready after" in line:
            break
    else:
        sys.exit(f"sigwatch run did not start: {''.join(said)}")
    wall_s = time.monotonic() - began
    cpu_s = processor_s(process.pid)
    process.terminate()
    process.communicate(timeout=PATIENCE_S)
    return Cost(wall_s, cpu_s)


def processor_s(pid: int) -> float:
    """User and system time of a running process so far, in ticks of the kernel (10 ms)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(main())
