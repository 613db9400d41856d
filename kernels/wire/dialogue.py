"""The dialogue portion of a TCAP message (Q.773 3.2.3, tables 33 to 44): in which context.

  6B dialogue portion                                       read by `kernels.wire.tcap`
     28 EXTERNAL: 06 dialogue-as-id 0.0.17.773.1.1.1, or unidialogue-as-id 0.0.17.773.1.2.1
        A0 single-ASN1-type
           60 AARQ, AUDT   80 version | A1 { 06 context name } | BE user information
           61 AARE         80 version | A1 { 06 context name } | A2 result | A3 diagnostic | BE
           64 ABRT         80 abort source | BE user information

Nearly all are of one form in short lengths, which is compared in one go. Anything else is walked:
each part is looked for wherever it stands, because receivers have been seen to find it there, and
what stands before, behind or beside it is malformed. User information is known and not read.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.ber import MISMATCH, element
from kernels.jit import inlined, leaf
from kernels.octets import u8, u16, u24, u32, u64
from kernels.outcome import Oddity


class Tag(IntEnum):
    """Elements of the dialogue portion."""

    OBJECT_IDENTIFIER = 0x06
    EXTERNAL = 0x28
    AARQ = 0x60  # AUDT too
    AARE = 0x61
    ABRT = 0x64
    SINGLE_ASN1 = 0xA0
    CONTEXT_NAME = 0xA1


ELEMENTS_MAX = 16
SYNTAX = np.uint64(0x0607_0011_8605_0101)  # dialogue-as-id, its tag and length; 01 follows
AS_DIALOGUE, AS_UNIDIALOGUE = 0x01_0101, 0x01_0201
SYNTAX_LEN = np.int64(7)  # of the name's contents
SYNTAX_HEAD = 0x0011_8605  # 0.0.17.773
PLAIN_LEN = np.int64(32)  # of a dialogue portion with nothing but version and MAP context name
VERSION1 = 0x8002_0780  # protocol-version [0] BIT STRING { version1 }
NAME_HEAD = 0xA109_0607  # application-context-name [1], an OBJECT IDENTIFIER of seven octets
ANSWER_LEN = 12  # result and diagnostic of an ordinary AARE
RESULT_HEAD, SOURCE_HEAD, DIAGNOSTIC_HEAD = 0xA203_0201, 0xA305, 0x03_0201
EXTERNAL_TAG, SINGLE_TAG = np.int64(Tag.EXTERNAL), np.int64(Tag.SINGLE_ASN1)
NAME_TAG = np.int64(Tag.OBJECT_IDENTIFIER)
# Which context-specific elements a PDU may have, bit by tag number.
OF_AARQ, OF_AARE, OF_ABRT = 1 << 0 | 1 << 1 | 1 << 30, 0xF | 1 << 30, 1 << 0 | 1 << 30
MALFORMED = np.int64(1 << Oddity.CONTEXT_MALFORMED)
NONE, NOTHING = np.int64(-1), np.int64(0)


class Dialogue(NamedTuple):
    """Where the application context's name lies: content octets of its OBJECT IDENTIFIER."""

    acn_at: int  # -1 when there is none
    acn_end: int
    oddities: int
    unexplained: int


class Part(NamedTuple):
    """The contents of one element among others."""

    at: int  # -1 when it is not there
    end: int
    before: int  # octets before it
    behind: int
    oddities: int


@leaf
def absent():
    """No dialogue portion."""
    return Dialogue(NONE, NONE, NOTHING, NOTHING)


@inlined
def parse(buf, at, end):
    """The dialogue portion whose contents lie from `at` to `end`."""
    size = end - at
    # The ordinary form first: all lengths short, each as long as what it holds.
    if size >= PLAIN_LEN - 2 and size < 0x80 and is_plain(buf, at, size):
        return Dialogue(at + 23, at + 30, NOTHING, NOTHING)
    return walk(buf, at, end)


@inlined
def is_plain(buf, at, size):
    """Whether the `size` octets from `at` are an AARQ or AARE with a name of seven octets."""
    if u16(buf, at) != (0x2800 | (size - 2)) or u64(buf, at + 2) != SYNTAX:
        return False
    if u24(buf, at + 10) != (0x01A000 | (size - 13)):
        return False
    head = u16(buf, at + 13) - (size - 15)
    if u32(buf, at + 15) != VERSION1 or u32(buf, at + 19) != NAME_HEAD:
        return False
    if head == 0x6000:
        return size == PLAIN_LEN - 2
    return head == 0x6100 and size == PLAIN_LEN - 2 + ANSWER_LEN and is_answer(buf, at + 30)


@leaf
def is_answer(buf, at):
    """Whether a result and its diagnostic stand here, each of one octet (Q.773 table 37)."""
    source = u8(buf, at + 7)
    return (
        u32(buf, at) == RESULT_HEAD
        and u16(buf, at + 5) == SOURCE_HEAD
        and (source == 0xA1 or source == 0xA2)
        and u24(buf, at + 8) == DIAGNOSTIC_HEAD
    )


@leaf
def part(buf, at, end, tag):
    """The first element of that tag between `at` and `end`."""
    first, oddities = at, NOTHING
    for _ in range(ELEMENTS_MAX):
        x = element(buf, at, end)
        oddities |= x.oddities
        if x.stop != 0:
            break
        if x.tag == tag:
            return Part(x.value_at, x.value_end, at - first, end - x.next_at, oddities)
        at = x.next_at
    return Part(NONE, NONE, end - first, NOTHING, oddities)


@leaf
def has_syntax(buf, at, end):
    """Whether `at` to `end` name a dialogue's abstract syntax, or a unidirectional dialogue's."""
    x = element(buf, at, end)
    if x.stop != 0 or x.tag != NAME_TAG or x.next_at != end:
        return False
    if x.value_end - x.value_at != SYNTAX_LEN or u32(buf, x.value_at) != SYNTAX_HEAD:
        return False
    rest = u24(buf, x.value_at + 4)
    return rest == AS_DIALOGUE or rest == AS_UNIDIALOGUE


@leaf
def walk(buf, at, end):
    """A dialogue portion of any form."""
    outer = part(buf, at, end, EXTERNAL_TAG)
    if outer.at < 0:
        return Dialogue(NONE, NONE, outer.oddities | MALFORMED, outer.before)
    unexplained = outer.before + outer.behind
    single = part(buf, outer.at, outer.end, SINGLE_TAG)
    oddities = outer.oddities | single.oddities
    if single.at < 0:
        return Dialogue(NONE, NONE, oddities | MALFORMED, unexplained + single.before)
    unexplained += single.behind
    if not has_syntax(buf, outer.at, outer.at + single.before):
        oddities |= MALFORMED
        unexplained += single.before
    x = element(buf, single.at, single.end)
    allowed = np.int64(OF_ABRT)
    if x.tag == Tag.AARQ or x.tag == Tag.AARE:
        allowed = np.int64(OF_AARQ if x.tag == Tag.AARQ else OF_AARE)
    elif x.tag != Tag.ABRT or x.stop != 0:
        return Dialogue(NONE, NONE, oddities | MALFORMED, unexplained + single.end - single.at)
    unexplained += single.end - x.next_at
    inside = elements(buf, x.value_at, x.value_end, allowed)
    unexplained += inside.unexplained
    oddities |= x.oddities | inside.oddities
    if unexplained != 0:
        oddities |= MALFORMED
    return Dialogue(inside.acn_at, inside.acn_end, oddities, unexplained)


@leaf
def elements(buf, at, end, allowed):
    """The elements of one PDU: the context's name, and what does not belong there."""
    name_at = name_end = NONE
    oddities = unexplained = NOTHING
    last = NONE
    for _ in range(ELEMENTS_MAX):
        if at >= end:
            break
        x = element(buf, at, end)
        oddities |= x.oddities
        if x.stop != 0:
            break
        known = np.int64(0x80 if x.number == 0 else 0xA0 | x.number)
        if x.tag != known or x.number > 30 or allowed >> x.number & 1 == 0:
            unexplained += x.next_at - at
        elif x.number <= last:
            oddities |= MALFORMED
        else:
            last = x.number
        if x.tag == Tag.CONTEXT_NAME and name_at < 0:
            name = part(buf, x.value_at, x.value_end, NAME_TAG)
            unexplained += name.before + name.behind
            oddities |= name.oddities
            if name.oddities & MISMATCH == 0:  # a piece of a name is no name
                name_at, name_end = name.at, name.end
        at = x.next_at
    if at < end:
        oddities |= MALFORMED
        unexplained += end - at
    return Dialogue(name_at, name_end, oddities, unexplained)
