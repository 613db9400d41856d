"""From parameters to identities: walk each MAP and CAP argument and result by the grammar.

The walk keeps its own stack of open elements, so there is no recursion and a depth limit. A named
element that holds nothing of interest is skipped by its length; one that no rule names is counted
in octets. The first identity of a kind wins.

Leaks are what a result gives away to whoever asked. A few invokes tell as much: what the network
reports of itself (noteMM-Event, subscriberLocationReport, statusReport, noteMsPresentForGprs,
noteSubscriberDataModified, CAP's initialDP and event reports) and insertSubscriberData within the
dialogue of an update of location, whose sender it hands the profile.
"""

from typing import NamedTuple

import numpy as np

from kernels.ber import CONSTRUCTED, MISMATCH, element
from kernels.columns import FIRST_IDENTITY, NO_DIGITS, Cell
from kernels.decode.grammar import CAP_TABLE, CONTEXT_TAGS, MAP_TABLE, TAGS, Part
from kernels.decode.rules import Form
from kernels.jit import kernel, leaf
from kernels.meanings import Leak, Protocol
from kernels.octets import u8
from kernels.outcome import Layer, Oddity, Stop
from kernels.tbcd import DIGITS_MAX, FILLER, Digits, read, read_string
from kernels.wire import short_message
from kernels.wire.gsm_map import Operation
from kernels.wire.tcap import ComponentTag

DEPTH_MAX = 8
ELEMENTS_MAX = 256  # in one parameter
SEGMENTS_MAX = 16  # of one constructed string
OCTET_STRING = 0x04
CELL_OCTETS, AREA_OCTETS = 7, 5  # TS 29.002 17.7.8, fixed length
SUBSCRIBER_DATA_CONTEXT, MO_CONTEXT, MT_CONTEXT = 16, 21, 25
CENTRE_TAG = 4  # serviceCentreAddressDA

LONG_ADDRESS = np.int64(1 << Oddity.LONG_ADDRESS)
OUT_OF_ORDER = np.int64(1 << Oddity.OUT_OF_ORDER)
TRAILING = np.int64(1 << Oddity.TRAILING_OCTETS)
CONSTRUCTED_STRING = np.int64(1 << Oddity.CONSTRUCTED_STRING)
UNKNOWN_ELEMENT = np.int64(1 << Oddity.UNKNOWN_ELEMENT)
BAD_DIGITS = np.int64(1 << Oddity.BAD_DIGITS)
CELL = np.int64(1 << Leak.CELL)
AREA = np.int64(1 << Leak.AREA)
NONE = np.int64(-1)


class Stack(NamedTuple):
    """The open elements of one walk, DEPTH_MAX each."""

    end: np.ndarray  # of the element's contents
    next_at: np.ndarray  # behind the element
    node: np.ndarray  # grammar node of its contents
    cursor: np.ndarray  # next rule in the order of the ASN.1
    is_passed: np.ndarray  # 1: an element was met that no rule names


class Found(NamedTuple):
    """The digits of an element, and what is odd about them."""

    packed: int
    oddities: int


def allocate_stack():
    """An empty stack."""
    return Stack(*(np.zeros(DEPTH_MAX, np.int64) for _ in range(5)))


@leaf
def table_of(protocol, component):
    """The row of the grammar's roots for this component, or -1."""
    if component == ComponentTag.INVOKE:
        side = 0
    elif component == ComponentTag.RESULT or component == ComponentTag.RESULT_PART:
        side = 1
    else:
        return NONE
    if protocol == Protocol.MAP:
        return np.int64(MAP_TABLE + side)
    return np.int64(CAP_TABLE + side) if protocol == Protocol.CAP else NONE


@leaf
def tells(table, op, context):
    """Which leaks of the table count: all in a result and in what the network reports."""
    if table != MAP_TABLE:
        return NONE
    if op == Operation.INSERT_SUBSCRIBER_DATA:
        return NONE if context >= 0 and context != SUBSCRIBER_DATA_CONTEXT else np.int64(0)
    is_report = (
        op == Operation.NOTE_MM_EVENT
        or op == Operation.SUBSCRIBER_LOCATION_REPORT
        or op == Operation.STATUS_REPORT
        or op == Operation.NOTE_MS_PRESENT_FOR_GPRS
        or op == Operation.NOTE_SUBSCRIBER_DATA_MODIFIED
    )
    return NONE if is_report else np.int64(0)


@leaf
def slot_of(tag, number):
    """The place of a tag in the grammar's `by_tag`; the last, which no rule has, for others."""
    kind = tag >> 6
    if kind == 2 and number < CONTEXT_TAGS:
        return number
    if kind == 0 and number < TAGS - CONTEXT_TAGS:
        return CONTEXT_TAGS + number
    return np.int64(TAGS - 1)


@leaf
def digits(buf, at, end, form):
    """The digits of an element of this form, primitive."""
    header = form - 1
    nibbles = 2 * (end - at - header)
    if form >= Form.NUMBER and nibbles > 0:
        nibbles -= u8(buf, at + header - 2) >> 7  # odd: the last semi-octet is a filler
    return read(buf, at + header, end, nibbles)


@leaf
def identity_of(buf, at, end, form, tag, oddities):
    """The digits of an element's value; none of half an identity, which names somebody else."""
    if tag & CONSTRUCTED or oddities & MISMATCH:
        return rare_identity(buf, at, end, form, oddities)
    found = digits(buf, at, end, form)
    if found.is_decimal and not found.is_long:
        return Found(found.packed, np.int64(0))
    return Found(found.packed, odd_digits(buf, at, end, form, found.is_long, found.is_decimal))


@leaf
def rare_identity(buf, at, end, form, oddities):
    """The digits of an element that is cut, or a string in segments."""
    if oddities & MISMATCH:
        return Found(NO_DIGITS, np.int64(0))
    found = joined_digits(buf, at, end, form)
    odd = CONSTRUCTED_STRING | (LONG_ADDRESS if found.is_long else np.int64(0))
    if form == Form.TBCD and not found.is_decimal:
        odd |= BAD_DIGITS
    return Found(found.packed, odd)


@leaf
def odd_digits(buf, at, end, form, is_long, is_decimal):
    """What is odd about digits. By plan, numbers of E.164, E.212 and E.214 are decimal."""
    odd = LONG_ADDRESS if is_long else np.int64(0)
    plan = u8(buf, at) & 15 if form == Form.ADDRESS and at < end else np.int64(0)
    if not is_decimal and (form == Form.TBCD or plan == 1 or plan == 6 or plan == 7):
        odd |= BAD_DIGITS
    return odd


@leaf
def joined_digits(buf, at, end, form):
    """The digits of a constructed string (X.690 8.7.3), joined; none if a segment is broken."""
    packed, count = np.uint64(0), np.int64(0)
    is_decimal, is_odd = True, False
    header = form - 1  # octets of nature and plan yet to come
    for _ in range(SEGMENTS_MAX):
        if at >= end:
            break
        x = element(buf, at, end)
        if x.stop != 0 or x.tag != OCTET_STRING or x.oddities & MISMATCH:
            return Digits(NO_DIGITS, np.int64(0), False, True)
        skipped = min(header, x.value_end - x.value_at)
        if form >= Form.NUMBER and header >= 2 and skipped > header - 2:
            is_odd = u8(buf, x.value_at + header - 2) >> 7 == 1
        header -= skipped
        piece = read_string(buf, x.value_at + skipped, x.value_end)
        is_decimal = is_decimal and piece.is_decimal
        for index in range(min(piece.count, DIGITS_MAX - count)):
            digit = (piece.packed >> np.uint64(60 - 4 * index)) & np.uint64(FILLER)
            packed = (packed << np.uint64(4)) | digit
            count += 1
        at = x.next_at
    if is_odd and count > 0 and count & 1 == 0:
        packed >>= np.uint64(4)
        count -= 1
    for _ in range(count, DIGITS_MAX):
        packed = (packed << np.uint64(4)) | np.uint64(FILLER)
    return Digits(packed, count, at < end, is_decimal)


@leaf
def cell_leak(size, oddities):
    """What an octet string gives away that is a cell's identity or an area's, by its size."""
    if size >= CELL_OCTETS:
        return CELL
    is_area = size >= AREA_OCTETS and oddities & MISMATCH == 0  # a piece of a cell is no area
    return AREA if is_area else np.int64(0)


@leaf
def is_to_mobile(buf, at, message_at, table, op, context):
    """Whether a forwarded short message goes to the mobile station.

    The code of forwardSM means both ways in versions 1 and 2 (TS 29.002 17.6.4): the application
    context tells, else whether the destination is a service centre. A result holds a report.
    """
    if table != MAP_TABLE:
        return u8(buf, message_at) & 3 == short_message.MessageType.SUBMIT
    if op != Operation.MO_FORWARD_SM or context == MT_CONTEXT:
        return True
    if context == MO_CONTEXT:
        return False
    whole = element(buf, at, message_at)
    first = element(buf, whole.value_at, message_at)
    return first.stop != 0 or first.tag >> 6 != 2 or first.number != CENTRE_TAG


@leaf
def overlap(at, end, limit):
    """Octets from `at` to `end` that lie before `limit`."""
    return max(min(end, limit) - at, np.int64(0))


@leaf
def header_of(buf, start, at, end, table, op, context):
    """The header of the short message from `at` to `end` in the parameter at `start`."""
    way = at < end and is_to_mobile(buf, start, at, table, op, context)
    return short_message.parse(buf, at, end, way)


@leaf
def layer_of(table):
    """The layer whose table this is."""
    return np.int64(Layer.MAP if table < CAP_TABLE else Layer.CAP)


@leaf
def place_oddities(rule, cursor, is_passed):
    """What is odd about where a named element stands."""
    odd = OUT_OF_ORDER if rule < cursor else np.int64(0)
    return odd | UNKNOWN_ELEMENT if is_passed != 0 else odd


@leaf
def rule_of(rules, rule, cursor):
    """Of the rules of one tag from `rule` on, the next in order from `cursor`, else the last."""
    while rule < cursor and rules[rule, Part.SAME] >= 0:
        rule = rules[rule, Part.SAME]
    return rule


@kernel
def read_identities(octets, signals, rows, grammar, stack):
    """Fill identities, leaks and short messages' headers; what is broken stops at MAP or CAP."""
    numbers, words, rules = signals.numbers, signals.words, grammar.rules
    for row in range(rows):
        start, end = numbers[Cell.PARAMETER_AT, row], numbers[Cell.PARAMETER_END, row]
        op, context = numbers[Cell.OP, row], numbers[Cell.AC, row]
        table = table_of(numbers[Cell.PROTOCOL, row], numbers[Cell.COMPONENT, row])
        if start < 0 or table < 0 or op < 0 or op > 255:
            continue
        node, at = grammar.root[table, op], start
        oddities, leaks, unexplained = np.int64(0), np.int64(0), np.int64(0)
        depth, trailing_at, stop = np.int64(0), end, np.int64(Stop.TOO_MANY)
        stack.end[0] = stack.next_at[0] = end
        stack.node[0], stack.cursor[0], stack.is_passed[0] = node, grammar.first[node], 0
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
            size, at = overlap(at, x.next_at, trailing_at), x.next_at
            oddities |= x.oddities
            if depth == 0 and at < trailing_at:
                oddities, trailing_at = oddities | TRAILING, at  # an operation has one parameter
            rule = np.int64(grammar.by_tag[stack.node[depth], slot_of(x.tag, x.number)])
            if rule < 0:
                unexplained += size
                oddities |= UNKNOWN_ELEMENT * (1 - grammar.is_open[stack.node[depth]])
                stack.is_passed[depth] = 1
                continue
            rule = rule_of(rules, rule, stack.cursor[depth])
            oddities |= place_oddities(rule, stack.cursor[depth], stack.is_passed[depth])
            stack.cursor[depth] = rules[rule, Part.NEXT]
            unexplained += size * rules[rule, Part.IS_EXTENSION]
            leaks |= rules[rule, Part.LEAKS]
            identity, form = rules[rule, Part.IDENTITY], rules[rule, Part.FORM]
            if identity >= 0:
                found = identity_of(octets, x.value_at, x.value_end, form, x.tag, x.oddities)
                oddities |= found.oddities
                if words[FIRST_IDENTITY + identity, row] == NO_DIGITS:
                    words[FIRST_IDENTITY + identity, row] = found.packed
            elif form == Form.SHORT_MESSAGE:
                sm = header_of(octets, start, x.value_at, x.value_end, table, op, context)
                numbers[Cell.SM_PID, row], numbers[Cell.SM_DCS, row] = sm.pid, sm.dcs
                numbers[Cell.SM_UDHI, row], numbers[Cell.SM_IEI, row] = sm.udhi, sm.iei
            elif form == Form.CELL and x.tag & CONSTRUCTED == 0:
                leaks |= cell_leak(x.value_end - x.value_at, x.oddities)
            elif rules[rule, Part.NODE] >= 0:
                depth, at, node = depth + 1, x.value_at, rules[rule, Part.NODE]
                if depth == DEPTH_MAX:
                    stop = np.int64(Stop.TOO_DEEP)
                    break
                stack.end[depth], stack.next_at[depth], stack.node[depth] = (
                    x.value_end,
                    x.next_at,
                    node,
                )
                stack.cursor[depth], stack.is_passed[depth] = grammar.first[node], 0
        numbers[Cell.UNEXPLAINED, row] += unexplained + overlap(at, end, trailing_at)
        numbers[Cell.UNEXPLAINED, row] += end - trailing_at
        numbers[Cell.LEAKS, row] = leaks & tells(table, op, context)
        numbers[Cell.ODDITIES, row] |= oddities
        if stop != 0 and numbers[Cell.STOP, row] == 0:
            numbers[Cell.STOP_LAYER, row], numbers[Cell.STOP, row] = layer_of(table), stop
