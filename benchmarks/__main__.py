"""Every question in turn, and its table: `make bench`.

With --publish the tables also replace those in benchmarks/README.md, the machine named above them.
"""

import sys
from pathlib import Path

from benchmarks import bench_decode, bench_live, bench_replay, bench_startup, harness

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- tables: python -m benchmarks --publish -->", "<!-- end of tables -->"
QUESTIONS = {
    "Replay": bench_replay.main,
    "Decoding beside an earlier commit": bench_decode.main,
    "Start": bench_startup.main,
    "Live": bench_live.main,
}


def main() -> None:
    """Answer all; print, and publish if asked."""
    parts = [machine_line()]
    print(parts[0], flush=True)
    for title, answer in QUESTIONS.items():
        parts.append(f"### {title}\n\n{answer()}")
        print(f"\n{parts[-1]}", flush=True)
    if "--publish" in sys.argv[1:]:
        publish("\n\n".join(parts))


def machine_line() -> str:
    """The machine in one sentence, without its name."""
    facts = harness.machine()
    head = f"{facts.pop('processor')}, {facts.pop('cores')} cores"
    load = f"load {facts.pop('load')} when it began, best of {harness.ROUNDS} on one core"
    return f"{head}; {', '.join(f'{name} {value}' for name, value in facts.items())}; {load}."


def publish(tables: str) -> None:
    """Put the tables where the README says that they stand."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
