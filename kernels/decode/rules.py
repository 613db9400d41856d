"""How the tables of MAP and CAP arguments are written: rules about elements, in words of the ASN.1.

A node is the list of rules for the elements of one SEQUENCE, CHOICE or SEQUENCE OF. It names every
element that the specification has; the last `...` of a node says that the ASN.1 has its extension
marker there. A named element that holds nothing of interest is not looked into. So an element that
no rule names is one that the specification does not have: its octets are counted as unexplained.

It is also odd (Oddity.UNKNOWN_ELEMENT) unless it stands where the ASN.1 lets later versions add
elements: behind all known ones of a node that ends in `...`. An extension container may stand where
it is named, and is unexplained without being odd.
"""

from enum import IntEnum
from typing import NamedTuple

from kernels.meanings import Identity, Leak


class Form(IntEnum):
    """How a value is written. Of digits: one more than the octets before them."""

    NONE = 0
    TBCD = 1  # IMSI, IMEI: TBCD-STRING
    ADDRESS = 2  # ISDN-AddressString, CalledPartyBCDNumber: nature and plan, then TBCD
    NUMBER = 3  # Q.763 3.9: odd indicator and nature, plan, then digits
    GENERIC_NUMBER = 4  # Q.763 3.26: a qualifier, then as NUMBER
    CELL = 5  # CellGlobalIdOrServiceAreaIdOrLAI, or its octets without the CHOICE
    SHORT_MESSAGE = 6  # SM-RP-UI: header only


class Rule(NamedTuple):
    """One element: its tag and what is read of it."""

    tag: int  # class << 8 | number
    identity: int = -1
    form: int = Form.NONE
    leaks: int = 0  # bit set of Leak
    rules: tuple | None = None  # of the elements inside
    is_list: bool = False  # a SEQUENCE OF: the elements inside repeat
    is_extension: bool = False


# Universal tags (X.680 8.4).
BOOLEAN, INTEGER, BITS, STRING, NULL, OID, ENUMERATED = 1, 2, 3, 4, 5, 6, 10
SEQUENCE, SET, NUMERIC, IA5 = 16, 17, 18, 22


def context(number):
    """Context tag `number`."""
    return 2 << 8 | number


def named(*numbers):
    """Elements under these context tags that are not looked into."""
    return tuple(Rule(context(number)) for number in numbers)


def plain(*tags):
    """Elements under these universal tags that are not looked into."""
    return tuple(Rule(tag) for tag in tags)


def extension(tag=SEQUENCE):
    """An ExtensionContainer, or the list of extensions of CAP."""
    return Rule(tag, is_extension=True)


def imsi(tag=STRING):
    """An IMSI."""
    return Rule(tag, Identity.IMSI, Form.TBCD)


def imei(tag=STRING):
    """An IMEI or IMEISV."""
    return Rule(tag, Identity.IMEI, Form.TBCD)


def number(tag, identity, form=Form.ADDRESS):
    """The number of a node or subscriber."""
    return Rule(tag, identity, form)


def inside(tag, *rules):
    """An element whose own elements are read by `rules`."""
    return Rule(tag, rules=rules)


def each(tag, *rules):
    """A SEQUENCE OF, whose elements are read by `rules` again and again."""
    return Rule(tag, rules=rules, is_list=True)


def leaking(rule, *leaks):
    """`rule`, whose element gives these away."""
    bits = rule.leaks
    for leak in leaks:
        bits |= 1 << leak
    return rule._replace(leaks=bits)


def telling(tag, *leaks):
    """An element that gives these away and is not looked into."""
    return leaking(Rule(tag), *leaks)


def cell(tag):
    """A CellGlobalIdOrServiceAreaIdOrLAI: a CHOICE, in early versions its octets."""
    return Rule(
        tag,
        form=Form.CELL,
        rules=(telling(context(0), Leak.CELL), telling(context(1), Leak.AREA)),
    )
