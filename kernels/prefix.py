"""Longest-prefix match of packed digits: a nibble trie in one flat int64 array.

A node is 16 words. Words 0 to 14 hold the node behind that digit (0: none; node 0 is a root, so
never a child), word 15, which no digit can be, holds the node's own value (ABSENT: no prefix ends
here). Several tries can lie in one array, each found by its root. `appliance.network.prefixes`
builds them.
"""

import numpy as np

from kernels.columns import ABSENT
from kernels.jit import leaf

WIDTH = 16  # words of a node
VALUE = 15  # the word of the node's own value; as a digit, the filler
DIGITS_MAX = 16  # semi-octets in a uint64


@leaf
def longest(trie, root, digits):
    """The value of the longest prefix of `digits` in the trie at node `root`, or ABSENT."""
    node = root
    best = trie[node * WIDTH + VALUE]
    rest = digits
    for _ in range(DIGITS_MAX):
        digit = np.int64(rest >> np.uint64(60))
        if digit == VALUE:
            break
        node = trie[node * WIDTH + digit]
        if node == 0:
            break
        value = trie[node * WIDTH + VALUE]
        if value != ABSENT:
            best = value
        rest = rest << np.uint64(4)
    return best
