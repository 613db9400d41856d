"""The process that may die: mutate a batch, decode it against either fence, judge, go on.

Before each batch it writes the batch's number into a file that outlives it; `--single` writes the
frame's too, and decodes frame by frame. What is wrong without killing it, it prints, and exits 3.
"""

import argparse
import os
import sys
from pathlib import Path

import numpy as np

from kernels.columns import Cell, Frames, allocate
from kernels.decode.batch import Decoder
from kernels.decode.limits import Limits
from kernels.jit import kernel
from kernels.octets import u8
from kernels.outcome import Stop
from tests.fuzz import judge, mutate
from tests.fuzz.arena import PAGE, fenced
from tests.fuzz.corpus import corpus

SLOTS = 2048
WRONG = 3
SIDES = ("lower", "upper")
PLACES = BEFORE, BEHIND = ("before", "behind")


@kernel
def over_read(octets, frames, is_behind):
    """What the fence is for: one octet behind each frame, or one before it."""
    total = np.int64(0)
    for frame in range(frames.at.shape[0]):
        total += u8(octets, frames.end[frame] if is_behind else frames.at[frame] - 1)
    return total


class Campaign:
    """An arena, a corpus and a decoder."""

    def __init__(self, seed: int, status: Path) -> None:
        """Lay everything out; `status` is where the batch and the frame under way are told."""
        self.seed = seed
        self.octets, self.pages = fenced(SLOTS)
        self.sides = [mutate.blank(allocate(Frames, SLOTS)) for _ in SIDES]
        self.corpus = corpus()
        self.scratch = np.zeros(mutate.ROOM, np.uint8)
        self.decoder = Decoder(SLOTS, 16 * SLOTS, 16 * SLOTS, Limits.nothing())
        self.status = np.memmap(status, np.int64, "r+", shape=(3,))
        self.stops = np.zeros_like(self.decoder.fates_messages)

    def fill(self, batch: int) -> None:
        """The mutated frames of a batch."""
        state = mutate.state_of(self.seed, batch)
        rest = (self.scratch, mutate.SPECIAL, state, *self.sides)
        mutate.fill(self.octets, self.pages, PAGE, *self.corpus, *rest)

    def decode(self, frames: Frames, taken: int) -> np.uint64:
        """Decode and judge; the digest of all rows."""
        decoder, digest = self.decoder, np.uint64(14695981039346656037)
        decoder.fates_frames[:], decoder.fates_messages[:] = 0, 0
        for rows in decoder.read(self.octets, frames, taken):
            signals = decoder.signals
            limits = (judge.LOWEST, judge.HIGHEST, judge.POSITIONS, judge.LEGAL)
            row, cell = judge.first_broken(signals.numbers, rows, frames, *limits)
            if row >= 0:
                value, frame = signals.numbers[cell, row], signals.frame[row]
                self.wrong(f"{Cell(cell).name.lower()} is {value}", frames, frame)
            rest = (frames, judge.POSITIONS, digest)
            digest = judge.fold(signals.numbers, signals.words, rows, *rest)
        if decoder.fates_frames.sum() != taken:
            self.wrong("the fates of frames do not sum up", frames, 0)
        if decoder.fates_messages.sum() != frames.messages[:taken].sum():
            self.wrong("the fates of messages do not sum up", frames, 0)
        return digest

    def wrong(self, what: str, frames: Frames, frame: int) -> None:
        """Say what does not hold, and of which frame; end the process."""
        octets = self.octets[frames.at[frame] : frames.end[frame]].tobytes()
        batch, link = self.status[0], frames.link[frame]
        place = f"seed {self.seed} batch {batch} frame {frame}, link type {link}"
        print(f"{what}: {place}: {octets.hex()}", flush=True)
        os._exit(WRONG)

    def run(self, batch: int) -> None:
        """One batch against both fences; both readings must be the same."""
        self.status[:] = batch, -1, -1
        self.fill(batch)
        digests = [self.decode(frames, SLOTS) for frames in self.sides]
        self.stops += self.decoder.fates_messages
        left, right = self.sides
        if digests[0] != digests[1] or not np.array_equal(left.stop, right.stop):
            self.find_difference()

    def find_difference(self) -> None:
        """The first frame that is read one way at one fence, another way at the other."""
        for slot in range(SLOTS):
            digests = [self.decode(one(frames, slot), 1) for frames in self.sides]
            if digests[0] != digests[1]:
                self.wrong("what lies around a frame changes its reading", self.sides[0], slot)
        self.wrong("a batch is read differently twice", self.sides[0], 0)

    def single(self, batch: int, over_reading: str) -> None:
        """One batch, frame by frame, telling which frame and fence is under way."""
        self.fill(batch)
        for slot in range(SLOTS):
            for side, frames in enumerate(self.sides):
                self.status[:] = batch, slot, side
                if over_reading:
                    over_read(self.octets, one(frames, slot), over_reading == BEHIND)
                self.decode(one(frames, slot), 1)


def one(frames: Frames, slot: int) -> Frames:
    """The columns of one frame, views."""
    return Frames(*(column[slot : slot + 1] for column in frames))


def main() -> None:
    """Run the batches that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("status", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--batches", type=int, default=1)
    parser.add_argument("--single", type=int, default=-1, help="this batch, frame by frame")
    parser.add_argument("--show", type=int, default=-1, help="print this frame of --single")
    parser.add_argument("--over-read", choices=["", *PLACES], default="", help="its own test")
    asked = parser.parse_args()
    campaign = Campaign(asked.seed, asked.status)
    if asked.show >= 0:
        campaign.fill(asked.single)
        frame = one(campaign.sides[0], asked.show)
        print(frame.link[0], campaign.octets[frame.at[0] : frame.end[0]].tobytes().hex())
    elif asked.single >= 0:
        campaign.single(asked.single, asked.over_read)
    else:
        for batch in range(asked.batches):
            campaign.run(batch)
            for frames in campaign.sides if asked.over_read else ():
                over_read(campaign.octets, frames, asked.over_read == BEHIND)
        reached = int(campaign.stops[:, Stop.NONE].sum()), int(campaign.stops.sum())
        print(
            f"{asked.batches * SLOTS} frames, {reached[1]} messages, {reached[0]} read to their end"
        )
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
