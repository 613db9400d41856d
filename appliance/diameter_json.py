"""The fields of a Diameter message (RFC 6733 3), its texts read leniently.

Texts are what a stranger wrote: octets that are no UTF-8 and characters that a terminal would obey
are shown as U+FFFD.
"""

import numpy as np

from appliance.catalogue import diameter_commands
from appliance.signal_names import DIGITS, Row, put_number
from kernels.columns import ABSENT, Signals

TEXTS = (
    *("session_id", "origin_host", "origin_realm", "destination_host", "destination_realm"),
    "user_name",
)
ROUTE_RECORD = 282  # RFC 6733 6.7.1
VENDOR = 0x80  # AVP flag V: a vendor id follows the length
AVP_HEADER, AVP_HEADER_VENDOR = 8, 12
UNSEEN = "\ufffd"


def diameter_fields(octets: np.ndarray, signals: Signals, index: int) -> Row:
    """Header, identities of peers, results."""
    row: Row = {}
    put_number(row, "app_id", signals, index)
    put_number(row, "command", signals, index)
    name = diameter_commands.name(int(signals.app_id[index]), int(signals.command[index]))
    if name is not None:
        row["op_name"] = name
    if int(signals.is_request[index]) != ABSENT:
        row["is_request"] = bool(signals.is_request[index])
    for name in ("hop_by_hop", "end_to_end"):
        if int(getattr(signals, name)[index]) != ABSENT:
            row[name] = f"{int(getattr(signals, name)[index]):08x}"
    for name in TEXTS:
        at, end = (int(getattr(signals, f"{name}_{side}")[index]) for side in ("at", "end"))
        if at != ABSENT:
            row[name] = text_of(octets[at:end].tobytes())
    if int(signals.route_records[index]) > 0:
        row["route_record"] = route_records(octets, signals, index)
    if int(signals.visited_plmn[index]) != ABSENT:
        row["visited_plmn"] = plmn_text(int(signals.visited_plmn[index]))
    for name in ("idr_flags", "result_code", "experimental_result"):
        put_number(row, name, signals, index)
    return row


def text_of(octets: bytes) -> str:
    """UTF-8 as text, without what is none and what is not for a screen."""
    text = octets.decode("utf-8", "replace")
    return "".join(one if one.isprintable() else UNSEEN for one in text)


def plmn_text(packed: int) -> str:
    """MCC and MNC of three octets in semi-octets (TS 24.008 10.5.1.3)."""
    second, first, third_mnc, third_mcc, second_mnc, first_mnc = (
        packed >> shift & 0xF for shift in range(20, -4, -4)
    )
    digits = (first, second, third_mcc, first_mnc, second_mnc, third_mnc)
    return "".join(DIGITS[digit] for digit in digits if digit != 0xF)


def route_records(octets: np.ndarray, signals: Signals, index: int) -> list[str]:
    """Every Route-Record of a message, in its order: the columns hold the first one only."""
    at, end = int(signals.parameter_at[index]), int(signals.parameter_end[index])
    message = octets[at:end].tobytes() if at != ABSENT else b""
    found, at = [], 0
    while at + AVP_HEADER <= len(message):
        size = int.from_bytes(message[at + 5 : at + 8], "big")
        header = AVP_HEADER_VENDOR if message[at + 4] & VENDOR else AVP_HEADER
        if size < header or at + size > len(message):
            break
        if int.from_bytes(message[at : at + 4], "big") == ROUTE_RECORD and header == AVP_HEADER:
            found.append(text_of(message[at + header : at + size]))
        at += size + 3 & ~3
    return found
