"""Mutations, compiled: a seed is copied, bent a few times, and laid into its slot twice.

Half of what is bent is a length or looks like one, because that is where a reader over-reads. All
choices come from one generator whose state is an argument. Either every frame is alone, or frames
follow one another: groups of fragments, of segments, of a dialogue, several at a time, some frames
lost, repeated or late, so that what the decoder remembers is driven.
"""

from typing import NamedTuple

import numpy as np

from kernels.columns import Frames
from kernels.jit import kernel, leaf

SIZE_MAX = 2000  # so that both copies of a frame fit into one page
ROOM = 4096  # of the scratch buffer; no mutation more than doubles a frame
MUTATIONS_MAX = 4
KINDS = 12
HANDS = 4  # groups under way at a time
SALTS = 8  # so many ends of each group: few enough that they come again
MS = 1_000_000
SALTED = 29  # the source address of an Ethernet frame, last octet of IPv4, middle of IPv6
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


class Seeds(NamedTuple):
    """Frames that mutation begins with: the corpus, then what was kept because it was new."""

    octets: np.ndarray
    at: np.ndarray
    size: np.ndarray
    link: np.ndarray
    count: np.ndarray  # of the corpus, of all, octets used


class Groups(NamedTuple):
    """Frames of the corpus that follow one another."""

    first: np.ndarray
    size: np.ndarray


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
def bend(buf, size, seeds, special, state):
    """One mutation of the first `size` octets; may take from another seed. The new size."""
    if size < 2:
        return size
    kind = draw(state) % KINDS
    corpus, other = seeds.octets, draw(state) % seeds.count[1]
    other_at, other_size = seeds.at[other], seeds.size[other]
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


@leaf
def picked(seeds, state):
    """Any seed, of the corpus as often as of what was kept."""
    base, every = seeds.count[0], seeds.count[1]
    if every > base and draw(state) % 2 == 0:
        return base + draw(state) % (every - base)
    return draw(state) % base


@leaf
def copied(scratch, seeds, seed):
    """The octets of a seed in `scratch`; how many."""
    for index in range(seeds.size[seed]):
        scratch[index] = seeds.octets[seeds.at[seed] + index]
    return seeds.size[seed]


@kernel
def lay(octets, page_at, page, scratch, size, extra, link, left, right, slot):
    """A frame in its slot: against the lower fence in `left`, the upper in `right`."""
    for index in range(size):
        octets[page_at + index] = scratch[index]
        octets[page_at + page - size + index] = scratch[index]
    left.at[slot], left.end[slot] = page_at, page_at + size
    right.at[slot], right.end[slot] = page_at + page - size, page_at + page
    left.wire_size[slot] = right.wire_size[slot] = size + extra
    left.link[slot] = right.link[slot] = link


@kernel
def fill(octets, pages, page, seeds, scratch, special, state, left, right):
    """A mutated frame for each slot, each for itself."""
    for slot in range(pages.shape[0]):
        seed = picked(seeds, state)
        size = copied(scratch, seeds, seed)
        for _ in range(draw(state) % (MUTATIONS_MAX + 1)):
            size = min(bend(scratch, size, seeds, special, state), SIZE_MAX)
        extra = draw(state) % 64 if draw(state) % 8 == 0 else 0
        left.ts_ns[slot] = right.ts_ns[slot] = 0
        link = seeds.link[seed]
        lay(octets, pages[slot], page, scratch, size, extra, link, left, right, slot)


@leaf
def dealt(hands, hand, seeds, groups, state):
    """The next frame of what this hand holds, sometimes again, sometimes the one after it."""
    at, left = hands[hand, 0], hands[hand, 1]
    if left <= 0:
        if draw(state) % 4 == 0:
            at, left = picked(seeds, state), np.int64(1)
        else:
            group = draw(state) % groups.first.shape[0]
            at, left = groups.first[group], groups.size[group]
        hands[hand, 2] = draw(state) % SALTS
    chance = draw(state) % 24
    if chance == 0 and left > 1:
        at, left = at + 1, left - 1
    step = 0 if chance == 1 else 1
    hands[hand, 0], hands[hand, 1] = at + step, left - step
    return at


@leaf
def later(now, state):
    """Time goes on by some ms; seldom by more than things are kept, seldom back."""
    chance = draw(state) % 2048
    if chance == 0:
        return now + 700_000 * MS
    if chance < 8:
        return now + 25_000 * MS
    if chance < 12:
        return now - 2_000 * MS
    return now + draw(state) % (20 * MS)


@kernel
def fill_groups(octets, pages, page, seeds, groups, hands, scratch, special, state, left, right):
    """A frame for each slot, of the groups under way; every third one mutated, their time set.

    The last row of `hands` holds the time.
    """
    for slot in range(pages.shape[0]):
        hand = draw(state) % HANDS
        seed = dealt(hands, hand, seeds, groups, state)
        size = copied(scratch, seeds, seed)
        if seeds.link[seed] == 1 and size > SALTED:
            scratch[SALTED] ^= hands[hand, 2]
        if draw(state) % 3 == 0:
            for _ in range(1 + draw(state) % 2):
                size = min(bend(scratch, size, seeds, special, state), SIZE_MAX)
        hands[HANDS, 0] = later(hands[HANDS, 0], state)
        left.ts_ns[slot] = right.ts_ns[slot] = hands[HANDS, 0]
        link = seeds.link[seed]
        lay(octets, pages[slot], page, scratch, size, 0, link, left, right, slot)


@kernel
def keep(seeds, octets, frames, fresh):
    """Make seeds of the frames marked in `fresh`, as long as there is room; the marks are wiped."""
    for frame in range(fresh.shape[0]):
        seed, size = seeds.count[1], frames.end[frame] - frames.at[frame]
        has_room = seed < seeds.at.shape[0] and seeds.count[2] + size <= seeds.octets.shape[0]
        if fresh[frame] and has_room and 0 < size <= SIZE_MAX:
            at = seeds.count[2]
            for index in range(size):
                seeds.octets[at + index] = octets[frames.at[frame] + index]
            seeds.at[seed], seeds.size[seed], seeds.link[seed] = at, size, frames.link[frame]
            seeds.count[1], seeds.count[2] = seed + 1, at + size
        fresh[frame] = 0


def state_of(seed: int, batch: int) -> np.ndarray:
    """The generator's state at the beginning of a batch."""
    return np.array([seed * 0x1_0000_0001 + batch * 0x9E37_79B9 & (2**64 - 1)], np.uint64)


def blank(columns: Frames) -> Frames:
    """The same columns with everything set that mutation does not set."""
    columns.ts_ns[:], columns.source[:] = 0, 0
    columns.number[:] = 1 + np.arange(len(columns.number))
    return columns
