"""From packets to messages: the chunks of SCTP, one row per user message.

Each frame ends with one fate, written beside it.
"""

import numpy as np

from kernels.columns import MessageCell as Cell
from kernels.columns import PacketCell
from kernels.jit import kernel
from kernels.meanings import Carrier
from kernels.outcome import Layer, Stop
from kernels.wire import sctp


@kernel
def find_messages(octets, frames, packets, first, taken, messages, streams, associations):  # noqa: ARG001
    """Messages of frames `first` to `taken`: (first frame not looked at, messages found).

    Stops early, between frames, when `messages` might not hold another frame's.
    """
    rows = np.int64(0)
    numbers = messages.numbers
    capacity = numbers.shape[1]
    for frame in range(first, taken):
        if capacity - rows < sctp.CHUNKS_MAX:
            return np.int64(frame), rows
        if packets.numbers[PacketCell.CARRIER, frame] != Carrier.SCTP:
            continue
        is_cut = frames.wire_size[frame] > frames.end[frame] - frames.at[frame]
        before = rows
        layer = np.int64(Layer.SCTP)
        at, end = packets.numbers[PacketCell.AT, frame], packets.numbers[PacketCell.END, frame]
        header = sctp.parse(octets, at, end)
        at, stop = header.at, header.stop
        if stop == 0:
            stop = np.int64(Stop.NO_DATA)
            for count in range(sctp.CHUNKS_MAX + 1):
                if at >= end:
                    break
                if count == sctp.CHUNKS_MAX:
                    stop = np.int64(Stop.TOO_MANY)
                    break
                x = sctp.chunk(octets, at, end)
                if x.stop != 0:
                    stop = x.stop
                    break
                at = x.next_at
                if x.is_data:
                    numbers[Cell.FRAME, rows] = frame
                    numbers[Cell.AT, rows] = x.at
                    numbers[Cell.END, rows] = x.end
                    numbers[Cell.CARRIER, rows] = Carrier.SCTP
                    numbers[Cell.SPORT, rows] = header.sport
                    numbers[Cell.DPORT, rows] = header.dport
                    numbers[Cell.PPID, rows] = x.ppid
                    numbers[Cell.SHORT_LAYER, rows] = Layer.SCTP if x.is_short else Layer.NONE
                    numbers[Cell.STOP, rows] = Stop.NONE if x.is_whole else Stop.FRAGMENT
                    numbers[Cell.ODDITIES, rows] = 0
                    rows += 1
                if x.is_short:
                    stop = np.int64(Stop.TRUNCATED)
                    break
        if stop == Stop.NO_DATA and rows > before:
            layer, stop = np.int64(Layer.NONE), np.int64(Stop.NONE)
        if stop == Stop.TRUNCATED and is_cut:
            stop = np.int64(Stop.CUT)
        frames.stop_layer[frame], frames.stop[frame] = layer, stop
        frames.messages[frame] = rows - before
    return np.int64(taken), rows
