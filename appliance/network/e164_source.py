"""Writes the two tables of countries from phonenumbers: run by hand, never at run time.

Loading the library's metadata takes most of a second, the two files a few milliseconds. Where
countries share a calling code, national prefixes are split digit by digit until one country is
left, asking each country's leading digits or number pattern whether it can still match. Left out:
number types, carriers.
"""

import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parse  # type: ignore[import-not-found]
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import phonenumbers
from phonenumbers import PhoneMetadata
from phonenumbers.geodata.locale import LOCALE_DATA

FOLDER = Path(__file__).parent
NATIONAL_DIGITS_MAX = 5  # deeper, only a few islands differ, and each split costs ten times more
SHARED = {
    "800": "international freephone (shared code)",
    "808": "international shared-cost service (shared code)",
    "870": "Inmarsat (shared code)",
    "878": "universal personal telecommunications (shared code)",
    "881": "global mobile satellite system (shared code)",
    "882": "international networks (shared code)",
    "883": "international networks (shared code)",
    "888": "disaster relief (shared code)",
    "979": "international premium rate (shared code)",
}
UNNAMED = {"AC": "Ascension Island", "TA": "Tristan da Cunha", "XK": "Kosovo"}


class _Ended(Exception):  # noqa: N818 - a signal of the search, not an error
    """The text ran out while the pattern could still go on."""


def can_begin(pattern: str, text: str) -> bool:
    """Whether some match of `pattern` begins with `text`, or `text` begins with a match."""
    try:
        return any(True for _ in _ways(_parsed(pattern), text, 0))
    except _Ended:
        return True


@cache
def prefixes() -> dict[str, str]:
    """E.164 prefix to ISO 3166 code, or to "+code" where a calling code belongs to no country."""
    table = {}
    for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items():
        if regions[0] == "001":
            table[str(code)] = f"+{code}"
            continue
        table[str(code)] = regions[0]
        if len(regions) > 1:
            starts = {region: _start_patterns(region) for region in regions}
            for national, region in _split("", regions[0], starts):
                table[f"{code}{national}"] = region
    return dict(sorted(table.items()))


def names() -> dict[str, str]:
    """Code of `prefixes` to English name."""
    found = {}
    for country in sorted(set(prefixes().values())):
        if country.startswith("+"):
            found[country] = SHARED[country[1:]]
        else:
            found[country] = UNNAMED.get(country) or _english(LOCALE_DATA[country])
    return found


def written(kind: str, rows: dict[str, str]) -> str:
    """The text of one file, without its date line."""
    return f"{kind}\n" + "".join(f"{left},{right}\n" for left, right in rows.items())


def main() -> None:
    """Write both files beside this one."""
    dated = f"# from phonenumbers {phonenumbers.__version__}, {datetime.now(UTC):%Y-%m-%d}\n"
    for file, text in contents().items():
        (FOLDER / file).write_text(dated + text, encoding="utf-8")


def contents() -> dict[str, str]:
    """File name to text, without the date line."""
    return {
        "e164_prefixes.csv": written("prefix,country", prefixes()),
        "countries.csv": written("country,name", names()),
    }


def _english(spellings: dict[str, str]) -> str:
    name = spellings["en"]
    return spellings[name[1:]] if name.startswith("*") else name  # "*aa": as in Afar


@cache
def _parsed(pattern: str) -> list[Any]:
    return list(sre_parse.parse(pattern))


def _start_patterns(region: str) -> list[str]:
    metadata: Any = PhoneMetadata.metadata_for_region(region)
    if metadata.leading_digits:
        return [metadata.leading_digits]
    kinds = (metadata.fixed_line, metadata.mobile, metadata.toll_free)
    patterns = [kind.national_number_pattern for kind in kinds if kind]
    return [pattern for pattern in patterns if pattern]


def _split(
    national: str, inherited: str, starts: dict[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """Prefixes behind `national` whose country differs from the one they would inherit."""
    able = [
        region
        for region, patterns in starts.items()
        if any(can_begin(pattern, national) for pattern in patterns)
    ]
    if not able:
        return
    alone = len(able) == 1 or len(national) == NATIONAL_DIGITS_MAX
    owner = able[0] if alone else inherited  # the main country stands first
    if alone and owner != inherited:
        yield national, owner
    if not alone:
        narrowed = {region: starts[region] for region in able}
        for digit in "0123456789":
            yield from _split(national + digit, inherited, narrowed)


def _ways(items: list[Any], text: str, at: int) -> Iterator[int]:
    """Every position that matching `items` from `at` can reach; raises _Ended at the text's end."""
    if not items:
        yield at
        return
    for middle in _one(items[0], text, at):
        yield from _ways(items[1:], text, middle)


def _one(item: Any, text: str, at: int) -> Iterator[int]:
    kind, value = item
    if kind is sre.SUBPATTERN:
        yield from _ways(list(value[3]), text, at)
    elif kind is sre.BRANCH:
        for branch in value[1]:
            yield from _ways(list(branch), text, at)
    elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, body = value
        for count in range(least, min(most, 20) + 1):
            yield from _ways(list(body) * count, text, at)
    elif at == len(text):
        raise _Ended
    elif _accepts(kind, value, int(text[at])):
        yield at + 1


def _accepts(kind: Any, value: Any, digit: int) -> bool:
    if kind is sre.LITERAL:
        return bool(value == ord("0") + digit)
    if kind is sre.IN:
        return any(_accepts(part, inner, digit) for part, inner in value)
    if kind is sre.RANGE:
        return bool(value[0] <= ord("0") + digit <= value[1])
    if kind is sre.CATEGORY and value is sre.CATEGORY_DIGIT:
        return True
    raise ValueError(f"a pattern uses {kind}, which this walk does not know")


if __name__ == "__main__":
    main()
