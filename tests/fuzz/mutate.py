"""Mutations, compiled: a corpus frame is copied, bent a few times, and laid into its slot twice.

Half of what is bent is a length or looks like one, because that is where a reader over-reads. All
choices come from one generator whose state is an argument: seed and batch give every frame again.
"""

import numpy as np

from kernels.columns import Frames
from kernels.jit import kernel, leaf

SIZE_MAX = 2000  # so that both copies of a frame fit into one page
ROOM = 4096  # of the scratch buffer; no mutation more than doubles a frame
MUTATIONS_MAX = 4
KINDS = 12
SPECIAL = np.array(
    [
        0x00,
        0x01,
        0x03,
        0x04,
        0x1F,
        0x30,
        0x7F,
        0x80,
        0x81,
        0x82,
        0x84,
        0x9F,
        0xA0,
        0xBF,
        0xFE,
        0xFF,
    ],
    np.uint8,
)


@leaf
def draw(state):
    """The next number of splitmix64, 63 bits of it; `state` is uint64[1]."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.int64((z ^ (z >> np.uint64(31))) >> np.uint64(1))


@leaf
def shifted(buf, size, at, by):
    """Move octets from `at` on by `by` places, up or down; the new size."""
    if by > 0:
        for index in range(size - 1, at - 1, -1):
            buf[index + by] = buf[index]
    else:
        for index in range(at - by, size):
            buf[index + by] = buf[index]
    return size + by


@kernel
def bend(buf, size, corpus, other_at, other_size, special, state):
    """One mutation of the first `size` octets; may take from another frame. The new size."""
    if size < 2:
        return size
    kind = draw(state) % KINDS
    # Headers fill the first third; three mutations of four spare them, to reach what is inside.
    low = size // 3 if draw(state) % 4 else 0
    at = low + draw(state) % (size - low)
    span = 1 + draw(state) % min(16, size - at)
    if kind == 0:
        buf[at] ^= 1 << draw(state) % 8
    elif kind == 1:
        buf[at] = special[draw(state) % special.shape[0]]
    elif kind == 2:
        buf[at] = (buf[at] + draw(state) % 17 - 8) & 0xFF
    elif kind == 3:
        buf[at] = (size - at - 1 + draw(state) % 5 - 2) & 0xFF
    elif kind == 4 and at + 1 < size:
        wanted = size - at - 2 + draw(state) % 9 - 4
        buf[at], buf[at + 1] = wanted >> 8 & 0xFF, wanted & 0xFF
    elif kind == 5:
        return at
    elif kind == 6:
        return shifted(buf, size, at, -span)
    elif 7 <= kind <= 8:
        size = shifted(buf, size, at, span)
        for index in range(at, at + span if kind == 7 else at):
            buf[index] = draw(state) & 0xFF
    elif kind == 9 and other_size > 0:
        start = draw(state) % other_size
        for index in range(other_size - start):
            buf[at + index] = corpus[other_at + start + index]
        return at + other_size - start
    elif kind == 10 and other_size > span:
        start = draw(state) % (other_size - span)
        for index in range(span):
            buf[at + index] = corpus[other_at + start + index]
    elif kind == 11:
        # A short length becomes a long one, or indefinite: 81 .., 82 00 .., 80.
        size = shifted(buf, size, at, np.int64(1))
        buf[at] = 0x80 + draw(state) % 6
    return size


@kernel
def fill(octets, pages, page, corpus, starts, links, scratch, special, state, left, right):
    """A mutated frame for each slot: against the lower fence in `left`, the upper in `right`."""
    count = starts.shape[0] - 1
    for slot in range(pages.shape[0]):
        base, another = draw(state) % count, draw(state) % count
        size = starts[base + 1] - starts[base]
        for index in range(size):
            scratch[index] = corpus[starts[base] + index]
        other_size = starts[another + 1] - starts[another]
        for _ in range(draw(state) % (MUTATIONS_MAX + 1)):
            size = bend(scratch, size, corpus, starts[another], other_size, special, state)
            size = min(size, SIZE_MAX)
        extra = draw(state) % 64 if draw(state) % 8 == 0 else 0
        for index in range(size):
            octets[pages[slot] + index] = scratch[index]
            octets[pages[slot] + page - size + index] = scratch[index]
        left.at[slot], left.end[slot] = pages[slot], pages[slot] + size
        right.at[slot], right.end[slot] = pages[slot] + page - size, pages[slot] + page
        left.wire_size[slot] = right.wire_size[slot] = size + extra
        left.link[slot] = right.link[slot] = links[base]


def state_of(seed: int, batch: int) -> np.ndarray:
    """The generator's state at the beginning of a batch."""
    return np.array([seed * 0x1_0000_0001 + batch * 0x9E37_79B9 & (2**64 - 1)], np.uint64)


def blank(columns: Frames) -> Frames:
    """The same columns with everything set that mutation does not set."""
    columns.ts_ns[:], columns.source[:] = 0, 0
    columns.number[:] = 1 + np.arange(len(columns.number))
    return columns
