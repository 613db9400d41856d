"""Every column that a batch gives, in one file, so that two processes can be compared.

`python -m tests.property.columns FRAMES.npz OUT.npz [remembers]` decodes in whatever lane its
environment says.
"""

import sys
from pathlib import Path

import numpy as np

from kernels.columns import Frames, allocate
from kernels.decode.batch import Decoder
from kernels.decode.limits import Limits
from tests.fuzz.remembered import SMALL

INPUTS = ("at", "end", "wire_size", "link", "ts_ns")


def save(path: Path, octets: np.ndarray, frames: Frames) -> None:
    """Frames as they go into a decoder."""
    np.savez(path, octets=octets, **{name: getattr(frames, name) for name in INPUTS})


def columns_of(
    octets: np.ndarray, frames: Frames, *, remembers: bool = False
) -> dict[str, np.ndarray]:
    """Packets and signals of all frames, fates of frames and messages, and what is remembered."""
    count = len(frames.at)
    decoder = Decoder(count, limits=SMALL if remembers else Limits.nothing())
    signals = [
        [matrix[:, :rows].copy() for matrix in decoder.signals]
        for rows in decoder.read(octets, frames, count)
    ]
    names = zip(("numbers", "words", "diameter"), zip(*signals, strict=True), strict=True)
    found = {name: np.hstack(each) for name, each in names}
    # A frame that ends before its packet leaves what an earlier one wrote: nobody reads it.
    has_packet = decoder.packets.carrier[:count] >= 0
    found |= {
        f"packets.{name}": matrix[:, :count][:, has_packet]
        for name, matrix in decoder.packets._asdict().items()
    }
    found |= {
        f"{name}.{part}": np.asarray(value)
        for name, store in decoder.stores._asdict().items()
        for part, value in store._asdict().items()
    }
    return found | {
        "fates_frames": decoder.fates_frames,
        "fates_messages": decoder.fates_messages,
        "management": decoder.management,
        "coverage": decoder.coverage,
        "frames": np.array([frames.stop_layer, frames.stop, frames.messages]),
    }


def main(source: Path, target: Path, *rest: str) -> None:
    """Read, decode, write."""
    given = np.load(source)
    frames = allocate(Frames, len(given["at"]))
    for name in INPUTS:
        getattr(frames, name)[:] = given[name]
    frames.source[:], frames.number[:] = 0, 1
    np.savez(target, **columns_of(given["octets"], frames, remembers="remembers" in rest))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
