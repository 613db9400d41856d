"""Builds the flat nibble tries of `kernels.prefix` from prefixes in text.

One array holds several tries one behind the other, because a kernel's leaf may take one array only.
The dictionaries they were built from stay beside them: they answer one number at a time, in plain
Python.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kernels.columns import ABSENT
from kernels.prefix import VALUE, WIDTH

Prefixes = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tries:
    """Tries in one int64 array: `roots[i]` is the root node of the i-th group of prefixes."""

    words: np.ndarray
    roots: tuple[int, ...]


def tries_of(groups: Sequence[Prefixes]) -> Tries:
    """One trie per group; values must be 0 or more."""
    nodes: list[list[int]] = []
    roots = []
    for group in groups:
        roots.append(len(nodes))
        nodes.append(_empty_node())
        for prefix, value in group.items():
            _plant(nodes, roots[-1], prefix, value)
    words = np.array(nodes, np.int64).reshape(len(nodes) * WIDTH)
    return Tries(words, tuple(roots))


def longest_of(prefixes: Prefixes, digits: str | None) -> int | None:
    """The value of the longest prefix of `digits`, or None; the walk must agree."""
    if digits is None:
        return None
    for size in range(len(digits), -1, -1):
        if digits[:size] in prefixes:
            return prefixes[digits[:size]]
    return None


def _empty_node() -> list[int]:
    return [0] * VALUE + [ABSENT]


def _plant(nodes: list[list[int]], root: int, prefix: str, value: int) -> None:
    if value < 0:
        raise ValueError(f"{prefix}: the value of a prefix is 0 or more, not {value}")
    node = root
    for digit in prefix:
        child = nodes[node][int(digit)]
        if not child:
            child = len(nodes)
            nodes.append(_empty_node())
            nodes[node][int(digit)] = child
        node = child
    nodes[node][VALUE] = value
