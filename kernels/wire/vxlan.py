"""VXLAN (RFC 7348 5): an Ethernet frame behind eight octets.

  flags 1 | reserved 3 | VXLAN network identifier 3 | reserved 1

Nothing of the header is needed to read on, so none of its flags is held against it.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import fits
from kernels.outcome import Stop

HEADER_LEN = np.int64(8)


class Vxlan(NamedTuple):
    """Where the frame begins."""

    at: int
    stop: int


@leaf
def parse(at, end):
    """The header at `at`."""
    if not fits(at, HEADER_LEN, end):
        return Vxlan(np.int64(0), np.int64(Stop.TRUNCATED))
    return Vxlan(at + HEADER_LEN, np.int64(0))
