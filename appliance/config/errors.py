"""The one error of this room and its lines: `file:line:column: key: reason, and what is valid`.

A path is a tuple of keys and list positions; a mark is where its key, or its list item, stands in
the file.
"""

from collections.abc import Iterable
from typing import NamedTuple

Path = tuple[str | int, ...]

LINES_MAX = 50  # a wholly wrong file need not scroll the terminal away
SHOWN_SIZE_MAX = 60  # characters of a value or key that a line repeats


class Mark(NamedTuple):
    """A position in the file; both counted from 1, as editors do."""

    line: int
    column: int


class Complaint(NamedTuple):
    """One thing that is wrong, or worth a warning, at one place."""

    path: Path
    reason: str
    mark: Mark | None = None  # where it stands when that is not the path's own place


class ConfigError(Exception):
    """The configuration is not right; `lines` holds one clear line per reason, in file order."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Keep the lines; the text of the error is all of them."""
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def located(name: str, mark: Mark, key: str, reason: str) -> str:
    """One line for a person."""
    return f"{name}:{mark.line}:{mark.column}: {key}: {reason}"


def nearest_mark(marks: dict[Path, Mark], path: Path) -> Mark:
    """The mark of `path`, or of the closest section around it: a missing key has none."""
    while path and path not in marks:
        path = path[:-1]
    return marks.get(path, Mark(1, 1))


def lines_of(name: str, marks: dict[Path, Mark], complaints: Iterable[Complaint]) -> list[str]:
    """Complaints as lines in file order, each once, at most LINES_MAX and a count of the rest."""
    placed = sorted(
        {
            (mark or nearest_mark(marks, path), dotted(path), reason)
            for path, reason, mark in complaints
        }
    )
    lines = [located(name, mark, key, reason) for mark, key, reason in placed[:LINES_MAX]]
    if len(placed) > LINES_MAX:
        lines.append(f"{name}: and {len(placed) - LINES_MAX} more")
    return lines


def dotted(path: Path) -> str:
    """`sinks.syslog.0.port`; the whole file is `top level`."""
    return ".".join(key_text(str(part)) for part in path) or "top level"


def key_text(key: str) -> str:
    """A key as it may stand in a line: as it is when plain, quoted and escaped when not."""
    return cut(key) if key.isprintable() and key else cut(repr(key))


def shown(value: object) -> str:
    """A value as a line may repeat it: short, on one line, escaped."""
    return cut(repr(value) if isinstance(value, str) else str(value))


def cut(text: str) -> str:
    """At most SHOWN_SIZE_MAX characters."""
    return text if len(text) <= SHOWN_SIZE_MAX else text[: SHOWN_SIZE_MAX - 3] + "..."
