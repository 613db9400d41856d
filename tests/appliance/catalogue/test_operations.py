"""The catalogue: names by context, agreement, its table in kernels, errors that name the row."""

import shutil

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from appliance.catalogue import operations
from appliance.catalogue.operations import FOLDER, CatalogueError, load
from kernels.columns import ABSENT
from kernels.judge.operation import find


@pytest.fixture(scope="module")
def catalogue():
    return load()


@pytest.mark.parametrize(
    ("ac", "version", "op", "name"),
    [
        (20, 3, 45, "sendRoutingInfoForSM"),
        (21, 3, 46, "mo-ForwardSM"),
        (25, 2, 46, "mt-ForwardSM"),
        (25, 3, 44, "mt-ForwardSM"),
        (-1, -1, 46, "forwardSM"),
        (-1, -1, 9, "sendParameters"),
        (29, 3, 71, "anyTimeInterrogation"),
        (29, 9, 71, "anyTimeInterrogation"),
        (-1, -1, 90, None),
        (-1, -1, 0, None),
        (-1, -1, 200, None),
    ],
)
def test_name__is_that_of_context_and_code(catalogue, ac, version, op, name):
    assert name == catalogue.name(ac, version, op) == operations.name(ac, version, op)


def test_names__of_errors_and_contexts():
    assert "unknownSubscriber" == operations.error_name(1)
    assert "absentSubscriberSM" == operations.error_name(6)
    assert operations.error_name(41) is None
    assert "anyTimeInfoEnquiryContext" == operations.context_name(29)
    assert operations.context_name(30) is None


def test_names__are_those_of_the_asn1():
    pycrate = pytest.importorskip("pycrate_asn1dir.TCAP_MAPv2v3")
    spelt = {}
    for module in vars(pycrate).values():
        for thing in vars(module).values() if isinstance(module, type) else ():
            value = getattr(thing, "_val", None)
            for kind in ("operationCode", "errorCode"):
                code = value.get(kind) if isinstance(value, dict) else None
                if code and code[0] == "local" and code[1] > 0:
                    spelt.setdefault((kind, code[1]), set()).add(thing._name)
    catalogue = load()
    for (kind, code), names in spelt.items():
        if kind == "errorCode":
            assert catalogue.error_name(code) in names
        else:
            ours = {row.name for row in catalogue.rows if row.op == code}
            assert names & ours, code


def test_contexts__of_operations_have_names(catalogue):
    assert set() == {ac for row in catalogue.rows for ac, _ in row.keys} - set(catalogue.contexts)


def test_find__falls_back_to_the_code_where_its_contexts_agree(catalogue):
    assert "1" == catalogue.find(-1, -1, 71).category
    assert "1" == catalogue.find(28, 3, 71).category
    assert not catalogue.is_listed(28, 3, 71)
    assert catalogue.is_listed(29, 3, 71)
    assert catalogue.find(-1, -1, 200) is None


def test_find__does_not_judge_where_contexts_disagree(tmp_path):
    rows = (
        "- {op: 5, name: one, contexts: [1v1], category: 1, risk: 1, provenance: [direction]}\n"
        "- {op: 5, name: two, contexts: [2v1], category: 2, risk: 1, provenance: [direction]}\n"
    )
    catalogue = load(catalogue_of(tmp_path, f"operations:\n{rows}"))
    table = catalogue.table(lambda row: int(row.category))
    assert ["1", "2"] == [catalogue.find(ac, 1, 5).category for ac in (1, 2)]
    assert catalogue.find(-1, -1, 5) is None
    assert [1, 2, ABSENT] == [find(table, ac, 1, 5) for ac in (1, 2, 3)]


@given(st.integers(-2, 60), st.integers(-2, 17), st.integers(-2, 300))
def test_table__answers_as_find_does(ac, version, op):
    catalogue = operations.shipped()
    table = catalogue.table(lambda row: row.risk if row.category == "1" else ABSENT)
    row = catalogue.find(ac, version, op)
    expected = row.risk if row is not None and row.category == "1" else ABSENT
    assert expected == find(table, ac, version, op)


def test_table__survives_arcs_of_any_size(catalogue):
    table = catalogue.table(lambda row: row.risk)
    assert 5 == find(table, 2**62, 2**62, 71)


def test_version_1__has_the_operations_that_need_no_context(catalogue):
    for row in catalogue.rows:
        if any(version == 1 for _, version in row.keys):
            assert row.op in catalogue.mapv1


def catalogue_of(folder, operations_text):
    """A catalogue folder with other operations."""
    shutil.copy(FOLDER / "map_names.yaml", folder)
    rest = "mapv1_operations: []\nnames_without_context: {}\nunallocated: []\n"
    (folder / "map_operations.yaml").write_text(rest + operations_text)
    return folder


GOOD = {"op": 5, "name": "x", "contexts": ["1v1"], "category": 1, "risk": 1, "provenance": ["p1"]}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"risk": 9}, "row 2 (x): risk"),
        ({"category": 4}, "row 2 (x): category"),
        ({"op": 300}, "row 2 (x): op"),
        ({"contexts": ["1v16"]}, "row 2 (x): contexts.0"),
        ({"colour": "red"}, "row 2 (x): colour"),
        ({}, "row 2 (x): code 5 in context 1v1 is taken"),
    ],
)
def test_bad_row__is_named(tmp_path, changed, words):
    text = yaml.safe_dump({"operations": [GOOD, {**GOOD, "name": "x", **changed}]})
    with pytest.raises(CatalogueError) as caught:
        load(catalogue_of(tmp_path, text))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_broken_file__is_named(tmp_path):
    with pytest.raises(CatalogueError, match=r"map_operations\.yaml: "):
        load(catalogue_of(tmp_path, "operations: ["))
    with pytest.raises(CatalogueError, match=r"map_operations\.yaml: "):
        load(tmp_path / "nowhere")
