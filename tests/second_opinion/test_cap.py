"""Every CAP operation that pycrate can encode is read as it was put in."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from pycrate_asn1dir import TCAP_CAP

from kernels.meanings import Protocol
from kernels.wire.cap import Operation
from tests.second_opinion import names
from tests.second_opinion.asn1 import Filled
from tests.second_opinion.reading import EXAMPLES, Parameter, Read, read
from tests.second_opinion.test_map import SIDES, Case

SETS = ("AllCAPInvokable", "AllCAPReturnable")
BY_CODE = {
    known["operationCode"][1]: known
    for each in SETS
    for known in getattr(TCAP_CAP.TCAP_CAP_Messages, each)._val.root
}
# The specification's spelling, where names tell operations apart in `names`.
NAMES = {60: "initialDPSMS", 62: "connectSMS"}
CASES = [
    Case(NAMES.get(op, Operation(op).name), op, 4, side, known[part])
    for op, known in sorted(BY_CODE.items())
    for side, part in SIDES.items()
    if part in known
]


def drawn(case: Case, dice: Random, fullness: float) -> tuple[Parameter, Filled]:
    """A parameter and what is in it."""
    filled = Filled(dice, fullness)
    case.kind.set_val(filled.value(case.kind))
    return Parameter(case.op, case.component, -1, case.kind.to_ber(), Protocol.CAP), filled


def expected(case: Case, filled: Filled) -> Read:
    """What must be read of it: an invoke tells the service control function what it holds."""
    told = names.leaks(case.operation, case.version, case.component, filled) - names.SUBJECT
    found = names.identities(case.operation, case.component, filled)
    return Read(found, told, (-1, -1, -1, -1), 0, [], 0)


def test_every_operation__is_known():
    assert set(Operation) == set(BY_CODE)


@settings(deadline=None, max_examples=EXAMPLES)
@given(seed=st.integers(0, 2**32 - 1), fullness=st.sampled_from([0.0, 0.1, 0.3, 0.6, 1.0]))
def test_parameters__are_read_as_they_were_put_in(seed: int, fullness: float):
    dice = Random(seed)
    pairs = [drawn(case, dice, fullness) for case in CASES]
    for case, (parameter, filled), found in zip(
        CASES, pairs, read([parameter for parameter, _ in pairs]), strict=True
    ):
        wanted = expected(case, filled)
        assert (str(case), wanted, parameter.octets.hex()) == (
            str(case),
            found,
            parameter.octets.hex(),
        )
