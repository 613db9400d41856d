"""Other projects' test messages, as bytes: no exception, and tshark's reading of them is ours.

Each is wrapped as tshark saw it, but for envelopes of our own. Messages that are deliberately wrong
are read as far as they go; EXPLAINED says where the two readings differ (file, line, field), and
why that is right.
"""

import json
from pathlib import Path

import pytest

from kernels.outcome import Stop
from tests.build.frame import Frame, wrap
from tests.build.tcap import map_context
from tests.decoding import Reading, decode, spelled

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "vectors"
LAYERS = {"m3ua": "m3ua", "sccp": "sccp", "tcap": "tcap", "map-arguments": "gsm_map"}
UNITDATA_MAX = 250  # what a UDT can carry beside nothing else
NUMBERS = ("msisdn", "vlr_gt", "msc_gt", "sgsn_gt", "hlr_gt", "gmlc_gt", "scf_gt", "smsc_gt")
EXPLAINED = {
    (
        "m3ua",
        15,
        "map_op",
    ): "a CAP operation to subsystem 146, which tshark takes for MAP by the other",
    (
        "tcap",
        20,
        "imsi",
    ): "tshark tells that of the dialogue's user information, and stops before ours",
    (
        "tcap",
        12,
        "msisdn",
    ): "tshark stops in the dialogue's user information, and tells the number there",
    ("tcap", 20, "msisdn"): "as its imsi",
    ("tcap", 23, "imsi"): "as number 20",
    ("tcap", 23, "msisdn"): "as number 20",
    (
        "tcap",
        30,
        "map_op",
    ): "its application context is not MAP; tshark goes by the subsystem number",
    (
        "map-arguments",
        2,
        "msisdn",
    ): "seventeen digits: the first sixteen are kept, and it is an oddity",
    (
        "map-arguments",
        16,
        "msisdn",
    ): "tshark calls its extensions malformed and does not tell the switch behind them",
    ("map-arguments", 18, "msisdn"): "as number 16",
    ("map-arguments", 72, "msisdn"): "of the national numbering plan, which is not E.164 to tshark",
    (
        "map-arguments",
        52,
        "msisdn",
    ): "tshark calls it malformed and does not tell the service centre",
}


def entries(name: str) -> list[dict]:
    """The messages of one file; skips, saying so, where the folder is absent."""
    path = FOLDER / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip("no other projects' vectors here (../shared/vectors)")
    return [json.loads(line) for line in path.read_text().splitlines()]


def frame_of(layer: str, entry: dict) -> Frame | None:
    """The entry in envelopes of our own; None where it does not fit into one."""
    octets = bytes.fromhex(entry["hex"])
    if layer in {"tcap", "gsm_map"} and len(octets) > UNITDATA_MAX - 80 * (layer == "gsm_map"):
        return None
    if layer != "gsm_map":
        return wrap(layer, octets)
    version = next((number for number in (1, 2) if f"v{number}" in entry["name"]), 3)
    component = "result" if entry.get("direction") == "result" else "invoke"
    context = map_context(1, version)
    return wrap(layer, octets, op=entry.get("op", 0), component=component, context=context)


def listed(value: object) -> list:
    """What stands as one value or as a list of several."""
    return value if isinstance(value, list) else [] if value is None else [value]


def disagreements(layer: str, entry: dict, reading: Reading, frame: int) -> list[str]:
    """Fields that both tell, and tell differently."""
    said = [spelled(row) for row in reading.of(frame)]
    other = entry.get("tshark") or {}
    if not said or said[-1].get("stop") in {"segment", "not_decoded"}:
        return []
    ours = {name: [row[name] for row in said if name in row] for name in (*NUMBERS, "imsi", "acn")}
    codes = [row.get("op", row.get("error")) for row in said if row.get("protocol") == "map"]
    pairs = {
        "called_digits": [row["cdpa_gt"] for row in said[:1] if "cdpa_gt" in row],
        "calling_digits": [row["cgpa_gt"] for row in said[:1] if "cgpa_gt" in row],
        "otid": [row["otid"] for row in said[:1] if row.get("otid")],
        "dtid": [row["dtid"] for row in said[:1] if row.get("dtid")],
        "map_op": [str(code) for code in codes if code is not None],
    }
    if layer in {"tcap", "gsm_map"}:  # the addresses are our envelope's
        del pairs["called_digits"], pairs["calling_digits"]
    if layer == "gsm_map":
        del pairs["otid"], pairs["dtid"]
    found = [
        name
        for name, mine in pairs.items()
        if name in other and sorted(map(str, listed(other[name]))) != sorted(mine)
    ]
    numbers = {number for name in NUMBERS for number in ours[name]}
    if "msisdn" in other and not numbers <= set(listed(other["msisdn"])):
        found.append("msisdn")
    if "imsi" in other and not set(ours["imsi"]) <= set(listed(other["imsi"])):
        found.append("imsi")
    return found


@pytest.mark.parametrize("name", LAYERS)
def test_other_projects_messages__are_read_as_tshark_reads_them(name: str):
    layer = LAYERS[name]
    every = [(place, entry, frame_of(layer, entry)) for place, entry in enumerate(entries(name), 1)]
    fitting = [(place, entry, frame) for place, entry, frame in every if frame is not None]
    reading = decode([frame for _, _, frame in fitting])
    assert len(fitting) == reading.fates_frames.sum() == reading.fates_messages.sum()
    found = {
        (name, place, field)
        for row, (place, entry, _) in enumerate(fitting)
        for field in disagreements(layer, entry, reading, row)
    }
    assert {key for key in EXPLAINED if key[0] == name} == found
    assert reading.fates_messages[:, Stop.NONE].sum() > 0


@pytest.mark.parametrize("name", LAYERS)
def test_other_projects_messages__cut_anywhere__are_never_an_error(name: str, lane: str):
    step = 41 if lane == "interpreted" else 1
    layer, frames = LAYERS[name], []
    for entry in entries(name):
        for size in range(0, len(entry["hex"]) // 2, step):
            frame = frame_of(layer, entry | {"hex": entry["hex"][: 2 * size]})
            frames += [frame] if frame else []
    reading = decode(frames)
    assert len(frames) == reading.fates_frames.sum() == reading.fates_messages.sum()
