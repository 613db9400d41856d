"""What the decoder remembers, in words: what became of what it kept, how full each store is.

A store counts what happened in it (its `Count`); what it kept is what left it again and what
still waits there, and that sum is shown and tested like the others.
"""

from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from appliance.signal_names import management_name
from kernels.decode.batch import Decoder
from kernels.decode.coverage import Octets
from kernels.store import associations, datagrams, dialogues, pieces, requests, rings, seen


def filled(store: Any) -> int:
    """How many places of a store are taken."""
    return int(np.count_nonzero(store.keys))


def waiting_datagrams(store: Any) -> int:
    """Datagrams that are whole stay a while, to know their repetitions, and wait for nothing."""
    is_whole = store.cells[datagrams.Cell.IS_WHOLE] != 0
    return int(np.count_nonzero((store.keys != 0) & ~is_whole))


def waiting_requests(store: Any) -> int:
    """Requests that were answered stay a while, for their repetitions."""
    waits = store.cells[requests.Cell.STATE] == requests.WAITS
    return int(np.count_nonzero((store.keys != 0) & waits))


class Ledger(NamedTuple):
    """How a store's counts add up: what came in is what went out, and what is still there."""

    name: str
    kind: type[IntEnum]
    came: tuple[str, ...] = ("KEPT",)
    went: tuple[str, ...] = ("JOINED", "EXPIRED", "EVICTED")
    there: Callable[[Any], int] = filled


LEDGERS = {
    "datagrams": Ledger("IP datagrams", datagrams.Count, there=waiting_datagrams),
    "associations": Ledger("SCTP directions", associations.Count, went=("EVICTED",)),
    "seen": Ledger("SCTP chunks", seen.Count, went=("EXPIRED", "EVICTED")),
    "chunks": Ledger("SCTP fragments", pieces.Count),
    "segments": Ledger("SCCP segments", pieces.Count),
    "streams": Ledger("TCP streams", rings.Count, ("STARTED",), ("EXPIRED", "EVICTED")),
    "dialogues": Ledger(
        "TCAP dialogues",
        dialogues.Count,
        ("OPENED", "JOINED"),
        ("REUSED", "CLOSED", "EXPIRED", "EVICTED"),
    ),
    "requests": Ledger(
        "Diameter requests",
        requests.Count,
        ("OPENED",),
        ("ANSWERED", "EXPIRED", "EVICTED"),
        waiting_requests,
    ),
}


def kept(decoder: Decoder) -> Iterator[tuple[str, int, dict[str, int]]]:
    """(name, total, parts) of every store that kept something."""
    for store_name, ledger in LEDGERS.items():
        store = getattr(decoder.stores, store_name)
        counts = {member.name: int(store.counts[member]) for member in ledger.kind}
        if total := sum(counts[each] for each in ledger.came):
            parts = {each.lower(): counts[each] for each in ledger.went}
            yield f"{ledger.name} kept", total, {**parts, "there": ledger.there(store)}


def besides(decoder: Decoder) -> Iterator[str]:
    """What else was counted, one line each; zeros are left out."""
    for name, ledger in LEDGERS.items():
        counts = getattr(decoder.stores, name).counts
        rest = [each for each in ledger.kind if each.name not in {*ledger.came, *ledger.went}]
        said = [f"{int(counts[each])} {words(each)}" for each in rest if counts[each]]
        if said:
            yield f"{ledger.name}: {', '.join(said)}"
    gauges = [
        f"{count} of {store.keys.size} {ledger.name}"
        for name, ledger in LEDGERS.items()
        if (count := filled(store := getattr(decoder.stores, name)))
    ]
    if gauges:
        yield f"remembered: {', '.join(gauges)}"
    if decoder.management.any():
        yield f"management: {', '.join(management(decoder.management))}"


def words(member: IntEnum) -> str:
    """TOO_LONG: too long."""
    return member.name.lower().replace("_", " ")


def management(table: np.ndarray) -> Iterator[str]:
    """Messages of adaptation layers that carry no user data, by name."""
    for kind, number in zip(*np.nonzero(table), strict=True):
        yield f"{int(table[kind, number])} {management_name(int(kind), int(number))}"


def covered(decoder: Decoder) -> tuple[int, dict[str, int]]:
    """The coverage meter: octets of our messages, and how many of them what explains."""
    present, stopped, unexplained = (int(decoder.coverage[place]) for place in Octets)
    explained = present - stopped - unexplained
    parts = {"explained": explained, "that no rule names": unexplained}
    return present, {**parts, "in messages that stopped": stopped}
