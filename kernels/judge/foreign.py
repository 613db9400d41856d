"""One pass over a batch: invokes of the operations in a table, from the origins that are asked for.

Every row is looked at, a detector's own work starts with the few that are left.
"""

from enum import IntEnum
from typing import NamedTuple

from kernels.columns import Cell, Word
from kernels.jit import kernel
from kernels.judge import operation
from kernels.judge.origin import origin
from kernels.meanings import Protocol

INVOKE = 0xA1  # component tag, Q.773 table 19


class Chosen(IntEnum):
    """Rows of what `choose` writes, one column per signal it chose."""

    ROW = 0
    VALUE = 1  # of the operation, from the table
    ORIGIN = 2


class Asked(NamedTuple):
    """Which origins are asked for, and where the home tries begin."""

    gt_root: int
    imsi_root: int
    origins: int  # bit set of Origin


@kernel
def choose(signals, rows, table, trie, asked, chosen):
    """Write the signals that matter into `chosen`, int64[len(Chosen), rows]; their number."""
    numbers, words = signals.numbers, signals.words
    roots = (asked.gt_root, asked.imsi_root)
    count = 0
    for row in range(rows):
        if numbers[Cell.COMPONENT, row] != INVOKE or numbers[Cell.PROTOCOL, row] != Protocol.MAP:
            continue
        ac, version = numbers[Cell.AC, row], numbers[Cell.AC_VERSION, row]
        value = operation.find(table, ac, version, numbers[Cell.OP, row])
        if value < 0:
            continue
        plan, nai = numbers[Cell.CGPA_PLAN, row], numbers[Cell.CGPA_NAI, row]
        came_from = origin(trie, roots, words[Word.CGPA_GT, row], plan, nai)
        if (asked.origins >> came_from) & 1 == 0:
            continue
        chosen[Chosen.ROW, count] = row
        chosen[Chosen.VALUE, count] = value
        chosen[Chosen.ORIGIN, count] = came_from
        count += 1
    return count
