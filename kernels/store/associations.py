"""SCTP associations, one direction each (RFC 9260 4)."""

from typing import NamedTuple

import numpy as np

from kernels.store import ways


class Associations(NamedTuple):
    """The store."""

    secret: np.ndarray  # uint64[2]
    keys: np.ndarray  # uint64[places]
    times: np.ndarray  # int64[places], ns


def of(limits):
    """An empty store within `limits`."""
    keys, times = ways.allocate(limits.associations)
    return Associations(np.array(limits.secret, np.uint64), keys, times)
