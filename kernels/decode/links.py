"""Which link a packet came over, and what Settings say of it: point codes, and what it joins."""

from typing import NamedTuple

import numpy as np


class Links(NamedTuple):
    """Rules tried in their order; the first that fits decides. -1 fits everything."""

    source: np.ndarray  # int64[rules]: index of the file or interface
    vlan: np.ndarray  # outer VLAN id
    point_codes: np.ndarray  # PointCodes
    role: np.ndarray  # Role


def none():
    """No rules: ITU point codes, role unknown."""
    return Links(*(np.zeros(0, np.int64) for _ in Links._fields))
