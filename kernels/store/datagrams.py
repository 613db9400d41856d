"""IP datagrams whose fragments have not all come (RFC 791 3.2, RFC 8200 4.5)."""

from typing import NamedTuple

import numpy as np

from kernels.store import ways


class Datagrams(NamedTuple):
    """The store."""

    secret: np.ndarray  # uint64[2]
    keys: np.ndarray  # uint64[places]
    times: np.ndarray  # int64[places], ns


def of(limits):
    """An empty store within `limits`."""
    keys, times = ways.allocate(limits.datagrams)
    return Datagrams(np.array(limits.secret, np.uint64), keys, times)
