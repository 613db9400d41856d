"""Every vector cut at every octet, and with octets behind it: decoding may stop, and never lies.

A field of a cut message is the whole message's field or absent. What may differ is said in
MAY_DIFFER: where things lie, what was odd about them (an odd part may be gone, a missing part is
odd) and where it stopped.
"""

import numpy as np
import pytest

from kernels.outcome import Layer, Oddity, Stop
from tests.build.frame import Frame
from tests.decoding import DIAMETER_TEXTS, Reading, Row, decode
from tests.vectors.load import Vector, load_all

MAY_DIFFER = {
    *("frame", "message", "ts_ns", "acn_at", "acn_end", "parameter_at", "parameter_end"),
    *(f"{name}_{side}" for name in DIAMETER_TEXTS for side in ("at", "end")),
    *("route_record_at", "route_record_end", "route_records", "sm_rp_ui_at", "sm_rp_ui_end"),
    *("leaks", "unexplained", "oddities", "stop_layer", "stop"),
}
ABSENT = {-1, 2**64 - 1}
VECTORS = load_all()
JUNK = bytes.fromhex("aaaaaa")


def in_order(reading: Reading) -> list[dict[tuple[int, int], Row]]:
    """Rows of each frame, by position of their message and number of their component."""
    found: list[dict[tuple[int, int], Row]] = [{} for _ in reading.frames.at]
    for row in reading.rows:
        rows = found[row.frame]
        at = row.message["at"] - row.frame_at
        rows[at, sum(place == at for place, _ in rows)] = row
    return found


def is_bare(row) -> bool:
    """Whether a row only says where its message stopped."""
    return row.signal["stop"] != 0 and row.signal["component"] == -1


def lies(whole: dict, part: dict) -> set[str]:
    """What a part says and the whole does not bear out; nothing, where the whole stopped sooner."""
    found = set()
    for place, row in part.items():
        if place not in whole:
            found |= set() if is_bare(row) else {f"row {place} is in no whole message"}
            continue
        true = whole[place].signal
        found |= {
            f"{name}: {value!r} for {true[name]!r}"
            for name, value in row.signal.items()
            if name not in MAY_DIFFER and value != true[name] and value not in ABSENT
            if not (true["stop"] and true.get(f"{name}_size", true[name]) in ABSENT)
            if row.signal.get(f"{name}_size") != -1
        }
        found |= {"more leaks"} if row.signal["leaks"] & ~true["leaks"] else set()
    return found


def sums_hold(reading: Reading) -> bool:
    """One fate for each frame, one for each message in them."""
    frames, messages = reading.frames, reading.fates_messages.sum()
    return len(frames.at) == reading.fates_frames.sum() and frames.messages.sum() == messages


def lies_of(whole: Frame, others: list[Frame]) -> set[tuple[int, str]]:
    """(size, lie) of all the others beside the whole, whose sums must hold too."""
    reading = decode([whole, *others])
    assert len(reading.frames.at) == reading.fates_frames.sum()
    assert reading.frames.messages.sum() == reading.fates_messages.sum()
    rows = in_order(reading)
    return {
        (len(other.octets), lie)
        for place, other in enumerate(others, 1)
        for lie in lies(rows[0], rows[place])
    }


def sizes(octets: bytes, lane: str) -> range:
    """Where to cut: everywhere, or here and there where an octet costs a thousand times as much."""
    return range(0, len(octets), 5 if lane == "interpreted" else 1)


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_frame_cut_anywhere__tells_no_lie(vector: Vector, lane: str):
    whole = vector.frame()
    cuts = [whole.cut(n, snapped=snapped) for n in sizes(whole.octets, lane) for snapped in (1, 0)]
    assert set() == lies_of(whole, cuts)


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_layer_cut_anywhere__tells_no_lie(vector: Vector, lane: str):
    cuts = [vector.frame(vector.octets[:size]) for size in sizes(vector.octets, lane)]
    assert set() == lies_of(vector.frame(), cuts)


@pytest.mark.parametrize("vector", [each for each in VECTORS if each.fate[1] == "none"], ids=str)
def test_octets_behind__change_no_field(vector: Vector):
    frame = vector.frame()
    behind_frame = Frame(frame.octets + JUNK, frame.link)
    truth, *longer = in_order(decode([frame, behind_frame, vector.frame(vector.octets + JUNK)]))
    for read in longer:
        assert list(truth) == list(read)[: len(truth)]
        assert set() == lies(truth, read)
        for place, row in truth.items():
            odd = row.signal["oddities"]
            assert odd == odd & read[place].signal["oddities"]


@pytest.mark.parametrize("layer", ["tcap", "gsm_map"])
def test_octets_behind__are_odd(layer: str):
    vector = next(each for each in VECTORS if each.layer == layer and each.fate[1] == "none")
    plain, longer = decode([vector.frame(), vector.frame(vector.octets + b"\x05\x00")]).rows
    odd = plain.signal["oddities"] ^ longer.signal["oddities"]
    assert 1 << Oddity.TRAILING_OCTETS == odd


def test_snap_length__is_told_as_cut():
    whole = next(each for each in VECTORS if each.name == "one message").frame()
    cuts = [whole.cut(size) for size in range(20, len(whole.octets))]
    reading = decode(cuts)
    stops = set(reading.frames.stop.tolist())
    stops |= {row.signal["stop"] for row in reading.rows}
    assert Stop.CUT in stops
    assert Stop.TRUNCATED not in stops
    assert 0 == reading.fates_messages[:, Stop.NONE].sum()
    assert np.array_equal([len(cuts)], [reading.fates_frames[Layer.IP :].sum()])
