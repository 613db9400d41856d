"""S1: our own title calling our own title on a link to other networks: somebody borrows it.

An interconnect link carries what leaves us (our title to theirs) and what comes in (theirs to
ours). From ours to ours has no business there, except where a partner sends our own message back.
Without a rule that says which links are interconnects nothing is marked.
"""

import numpy as np

from kernels.columns import Cell, PacketCell, Word
from kernels.jit import kernel
from kernels.judge.origin import HOME, origin
from kernels.meanings import Role
from kernels.outcome import Oddity

SPOOFED_HOME = np.int64(1 << Oddity.SPOOFED_HOME)


@kernel
def mark_spoofed(packets, signals, rows, trie, gt_root, imsi_root):
    """Set SPOOFED_HOME in the first `rows` signals; how many rows have it."""
    roles, numbers, words = packets.numbers, signals.numbers, signals.words
    roots = (gt_root, imsi_root)
    count = np.int64(0)
    for row in range(rows):
        if roles[PacketCell.ROLE, numbers[Cell.FRAME, row]] != Role.INTERCONNECT:
            continue
        plan, nai = numbers[Cell.CDPA_PLAN, row], numbers[Cell.CDPA_NAI, row]
        if origin(trie, roots, words[Word.CDPA_GT, row], plan, nai) != HOME:
            continue
        plan, nai = numbers[Cell.CGPA_PLAN, row], numbers[Cell.CGPA_NAI, row]
        if origin(trie, roots, words[Word.CGPA_GT, row], plan, nai) == HOME:
            numbers[Cell.ODDITIES, row] |= SPOOFED_HOME
            count += 1
    return count
