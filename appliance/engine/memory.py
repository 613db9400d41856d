"""What the decoder remembers, in words: what became of what it kept, how full each store is.

A store counts what happened in it (its `Count`); what it kept is what left it again and what
still waits there, and that sum is shown and tested like the others.
"""

from collections.abc import Iterator
from enum import IntEnum

import numpy as np

from appliance.signal_names import management_name
from kernels.decode.batch import Decoder
from kernels.decode.coverage import Octets
from kernels.store import pieces

COUNTS: dict[str, type[IntEnum]] = {"chunks": pieces.Count, "segments": pieces.Count}
KEPT = "KEPT"
ENDS = frozenset({"JOINED", "EXPIRED", "EVICTED"})  # each ended the stay of something kept


def kept(decoder: Decoder) -> Iterator[tuple[str, int, dict[str, int]]]:
    """(name, total, parts) of every store that kept something."""
    for name, kind in COUNTS.items():
        store = getattr(decoder.stores, name)
        counts = {member.name: int(store.counts[member]) for member in kind}
        if counts.get(KEPT):
            parts = {end.lower(): counts[end] for end in counts if end in ENDS}
            yield f"{name} kept", counts[KEPT], {**parts, "waiting": filled(store)}


def besides(decoder: Decoder) -> Iterator[str]:
    """What else the stores counted, one line each; zeros are left out."""
    for name, kind in COUNTS.items():
        store = getattr(decoder.stores, name)
        rest = [member for member in kind if member.name not in {KEPT, *ENDS}]
        said = [f"{int(store.counts[one])} {words(one)}" for one in rest if store.counts[one]]
        if said:
            yield f"{name}: {', '.join(said)}"
    gauges = [
        f"{name} {count} of {store.keys.size}"
        for name, store in decoder.stores._asdict().items()
        if (count := filled(store))
    ]
    if gauges:
        yield f"remembered: {', '.join(gauges)}"
    if decoder.management.any():
        yield f"management: {', '.join(management(decoder.management))}"


def filled(store: pieces.Pieces) -> int:
    """How many places of a store are taken."""
    return int(np.count_nonzero(store.keys))


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
