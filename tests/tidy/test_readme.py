"""What the README lists is what there is: oddities with their checks, and what is remembered."""

import re

import pytest

from appliance.decoding.settings import DecodeSettings
from appliance.engine.memory import LEDGERS
from kernels.outcome import Oddity
from tests.tidy import tree

CHECK = re.compile(
    r"^    ([A-Z][A-Z0-9_]*) = \d+(?:  # ((?:[STD]\d+(?:, |:))+|[STD]\d+$))?", re.MULTILINE
)


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    """The cells of every table row."""
    lines = (tree.ROOT / "README.md").read_text().splitlines()
    return [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("|")
    ]


def checks() -> dict[str, str]:
    """The check behind each oddity, as the source has it."""
    source = (tree.ROOT / "kernels/outcome.py").read_text()
    found = CHECK.findall(source[source.index("class Oddity") :])
    return {name.lower(): check.strip(": ") for name, check in found}


def test_oddities__stand_in_the_table_in_their_order_with_their_check(rows):
    expected = checks()
    assert [oddity.name.lower() for oddity in Oddity] == list(expected)
    listed = {row[0]: row[1] for row in rows if row[0] in expected}
    assert expected == listed
    assert list(expected) == list(listed)


def test_stores__stand_in_the_table_with_their_limits(rows):
    names = {ledger.name for ledger in LEDGERS.values()}
    listed = {row[0]: (row[1], int(row[2])) for row in rows if row[0] in names}
    assert names == set(listed)
    fields = DecodeSettings.model_fields
    assert {key: fields[key].default for key, _ in listed.values()} == dict(listed.values())
    places = {key for key in fields if key.endswith("s_max") and "octets" not in key}
    assert places == {key for key, _ in listed.values()}
