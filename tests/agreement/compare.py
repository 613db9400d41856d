"""One file read by both: per frame and field, what each says, and where they differ.

Both join what was cut into pieces and tell a message where it is whole. The decoder remembers as in
service, but for one thing: repetitions are read again, since tshark tells them too.
"""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kernels.decode import links
from kernels.decode.limits import Limits
from kernels.meanings import PointCodes, Protocol
from tests.agreement import tshark
from tests.build.frame import Frame
from tests.decoding import SCCP_NAMES, Reading, Row, decode, spelled
from tests.reading import read

MEMORY = Limits(seen=0)
PARTY = ("gt", "ssn", "pc", "tt", "nai", "plan")
MESSAGE = (
    *("opc", "dpc", "ni", "si", "sls", "sccp", "return_cause"),
    *(f"{party}_{part}" for party in ("cdpa", "cgpa") for part in PARTY),
    *("otid", "dtid", "acn", "abort_cause"),
    *("sm_pid", "sm_dcs", "sm_udhi"),
    *("app_id", "command", "is_request", "hop_by_hop", "end_to_end", "session_id"),
    *("origin_host", "origin_realm", "destination_host", "destination_realm", "user_name"),
    *("visited_plmn", "idr_flags", "result_code", "experimental_result"),
)
GTS = ("vlr_gt", "msc_gt", "sgsn_gt", "hlr_gt", "gmlc_gt", "scf_gt", "smsc_gt", "new_msc_gt")
NUMBERS = ("msisdn", *GTS, "forwarded_to")
CODED = {"invoke", "result", "result_part", "error"}  # tshark tells no problem code of a reject
CODES = {Protocol.MAP: "code", Protocol.CAP: "cap_code", Protocol.INAP: "inap_code"}
TOLD_TWICE = {"protocols", "cdpa_pc", "cgpa_pc"}  # tshark repeats ANSI point codes
ENVELOPES = ("mpls", "gre", "erspan", "vxlan", "geneve", "gtp")
ANSI = {"realjimmy__sample-captures__ansi_map_win.pcap"}  # 24-bit point codes, which no octet says
ANSI_PACKAGES = {0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xF6}
PRIVATE = 256  # of an ANSI operation family
BY_THE_USER = 256  # abort cause that is none of the provider's


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


class Capture(NamedTuple):
    """All frames of a file, and when they came."""

    frames: list[Frame]
    times: list[int]


def capture_of(path: Path) -> Capture:
    """A capture file, by the product's own reader."""
    taken = read(path).frames
    frames = [Frame(each.octets, each.link, each.wire_size) for each in taken]
    return Capture(frames, [each.ts_ns for each in taken])


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
            found["route_record"] += said.get("route_record", [])
            if row.signal["tcap"] in ANSI_PACKAGES:
                ids = [found[name].pop() for name in ("otid", "dtid") if found[name]]
                found["package"].append("".join(ids) or "<MISSING>")  # as tshark has it
        add_component(found, row, said)
        found["imsi"] += [said["imsi"]] if "imsi" in said else []
        found["number"] += [said[name] for name in NUMBERS if name in said]
        found["protocols"] = [each.replace("gtp_u", "gtp") for each in said["tunnels"]]
    found["abort_cause"] = [each for each in found["abort_cause"] if each != BY_THE_USER]
    return found


def add_component(found: dict[str, list], row: Row, said: dict) -> None:
    """Operation and error codes, under the name of who speaks."""
    protocol = row.signal["protocol"]
    family = row.signal["op_family"]
    if family >= 0:
        code = (family & 0xFF) << 8 | row.signal["op"]
        found["private" if family >= PRIVATE else "national"].append(code)
    elif protocol in CODES and said.get("component") in CODED:
        found[CODES[protocol]] += [said["op"]] if "op" in said else []
        # tshark shows MAP's error codes where it shows operation codes.
        errors = "code" if protocol == Protocol.MAP else "cap_error"
        found[errors] += [said["error"]] if "error" in said else []


def theirs(values: dict[str, list]) -> dict[str, list]:
    """Tshark's values, in our spelling."""
    protocols = values["protocols"][0].split(":") if values["protocols"] else []
    return values | {
        "sccp": [SCCP_NAMES.get(kind, kind) for kind in values["sccp"]],
        "is_request": [flag == 1 for flag in values["is_request"]],
        "hop_by_hop": [text.removeprefix("0x") for text in values["hop_by_hop"]],
        "end_to_end": [text.removeprefix("0x") for text in values["end_to_end"]],
        "visited_plmn": [plmn(text) for text in values["visited_plmn"]],
        "protocols": [each for each in protocols if each in ENVELOPES],
    }


def plmn(text: str) -> str:
    """MCC and MNC of three octets in hex."""
    a, b, c = text[0:2], text[2:4], text[4:6]
    return f"{a[1]}{a[0]}{b[1]}{c[1]}{c[0]}{b[0]}".replace("f", "")


def differ(field: str, mine: list, other: list) -> bool:
    """Whether two readings disagree. Of subscribers and numbers tshark tells more than we name."""
    if field == "number":
        return bool(set(mine) - set(other))
    if field == "imsi":
        return bool(set(mine) - set(other)) or (not mine and bool(other))
    if field in TOLD_TWICE:
        return set(mine) != set(other)
    return Counter(mine) != Counter(other)


def read_by_us(name: str, capture: Capture) -> Reading:
    """The decoder's reading, with its memory and what is known of the file's links."""
    codes = PointCodes.ANSI if name in ANSI else PointCodes.ITU
    rules = links.of([links.Rule(point_codes=codes)])
    return decode(capture.frames, limits=MEMORY, times=capture.times, links=rules)


@cache
def compare(path: Path, *options: str) -> Comparison:
    """Both readings of a file, side by side."""
    capture, said = capture_of(path), tshark.frames(path, *options)
    reading = read_by_us(path.name, capture)
    rows: list[list[Row]] = [[] for _ in capture.frames]
    for row in reading.rows:
        rows[row.frame].append(row)
    compared, differences = 0, []
    for number, group in enumerate(rows, 1):
        mine, other = ours(group), theirs(said.get(number, tshark.NOTHING))
        for field in tshark.FIELDS:
            if field in {"imsi", "number", "protocols"} and not group:
                continue  # others speak of subscribers, and go through tunnels, too
            if mine[field] or other[field]:
                compared += 1
            if differ(field, mine[field], other[field]):
                sizes = len(mine[field]), len(other[field])
                differences.append(Difference(number, field, *sizes))
    messages = int(reading.fates_messages.sum())
    facts = len(capture.frames), messages, len(reading.rows), compared
    return Comparison(path.name, *facts, differences)


def frames_of(path: Path) -> list[Frame]:
    """All frames of a capture file."""
    return capture_of(path).frames
