"""python-diameter encodes every command of the catalogue; we read what was put in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance.catalogue import diameter_commands
from kernels.decode.avp_codes import GROUPS, KNOWN, codes
from tests.diameter_reading import read
from tests.second_opinion.diameter_messages import INNER, KINDS, LEFT_OUT, LISTED, make

NEIGHBOURS = {4, 16777236, 16777238}  # charging and policy: not on an interconnect
COMMANDS = [
    (application, command)
    for application, (_, names) in diameter_commands.shipped().items()
    for command in names
    if application not in NEIGHBOURS
]
NOT_PUT_IN = {"oddities", "leaks", "stop", "dialogue", "unexplained", "sm_rp_ui"}


@pytest.mark.parametrize("is_request", [True, False])
@pytest.mark.parametrize(("application", "command"), COMMANDS)
@settings(deadline=None, max_examples=12)
@given(random=st.randoms(use_true_random=True))
def test_command__is_read_as_it_was_put_in(application, command, is_request, random):
    made = make(application, command, random, is_request=is_request)
    (found,) = read(made.octets)
    assert made.fields == {name: found[name] for name in found if name not in NOT_PUT_IN}
    assert ([], 0, "none") == (found["oddities"], found["unexplained"], found["stop"])


def test_commands__are_all_of_the_catalogue():
    assert 50 == len(COMMANDS)
    known = {command for command, _ in KINDS} | {command for _, command in LISTED}
    assert set() == {command for _, command in COMMANDS} - known


def test_avps_of_the_library__are_known_to_ours():
    known = {(code, vendor) for vendor, text in KNOWN.items() for code in codes(text)}
    groups = {(code, vendor) for vendor, text in GROUPS.items() for code in codes(text)}
    ours = {each for each in INNER if each[1] in KNOWN and each not in LEFT_OUT}
    assert set() == ours - known
    assert set() == ours - groups
