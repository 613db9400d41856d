"""The table of contexts is the catalogue's, and the ASN.1's as pycrate has it."""

import numpy as np
import pytest

from appliance.catalogue.operations import load
from kernels.decode.contexts import CAP_CONTEXTS, MAP_CONTEXTS, SERVED_BY, WITHOUT_CONTEXT

# Left out of pycrate's sets: a context of its own, and what phase 1 had beside the ASN.1.
NOT_IN_PYCRATE = {((11, 1), 30), ((12, 3), 31), ((12, 3), 32)}


def flat(table: dict) -> dict[tuple[int, int], set[int]]:
    """Operations by (context, version)."""
    return {(ac, version): set(ops) for ac, each in table.items() for version, ops in each.items()}


def operations_in(thing) -> set[int]:
    """Every local operation code inside a value of pycrate's."""
    if hasattr(thing, "_val"):
        return operations_in(thing._val)
    if hasattr(thing, "root"):
        return operations_in(thing.root)
    if isinstance(thing, dict):
        own = {thing["operationCode"][1]} if "operationCode" in thing else set()
        return own.union(*map(operations_in, thing.values()))
    if isinstance(thing, (list, tuple)):
        return set().union(*map(operations_in, thing))
    return set()


def contexts_of(package, key: str) -> dict[tuple[int, ...], set[int]]:
    """Operations by the name of a context."""
    modules = [module for module in vars(package).values() if isinstance(module, type)]
    values = [getattr(thing, "_val", None) for module in modules for thing in vars(module).values()]
    found = [value for value in values if isinstance(value, dict) and key in value]
    names = ("code", "applicationContextName")
    return {
        next(value[name] for name in names if name in value): operations_in(value)
        for value in found
        if any(name in value for name in names)
    }


def test_map_contexts__are_those_of_the_catalogue():
    expected: dict[tuple[int, int], set[int]] = {}
    for row in load().rows:
        for key in row.keys:
            expected.setdefault(key, set()).add(row.op)
    assert expected == flat(MAP_CONTEXTS)
    assert load().mapv1 == frozenset(WITHOUT_CONTEXT)


def test_map_contexts__are_those_of_the_asn1():
    package = pytest.importorskip("pycrate_asn1dir.TCAP_MAPv2v3")
    theirs = {name[-2:]: ops for name, ops in contexts_of(package, "ResponderIn").items()}
    theirs |= {name[-2:]: ops for name, ops in contexts_of(package, "Symmetric").items()}
    theirs |= {name[-2:]: ops for name, ops in contexts_of(package, "InitiatorConsumerOf").items()}
    ours = {(key, op) for key, ops in flat(MAP_CONTEXTS).items() for op in ops}
    assert ours - NOT_IN_PYCRATE == {(key, op) for key, ops in theirs.items() for op in ops}


def test_cap_contexts__hold_those_of_the_asn1():
    package = pytest.importorskip("pycrate_asn1dir.TCAP_CAP")
    ours = flat(CAP_CONTEXTS)
    theirs = contexts_of(package, "applicationContextName")
    assert 8 == len(theirs)
    for name, ops in theirs.items():
        missing = ops - ours[name[-1], 3 if name[5] == 21 else 4]
        assert set() == missing, name


def test_operations__are_served_by_one_kind_of_node():
    listed = np.array([op for ops in SERVED_BY.values() for op in ops])
    assert len(set(listed.tolist())) == len(listed)
