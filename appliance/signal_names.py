"""Names of the numbers in the columns, and the small spellings that all rows share."""

from enum import IntEnum
from typing import Any

from kernels.columns import ABSENT, Messages, Signals
from kernels.meanings import Identity

DIGITS = "0123456789*#abc"  # TS 29.002 17.7.8 TBCD-STRING; 0xF is filler
IDENTITIES = tuple(identity.name.lower() for identity in Identity)
TCAP_NAMES = {
    # Q.773 table 8
    0x61: "unidirectional",
    0x62: "begin",
    0x64: "end",
    0x65: "continue",
    0x67: "abort",
    # ANSI T1.114.3: package types
    0xE1: "unidirectional",
    0xE2: "query",
    0xE3: "query_without_permission",
    0xE4: "response",
    0xE5: "conversation",
    0xE6: "conversation_without_permission",
    0xF6: "abort",
}
COMPONENTS = {
    # Q.773 table 19
    0xA1: "invoke",
    0xA2: "result",
    0xA3: "error",
    0xA4: "reject",
    0xA7: "result_part",
    # ANSI T1.114.3: the last of its kind, then not the last
    0xE9: "invoke",
    0xEA: "result",
    0xEB: "error",
    0xEC: "reject",
    0xED: "invoke",
    0xEE: "result_part",
}
RETURN_CAUSES = {
    # Q.713 3.12
    0: "no translation for an address of such nature",
    1: "no translation for this address",
    2: "subsystem congestion",
    3: "subsystem failure",
    4: "unequipped user",
    5: "MTP failure",
    6: "network congestion",
    7: "unqualified",
    8: "error in message transport",
    9: "error in local processing",
    10: "destination cannot reassemble",
    11: "SCCP failure",
    12: "hop counter violation",
    13: "segmentation not supported",
    14: "segmentation failure",
}
BY_THE_USER = 256
ABORT_CAUSES = {
    # Q.773 table 17
    0: "unrecognized message type",
    1: "unrecognized transaction id",
    2: "badly formatted transaction portion",
    3: "incorrect transaction portion",
    4: "resource limitation",
    BY_THE_USER: "by the user",
}
MANAGEMENT = {
    # RFC 4666 3.1.2, RFC 3331 3.1.2, RFC 3868 3.1.2: class, and types from 0 or 1 on
    0: ("ERR", "NTFY"),
    1: ("", "DATA"),
    2: ("", "DUNA", "DAVA", "DAUD", "SCON", "DUPU", "DRST"),
    3: ("", "ASPUP", "ASPDN", "BEAT", "ASPUP_ACK", "ASPDN_ACK", "BEAT_ACK"),
    4: ("", "ASPAC", "ASPIA", "ASPAC_ACK", "ASPIA_ACK"),
    6: (
        *("", "DATA", "ESTABLISH_REQ", "ESTABLISH_CNF", "RELEASE_REQ", "RELEASE_CNF"),
        *("RELEASE_IND", "STATE_REQ", "STATE_CNF", "STATE_IND", "RETRIEVAL_REQ"),
        *("RETRIEVAL_CNF", "RETRIEVAL_IND", "RETRIEVAL_COMPLETE", "CONGESTION_IND", "DATA_ACK"),
    ),
    7: ("", "CLDT", "CLDR"),
    8: (
        *("", "CORE", "COAK", "COREF", "RELRE", "RELCO", "RESCO", "RESRE", "CODT", "CODA"),
        *("COERR", "COIT"),
    ),
    9: ("", "REG_REQ", "REG_RSP", "DEREG_REQ", "DEREG_RSP"),
    10: ("", "REG_REQ", "REG_RSP", "DEREG_REQ", "DEREG_RSP"),
    11: ("", "EMPTY_USER_DATA", "LINK_STATUS"),  # RFC 4165 2.1.2
}

Row = dict[str, Any]


def management_name(kind: int, number: int) -> str:
    """A message of an adaptation layer, by its class and type."""
    names = MANAGEMENT.get(kind, ())
    known = names[number] if number < len(names) else ""
    return known or f"class {kind} type {number}"


def digits_text(packed: int) -> str:
    """Packed semi-octets as text; empty when there are none."""
    text = f"{packed:016x}".rstrip("f")
    return "".join(DIGITS[int(nibble, 16)] if nibble != "f" else "?" for nibble in text)


def oid_text(content: bytes) -> str:
    """The content octets of an OBJECT IDENTIFIER, dotted (X.690 8.19)."""
    arcs, value = [], 0
    for octet in content:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            arcs.append(value)
            value = 0
    if not arcs:
        return ""
    top = min(arcs[0] // 40, 2)
    return ".".join(str(arc) for arc in (top, arcs[0] - 40 * top, *arcs[1:]))


def bit_names(kind: type[IntEnum], bits: int) -> list[str]:
    """The names of the members whose bits are set, in their order."""
    return [member.name.lower() for member in kind if bits >> member & 1 and bits > 0]


def put_number(row: Row, name: str, table: Signals | Messages, index: int) -> None:
    """Column `name`, unless it is absent."""
    value = int(getattr(table, name)[index])
    if value != ABSENT:
        row[name] = value


def put_digits(row: Row, name: str, signals: Signals, index: int) -> None:
    """Digit column `name`, unless it is absent."""
    text = digits_text(int(getattr(signals, name)[index]))
    if text:
        row[name] = text
