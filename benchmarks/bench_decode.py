"""What does decoding a plain message cost, stage by stage, beside an earlier commit?

Two processes on one core, this checkout's and the earlier one's, decode the same parts of the same
capture in turn, so that what else the machine does falls on both. The ratio is the median of the
rounds' ratios; nanoseconds are the best of each.

Usage: python -m benchmarks.bench_decode [COMMIT]
"""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks import harness, traffic
from benchmarks.harness import CORE, ROOT, SCRATCH, environment, save, table

BEFORE = "d701e60"  # before every layer was decoded
MIXES = ("roaming", "sms")  # MAP over UDT, M3UA, SCTP, IPv4, Ethernet, and nothing else
TURNS, AT_MOST = 40, 1.25
STAGES = {
    "packets and messages": ("find_packets", "open_envelopes", "find_messages", "join_chunks"),
    "routing": ("read_routing",),
    "transactions": ("read_transactions",),
    "dialogues": ("name_ends",),
    "signals": ("read_signals",),
    "identities": ("read_identities",),
    "diameter": ("read_diameter",),
    "settle": ("settle_messages",),
}


class Worker(NamedTuple):
    """A process that decodes one part each time it is asked."""

    process: "subprocess.Popen[str]"

    def ask(self) -> dict[str, float]:
        """Nanoseconds per message of each stage and of all, of the next part."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        if not said:
            sys.exit("a decoding process ended; its complaint stands above")
        answer = json.loads(said)
        spent, messages = answer["spent_ns"], answer["messages"]
        costs = {
            stage: sum(spent.get(name, 0) for name in names) / messages
            for stage, names in STAGES.items()
        }
        costs["all"] = answer["total_ns"] / messages
        costs["signals per message"] = answer["signals"] / messages
        return costs


def main(commit: str = BEFORE) -> str:
    """Each mix; the tables."""
    earlier = checkout(commit)
    if earlier is None:
        return f"Not compared: no commit {commit} here."
    parts, answer = [], {}
    for mix in MIXES:
        path = SCRATCH / "traffic" / f"{mix}-decode.pcap"
        traffic.write(path, mix)
        figures = compared(path, earlier)
        answer[mix] = figures
        parts += [f"**{mix}**, beside {commit}", told(figures)]
        path.unlink()
    save("decode", {"before": commit, **answer})
    return "\n\n".join(parts)


def checkout(commit: str) -> Path | None:
    """The tree of that commit in a folder of its own, or None where git does not know it."""
    folder = SCRATCH / f"checkout-{commit}"
    if folder.is_dir():
        return folder
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        return None
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-x", "-C", folder], input=packed.stdout, check=True)
    return folder


def worker(folder: Path, path: Path, *rest: str) -> Worker:
    """The decoder of the checkout in `folder`, on the measuring core."""
    script = Path(__file__).with_name("decode_stage.py")
    command = ["taskset", "-c", str(CORE), sys.executable, script, path, *rest]
    return Worker(
        subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env=environment(PYTHONPATH=str(folder)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
    )


def compared(path: Path, earlier: Path) -> dict[str, dict[str, Any]]:
    """Per stage: best ns before, now, now without stores, and medians of the ratios."""
    workers = {
        "before": worker(earlier, path),
        "now": worker(ROOT, path),
        "bare": worker(ROOT, path, "nothing"),
    }
    rounds = []
    for turn in range(TURNS + 1):
        told = {name: each.ask() for name, each in workers.items()}
        if turn:
            rounds.append(told)
    for each in workers.values():
        each.process.communicate()
    return {stage: summed(rounds, stage) for stage in rounds[0]["now"]}


def summed(rounds: list[dict[str, dict[str, float]]], stage: str) -> dict[str, Any]:
    """One stage over all rounds."""
    made: dict[str, Any] = {
        name: min(each[name][stage] for each in rounds) for name in ("before", "now", "bare")
    }
    for name in ("now", "bare"):
        ratios = [
            each[name][stage] / each["before"][stage] for each in rounds if each["before"][stage]
        ]
        made[f"{name}_ratio"] = median(ratios) if ratios else None
    return made


def told(figures: dict[str, dict[str, Any]]) -> str:
    """The table of one mix."""
    rows = []
    for stage in (*STAGES, "all"):
        each = figures[stage]
        ratios = [f"{each[key]:.2f}" if each[key] else "" for key in ("now_ratio", "bare_ratio")]
        rows.append((stage, *(f"{each[name]:.0f}" for name in ("before", "now", "bare")), *ratios))
    head = (
        "ns processor per message",
        "before",
        "now",
        "stores off",
        f"ratio (<= {AT_MOST})",
        "off",
    )
    return table(head, rows)


if __name__ == "__main__":
    print(harness.machine()["processor"], "load", harness.machine()["load"])
    print(main(*sys.argv[1:2]))
