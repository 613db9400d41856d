"""The coverage meter: of the octets of our messages, how many some rule explains.

octets of messages that are ours
|-- of messages that stopped: what lies behind the stop nobody read
'-- of messages read to their end
    |-- unexplained: no rule names them (trailing octets, unknown elements, slack)
    '-- explained
"""

from enum import IntEnum

import numpy as np


class Octets(IntEnum):
    """Places of the meter."""

    PRESENT = 0
    STOPPED = 1
    UNEXPLAINED = 2


def meter():
    """A meter at zero."""
    return np.zeros(len(Octets), np.int64)
