"""Home, foreign or untold: the calling global title in every plan and nature of address."""

import pytest

from appliance.network.digits import packed
from kernels.columns import NO_DIGITS
from kernels.judge.origin import Origin, origin
from tests.build.surroundings import surroundings

HOME, FOREIGN, HOME_IMSI, FOREIGN_IMSI = "15550100", "12465550100", "001010000000001", "00102000001"
PLANS = {  # plan: (title like a home number, like a foreign one, home IMSI, foreign IMSI)
    -1: (Origin.HOME, Origin.FOREIGN, Origin.FOREIGN, Origin.FOREIGN),
    1: (Origin.HOME, Origin.FOREIGN, Origin.FOREIGN, Origin.FOREIGN),
    6: (Origin.UNREADABLE, Origin.UNREADABLE, Origin.HOME, Origin.UNREADABLE),
    7: (Origin.HOME, Origin.FOREIGN, Origin.FOREIGN, Origin.FOREIGN),
    4: (Origin.HOME, Origin.UNREADABLE, Origin.UNREADABLE, Origin.UNREADABLE),
}


def told(digits, plan, nai):
    home = surroundings().home
    return origin(home.words, (home.gt_root, home.imsi_root), digits, plan, nai)


@pytest.mark.parametrize("plan", PLANS)
def test_origin__by_plan(plan):
    numbers = (HOME, FOREIGN, HOME_IMSI, FOREIGN_IMSI)
    assert list(PLANS[plan]) == [told(packed(digits), plan, 4) for digits in numbers]


@pytest.mark.parametrize("nai", [-1, 0, 1, 2, 3, 4, 112])
def test_origin__needs_a_country_code(nai):
    expected = Origin.UNREADABLE if nai in {1, 2, 3} else Origin.FOREIGN
    assert expected == told(packed(FOREIGN), 1, nai)
    assert Origin.HOME == told(packed(HOME), 1, nai)


def test_origin__without_a_title():
    assert Origin.UNTITLED == told(NO_DIGITS, -1, -1)
