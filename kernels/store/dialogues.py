"""TCAP transactions that are open, by the id of one end (Q.774 3.2)."""

from typing import NamedTuple

import numpy as np

from kernels.store import ways


class Dialogues(NamedTuple):
    """The store."""

    secret: np.ndarray  # uint64[2]
    keys: np.ndarray  # uint64[places]
    times: np.ndarray  # int64[places], ns


def of(limits):
    """An empty store within `limits`."""
    keys, times = ways.allocate(limits.dialogues)
    return Dialogues(np.array(limits.secret, np.uint64), keys, times)
