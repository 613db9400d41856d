"""Every MAP operation that pycrate can encode is read as it was put in.

Arguments and results of version 3, and of versions 1 and 2, as their ASN.1 has them; fields that
are optional come and go.
"""

from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrate_asn1dir import TCAP_MAPv2v3

from appliance.catalogue import operations as catalogue
from tests.second_opinion import names
from tests.second_opinion.asn1 import Filled, operations
from tests.second_opinion.reading import EXAMPLES, Parameter, Read, read

SIDES = {"invoke": "ArgumentType", "result": "ResultType"}
# Not in the ASN.1 of either version that pycrate has.
UNKNOWN_TO_PYCRATE = {
    *(16, 78, 79, 80, 81),  # notifySS and secured transport: withdrawn
    *(31, 32),  # provideSIWFSNumber, sIWFSSignallingModify: withdrawn
}


class Case(NamedTuple):
    """One argument or result of one version of an operation."""

    operation: str
    op: int
    version: int
    component: str
    kind: object

    def __str__(self) -> str:
        """As a failure shows it."""
        return f"{self.operation} v{self.version} {self.component}"


CASES = [
    Case(name, known["operationCode"][1], 3 if room.startswith("MAP_") else 2, side, known[part])
    for prefix in ("MAP_", "MAPv2_")
    for room, name, known in operations(TCAP_MAPv2v3, prefix)
    for side, part in SIDES.items()
    if part in known
]


def drawn(case: Case, dice: Random, fullness: float) -> tuple[Parameter, Filled]:
    """A parameter and what is in it."""
    filled = Filled(dice, fullness)
    case.kind.set_val(filled.value(case.kind))
    return Parameter(case.op, case.component, 16, case.kind.to_ber()), filled


def expected(case: Case, filled: Filled) -> Read:
    """What must be read of it."""
    told = names.leaks(case.operation, case.version, case.component, filled)
    if case.component == "invoke":
        told = told - names.SUBJECT if case.operation in names.REPORTS else set()
    found = names.identities(case.operation, case.component, filled)
    return Read(found, told, (), 0, [], 0)


def test_every_operation_of_the_catalogue__is_asked():
    known = {row.op for row in catalogue.shipped().rows if row.name}
    assert known - UNKNOWN_TO_PYCRATE - {38} == {case.op for case in CASES}


@pytest.mark.parametrize("component", sorted(SIDES))
@settings(deadline=None, max_examples=EXAMPLES)
@given(seed=st.integers(0, 2**32 - 1), fullness=st.sampled_from([0.0, 0.1, 0.3, 0.6, 1.0]))
def test_parameters__are_read_as_they_were_put_in(component: str, seed: int, fullness: float):
    dice = Random(seed)
    cases = [case for case in CASES if case.component == component]
    pairs = [drawn(case, dice, fullness) for case in cases]
    for case, (parameter, filled), found in zip(
        cases, pairs, read([parameter for parameter, _ in pairs]), strict=True
    ):
        wanted = expected(case, filled)._replace(short_message=found.short_message)
        assert (str(case), wanted, parameter.octets.hex()) == (
            str(case),
            found,
            parameter.octets.hex(),
        )
