"""The differences that are known and why they are right."""

import fnmatch
import tomllib
from pathlib import Path
from typing import NamedTuple

from tests.agreement.compare import Comparison, Difference

FOLDER = Path(__file__).parent


class Explanation(NamedTuple):
    """Fields of a file, or of all that a pattern names, and why they differ."""

    file: str
    fields: tuple[str, ...]
    reason: str
    unread: bool = False  # only where we have no value at all

    def covers(self, file: str, difference: Difference) -> bool:
        """Whether this explains that difference in that file."""
        # A bracket in a file's name is a bracket.
        pattern = self.file.replace("[", "[[]")
        fits = difference.field in self.fields and fnmatch.fnmatchcase(file, pattern)
        return fits and (difference.ours == 0 or not self.unread)


def explanations() -> list[Explanation]:
    """All of explained.toml."""
    text = (FOLDER / "explained.toml").read_text()
    entries = tomllib.loads(text)["difference"]
    return [Explanation(**each | {"fields": tuple(each["fields"])}) for each in entries]


def unexplained(comparison: Comparison) -> list[Difference]:
    """Differences that no explanation covers."""
    known = [each for each in explanations() if fnmatch.fnmatchcase(comparison.file, each.file)]
    return [
        difference
        for difference in comparison.differences
        if not any(each.covers(comparison.file, difference) for each in known)
    ]
