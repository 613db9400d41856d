"""Diameter requests that wait for their answer (RFC 6733 6.2)."""

from typing import NamedTuple

import numpy as np

from kernels.store import ways


class Requests(NamedTuple):
    """The store."""

    secret: np.ndarray  # uint64[2]
    keys: np.ndarray  # uint64[places]
    times: np.ndarray  # int64[places], ns


def of(limits):
    """An empty store within `limits`."""
    keys, times = ways.allocate(limits.requests)
    return Requests(np.array(limits.secret, np.uint64), keys, times)
