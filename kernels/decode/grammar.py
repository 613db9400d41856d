"""The tables of MAP and CAP arguments and results as arrays, for the walk."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.decode import cap_arguments, map_arguments
from kernels.decode.rules import NULL, Rule, plain

CONTEXT_TAGS = 64  # context tags 0 to 63, then universal 0 to 31, have a place in `by_tag`
TAGS = CONTEXT_TAGS + 32
MAP_TABLE, CAP_TABLE = 0, 2  # rows of `root`: arguments, and one behind them results


class Part(IntEnum):
    """Columns of a rule."""

    NEXT = 0  # the first rule that may follow in order
    SAME = 1  # the next rule of its node with the same tag, or -1
    IDENTITY = 2  # Identity, or -1
    FORM = 3
    LEAKS = 4  # bit set of Leak
    NODE = 5  # node inside, or -1
    IS_EXTENSION = 6


class Grammar(NamedTuple):
    """Nodes and their rules; rules of a node stand in the order of the ASN.1."""

    root: np.ndarray  # [4, 256] node of an operation's argument or result
    by_tag: np.ndarray  # [nodes, TAGS] first rule for a tag, or -1
    first: np.ndarray  # [nodes] first rule
    is_open: np.ndarray  # [nodes] 1: the ASN.1 has its extension marker
    rules: np.ndarray  # [rules, Part]


def compile_grammar():
    """The tables as arrays; equal lists of rules are one node."""
    nodes: list[tuple[tuple, bool]] = []
    numbers: dict[tuple, int] = {}

    def add(rules, is_list):
        key = (rules, is_list)
        if key not in numbers:
            numbers[key] = len(nodes)
            nodes.append((rules, is_list))
        return numbers[key]

    # Of an operation that has no row nothing is known, and so nothing is odd.
    root = np.full((4, 256), add((...,), False), np.int64)
    tables = map_arguments.ARGUMENTS, map_arguments.RESULTS, cap_arguments.ARGUMENTS
    for row, table in enumerate((*tables, cap_arguments.RESULTS)):
        for operation, rules in table.items():
            # Some nodes send NULL for an empty parameter.
            root[row, operation] = add((*rules, *plain(NULL)), False)
    flat: list[tuple] = []
    first: list[int] = []
    is_open: list[bool] = []
    by_tag = []
    for rules, is_list in nodes:  # grows while it is walked
        own = list(flattened(rules))
        first.append(len(flat))
        is_open.append(own[-1:] == [...])
        own = [rule for rule in own if rule is not ...]
        places = [slot(rule.tag) for rule in own]
        by_tag.append(np.full(TAGS, -1, np.int16))
        for place in set(places):
            by_tag[-1][place] = len(flat) + places.index(place)
        for index, rule in enumerate(own):
            here = len(flat)
            later = places[index + 1 :]
            same = here + 1 + later.index(places[index]) if places[index] in later else -1
            node = -1 if rule.rules is None else add(rule.rules, rule.is_list)
            following = first[-1] if is_list else here + 1
            flat.append(
                (following, same, rule.identity, rule.form, rule.leaks, node, rule.is_extension)
            )
    return Grammar(
        root,
        np.array(by_tag, np.int16),
        np.array(first, np.int64),
        np.array(is_open, np.int64),
        np.array(flat, np.int64).reshape(-1, len(Part)),
    )


def flattened(rules):
    """Rules, and rules of groups of rules, in order."""
    for rule in rules:
        if isinstance(rule, Rule) or rule is ...:
            yield rule
        else:
            yield from flattened(rule)


def slot(tag):
    """The place of a tag in `by_tag`."""
    return tag & 0xFF if tag >> 8 else CONTEXT_TAGS + tag
