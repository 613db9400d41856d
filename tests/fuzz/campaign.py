"""The process that may die: mutate a batch, decode it at either fence, judge, go on.

Two decoders read the same frames, one at each fence, the second in small batches with little room:
their rows must be the same, and so must all that they remember. Frames that reach something new
become seeds. All this begins anew with each epoch, so that a batch can be had again.

Before each batch it writes the batch's number into a file that outlives it; `--single` writes the
frame's too, and decodes frame by frame. What is wrong without killing it, it prints, and exits 3.
"""

import argparse
import os
import sys
from pathlib import Path

import numpy as np

from kernels.columns import Cell, DiameterCell, Frames, allocate
from kernels.decode.batch import Decoder
from kernels.decode.limits import TAIL_OCTETS, Limits
from kernels.jit import kernel
from kernels.octets import u8
from kernels.outcome import Stop
from tests.fuzz import judge, mutate, remembered
from tests.fuzz.arena import PAGE, fenced
from tests.fuzz.corpus import corpus

SLOTS = 2048
EPOCH = 128  # batches
WRONG = 3
SIDES = ("lower", "upper")
PLACES = BEFORE, BEHIND = ("before", "behind")
ROOM = 700  # rows of the second decoder
PARTS = (1, 900, 3, 240, 17)  # frames of a batch of the second decoder, in turn
BASIS = np.uint64(14695981039346656037)
NAMES = {0: Cell, 2: DiameterCell}


@kernel
def over_read(octets, frames, is_behind):
    """What the fence is for: one octet behind each frame, or one before it."""
    total = np.int64(0)
    for frame in range(frames.at.shape[0]):
        total += u8(octets, frames.end[frame] if is_behind else frames.at[frame] - 1)
    return total


class Campaign:
    """An arena, seeds and two decoders."""

    def __init__(self, seed: int, status: Path, *, remembers: bool) -> None:
        """Lay everything out; `status` is where the batch and the frame under way are told."""
        self.seed, self.remembers = seed, remembers
        self.octets, self.pages = fenced(SLOTS)
        self.tail = len(self.octets) - TAIL_OCTETS if remembers else len(self.octets)
        self.sides = [mutate.blank(allocate(Frames, SLOTS)) for _ in SIDES]
        self.seeds, self.groups = corpus()
        self.base = self.seeds.count.copy()
        self.scratch = np.zeros(mutate.ROOM, np.uint8)
        limits = remembered.SMALL if remembers else Limits.nothing()
        self.decoders = [
            Decoder(SLOTS, 4 * SLOTS, 4 * SLOTS, limits),
            Decoder(SLOTS, ROOM, ROOM, limits),
        ]
        self.rules = judge.rules()
        self.status = np.memmap(status, np.int64, "r+", shape=(3,))
        self.stops = np.zeros_like(self.decoders[0].fates_messages)
        self.seen = np.zeros(judge.FEATURES, np.bool_)
        self.fresh = np.zeros(SLOTS, np.int64)
        self.hands = np.zeros((mutate.HANDS + 1, 3), np.int64)
        self.found = 0

    def begin(self) -> None:
        """Forget everything: a new epoch."""
        self.found += int(self.seeds.count[1] - self.base[1])
        self.seeds.count[:] = self.base
        self.seen[:], self.hands[:] = False, 0
        for decoder in self.decoders:
            decoder.forget()

    def fill(self, batch: int) -> None:
        """The frames of a batch."""
        state = mutate.state_of(self.seed, batch)
        rest = (self.scratch, mutate.SPECIAL, state, *self.sides)
        place = (self.octets, self.pages, PAGE, self.seeds)
        if self.remembers:
            mutate.fill_groups(*place, self.groups, self.hands, *rest)
        else:
            mutate.fill(*place, *rest)

    def decode(self, side: int, frames: Frames, *, learns: bool = False) -> np.uint64:
        """Decode and judge; the digest of all rows."""
        decoder, digest, taken = self.decoders[side], BASIS, len(frames.at)
        decoder.fates_frames[:], decoder.fates_messages[:] = 0, 0
        for part in parts(frames, side):
            for rows in decoder.read(self.octets, part, len(part.at)):
                signals = decoder.signals
                place = (len(self.octets), self.tail, self.rules)
                row, cell, matrix = judge.first_broken(signals, rows, part, *place)
                if row >= 0:
                    value = signals[matrix][cell, row]
                    what = f"{NAMES[matrix](cell).name.lower()} is {value}"
                    self.wrong(what, part, signals.frame[row])
                read = (self.octets, signals, rows, part, self.rules, digest)
                digest = np.uint64(judge.fold(*read))
                if learns:
                    judge.note(signals, rows, part, self.seen, self.fresh)
        if decoder.fates_frames.sum() != taken:
            self.wrong("the fates of frames do not sum up", frames, 0)
        if decoder.fates_messages.sum() != frames.messages.sum():
            self.wrong("the fates of messages do not sum up", frames, 0)
        return digest

    def wrong(self, what: str, frames: Frames, frame: int) -> None:
        """Say what does not hold, and of which frame; end the process."""
        octets = self.octets[frames.at[frame] : frames.end[frame]].tobytes()
        batch, link = self.status[0], frames.link[frame]
        number = frames.number[frame] - 1
        place = f"seed {self.seed} batch {batch} frame {number}, link type {link}"
        print(f"{what}: {place}: {octets.hex()}", flush=True)
        os._exit(WRONG)

    def run(self, batch: int) -> None:
        """One batch at both fences; both readings must be the same."""
        if batch % EPOCH == 0:
            self.begin()
        self.status[:] = batch, -1, -1
        self.fill(batch)
        left, right = self.sides
        digests = [self.decode(0, left, learns=True), self.decode(1, right)]
        self.stops += self.decoders[0].fates_messages
        mutate.keep(self.seeds, self.octets, left, self.fresh)
        if digests[0] != digests[1] or not np.array_equal(left.stop, right.stop):
            self.find_difference(batch)
        wrong = remembered.wrong(*(decoder.stores for decoder in self.decoders))
        if wrong:
            self.wrong(wrong, left, 0)

    def find_difference(self, batch: int) -> None:
        """The first frame that is read one way at one fence, another way at the other."""
        frames = self.sides[0]
        if self.remembers:
            self.again(batch)
        for slot in range(SLOTS):
            digests = [self.decode(side, one(self.sides[side], slot)) for side in (0, 1)]
            if digests[0] != digests[1]:
                self.wrong("what lies around a frame changes its reading", frames, slot)
        self.wrong("a batch is read differently twice", frames, 0)

    def again(self, batch: int) -> None:
        """Everything as it was before that batch, and its frames."""
        for earlier in range(batch - batch % EPOCH, batch):
            self.run(earlier)
        if batch % EPOCH == 0:
            self.begin()
        self.fill(batch)
        self.status[0] = batch

    def single(self, batch: int, over_reading: str) -> None:
        """One batch, frame by frame, telling which frame and fence is under way."""
        self.again(batch)
        for slot in range(SLOTS):
            for side, frames in enumerate(self.sides):
                self.status[:] = batch, slot, side
                if over_reading:
                    over_read(self.octets, one(frames, slot), over_reading == BEHIND)
                self.decode(side, one(frames, slot))


def parts(frames: Frames, side: int) -> list[Frames]:
    """All frames at once for the first decoder, a few at a time for the second."""
    taken, found, at, turn = len(frames.at), [], 0, 0
    while at < taken:
        size = PARTS[turn % len(PARTS)] if side else taken
        found.append(Frames(*(column[at : at + size] for column in frames)))
        at, turn = at + size, turn + 1
    return found


def one(frames: Frames, slot: int) -> Frames:
    """The columns of one frame, views."""
    return Frames(*(column[slot : slot + 1] for column in frames))


def main() -> None:
    """Run the batches that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("status", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--batches", type=int, default=1)
    parser.add_argument("--remembers", action="store_true", help="frames that follow one another")
    parser.add_argument("--single", type=int, default=-1, help="this batch, frame by frame")
    parser.add_argument("--show", type=int, default=-1, help="print this frame of --single")
    parser.add_argument("--over-read", choices=["", *PLACES], default="", help="its own test")
    asked = parser.parse_args()
    campaign = Campaign(asked.seed, asked.status, remembers=asked.remembers)
    if asked.show >= 0:
        campaign.again(asked.single)
        frame = one(campaign.sides[0], asked.show)
        print(frame.link[0], campaign.octets[frame.at[0] : frame.end[0]].tobytes().hex())
    elif asked.single >= 0:
        campaign.single(asked.single, asked.over_read)
    else:
        for batch in range(asked.batches):
            campaign.run(batch)
            for frames in campaign.sides if asked.over_read else ():
                over_read(campaign.octets, frames, asked.over_read == BEHIND)
        campaign.begin()
        read, messages = int(campaign.stops[:, Stop.NONE].sum()), int(campaign.stops.sum())
        print(
            f"{asked.batches * SLOTS} frames, {messages} messages, {read} read to their end, "
            f"{campaign.found} frames kept as seeds"
        )
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
