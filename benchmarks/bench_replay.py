"""How many messages a second does one core replay, beside a bare read, tshark and tcpdump?

On the same file, in turn: a C loop over libpcap (the floor), our reading, reading and decoding, the
whole engine, `sigwatch replay` as a process, tcpdump, and tshark on the file's head, scaled. Then
the engine once more with a clock around each part.
"""

import json
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import harness, mixes, traffic
from benchmarks.harness import (
    SCRATCH,
    SIGWATCH,
    Cost,
    best,
    run,
    run_inside,
    save,
    spread,
    table,
    take_turns,
)

AT_LEAST_TSHARK, AT_MOST_FLOOR, AT_MOST_MIB = 50, 8, 400
FLOOR, READ, DECODE, ENGINE = "floor (C loop)", "our read", "read, decode", "engine"
PROCESS, TCPDUMP, TSHARK, TSHARK_START = (
    "sigwatch replay",
    "tcpdump -w",
    "tshark -T fields",
    "start",
)
FIELDS = (  # what `sigwatch decode --json` tells, as tshark names it
    *("frame.number", "frame.time_epoch", "vlan.id", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst"),
    *("sctp.srcport", "sctp.dstport", "sctp.data_payload_proto_id"),
    *(f"m3ua.protocol_data_{name}" for name in ("opc", "dpc", "ni", "si", "sls")),
    "sccp.message_type",
    *(
        f"sccp.{who}.{name}"
        for who in ("calling", "called")
        for name in ("digits", "ssn", "tt", "nai", "np")
    ),
    *("tcap.otid", "tcap.dtid", "tcap.application_context_name", "gsm_old.invokeID"),
    *("gsm_old.localValue", "e212.imsi", "e164.msisdn", "gsm_map.address.digits"),
    *("diameter.applicationId", "diameter.cmd.code", "diameter.hopbyhopid", "diameter.endtoendid"),
    *(f"diameter.{name}" for name in ("Session-Id", "Origin-Host", "Origin-Realm", "User-Name")),
    *("diameter.Destination-Host", "diameter.Destination-Realm", "diameter.Result-Code"),
)


def main() -> str:
    """Every mix; the tables."""
    floor = compiled_floor()
    parts, answer = [], {}
    for mix in mixes.MIXES:
        made = mixes.write(SCRATCH / "traffic", mix)
        costs = take_turns(variants(floor, made.path, made.head))
        stages = json.loads(stage("stages", made.path).said)
        figures = figured(costs, stages, made)
        answer[mix] = figures
        parts += [f"**{mix}**", told(figures, costs)]
        made.path.unlink()
    save("replay", answer)
    return "\n\n".join([ratios(answer), *parts, stage_table(answer)])


def compiled_floor() -> Path:
    """The C loop, compiled."""
    program = SCRATCH / "floor"
    program.parent.mkdir(parents=True, exist_ok=True)
    run(["gcc", "-O2", "-Wall", "-o", program, Path(__file__).parent / "floor.c", "-lpcap"])
    return program


def stage(variant: str, path: Path) -> Cost:
    """A variant of ours."""
    module = [sys.executable, "-m", "benchmarks.replay_stage"]
    config = [harness.config_file()] if variant in {"engine", "stages"} else []
    return run_inside([*module, variant, path, *config])


def variants(floor: Path, path: Path, head: Path) -> dict[str, Callable[[], Cost]]:
    """Who reads the file, each in a process on the same core."""
    replay = [SIGWATCH, "replay", "-q", "--config", harness.config_file()]
    fields = [word for name in FIELDS for word in ("-e", name)]
    tshark = ["tshark", "-n", "-T", "fields", *fields, "-r"]
    one = path.with_name("one.pcap")
    traffic.write_one(one)
    made: dict[str, Callable[[], Cost]] = {
        FLOOR: partial(run_inside, [floor, path]),
        READ: partial(stage, "read", path),
        DECODE: partial(stage, "decode", path),
        ENGINE: partial(stage, "engine", path),
        PROCESS: partial(run, [*replay, "--alerts", SCRATCH / "alerts.jsonl", path]),
    }
    if shutil.which("tcpdump"):
        made[TCPDUMP] = partial(run, ["tcpdump", "-r", path, "-w", "/dev/null"])
    if shutil.which("tshark"):
        made[TSHARK_START] = partial(run, [*tshark, one])
        made[TSHARK] = partial(run, [*tshark, head])
    return made


def figured(
    costs: dict[str, list[Cost]], stages: dict[str, Any], made: mixes.Made
) -> dict[str, Any]:
    """Nanoseconds of processor and of wall time per message; tshark's start is taken off."""
    told_by_engine = json.loads(best(costs[ENGINE]).said)
    messages = made.messages  # of the senders: one in pieces is one
    per_message = {}
    for name, runs in costs.items():
        cost, count = best(runs), messages
        if name == TSHARK:
            cost, count = cost.less(best(costs[TSHARK_START])), made.head_messages
        if name != TSHARK_START:
            per_message[name] = {
                "cpu_ns": cost.cpu_s / count * 1e9,
                "wall_ns": cost.wall_s / count * 1e9,
            }
    return {
        "per_message": per_message,
        "tally": told_by_engine["tally"],
        "resident_mib": max(json.loads(run.said)["resident_mib"] for run in costs[ENGINE]),
        "stages_ns": {name: ns / messages for name, ns in stages["spent_ns"].items()},
    }


def told(figures: dict[str, Any], costs: dict[str, list[Cost]]) -> str:
    """The table of one mix."""
    per_message = figures["per_message"]
    floor = per_message[FLOOR]["cpu_ns"]
    rows = [
        (
            name,
            f"{1e3 / each['cpu_ns']:.2f}",
            f"{each['cpu_ns']:,.0f}",
            f"{each['wall_ns']:,.0f}",
            f"{each['cpu_ns'] / floor:.1f}",
            spread(costs[name]),
        )
        for name, each in per_message.items()
    ]
    head = ("", "million messages/s", "ns processor", "ns wall", "times the floor", "worst of n")
    return table(head, rows)


def ratios(answer: dict[str, Any]) -> str:
    """What must hold, first."""
    rows = []
    for mix, figures in answer.items():
        each = figures["per_message"]
        tshark, engine, floor = (
            each.get(name, {"cpu_ns": 0})["cpu_ns"] for name in (TSHARK, ENGINE, FLOOR)
        )
        tally = figures["tally"]
        rows.append(
            (
                mix,
                f"{tshark / engine:.0f}",
                f"{engine / floor:.1f}",
                f"{figures['resident_mib']:.0f}",
                f"{tally['findings']:,}",
                f"{tally['alerts']:,}",
            )
        )
    head = (
        "mix",
        f"engine : tshark, messages/s (>= {AT_LEAST_TSHARK})",
        f"engine : floor, time (<= {AT_MOST_FLOOR})",
        f"resident MiB (< {AT_MOST_MIB})",
        "findings",
        "alerts",
    )
    return table(head, rows)


def stage_table(answer: dict[str, Any]) -> str:
    """Where the time goes, per part and mix."""
    names = list(
        dict.fromkeys(name for figures in answer.values() for name in figures["stages_ns"])
    )
    rows = [
        (name, *(f"{figures['stages_ns'].get(name, 0):.0f}" for figures in answer.values()))
        for name in names
    ]
    sums = (sum(figures["stages_ns"].values()) for figures in answer.values())
    rows.append(("sum", *(f"{total:.0f}" for total in sums)))
    return table(("ns per message in", *answer), rows)


if __name__ == "__main__":
    print(main())
