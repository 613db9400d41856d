"""A row as it may leave: every subscriber in it spelt as a pseudonym, wherever the digits stand.

A query for a number may be routed on that number (TS 23.066), and one for a subscriber on an
E.212 or E.214 title; a Diameter session id often ends with the subscriber. A title of a node stays
as it is.
"""

import re

from appliance.alerts.pseudonym import Identity as Subscriber
from appliance.alerts.pseudonym import Pseudonymiser
from appliance.signal_names import Row

SUBSCRIBERS: dict[str, Subscriber] = {
    "imsi": "imsi",
    "msisdn": "msisdn",
    "imei": "imei",
    "forwarded_to": "msisdn",
}
PLANS_OF_IMSI = frozenset({6, 7})  # Q.713 3.4.2.3.3: E.212 is one, E.214 is made from one
TEXTS = (
    *("session_id", "origin_host", "origin_realm", "destination_host", "destination_realm"),
    "user_name",
)
# A 32-bit number has ten digits at most: more in a row are an identity, as far as anybody can tell.
LONG_NUMBER = re.compile(r"[0-9]{11,}")
NAMED_NUMBER = re.compile(r"[0-9]{6,}")  # in a user's name any number is the user's
IMSI_SIZE_MIN = 14  # digits; E.164 numbers have seldom more than 13
KNOWN_SIZE_MIN = 5  # a shorter identity would be found in every text


def pseudonymised(row: Row, speller: Pseudonymiser) -> Row:
    """`row` with every subscriber in it spelt by `speller`: fields, global titles, texts."""
    subscribers = {
        name: speller.spell(kind, row[name]) for name, kind in SUBSCRIBERS.items() if name in row
    }
    spelt = {row[name]: text for name, text in subscribers.items()}
    titles: Row = {}
    for party in ("cgpa", "cdpa"):
        title = row.get(f"{party}_gt")
        if title in spelt:
            titles[f"{party}_gt"] = spelt[title]
        elif title is not None and row.get(f"{party}_plan") in PLANS_OF_IMSI:
            titles[f"{party}_gt"] = speller.imsi(title)
    return row | subscribers | titles | texts_of(row, spelt, speller)


def texts_of(row: Row, spelt: dict[str, str], speller: Pseudonymiser) -> Row:
    """The texts of `row` without a subscriber: those the row knows, and any long number."""
    known = sorted((part for part in spelt if len(part) >= KNOWN_SIZE_MIN), key=len, reverse=True)
    parts = re.compile(f"({'|'.join(known)})") if known else None

    def hidden(name: str, text: str) -> str:
        number = NAMED_NUMBER if name == "user_name" else LONG_NUMBER
        pieces = parts.split(text) if parts else [text]
        return "".join(
            spelt[piece] if piece in spelt else number.sub(guessed, piece) for piece in pieces
        )

    def guessed(number: re.Match[str]) -> str:
        digits = number[0]
        return speller.imsi(digits) if len(digits) >= IMSI_SIZE_MIN else speller.msisdn(digits)

    found: Row = {name: hidden(name, row[name]) for name in TEXTS if name in row}
    if "route_record" in row:
        found["route_record"] = [hidden("route_record", text) for text in row["route_record"]]
    return found
