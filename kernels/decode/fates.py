"""Settling accounts: each message's one fate, and the sums of all fates.

A message's fate is the first stop among its rows. What ran out of octets in a frame that the snap length
cut is told as cut, and the inner lengths that pointed past the cut are not held against the sender.
"""

import numpy as np

from kernels.columns import Cell, MessageCell
from kernels.jit import kernel
from kernels.outcome import FIRST_NOT_OURS, Layer, Oddity, Stop

MISMATCH = np.int64(1 << Oddity.LENGTH_MISMATCH)


@kernel
def settle_messages(frames, messages, first, after, signals, rows, fates):
    """Count the fates of messages `first` to `after` into `fates[layer, stop]`."""
    inner, numbers = messages.numbers, signals.numbers
    for message in range(first, after):
        if inner[MessageCell.STOP, message] < FIRST_NOT_OURS:
            inner[MessageCell.STOP_LAYER, message], inner[MessageCell.STOP, message] = (
                Layer.NONE,
                Stop.NONE,
            )
    for row in range(rows):
        frame, message = numbers[Cell.FRAME, row], numbers[Cell.MESSAGE, row]
        if frames.wire_size[frame] > frames.end[frame] - frames.at[frame]:
            if numbers[Cell.STOP, row] == Stop.TRUNCATED:
                numbers[Cell.STOP, row] = Stop.CUT
            if inner[MessageCell.IS_SHORT, message]:
                numbers[Cell.ODDITIES, row] &= ~MISMATCH
        if numbers[Cell.STOP, row] == 0:
            numbers[Cell.STOP_LAYER, row] = Layer.NONE
        elif inner[MessageCell.STOP, message] == 0:
            inner[MessageCell.STOP_LAYER, message] = numbers[Cell.STOP_LAYER, row]
            inner[MessageCell.STOP, message] = numbers[Cell.STOP, row]
    for message in range(first, after):
        fates[inner[MessageCell.STOP_LAYER, message], inner[MessageCell.STOP, message]] += 1


@kernel
def settle_frames(frames, first, after, fates):
    """Count the fates of frames `first` to `after` into `fates[layer, stop]`."""
    for frame in range(first, after):
        fates[frames.stop_layer[frame], frames.stop[frame]] += 1
