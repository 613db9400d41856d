"""Every column that a batch gives, in one file, so that two processes can be compared.

`python -m tests.property.columns FRAMES.npz OUT.npz` decodes in whatever lane its environment says.
"""

import sys
from pathlib import Path

import numpy as np

from kernels.columns import Frames, allocate
from kernels.decode.batch import Decoder
from kernels.decode.limits import Limits

INPUTS = ("at", "end", "wire_size", "link")


def save(path: Path, octets: np.ndarray, frames: Frames) -> None:
    """Frames as they go into a decoder."""
    np.savez(path, octets=octets, **{name: getattr(frames, name) for name in INPUTS})


def columns_of(octets: np.ndarray, frames: Frames) -> dict[str, np.ndarray]:
    """Signals of all frames, fates of frames and messages."""
    decoder, numbers, words = Decoder(limits=Limits.nothing()), [], []
    for rows in decoder.read(octets, frames, len(frames.at)):
        numbers.append(decoder.signals.numbers[:, :rows].copy())
        words.append(decoder.signals.words[:, :rows].copy())
    return {
        "numbers": np.hstack(numbers),
        "words": np.hstack(words),
        "fates_frames": decoder.fates_frames,
        "fates_messages": decoder.fates_messages,
        "frames": np.array([frames.stop_layer, frames.stop, frames.messages]),
    }


def main(source: Path, target: Path) -> None:
    """Read, decode, write."""
    given = np.load(source)
    frames = allocate(Frames, len(given["at"]))
    for name in INPUTS:
        getattr(frames, name)[:] = given[name]
    frames.ts_ns[:], frames.source[:], frames.number[:] = 0, 0, 1
    np.savez(target, **columns_of(given["octets"], frames))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
