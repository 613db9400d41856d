"""Diameter messages that python-diameter encodes: which AVPs may stand where, and their values.

Where the library knows a command, its own list of the command's AVPs is used, groups within groups
too; the commands of SMS, location services and the exposure function are listed here by code.
"""

import inspect
from datetime import UTC, datetime
from random import Random
from typing import Any, NamedTuple

from diameter.message import Avp, DefinedMessage, Message, MessageHeader, commands
from diameter.message.avp import grouped
from diameter.message.avp.avp import (
    AvpAddress,
    AvpFloat32,
    AvpFloat64,
    AvpGrouped,
    AvpInteger32,
    AvpInteger64,
    AvpOctetString,
    AvpTime,
    AvpUnsigned32,
    AvpUnsigned64,
    AvpUtf8String,
)
from diameter.message.avp.generator import AvpGenDef

from tests.build.diameter import tbcd

V = 10415
DEPTH_MAX = 6
# The library's own slips: 3GPP's 623 is no group, 2907 is 3GPP's; and Failed-AVP is not read.
LEFT_OUT = {(623, V), (2907, 0), (279, 0)}
# A number of identities: their code, vendor and encoding.
NUMBERS = {701: "msisdn", 1489: "sgsn_gt", 1645: "msc_gt", 2403: "msc_gt", 1474: "gmlc_gt"} | {
    3300: "smsc_gt"
}
NODE = [(1489, V), (2402, V), (2408, V), (2403, V), (1645, V), (2404, V)]
GROUPS = {
    (3102, V): [(1, 0), (701, V), (3111, V), (3101, V)],
    (3316, V): [(3317, V), (3318, V), (3319, V)],
    (3317, V): [(3306, V), (3313, V)],
    (3318, V): [(3306, V), (3314, V)],
    (3319, V): [(3306, V), (3315, V)],
    (2406, V): NODE,
    (2401, V): NODE,
    (3303, V): [(3304, V), (3305, V)],
}
RESULT = [(268, 0), (297, 0)]
USER = [(1, 0), (701, V)]
WHO = [(3102, V), (3300, V), (1423, V)]
EVENTS = [(3102, V), (3122, V), (3123, V), (1490, V)]
# (application, command): AVPs of the request, AVPs of the answer; TS 29.338, 29.172, 29.173,
# 29.336 and 29.128.
LISTED = {
    (16777291, 8388622): ([*USER, (2405, V)], [*RESULT, *USER, (2400, V), (2401, V), (2406, V)]),
    (16777255, 8388620): (
        [*USER, (1402, V), (2500, V), (1241, V), (2501, V), (2503, V)],
        [*RESULT, (1242, V), (2514, V), (2517, V), (1604, V), (1607, V), (2401, V)],
    ),
    (16777255, 8388621): ([*USER, (1402, V), (2518, V), (1242, V), (2517, V), (2401, V)], RESULT),
    (16777312, 8388647): (
        [*USER, (3300, V), (3308, V), (3309, V), (3310, V), (3311, V)],
        [*RESULT, *USER, (2401, V), (2406, V), (2400, V), (3312, V), (3313, V)],
    ),
    (16777312, 8388648): ([(3300, V), (3102, V), (2401, V), (3316, V)], RESULT),
    (16777312, 8388649): ([*WHO, (3316, V)], [*RESULT, (3102, V)]),
    (16777313, 8388645): ([*WHO, (3301, V)], [*RESULT, (3301, V), (3307, V)]),
    (16777313, 8388646): (
        [(1, 0), (3300, V), (3301, V), (1645, V), (1489, V), (3302, V)],
        [*RESULT, (3301, V), (3307, V)],
    ),
    (16777313, 8388648): ([(3300, V), (3102, V), (2401, V)], RESULT),
    (16777310, 8388641): ([(3102, V), (3103, V), (3104, V)], [*RESULT, (3102, V), (2401, V)]),
    (16777345, 8388718): (EVENTS, [*RESULT, (3102, V), (3123, V)]),
    (16777345, 8388719): ([(3102, V), (3123, V)], RESULT),
    (16777345, 8388726): ([(3102, V)], [*RESULT, (3102, V)]),
    (16777346, 8388718): (EVENTS, [*RESULT, (3102, V), (3123, V)]),
    (16777346, 8388719): ([(3102, V), (3123, V)], RESULT),
    (16777346, 8388732): ([(3102, V), (4315, V)], RESULT),
    (16777346, 8388733): ([(3102, V), (4315, V)], RESULT),
    (16777346, 8388734): ([(3102, V), (4315, V)], RESULT),
}


class Made(NamedTuple):
    """A message, and what was put into it."""

    octets: bytes
    fields: dict[str, Any]


def definitions() -> dict[tuple[int, int], list[tuple[int, int]]]:
    """What may stand in each group, as the library's classes say."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    modules = [grouped, *(each for each in vars(commands).values() if inspect.ismodule(each))]
    for module in modules:
        for kind in filter(inspect.isclass, vars(module).values()):
            for each in getattr(kind, "avp_def", ()) if kind is not DefinedMessage else ():
                if isinstance(each, AvpGenDef) and each.type_class is not None:
                    inner = getattr(each.type_class, "avp_def", ())
                    found[each.avp_code, each.vendor_id] = [
                        (one.avp_code, one.vendor_id) for one in inner
                    ]
    return found | GROUPS


INNER = definitions()
KINDS = {
    (kind.code, kind.__name__.endswith("Request")): kind
    for kind in vars(commands).values()
    if inspect.isclass(kind) and kind.__name__.endswith(("Request", "Answer"))
}


def avps_of(application: int, command: int, *, is_request: bool) -> list[tuple[int, int]]:
    """The AVPs that a command may have, Session-Id and its kin left out."""
    if (application, command) in LISTED:
        return LISTED[application, command][0 if is_request else 1]
    listed = KINDS[command, is_request].avp_def
    return [(each.avp_code, each.vendor_id) for each in listed]


AROUND = {263: "session_id", 264: "origin_host", 296: "origin_realm"} | {
    293: "destination_host",
    283: "destination_realm",
}


class Dice:
    """Draws AVPs and remembers what our decoder must read of them."""

    def __init__(self, random: Random):
        self.random = random
        self.fields: dict[str, Any] = {}

    def digits(self, count: int) -> str:
        """Some decimal digits."""
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def keep(self, name: str, value: object) -> None:
        """The first of a kind is what is read."""
        self.fields.setdefault(name, value)

    def avp(self, code: int, vendor: int, depth: int = 0) -> Avp:
        """One AVP with a value; a group with some of what it may have."""
        made = Avp.new(code, vendor)
        if isinstance(made, AvpGrouped):
            inner = INNER.get((code, vendor), [])
            some = [each for each in inner if depth < DEPTH_MAX and self.random.random() < 0.6]
            made.value = [
                self.avp(*each, depth + 1) for each in dict.fromkeys(some) if each not in LEFT_OUT
            ]
        else:
            made.value = self.value(code, vendor, made, depth)
        return made

    def value(self, code: int, vendor: int, made: Avp, depth: int) -> Any:
        """A value of an AVP's type; what we read of it is kept."""
        if vendor == 0 and code in AROUND and depth == 0:
            return self.text_around(AROUND[code], made)
        if vendor == 0 and code == 1:
            return self.user_name(depth)
        if vendor == V and code in NUMBERS:
            digits = self.digits(self.random.randint(5, 15))
            self.keep(NUMBERS[code], digits)
            return tbcd(digits)
        if vendor == V and code == 1402:
            imei = self.digits(self.random.choice((14, 15)))
            self.keep("imei", imei)
            return imei
        if vendor == V and code == 601:
            digits = self.digits(self.random.randint(5, 15))
            self.keep("msisdn", digits)
            return self.random.choice((f"tel:+{digits}", f"sip:+{digits}@ims.example"))
        if vendor == V and code == 1407:
            packed = bytes(self.random.randrange(256) for _ in range(3))
            if depth == 0:
                self.keep("visited_plmn", int.from_bytes(packed, "big"))
            return packed
        return self.plain(code, vendor, made, depth)

    def text_around(self, name: str, made: Avp) -> Any:
        """A host, a realm, a session of this message's host."""
        text = {
            "session_id": f"mme.example;{self.digits(8)};{self.digits(3)}",
            "origin_host": "mme.example",
        }.get(name, f"{self.digits(3)}.example")
        self.keep(name, text)
        return text if isinstance(made, AvpUtf8String) else text.encode()

    def user_name(self, depth: int) -> str:
        """An IMSI, an IMSI at a realm, or a name that is none."""
        imsi = self.digits(15)
        text = self.random.choice((imsi, f"{imsi}@ims.example", f"user{imsi}@ims.example"))
        if not text.startswith("u"):
            self.keep("imsi", imsi)
        self.keep("user_name", text)
        return text

    def plain(self, code: int, vendor: int, made: Avp, depth: int) -> Any:
        """A value by type alone."""
        number = self.random.randrange(1, 1 << 15)
        named = {(268, 0, 0): "result_code", (298, 0, 1): "experimental_result"} | {
            (1490, V, 0): "idr_flags"
        }
        if (code, vendor, depth) in named:
            self.keep(named[code, vendor, depth], number)
        if isinstance(made, AvpUtf8String):
            return "x" * self.random.randint(1, 40)
        if isinstance(made, AvpAddress):
            return "192.0.2.1"
        if isinstance(made, AvpTime):
            return datetime(2026, 11, 22, tzinfo=UTC)
        numbers = (AvpInteger32, AvpInteger64, AvpUnsigned32, AvpUnsigned64)
        if isinstance(made, (*numbers, AvpFloat32, AvpFloat64)):
            return number
        assert isinstance(made, AvpOctetString)
        return self.random.randbytes(self.random.randint(1, 40))


def make(application: int, command: int, random: Random, *, is_request: bool) -> Made:
    """One message: what must stand around it, and some of what it may have."""
    dice = Dice(random)
    around = [(code, 0) for code in AROUND if is_request or code not in {283, 293}]
    more = dict.fromkeys(avps_of(application, command, is_request=is_request))
    some = [each for each in more if each not in LEFT_OUT and random.random() < 0.7]
    wanted = around + [each for each in some if each not in around and each != (282, 0)]
    if (297, 0) in wanted and (268, 0) in wanted:
        wanted.remove((297, 0))
    header = MessageHeader(
        command_code=command,
        application_id=application,
        hop_by_hop_identifier=random.randrange(1 << 32),
        end_to_end_identifier=random.randrange(1 << 32),
        command_flags=0xC0 if is_request else 0x40,
    )
    message = Message(header, [dice.avp(*each) for each in wanted])
    routes = [f"{dice.digits(4)}.example" for _ in range(random.randrange(3) if is_request else 0)]
    for route in routes:
        message.append_avp(Avp.new(282, 0, route.encode()))
    if routes:
        dice.keep("route_record", routes[0])
    dice.fields |= {
        "app_id": application,
        "command": command,
        "is_request": int(is_request),
        "flags": header.command_flags,
        "hop_by_hop": header.hop_by_hop_identifier,
        "end_to_end": header.end_to_end_identifier,
        "route_records": len(routes),
        "op": command,
    }
    return Made(message.as_bytes(), dice.fields)
