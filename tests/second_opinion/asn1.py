"""Random values of an ASN.1 type, by pycrate's description of it, and what is in them.

A value is filled by the names of the specification: fields and types say what is an identity and
what a result gives away, and the decoder, which knows tags alone, must find the same. Extension
containers stay out; so a value has no octet that the decoder may call unexplained.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.build.digits import address_string, semi_octets
from tests.build.isup import called_party, generic_number

LIST_MAX = 3
OCTETS_MAX = 12
DEPTH_FULL = 4  # deeper, optional fields get rare
LEFT_OUT = {"ExtensionContainer", "SLR-ArgExtensionContainer", "PrivateExtensionList", "EXTENSION"}
EXTENSION_FIELDS = {"extensionContainer", "extensions", "slr-ArgExtensionContainer"}


@dataclass
class Leaf:
    """One primitive value: the names that lead to it, its type's name, and the digits in it."""

    path: tuple[str, ...]
    kind: str
    digits: str | None = None
    size: int = 0  # of an OCTET STRING


@dataclass
class Filled:
    """A value and its leaves in the order of the encoding; what it holds of nothing but names."""

    dice: Random
    fullness: float
    leaves: list[Leaf] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)  # of constructed values too

    def value(self, kind: Any, path: tuple[str, ...] = ()) -> Any:
        """A value of this type."""
        self.names.append(path)
        make = {
            "SEQUENCE": self.sequence,
            "SET": self.sequence,
            "CHOICE": self.choice,
            "SEQUENCE OF": self.several,
            "SET OF": self.several,
        }.get(kind.TYPE)
        if make:
            return make(kind, path)
        leaf = Leaf(path, type_name(kind))
        self.leaves.append(leaf)
        return self.primitive(kind, leaf)

    def sequence(self, kind: Any, path: tuple[str, ...]) -> dict[str, Any]:
        """All mandatory elements and some of the others."""
        rare = 1.0 if len(path) < DEPTH_FULL else 0.4
        return {
            name: self.value(part, (*path, name))
            for name, part in kind._cont.items()
            if name not in EXTENSION_FIELDS and type_name(part) not in LEFT_OUT
            if not part._opt or self.dice.random() < self.fullness * rare
        }

    def choice(self, kind: Any, path: tuple[str, ...]) -> tuple[str, Any]:
        """One of the alternatives."""
        name = self.dice.choice(list(kind._cont))
        return name, self.value(kind._cont[name], (*path, name))

    def several(self, kind: Any, path: tuple[str, ...]) -> list[Any]:
        """At least one and not many."""
        least, most = bounds(kind._const_sz, (1, LIST_MAX))
        count = self.dice.randint(max(least, 1), max(least, 1, min(most, LIST_MAX)))
        return [self.value(kind._cont, (*path, "*")) for _ in range(count)]

    def primitive(self, kind: Any, leaf: Leaf) -> Any:
        """A value of a type without parts."""
        dice = self.dice
        if kind.TYPE == "NULL":
            return 0
        if kind.TYPE == "BOOLEAN":
            return dice.random() < 0.5
        if kind.TYPE == "ENUMERATED":
            return dice.choice(list(kind._cont))
        if kind.TYPE == "INTEGER":
            least, most = bounds(kind._const_val, (0, 127))
            return dice.randint(least, most)
        if kind.TYPE == "OBJECT IDENTIFIER":
            return (0, 4, 0, 0, 1, 0, 1)
        least, most = bounds(kind._const_sz, (1, OCTETS_MAX))
        size = dice.randint(least, max(least, min(most, OCTETS_MAX)))
        if kind.TYPE == "BIT STRING":
            return dice.getrandbits(size), size
        if kind.TYPE != "OCTET STRING":
            return "".join(dice.choices("0123456789", k=size))
        return self.octets(leaf, size)

    def octets(self, leaf: Leaf, size: int) -> bytes:
        """Digits where the type or its field says so, else octets of any kind."""
        for kinds, form in FORMS:
            if leaf.kind in kinds or (leaf.path[-1:] and leaf.path[-1] in kinds):
                count = self.dice.randint(*((15, 16) if form is semi_octets else (5, 15)))
                leaf.digits = "".join(self.dice.choices("0123456789", k=count))
                return form(leaf.digits)
        leaf.size = size
        return self.dice.randbytes(size)


FORMS = (
    ({"IMSI", "IMEI", "iMSI", "iMEI", "SendAuthenticationInfoArg"}, semi_octets),
    ({"assistingSSPIPRoutingAddress"}, generic_number),
    ({"CalledPartyNumber", "ipRoutingAddress"}, called_party),
    (
        {
            *("ISDN-AddressString", "AddressString", "SMS-AddressString", "FTN-AddressString"),
            *("CalledPartyBCDNumber", "calledPartyBCDNumber"),
        },
        address_string,
    ),
)


def type_name(kind: Any) -> str:
    """The name of a type, or nothing where it has none of its own."""
    reference = kind._typeref
    called = getattr(reference, "called", "") if reference is not None else ""
    return called[-1] if isinstance(called, tuple) else str(called)


def bounds(constraint: Any, default: tuple[int, int]) -> tuple[int, int]:
    """The least and greatest of a constraint."""
    if constraint is None or constraint.lb is None or constraint.ub is None:
        return default
    return constraint.lb, constraint.ub


def operations(module: Any, prefix: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(module, name, definition) of each OPERATION in the modules whose name begins so."""
    for room in sorted(dir(module)):
        if not room.startswith(prefix):
            continue
        for name in getattr(module, room)._obj_:
            one = getattr(getattr(module, room), name.replace("-", "_"), None)
            known = getattr(one, "_val", None)
            if isinstance(known, dict) and "operationCode" in known:
                yield room, name, known
