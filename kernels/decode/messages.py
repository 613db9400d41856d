"""From frames to messages: link, IP and SCTP, one row per user message (DATA chunk).

Each frame ends with one fate, written beside it. A frame cut by the snap length is walked as far
as it goes: lengths are clamped to what is there, and what ran out is told as cut rather than
truncated.
"""

import numpy as np

from kernels.columns import MessageCell as Cell
from kernels.columns import MessageWord as Word
from kernels.jit import kernel
from kernels.outcome import Layer, Stop
from kernels.wire import ip, link, sctp


@kernel
def find_messages(octets, frames, first, taken, messages):
    """Messages of frames `first` to `taken`: (first frame not looked at, messages found).

    Stops early, between frames, when `messages` might not hold another frame's.
    """
    rows = np.int64(0)
    numbers, words = messages.numbers, messages.words
    capacity = numbers.shape[1]
    for frame in range(first, taken):
        if capacity - rows < sctp.CHUNKS_MAX:
            return np.int64(frame), rows
        end = frames.end[frame]
        is_cut = frames.wire_size[frame] > end - frames.at[frame]
        before = rows
        layer = np.int64(Layer.LINK)
        outer = link.parse(octets, frames.at[frame], end, frames.link[frame])
        stop = outer.stop
        if stop == 0:
            layer = np.int64(Layer.IP)
            packet = ip.parse(octets, outer.at, end)
            stop = packet.stop
        if stop == 0:
            layer = np.int64(Layer.SCTP)
            end = packet.end
            header = sctp.parse(octets, packet.at, end)
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
                    numbers[Cell.VLAN, rows] = outer.vlan
                    numbers[Cell.VLAN_INNER, rows] = outer.vlan_inner
                    numbers[Cell.IP_VERSION, rows] = packet.version
                    words[Word.SRC_HI, rows] = packet.src_hi
                    words[Word.SRC_LO, rows] = packet.src_lo
                    words[Word.DST_HI, rows] = packet.dst_hi
                    words[Word.DST_LO, rows] = packet.dst_lo
                    numbers[Cell.SPORT, rows] = header.sport
                    numbers[Cell.DPORT, rows] = header.dport
                    numbers[Cell.PPID, rows] = x.ppid
                    numbers[Cell.SHORT_LAYER, rows] = Layer.SCTP if x.is_short else Layer.NONE
                    numbers[Cell.STOP, rows] = Stop.NONE if x.is_whole else Stop.FRAGMENT
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
