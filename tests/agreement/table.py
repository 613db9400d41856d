"""What was compared with tshark, file by file: messages, fields, agreed, explained."""

import sys
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.agreement.compare import Comparison, compare
from tests.agreement.explained import explanations, unexplained
from tests.agreement.test_captures import files

COLUMNS = ("frames", "messages", "signals", "fields", "agreed", "explained", "open")


def counts(comparison: Comparison) -> tuple[int, ...]:
    """The numbers of one row."""
    opened, different = len(unexplained(comparison)), len(comparison.differences)
    agreed = comparison.compared - different
    facts = (comparison.frames, comparison.messages, comparison.signals, comparison.compared)
    return (*facts, agreed, different - opened, opened)


def reasons(comparison: Comparison) -> str:
    """Why a file differs, each reason once."""
    fields = Counter(difference.field for difference in comparison.differences)
    known = [each for each in explanations() if fnmatchcase(comparison.file, each.file)]
    return "; ".join(each.reason for each in known if any(field in fields for field in each.fields))


def main() -> None:
    """Print the table of all captures, or what differs in those that are named."""
    if sys.argv[1:]:
        for name in sys.argv[1:]:
            show_differences(Path(name))
        return
    show_table()


def show_differences(path: Path) -> None:
    """Each field of a file that differs: in how many frames, which come first, and why."""
    comparison = compare(path)
    known = [each for each in explanations() if fnmatchcase(comparison.file, each.file)]
    table = Table("field", "frames", "first", "why", title=path.name)
    for field in dict.fromkeys(each.field for each in comparison.differences):
        found = [each.frame for each in comparison.differences if each.field == field]
        why = "; ".join(each.reason for each in known if field in each.fields)
        table.add_row(field, str(len(found)), ", ".join(map(str, found[:8])), why or "OPEN")
    Console(width=200).print(table)


def show_table() -> None:
    """Files in which neither finds signalling are one row."""
    table = Table("file", *COLUMNS, "why", title="agreement with tshark")
    sums: Counter[str] = Counter()
    silent = 0
    for path in files():
        comparison = compare(path)
        numbers = counts(comparison)
        sums.update(dict(zip(COLUMNS, numbers, strict=True)))
        if not comparison.compared and not comparison.signals:
            silent += 1
            continue
        table.add_row(path.name[:48], *map(str, numbers), reasons(comparison))
    table.add_row(f"{silent} files without signalling", *[""] * (len(COLUMNS) + 1))
    table.add_row("all", *(str(sums[name]) for name in COLUMNS), "")
    Console(width=200).print(table)
