"""Prefix to country: known hard cases, the committed files against phonenumbers, and the kernel."""

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType

from appliance.network import country, e164_source
from appliance.network.digits import packed
from kernels.columns import NO_DIGITS
from kernels.prefix import longest

HARD = {
    "12465550100": "BB",
    "12685550100": "AG",
    "12425550100": "BS",
    "16045550100": "CA",
    "12025550100": "US",
    "15550100": "US",  # no area: the code's main country
    "77015550100": "KZ",
    "79015550100": "RU",
    "441481555010": "GG",
    "441534555010": "JE",
    "441624555010": "IM",
    "442055501001": "GB",
    "262262555010": "RE",
    "599955501001": "CW",
    "599755501001": "BQ",
    "3906698555": "VA",
    "39065550100": "IT",
    "88165550100": "+881",
    "88235550100": "+882",
    "88355550100": "+883",
    "87055501001": "+870",
}


@pytest.fixture(scope="module")
def countries():
    return country.load()


@pytest.mark.parametrize("number", HARD)
def test_country__of_hard_cases(countries, number):
    assert HARD[number] == countries.country_of(packed(number)).code


def test_country__has_a_name(countries):
    assert "Barbados" == countries.country_of(packed("12465550100")).name
    assert "Antigua and Barbuda" == countries.name("AG")
    assert "shared code" in countries.country_of(packed("88165550100")).name
    assert "ZZ" == countries.name("ZZ")


def test_country__is_unknown_without_a_country_code(countries):
    assert countries.country_of(packed("999")) is None
    assert countries.country_of(packed("2105550100")) is None
    assert countries.country_of(NO_DIGITS) is None


def test_country__is_told_by_plans_that_begin_with_a_country_code(countries):
    number = packed("12465550100")
    assert ["BB", "BB", "BB"] == [countries.country_of(number, plan).code for plan in (-1, 1, 7)]
    assert countries.country_of(number, 6) is None


def test_country__is_the_same_in_kernels(countries):
    for number in HARD:
        index = longest(countries.words, 0, packed(number))
        assert countries.country_of(packed(number)) == countries.rows[index]


@pytest.mark.parametrize("kind", [PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE])
def test_country__is_what_the_library_says_of_every_example(countries, kind):
    differing = {}
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        number = phonenumbers.example_number_for_type(region, kind)
        if number:
            digits = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]
            expected = phonenumbers.region_code_for_number(number)
            found = countries.country_of(packed(digits)).code
            if expected != found:
                differing[digits] = (expected, found)
    assert {} == differing


@pytest.mark.parametrize("file", ["e164_prefixes.csv", "countries.csv"])
def test_files__are_what_the_library_says_today(file):
    committed = (e164_source.FOLDER / file).read_text(encoding="utf-8").partition("\n")[2]
    assert e164_source.contents()[file] == committed, "run python -m appliance.network.e164_source"


def test_pattern__can_begin_with():
    assert e164_source.can_begin("2[46]8|3(?:1\\d{2}|20)?", "24")
    assert e164_source.can_begin("2[46]8|3(?:1\\d{2}|20)?", "319")
    assert not e164_source.can_begin("2[46]8|3(?:1\\d{2}|20)?", "25")
    with pytest.raises(ValueError, match="does not know"):
        e164_source.can_begin("^2", "2")
