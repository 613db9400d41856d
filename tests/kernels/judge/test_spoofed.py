"""S1: which pairs of titles, on which links, are marked."""

import pytest

from appliance.network.home import Home, HomeSettings
from kernels.columns import Packets, allocate
from kernels.judge.spoofed import mark_spoofed
from kernels.meanings import Role
from kernels.outcome import Oddity
from tests.build.signals import invoke, signals_of

OURS, THEIRS = "99970000001", "12015550101"


def marked(calling: str, called: str, role: Role) -> bool:
    """Whether a message between these titles, over a link of this role, is marked."""
    home = Home(HomeSettings(gt_prefixes=["9997"], plmns=["99901"]))
    signals = signals_of([invoke(2, frame=0, cgpa_gt=calling, cdpa_gt=called)])
    packets = allocate(Packets, 1)
    packets.role[:] = role
    roots = home.gt_root, home.imsi_root
    count = mark_spoofed(packets, signals, 1, home.words, *roots)
    is_set = bool(signals.oddities[0] >> Oddity.SPOOFED_HOME & 1)
    assert is_set == (count == 1)
    return is_set


def test_home_to_home__on_an_interconnect__is_marked():
    assert marked(OURS, OURS, Role.INTERCONNECT)


@pytest.mark.parametrize("role", [Role.UNKNOWN, Role.NATIONAL, Role.INTERNAL])
def test_home_to_home__elsewhere__is_ordinary(role):
    assert not marked(OURS, OURS, role)


@pytest.mark.parametrize(("calling", "called"), [(OURS, THEIRS), (THEIRS, OURS), (THEIRS, THEIRS)])
def test_one_end_abroad__is_ordinary(calling, called):
    assert not marked(calling, called, Role.INTERCONNECT)
