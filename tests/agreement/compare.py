"""One file read by both: per frame and field, what each says, and where they differ."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kernels.meanings import Protocol
from tests.agreement import tshark
from tests.build.frame import Frame
from tests.decoding import SCCP_NAMES, Row, decode, spelled
from tests.reading import read

LABEL = ("opc", "dpc", "ni", "si", "sls")
MESSAGE = (
    *LABEL,
    *("sccp", "cdpa_gt", "cgpa_gt", "cdpa_ssn", "cgpa_ssn", "otid", "dtid", "acn"),
)
NUMBERS = ("msisdn", "vlr_gt", "msc_gt", "sgsn_gt", "hlr_gt", "gmlc_gt", "scf_gt", "smsc_gt")
CODED = {"invoke", "result", "result_part", "error"}  # tshark tells no problem code of a reject


class Difference(NamedTuple):
    """One frame's field that is not read alike; the values stay here, captures are not for logs."""

    frame: int
    field: str
    ours: int
    theirs: int


class Comparison(NamedTuple):
    """A file's outcome."""

    file: str
    frames: int
    messages: int
    signals: int
    compared: int
    differences: list[Difference]


def frames_of(path: Path) -> list[Frame]:
    """All frames of a capture file, by the product's own reader."""
    return [Frame(taken.octets, taken.link, taken.wire_size) for taken in read(path).frames]


def ours(rows: list[Row]) -> dict[str, list]:
    """Our values of one frame, under the names that tshark's are put under."""
    found: dict[str, list] = {name: [] for name in tshark.FIELDS}
    seen = set()
    for row in rows:
        said = spelled(row)
        if row.signal["message"] not in seen:
            seen.add(row.signal["message"])
            for name in MESSAGE:
                found[name] += [said[name]] if said.get(name, "") != "" else []
        if row.signal["protocol"] == Protocol.MAP and said.get("component") in CODED:
            found["code"] += [said[name] for name in ("op", "error") if name in said]
        found["imsi"] += [said["imsi"]] if "imsi" in said else []
        found["number"] += [said[name] for name in NUMBERS if name in said]
    return found


def theirs(values: dict[str, list]) -> dict[str, list]:
    """Tshark's values, in our spelling."""
    kinds = [SCCP_NAMES.get(int(kind, 16), kind) for kind in values["sccp"]]
    return values | {"sccp": kinds}


def differ(field: str, mine: list, other: list) -> bool:
    """Whether two readings disagree. Of subscribers and numbers tshark tells more than we name."""
    if field == "number":
        return bool(set(mine) - set(other))
    if field == "imsi":
        return bool(set(mine) - set(other)) or (not mine and bool(other))
    return Counter(mine) != Counter(other)


@cache
def compare(path: Path, *options: str) -> Comparison:
    """Both readings of a file, side by side."""
    frames, said = frames_of(path), tshark.frames(path, *options)
    reading = decode(frames)
    rows: list[list[Row]] = [[] for _ in frames]
    for row in reading.rows:
        rows[row.frame].append(row)
    compared, differences = 0, []
    for number, group in enumerate(rows, 1):
        mine, other = ours(group), theirs(said.get(number, tshark.NOTHING))
        for field in tshark.FIELDS:
            if field in {"imsi", "number"} and not group:
                continue  # Diameter and others speak of subscribers too
            if mine[field] or other[field]:
                compared += 1
            if differ(field, mine[field], other[field]):
                sizes = len(mine[field]), len(other[field])
                differences.append(Difference(number, field, *sizes))
    messages = int(reading.fates_messages.sum())
    return Comparison(path.name, len(frames), messages, len(reading.rows), compared, differences)
