"""Settling accounts: each message's one fate, and the sums of all fates.

A message's fate is the first stop among its rows. What ran out of octets in a frame that the snap
length cut is told as cut, and the inner lengths that pointed past the cut are not held against
the sender.
"""

import numpy as np

from kernels.columns import Cell, MessageCell
from kernels.jit import kernel
from kernels.outcome import FIRST_NOT_OURS, Layer, Oddity, Stop

MISMATCH = np.int64(1 << Oddity.LENGTH_MISMATCH)


@kernel
def settle_messages(frames, messages, first, after, signals, rows):
    """Write the fates of messages `first` to `after`, whose signals are the first `rows`."""
    outer, numbers = messages.numbers, signals.numbers
    for message in range(first, after):
        if outer[MessageCell.STOP, message] < FIRST_NOT_OURS:
            outer[MessageCell.STOP_LAYER, message] = Layer.NONE
            outer[MessageCell.STOP, message] = Stop.NONE
    for row in range(rows):
        frame, message = numbers[Cell.FRAME, row], numbers[Cell.MESSAGE, row]
        if frames.wire_size[frame] > frames.end[frame] - frames.at[frame]:
            if numbers[Cell.STOP, row] == Stop.TRUNCATED:
                numbers[Cell.STOP, row] = Stop.CUT
            if outer[MessageCell.SHORT_LAYER, message] != Layer.NONE:
                numbers[Cell.ODDITIES, row] &= ~MISMATCH
        if numbers[Cell.STOP, row] == 0:
            numbers[Cell.STOP_LAYER, row] = Layer.NONE
        elif outer[MessageCell.STOP, message] == 0:
            outer[MessageCell.STOP_LAYER, message] = numbers[Cell.STOP_LAYER, row]
            outer[MessageCell.STOP, message] = numbers[Cell.STOP, row]


def count_fates(fates, layers, stops):
    """Add each (layer, stop) pair to `fates[layer, stop]`."""
    codes = layers * fates.shape[1] + stops
    fates += np.bincount(codes, minlength=fates.size).reshape(fates.shape)
