"""What the decoder remembers, in a campaign: small stores, sums that hold, two that are alike."""

from typing import Any

import numpy as np

from kernels.decode.limits import Limits
from kernels.decode.stores import Stores
from kernels.store import associations, datagrams, requests, rings, seen

SMALL = Limits(
    datagrams=16,
    datagram_octets=4096,
    seen=256,
    associations=16,
    chunks=64,
    chunk_octets=1024,
    segments=64,
    segment_octets=512,
    streams=8,
    stream_octets=4096,
    dialogues=128,
    requests=64,
)


def wrong(one: Stores, other: Stores) -> str:
    """What does not hold of two decoders' stores after the same frames; nothing where all does."""
    for name in Stores._fields:
        mine, theirs = getattr(one, name), getattr(other, name)
        if name in SUMS and not SUMS[name](mine):
            return f"the counts of {name} do not sum up: {mine.counts.tolist()}"
        if not all(map(np.array_equal, mine, theirs)):
            return f"{name} are remembered differently in other batches"
    return ""


def held(store: Any) -> int:
    """Places that are taken."""
    return int(np.count_nonzero(store.keys))


def waiting(store: Any, cell: int, value: int) -> int:
    """Taken places whose cell says so."""
    return int(np.count_nonzero((store.keys != 0) & (store.cells[cell] == value)))


def pieces_sum(store: Any) -> bool:
    """Kept: joined, expired, evicted or there."""
    counts = store.counts
    return counts[0] == counts[1:4].sum() + held(store)


def datagrams_sum(store: Any) -> bool:
    """As pieces; a whole one stays to know its repetitions, and does not count."""
    counts = store.counts
    return counts[0] == counts[1:4].sum() + waiting(store, datagrams.Cell.IS_WHOLE, 0)


def requests_sum(store: Any) -> bool:
    """Opened: answered, expired, evicted or waiting for its answer."""
    counts = store.counts
    return counts[0] == counts[1:4].sum() + waiting(store, requests.Cell.STATE, requests.WAITS)


def dialogues_sum(store: Any) -> bool:
    """Ends opened and joined: reused, closed, expired, evicted or there."""
    counts = store.counts
    return counts[:2].sum() == counts[2:6].sum() + held(store)


def seen_sum(store: Any) -> bool:
    """Kept: expired, evicted or there."""
    gone = store.counts[[seen.Count.EXPIRED, seen.Count.EVICTED]].sum()
    return store.counts[seen.Count.KEPT] == gone + held(store)


def associations_sum(store: Any) -> bool:
    """Kept: evicted or there."""
    kinds = associations.Count
    return store.counts[kinds.KEPT] == store.counts[kinds.EVICTED] + held(store)


def streams_sum(store: Any) -> bool:
    """Started: expired, evicted or there."""
    kinds = rings.Count
    gone = store.counts[[kinds.EXPIRED, kinds.EVICTED]].sum()
    return store.counts[kinds.STARTED] == gone + held(store)


SUMS = {
    "streams": streams_sum,
    "seen": seen_sum,
    "associations": associations_sum,
    "chunks": pieces_sum,
    "segments": pieces_sum,
    "datagrams": datagrams_sum,
    "requests": requests_sum,
    "dialogues": dialogues_sum,
}
