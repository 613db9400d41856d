"""Who is home."""

import pytest
from pydantic import ValidationError

from appliance.network.digits import packed
from appliance.network.home import Home, HomeSettings
from kernels.columns import ABSENT, NO_DIGITS
from kernels.prefix import longest


@pytest.fixture
def home():
    return Home(HomeSettings(plmns=["00101", "001021"], gt_prefixes=["155501", "15550999"]))


def test_home__knows_its_titles(home):
    assert home.known
    assert home.is_home_gt(packed("15550100"))
    assert not home.is_home_gt(packed("15550200"))
    assert not home.is_home_gt(packed("1555"))
    assert not home.is_home_gt(NO_DIGITS)


def test_home__keeps_the_width_of_the_network_code(home):
    assert home.is_home_imsi(packed("001010000000001"))
    assert home.is_home_imsi(packed("001021000000001"))
    assert not home.is_home_imsi(packed("001022000000001"))


def test_home__takes_subscribers_for_its_titles_unless_told_otherwise(home):
    assert home.is_home_msisdn(packed("15550123"))
    told = Home(HomeSettings(gt_prefixes=["155501"], msisdn_prefixes=["155502"]))
    assert not told.is_home_msisdn(packed("15550123"))
    assert told.is_home_msisdn(packed("15550223"))


def test_home__answers_alike_in_kernels(home):
    for root, digits, expected in [
        (home.gt_root, "15550100", 0),
        (home.gt_root, "001010000000001", ABSENT),
        (home.imsi_root, "001010000000001", 0),
        (home.msisdn_root, "15550123", 0),
        (home.msisdn_root, "2", ABSENT),
    ]:
        assert expected == longest(home.words, root, packed(digits))


def test_empty_home__knows_nobody():
    home = Home(HomeSettings())
    assert not home.known
    assert not home.is_home_gt(packed("15550100"))
    assert ABSENT == longest(home.words, home.gt_root, packed("15550100"))


@pytest.mark.parametrize(
    "fields", [{"plmns": ["0010"]}, {"gt_prefixes": ["+1"]}, {"gt_prefixes": [""]}, {"gts": []}]
)
def test_settings__refuse_what_is_no_number(fields):
    with pytest.raises(ValidationError):
        HomeSettings(**fields)
