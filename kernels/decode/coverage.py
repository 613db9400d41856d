"""The coverage meter: of the octets of our messages, how many some rule explains.

octets of messages that are ours
|-- of messages that stopped: what lies behind the stop nobody read
'-- of messages read to their end
    |-- unexplained: no rule names them (trailing octets, unknown elements, slack)
    '-- explained
"""

from enum import IntEnum

import numpy as np

from kernels.outcome import FIRST_NOT_OURS


class Octets(IntEnum):
    """Places of the meter."""

    PRESENT = 0
    STOPPED = 1
    UNEXPLAINED = 2


def meter():
    """A meter at zero."""
    return np.zeros(len(Octets), np.int64)


def measure(total, messages, first, after, signals, rows):
    """Add messages `first` to `after`, whose signals are the first `rows`, to the meter."""
    stops = messages.stop[first:after]
    sizes = messages.end[first:after] - messages.at[first:after]
    total[Octets.PRESENT] += sizes[stops < FIRST_NOT_OURS].sum()
    total[Octets.STOPPED] += sizes[(stops > 0) & (stops < FIRST_NOT_OURS)].sum()
    is_read = messages.stop[signals.message[:rows]] == 0
    total[Octets.UNEXPLAINED] += signals.unexplained[:rows][is_read].sum()
    total[Octets.UNEXPLAINED] += messages.unexplained[first:after][stops == 0].sum()
