"""All that the decoder remembers between batches, in one place."""

from typing import NamedTuple

import numpy as np

from kernels.store import associations, datagrams, dialogues, pieces, requests, seen, streams, ways


class Stores(NamedTuple):
    """One store per kind of memory; each is a NamedTuple of arrays that a kernel takes."""

    datagrams: datagrams.Datagrams
    associations: associations.Associations
    streams: streams.Streams
    seen: seen.Seen
    chunks: pieces.Pieces
    segments: pieces.Pieces
    dialogues: dialogues.Dialogues
    requests: requests.Requests


def stores_of(limits):
    """Stores of these capacities, empty."""
    return Stores(
        datagrams.of(limits),
        associations.of(limits),
        streams.of(limits),
        seen.of(limits),
        pieces_of(limits.chunks, limits.chunk_octets, limits.chunk_age_s, limits.secret),
        pieces_of(limits.segments, limits.segment_octets, limits.segment_age_s, limits.secret),
        dialogues.of(limits),
        requests.of(limits),
    )


def pieces_of(places, octets, age_s, secret):
    """A store of pieces."""
    return pieces.allocate(places, octets, int(age_s * ways.SECOND_NS), secret)


def forget(stores):
    """Empty every store and its counters; capacities, ages and secrets stay."""
    for store in stores:
        for name, column in store._asdict().items():
            if isinstance(column, np.ndarray) and name != "secret":
                column.fill(0)
