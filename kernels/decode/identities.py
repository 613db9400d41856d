"""From parameters to identities: walk each MAP argument and result by the grammar, fill its digits.

The walk keeps its own stack of open elements, so there is no recursion and a depth limit. What the
grammar does not name is skipped by its length. The first identity of a kind wins.
"""

from typing import NamedTuple

import numpy as np

from kernels.ber import CONSTRUCTED, MISMATCH, element
from kernels.columns import FIRST_IDENTITY, NO_DIGITS, Cell
from kernels.decode.map_arguments import Form
from kernels.jit import kernel, leaf
from kernels.meanings import Protocol
from kernels.outcome import Layer, Oddity, Stop
from kernels.tbcd import DIGITS_MAX, FILLER, Digits, read_address, read_string
from kernels.wire.tcap import ComponentTag

DEPTH_MAX = 8
ELEMENTS_MAX = 256  # in one parameter
SEGMENTS_MAX = 16  # of one constructed string
OCTET_STRING = 0x04

LONG_ADDRESS = np.int64(1 << Oddity.LONG_ADDRESS)
OUT_OF_ORDER = np.int64(1 << Oddity.OUT_OF_ORDER)
TRAILING = np.int64(1 << Oddity.TRAILING_OCTETS)
CONSTRUCTED_STRING = np.int64(1 << Oddity.CONSTRUCTED_STRING)


class Stack(NamedTuple):
    """The open elements of one walk, DEPTH_MAX each."""

    end: np.ndarray  # of the element's contents
    next_at: np.ndarray  # behind the element
    node: np.ndarray  # grammar node of its contents
    cursor: np.ndarray  # next rule in the order of the ASN.1


def allocate_stack():
    """An empty stack."""
    return Stack(*(np.zeros(DEPTH_MAX, np.int64) for _ in range(4)))


@leaf
def is_result(component):
    """Whether the parameter is a result's."""
    return component == ComponentTag.RESULT or component == ComponentTag.RESULT_PART


@leaf
def digits(buf, at, end, form):
    """The digits of an element of this form."""
    if form == Form.TBCD:
        return read_string(buf, at, end)
    return read_address(buf, at, end)


@leaf
def joined_digits(buf, at, end, form):
    """The digits of a constructed string (X.690 8.7.3), joined; none if a segment is broken."""
    packed, count = np.uint64(0), np.int64(0)
    header = np.int64(0 if form == Form.TBCD else 1)  # octets of nature and plan yet to come
    for _ in range(SEGMENTS_MAX):
        if at >= end:
            break
        x = element(buf, at, end)
        if x.stop != 0 or x.tag != OCTET_STRING or x.oddities & MISMATCH:
            return Digits(NO_DIGITS, np.int64(0), False, True)
        skipped = min(header, x.value_end - x.value_at)
        header -= skipped
        piece = read_string(buf, x.value_at + skipped, x.value_end)
        for index in range(min(piece.count, DIGITS_MAX - count)):
            digit = (piece.packed >> np.uint64(60 - 4 * index)) & np.uint64(FILLER)
            packed = (packed << np.uint64(4)) | digit
            count += 1
        at = x.next_at
    for _ in range(count, DIGITS_MAX):
        packed = (packed << np.uint64(4)) | np.uint64(FILLER)
    return Digits(packed, count, at < end, True)


@leaf
def rule_for(tags, tag, first, cursor, last):
    """The rule for `tag`: the next one from `cursor` on, else one that was passed, else -1."""
    for rule in range(cursor, last):
        if tags[rule] == tag:
            return rule
    for rule in range(first, cursor):
        if tags[rule] == tag:
            return rule
    return np.int64(-1)


@kernel
def read_identities(octets, signals, rows, grammar, stack):
    """Fill `identity` of the first `rows` signals; a broken parameter stops its row at MAP."""
    numbers, words = signals.numbers, signals.words
    for row in range(rows):
        op = numbers[Cell.OP, row]
        component = numbers[Cell.COMPONENT, row]
        at = numbers[Cell.PARAMETER_AT, row]
        if at < 0 or op < 0 or op > 255 or numbers[Cell.PROTOCOL, row] != Protocol.MAP:
            continue
        if component != ComponentTag.INVOKE and not is_result(component):
            continue
        node = grammar.root[1 if is_result(component) else 0, op]
        if node < 0:
            continue
        oddities, stop = np.int64(0), np.int64(Stop.TOO_MANY)
        depth = np.int64(0)
        stack.end[0] = stack.next_at[0] = numbers[Cell.PARAMETER_END, row]
        stack.node[0], stack.cursor[0] = node, grammar.first[node]
        for _ in range(ELEMENTS_MAX):
            while depth >= 0 and at >= stack.end[depth]:
                at = stack.next_at[depth]
                depth -= 1
            if depth < 0:
                stop = np.int64(0)
                break
            x = element(octets, at, stack.end[depth])
            if x.stop != 0:
                stop = x.stop
                break
            oddities |= x.oddities
            at = x.next_at
            if depth == 0 and at < stack.end[0]:
                oddities |= TRAILING  # an operation has one parameter
            tag = (x.tag >> 6) << 8 | x.number
            node = stack.node[depth]
            first, last = grammar.first[node], grammar.first[node + 1]
            rule = rule_for(grammar.tag, tag, first, stack.cursor[depth], last)
            if rule < 0:
                continue
            if rule < stack.cursor[depth] and grammar.node[rule] < 0:
                oddities |= OUT_OF_ORDER
            stack.cursor[depth] = rule + 1
            identity = grammar.identity[rule]
            if identity >= 0:
                if x.oddities & MISMATCH:
                    continue  # half an identity names somebody else
                form = grammar.form[rule]
                if x.tag & CONSTRUCTED:
                    oddities |= CONSTRUCTED_STRING
                    found = joined_digits(octets, x.value_at, x.value_end, form)
                else:
                    found = digits(octets, x.value_at, x.value_end, form)
                if found.is_long:
                    oddities |= LONG_ADDRESS
                if words[FIRST_IDENTITY + identity, row] == NO_DIGITS:
                    words[FIRST_IDENTITY + identity, row] = found.packed
            elif grammar.node[rule] >= 0:
                if depth + 1 == DEPTH_MAX:
                    stop = np.int64(Stop.TOO_DEEP)
                    break
                depth += 1
                stack.end[depth], stack.next_at[depth] = x.value_end, x.next_at
                stack.node[depth] = grammar.node[rule]
                stack.cursor[depth] = grammar.first[grammar.node[rule]]
                at = x.value_at
        numbers[Cell.ODDITIES, row] |= oddities
        if stop != 0 and numbers[Cell.STOP, row] == 0:
            numbers[Cell.STOP_LAYER, row], numbers[Cell.STOP, row] = np.int64(Layer.MAP), stop
