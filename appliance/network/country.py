"""The country of an E.164 number: longest prefix, from two committed files.

`e164_source` writes the files from phonenumbers; a test keeps them current. A calling code that
belongs to no country (881, 882, 883, ...) answers with the code itself, never with a guess. Left
out: E.212 numbers.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from appliance.network.digits import text_of
from appliance.network.prefixes import longest_of, tries_of

FOLDER = Path(__file__).parent
PLANS_WITH_COUNTRY = frozenset(
    {-1, 1, 7}
)  # none said (GTI 1), E.164, E.214: all begin with a country code


class Country(NamedTuple):
    """A country, or a calling code shared by several."""

    code: str  # ISO 3166-1 alpha-2, or "+881" for a shared calling code
    name: str  # in English


@dataclass(slots=True)
class Countries:
    """Prefix to country; `words` is the same as a trie with root 0, its values index `rows`."""

    prefixes: dict[str, str]
    names: dict[str, str]
    rows: tuple[Country, ...] = field(init=False)
    words: np.ndarray = field(init=False, repr=False)
    _index: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Build the trie."""
        codes = sorted(set(self.prefixes.values()))
        place = {code: index for index, code in enumerate(codes)}
        self.rows = tuple(Country(code, self.names[code]) for code in codes)
        self._index = {prefix: place[code] for prefix, code in self.prefixes.items()}
        self.words = tries_of([self._index]).words

    def country_of(self, digits: int | np.uint64, plan: int = 1) -> Country | None:
        """The country of packed `digits` in numbering plan `plan` (Q.713 3.4.2.3.3), or None."""
        if plan not in PLANS_WITH_COUNTRY:
            return None
        index = longest_of(self._index, text_of(digits))
        return None if index is None else self.rows[index]

    def name(self, code: str) -> str:
        """The English name of a country's code; the code itself when it has none."""
        return self.names.get(code, code)


def load(folder: Path = FOLDER) -> Countries:
    """The committed table."""
    return Countries(_pairs(folder / "e164_prefixes.csv"), _pairs(folder / "countries.csv"))


def _pairs(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()[2:]  # behind the date and the heading
    return dict(line.split(",", 1) for line in lines)
