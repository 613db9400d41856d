"""The product's spelling of every vector is the tests' own, name by name."""

import pytest

from appliance.signal_json import describe
from kernels.columns import ABSENT
from kernels.decode.batch import Decoder
from kernels.decode.limits import Limits
from tests.decoding import decode, laid_out, spelled
from tests.vectors.load import Vector, load_all

ONLY_THEIRS = {"frame", "ts", "op_name", "asked_op_name", "error_name"}


def described(vector: Vector) -> list[dict]:
    """The rows of a vector as the product spells them."""
    octets, frames = laid_out([vector.frame()])
    decoder = Decoder(limits=Limits.nothing())
    return [
        describe(decoder.batch(octets, frames), row)
        for rows in decoder.read(octets, frames, 1)
        for row in range(rows)
    ]


def expected(vector: Vector) -> list[dict]:
    """The same rows as the tests spell them; the product tells both VLAN ids of QinQ in a list."""
    reading = decode([vector.frame()])
    rows = [spelled(row) for row in reading.rows]
    for row, read in zip(reading.rows, rows, strict=True):
        if row.packet["vlan_inner"] != ABSENT:
            read["vlan"] = [read["vlan"], row.packet["vlan_inner"]]
    return [{key: value for key, value in row.items() if is_said(key, value)} for row in rows]


def is_said(key: str, value: object) -> bool:
    """Whether the product would write it: nothing empty, and no count of nothing."""
    return value not in ("", []) and (key, value) != ("unexplained", 0)


@pytest.mark.parametrize("vector", load_all(), ids=str)
def test_description__is_the_tests_own(vector: Vector):
    found = described(vector)
    bare = [{key: row[key] for key in row if key not in ONLY_THEIRS} for row in found]
    assert expected(vector) == bare
    assert [1] * len(found) == [row["frame"] for row in found]


@pytest.mark.parametrize("vector", [each for each in load_all() if not each.before], ids=str)
def test_operation__has_its_name(vector: Vector):
    named = [signal for signal in vector.signals or [] if "op_name" in signal]
    found = [row.get("op_name") for row in described(vector)[: len(named)]]
    assert [signal["op_name"] for signal in named] == found
