"""What does a frame cost on a live interface, and are any lost, beside tcpdump and dumpcap?

A second process writes frames of the simulator into one end of a veth pair at full speed, from a
core of its own; at the other end each program in turn takes them, all with the same snap length
and kernel buffer. `sigwatch run` is the whole engine. Processor time is that of the capturing
process between its readiness and the last frame; putting frames into its buffer is the sender's
time, for all alike.
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks import harness, traffic
from benchmarks.bench_startup import processor_s
from benchmarks.harness import CORE, SCRATCH, SIGWATCH, environment, save, table
from tests.namespace import Namespace, namespace, why_not

FRAMES = 2_000_000
SNAP, BUFFER_MIB = 65_535, 64
PATIENCE_S = 120
SETTLE_S = 1.0  # for what is still in the kernel's buffer, whose blocks wait 0.1 s at most
TRACE_FRAMES = 8000


class Capture(NamedTuple):
    """A program that captures: how it is started, what it says when ready, what it says it lost."""

    command: list[str | Path]
    ready: str
    dropped: str
    taken: str


class Taken(NamedTuple):
    """What one capture cost."""

    cpu_s: float
    taken: int
    dropped: int
    sent_per_s: float


def main() -> str:
    """Each program in turn; empty where no namespace may be made."""
    if reason := why_not():
        return f"Live capture is not measured: {reason}"
    trace = SCRATCH / "traffic" / "live.pcap"
    traffic.write(trace, "roaming", TRACE_FRAMES)
    config = harness.write_config("live", {"capture": {"interfaces": ["tap0"]}})
    found: dict[str, list[Taken]] = {}
    for turn in range(harness.ROUNDS + 1):
        for name, make in captures(config).items():
            with namespace() as link:
                link.add_pair()
                taken = measured(link, make(), trace)
            if turn:
                found.setdefault(name, []).append(taken)
    save("live", {name: [run._asdict() for run in runs] for name, runs in found.items()})
    return told(found)


def captures(config: Path) -> dict[str, Callable[[], Capture]]:
    """Those that are installed."""
    made: dict[str, Callable[[], Capture]] = {
        "sigwatch run": lambda: Capture(
            [SIGWATCH, "run", "--config", config],
            r"ready after",
            r"kernel drops (\d+)",
            r"frames (\d+) =",
        ),
        "tcpdump -w": lambda: Capture(
            [
                "tcpdump",
                "-i",
                "tap0",
                "-s",
                str(SNAP),
                "-B",
                str(BUFFER_MIB * 1024),
                "-w",
                "/dev/null",
            ],
            r"listening on",
            r"(\d+) packets? dropped by kernel",
            r"(\d+) packets? captured",
        ),
        "dumpcap -w": lambda: Capture(
            [
                "dumpcap",
                "-q",
                "-i",
                "tap0",
                "-s",
                str(SNAP),
                "-B",
                str(BUFFER_MIB),
                "-w",
                "/dev/null",
            ],
            r"File: ",
            r"received/dropped on interface 'tap0': \d+/(\d+)",
            r"received/dropped on interface 'tap0': (\d+)/\d+",
        ),
    }
    return {
        name: made[name]
        for name in made
        if name.startswith("sigwatch") or shutil.which(name.split()[0])
    }


def measured(link: Namespace, capture: Capture, trace: Path) -> Taken:
    """One capture of FRAMES frames."""
    pinned = link.inside("taskset", "-c", str(CORE), *capture.command)
    process = subprocess.Popen(pinned, stderr=subprocess.PIPE, text=True, env=environment())
    assert process.stderr
    said = []
    for line in process.stderr:
        said.append(line)
        if re.search(capture.ready, line):
            break
    else:
        sys.exit(f"{capture.command[0]} did not start: {''.join(said)}")
    time.sleep(0.2)
    before = processor_s(process.pid)
    sent_per_s = send(link, trace)
    time.sleep(SETTLE_S)
    cpu_s = processor_s(process.pid) - before
    process.terminate()
    ending = process.communicate(timeout=PATIENCE_S)[1]
    return Taken(cpu_s, number(capture.taken, ending), number(capture.dropped, ending), sent_per_s)


def send(link: Namespace, trace: Path) -> float:
    """FRAMES frames at full speed from another core; how many a second."""
    sender = Path(__file__).resolve().parent.parent / "tests" / "send_frames.py"
    program = ("taskset", "-c", str(CORE - 1), sys.executable, sender, "far0", trace, str(FRAMES))
    began = time.monotonic()
    subprocess.run(link.inside(*program), check=True, capture_output=True, timeout=PATIENCE_S)
    return FRAMES / (time.monotonic() - began)


def number(pattern: str, text: str) -> int:
    """The figure in a program's last words; 0 where it is not mentioned."""
    found = re.search(pattern, text)
    return int(found.group(1)) if found else 0


def told(found: dict[str, list[Taken]]) -> str:
    """Per frame that was taken; the best of n, and all drops."""
    costs = {
        name: [1e9 * run.cpu_s / max(1, run.taken) for run in runs] for name, runs in found.items()
    }
    reference = min(costs.get("tcpdump -w", [0.0]))
    rows = [
        (
            name,
            f"{min(costs[name]):.0f}",
            f"{min(costs[name]) / reference:.2f}" if reference else "",
            f"+{100 * (max(costs[name]) / min(costs[name]) - 1):.0f} %",
            f"{len(runs) * FRAMES / 1e6:.0f} million",
            f"{sum(run.dropped for run in runs):,}",
            f"{max(run.sent_per_s for run in runs) / 1e6:.2f}",
        )
        for name, runs in found.items()
    ]
    head = (
        "",
        "ns processor per frame",
        "times tcpdump",
        "worst of n",
        "sent",
        "dropped",
        "million sent/s",
    )
    return table(head, rows)


if __name__ == "__main__":
    print(main())
