"""The preallocated arena that a source fills and the decoder reads: octets, and one row per frame.

A fill starts at the arena's beginning each time: the frames of one breath are the frames of one
ring.
"""

from dataclasses import dataclass, field

import numpy as np

from kernels.columns import Frames, allocate
from kernels.decode.limits import TAIL_OCTETS

SNAP_MAX = 262_144  # libpcap's own MAXIMUM_SNAPLEN: no frame is longer


@dataclass(slots=True)
class FrameRing:
    """`frames_max` rows over `octets_max` octets; nothing here grows after it is made.

    Behind those, `octets` has a tail that is the decoder's: sources must not write there.
    """

    frames_max: int
    octets_max: int
    octets: np.ndarray = field(init=False)
    arena: np.ndarray = field(init=False)  # where sources write: the octets but for the tail
    frames: Frames = field(init=False)

    def __post_init__(self) -> None:
        """Allocate once."""
        if self.octets_max < SNAP_MAX:
            raise ValueError(f"octets_max: {self.octets_max} is under one frame of {SNAP_MAX}")
        self.octets = np.zeros(self.octets_max + TAIL_OCTETS, np.uint8)
        self.arena = self.octets[: self.octets_max]
        self.frames = allocate(Frames, self.frames_max)
