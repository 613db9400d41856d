"""Runs programs one after another on one core, and says what each cost: best, spread, machine.

Every variant is a process of its own, and variants take turns, so that what else the machine does
falls on all of them. A first turn warms caches and is thrown away. Processor time (user and system)
is what ratios are made of; wall time stands beside it.
"""

import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from appliance.simulate.world.country import NUMBER_PREFIXES
from appliance.simulate.world.operators import HOME

ROOT = Path(__file__).resolve().parent.parent
SCRATCH = ROOT / "build" / "bench"
SIGWATCH = Path(sys.executable).with_name("sigwatch")
ROUNDS = int(os.environ.get("ROUNDS", "5"))
CORE = max(os.sched_getaffinity(0))  # the first ones serve interrupts


class Cost(NamedTuple):
    """Of one run, in seconds."""

    wall_s: float
    cpu_s: float
    said: str = ""  # on standard output

    def less(self, other: "Cost") -> "Cost":
        """What is left when `other` is taken off."""
        return Cost(self.wall_s - other.wall_s, self.cpu_s - other.cpu_s)


def environment(**more: str) -> dict[str, str]:
    """For every process: caches, bytecode and state lie in the scratch folder, and are kept."""
    chosen = {
        "XDG_CACHE_HOME": str(SCRATCH / "cache"),
        "XDG_STATE_HOME": str(SCRATCH / "state"),
        "PYTHONPYCACHEPREFIX": str(SCRATCH / "bytecode"),
    }
    dropped = ("NUMBA_", "PYTHONDONTWRITEBYTECODE", "CACHE_DIRECTORY", "STATE_DIRECTORY")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {**kept, **chosen, **more}


ALL_CORES = ",".join(map(str, sorted(os.sched_getaffinity(0))))


def run(command: Sequence[str | Path], cores: int | str = CORE, **more: str) -> Cost:
    """A whole process, on one core unless told; ends everything if it fails."""
    asked = [str(word) for word in command]
    began = time.monotonic()
    process = subprocess.Popen(
        ["taskset", "-c", str(cores), *asked],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment(**more),
    )
    assert process.stdout
    assert process.stderr
    said, complaint = process.stdout.read(), process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall_s = time.monotonic() - began
    if process.returncode:
        sys.exit(f"{' '.join(asked)}: {complaint.decode(errors='replace').strip()}")
    return Cost(wall_s, used.ru_utime + used.ru_stime, said.decode())


def run_inside(command: Sequence[str | Path]) -> Cost:
    """As `run`, for a program that measures itself and prints `wall_s` and `cpu_s` as JSON."""
    said = run(command).said
    own = json.loads(said)
    return Cost(own["wall_s"], own["cpu_s"], said)


def take_turns(
    variants: Mapping[str, Callable[[], Cost]], rounds: int = ROUNDS
) -> dict[str, list[Cost]]:
    """Every variant once to warm up, then `rounds` times in turn."""
    costs: dict[str, list[Cost]] = {name: [] for name in variants}
    for turn in range(rounds + 1):
        for name, variant in variants.items():
            cost = variant()
            if turn:
                costs[name].append(cost)
    return costs


def best(costs: Sequence[Cost]) -> Cost:
    """The least of each; what was said in the quickest run."""
    quickest = min(costs, key=lambda cost: cost.cpu_s)
    return Cost(min(cost.wall_s for cost in costs), quickest.cpu_s, quickest.said)


def spread(costs: Sequence[Cost]) -> str:
    """How much longer than the best, in processor time, the worst took."""
    times = [cost.cpu_s for cost in costs]
    return f"+{100 * (max(times) / min(times) - 1):.0f} %"


def machine() -> dict[str, str]:
    """What the figures depend on; no names of hosts or people."""
    words = [
        line.split(":", 1) for line in Path("/proc/cpuinfo").read_text().splitlines() if ":" in line
    ]
    facts = {key.strip(): value.strip() for key, value in words}
    return {
        "processor": facts.get("model name", platform.machine()),
        "cores": str(os.cpu_count()),
        "kernel": platform.release().split("-")[0],
        "python": platform.python_version(),
        "numba": version("numba"),
        "numpy": version("numpy"),
        "libpcap": said_version("tcpdump", "libpcap"),
        "tcpdump": said_version("tcpdump", "tcpdump"),
        "tshark": said_version("tshark", "TShark"),
        "load": f"{os.getloadavg()[0]:.1f}",
    }


def said_version(program: str, of: str) -> str:
    """The number after the word `of` in what a program says of its version."""
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "none"
    found = re.search(rf"{of}\D*(\d+(?:\.\d+)+)", asked.stdout + asked.stderr)
    return found.group(1) if found else "unknown"


def config_file() -> Path:
    """A configuration that knows who is home in the simulated country; defaults otherwise."""
    return write_config("replay", {})


def write_config(name: str, sections: Mapping[str, Any]) -> Path:
    """A configuration with the home network and these sections; JSON is YAML too."""
    home = {
        "plmns": [HOME.mcc + HOME.mnc],
        "gt_prefixes": [HOME.prefix],
        "msisdn_prefixes": list(NUMBER_PREFIXES),
    }
    path = SCRATCH / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"network": {"home": home}, **sections}, indent=1))
    return path


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as Markdown has it, aligned for the eye: words to the left, figures to the right."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = []
    for row in (head, rule, *rows):
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True)),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def save(question: str, answer: Mapping[str, Any]) -> None:
    """The figures of one question as JSON in the scratch folder."""
    folder = SCRATCH / "results"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{question}.json").write_text(json.dumps({"machine": machine(), **answer}, indent=1))
