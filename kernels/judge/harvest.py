"""One pass over a batch: distinct subscribers per foreign title, and who crosses a threshold.

A crossing is reported once, then again at each doubling; the source is armed again when its count
has fallen below `clear_below`. The count can only fall between two events of a source, so looking
at each event misses no fall.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.columns import FIRST_IDENTITY, NO_DIGITS, Cell, Identity, Protocol, Word
from kernels.jit import kernel
from kernels.judge import operation
from kernels.judge.category1 import INVOKE
from kernels.judge.origin import HOME, UNTITLED, origin
from kernels.rate import distinct, window
from kernels.rate.table import SEEN

IMSI = FIRST_IDENTITY + int(Identity.IMSI)
MSISDN = FIRST_IDENTITY + int(Identity.MSISDN)


class Crossing(IntEnum):
    """Rows of what `watch` writes, one column per crossing."""

    ROW = 0
    DISTINCT = 1
    LEVEL = 2  # the threshold, or the doubling of it, that was reached
    MARKS = 3  # bit set of the operations seen in the window, numbered by the table's values


class Limits(NamedTuple):
    """What is much, and where the home tries begin."""

    gt_root: int
    imsi_root: int
    bucket_ns: int
    threshold: int
    clear_below: int


@kernel
def watch(signals, rows, table, trie, limits, state, shape, crossings):
    """Count the batch into `state`; write int64[len(Crossing), rows] `crossings`; their number."""
    numbers, words = signals.numbers, signals.words
    roots = (limits.gt_root, limits.imsi_root)
    count = 0
    for row in range(rows):
        if numbers[Cell.COMPONENT, row] != INVOKE or numbers[Cell.PROTOCOL, row] != Protocol.MAP:
            continue
        ac, version = numbers[Cell.AC, row], numbers[Cell.AC_VERSION, row]
        number = operation.find(table, ac, version, numbers[Cell.OP, row])
        if number < 0:
            continue
        target = words[IMSI, row]
        if target == NO_DIGITS:
            target = words[MSISDN, row]
        if target == NO_DIGITS:
            continue
        source = words[Word.CGPA_GT, row]
        plan, nai = numbers[Cell.CGPA_PLAN, row], numbers[Cell.CGPA_NAI, row]
        came_from = origin(trie, roots, source, plan, nai)
        if came_from == HOME or came_from == UNTITLED:
            continue
        bucket = numbers[Cell.TS_NS, row] // limits.bucket_ns
        at = distinct.enter(state, shape, source, bucket)
        if state[at + window.TOTAL] < limits.clear_below:
            state[at + window.LEVEL] = 0
        state[at + window.MARKS + (state[at + SEEN] & window.LAST)] |= np.int64(1) << number
        total = distinct.sight(state, shape, at, target)
        level = max(state[at + window.LEVEL], limits.threshold)
        if total < level:
            continue
        state[at + window.LEVEL] = 2 * level
        crossings[Crossing.ROW, count] = row
        crossings[Crossing.DISTINCT, count] = total
        crossings[Crossing.LEVEL, count] = level
        crossings[Crossing.MARKS, count] = window.marks(state, at)
        count += 1
    return count
