"""What a signal's parts say of each other: addresses, subsystems, contexts and operations."""

from typing import NamedTuple

import numpy as np

from kernels.jit import kernel


class Shapes(NamedTuple):
    """Tables of what may stand together."""

    subsystems: np.ndarray


def compile_shapes():
    """The tables as arrays for the kernel."""
    return Shapes(np.zeros(1, np.int64))


@kernel
def read_shapes(messages, signals, rows, shapes):
    """Set the oddities that need the whole row, of the first `rows` signals."""
