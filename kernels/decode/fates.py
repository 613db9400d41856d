"""Settling accounts: each message's one fate, and the sums of all fates.

A message's fate is the first stop among its rows. What ran out of octets in a frame that the snap
length cut is told as cut, and the inner lengths that pointed past the cut are not held against
the sender. Fates and octets (`coverage`) are summed here too: the rows are at hand.
"""

import numpy as np

from kernels.columns import Cell, MessageCell
from kernels.decode.coverage import Octets
from kernels.jit import kernel
from kernels.outcome import FIRST_NOT_OURS, Layer, Oddity, Stop

MISMATCH = np.int64(1 << Oddity.LENGTH_MISMATCH)


@kernel
def settle_messages(frames, messages, first, after, signals, rows, fates, coverage):
    """Write the fates of messages `first` to `after`, whose signals are the first `rows`.

    They are added to `fates[layer, stop]`, and octets to the meter `coverage`.
    """
    outer, numbers = messages.numbers, signals.numbers
    is_partly = False
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
        is_partly = is_partly or numbers[Cell.UNEXPLAINED, row] != 0
        if numbers[Cell.STOP, row] == 0:
            numbers[Cell.STOP_LAYER, row] = Layer.NONE
        elif outer[MessageCell.STOP, message] == 0:
            outer[MessageCell.STOP_LAYER, message] = numbers[Cell.STOP_LAYER, row]
            outer[MessageCell.STOP, message] = numbers[Cell.STOP, row]
    for message in range(first, after):
        stop = outer[MessageCell.STOP, message]
        fates[outer[MessageCell.STOP_LAYER, message], stop] += 1
        if stop < FIRST_NOT_OURS:
            size = outer[MessageCell.END, message] - outer[MessageCell.AT, message]
            coverage[Octets.PRESENT] += size
            if stop != 0:
                coverage[Octets.STOPPED] += size
            else:
                coverage[Octets.UNEXPLAINED] += outer[MessageCell.UNEXPLAINED, message]
    for row in range(rows if is_partly else 0):
        if outer[MessageCell.STOP, numbers[Cell.MESSAGE, row]] == 0:
            coverage[Octets.UNEXPLAINED] += numbers[Cell.UNEXPLAINED, row]


def count_fates(fates, layers, stops):
    """Add each (layer, stop) pair to `fates[layer, stop]`."""
    codes = layers * fates.shape[1] + stops
    fates += np.bincount(codes, minlength=fates.size).reshape(fates.shape)
