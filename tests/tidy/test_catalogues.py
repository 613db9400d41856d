"""Nothing is forgotten in a list: each detector is in its catalogue, each MAP operation once."""

import importlib
import re
from pathlib import Path

import pytest
import yaml

from kernels.wire import cap, gsm_map
from tests.tidy import tree

NOT_A_DETECTOR = {"__init__", "detector", "catalogue"}
MAP_CODES = range(2, 127)  # from updateLocation to the end of what TS 24.080 shares with MAP


@pytest.fixture(scope="module")
def operations():
    """The operations of MAP, as the catalogue has them."""
    path = tree.ROOT / "appliance/catalogue/map_operations.yaml"
    if not path.exists():
        pytest.skip("no catalogue of operations yet")
    return yaml.load(path.read_text(), yaml.CSafeLoader)


def test_every_map_code__is_an_operation_or_known_to_be_none(operations):
    named = {row["op"] for row in operations["operations"]}
    unallocated = [code for row in operations["unallocated"] for code in row["ops"]]
    assert list(MAP_CODES) == sorted([*named, *unallocated])


def test_every_map_operation__is_in_each_context_once(operations):
    rows = [
        (row["op"], context)
        for row in operations["operations"]
        for context in row["contexts"] or [None]
    ]
    assert sorted(set(rows), key=str) == sorted(rows, key=str)


def test_every_operation_that_is_read__has_a_name(operations):
    names = {row["op"] for row in operations["operations"]}
    assert {int(each) for each in gsm_map.Operation} == names
    path = tree.ROOT / "appliance/catalogue/cap_names.yaml"
    spelled = yaml.load(path.read_text(), yaml.CSafeLoader)["operations"]
    assert {int(each): shape(each.name) for each in cap.Operation} == {
        op: shape(name) for op, name in spelled.items()
    }


def shape(name: str) -> str:
    """A name without its capitals and joints."""
    return re.sub("[^a-z0-9]", "", name.lower())


def modules(room: str) -> set[str]:
    """The files of a room, by stem."""
    return {
        path.stem for path in tree.python("appliance") if path.parent == Path("appliance", room)
    }


def test_every_detector__is_in_the_catalogue():
    found = modules("detectors")
    if "catalogue" not in found:
        pytest.skip("no catalogue of detectors yet")
    named = {
        name.rsplit(".", 1)[-1]
        for _, name in tree.imports(Path("appliance/detectors/catalogue.py"))
        if name.startswith("appliance.detectors.")
    }
    wanted = {stem for stem in found - NOT_A_DETECTOR if defines_settings(stem)}
    assert set() == wanted - named


def defines_settings(stem: str) -> bool:
    """Whether a file of the room has a detector's shape: its own Settings, a name and a sid."""
    content = tree.text(Path(f"appliance/detectors/{stem}.py"))
    return bool(re.search(r"^class \w*Settings\b", content, re.MULTILINE)) and "sid" in content


def test_detectors__have_their_own_names_and_numbers():
    if "catalogue" not in modules("detectors"):
        pytest.skip("no catalogue of detectors yet")
    catalogue = importlib.import_module("appliance.detectors.catalogue")
    listed = next(
        value
        for name, value in vars(catalogue).items()
        if name.isupper() and isinstance(value, tuple | list)
    )
    sids = [each.sid for each in listed if hasattr(each, "sid")]
    names = [each.name for each in listed if hasattr(each, "name")]
    assert sorted(set(sids)) == sorted(sids)
    assert sorted(set(names)) == sorted(names)
