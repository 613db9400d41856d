"""Looks an operation up by application context, version and code in one flat table.

Words 0 to CODES are the starts of each code's list, pairs of (key, value). A key is context x
VERSIONS + version; the pair under ANY stands last and answers for contexts that the list does not
name. Tables are built by `appliance.catalogue`.
"""

from kernels.columns import ABSENT
from kernels.jit import leaf

CODES = 256  # local operation codes 0 to 255
ANY = -1  # the key that every context matches
VERSIONS = 16  # of one application context; TS 29.002 has 4
CONTEXTS = 4096  # TS 29.002 17.3.3 has 47
NO_CONTEXT = CONTEXTS * VERSIONS  # a key that no list holds


@leaf
def find(table, ac, version, op):
    """The value of (ac, version, op), or ABSENT."""
    if op < 0 or op >= CODES:
        return ABSENT
    at = table[op]
    end = table[op + 1]
    if at == end:
        return ABSENT
    key = NO_CONTEXT
    if 0 <= ac < CONTEXTS and 0 <= version < VERSIONS:
        key = ac * VERSIONS + version
    while at < end:
        if table[at] == key or table[at] == ANY:
            return table[at + 1]
        at += 2
    return ABSENT
