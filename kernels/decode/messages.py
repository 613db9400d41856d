"""From frames to messages: link, IP and SCTP, one row per user message (DATA chunk).

Each frame ends with one fate, written beside it. A frame cut by the snap length is walked as far as it
goes: lengths are clamped to what is there, and what ran out is told as cut rather than truncated.
"""

import numpy as np

from kernels.columns import MessageCell, MessageWord
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
    capacity = messages.numbers.shape[1]
    for frame in range(first, taken):
        if capacity - rows < sctp.CHUNKS_MAX:
            return np.int64(frame), rows
        end = frames.end[frame]
        is_cut = frames.wire_size[frame] > end - frames.at[frame]
        before = rows
        layer, stop = np.int64(Layer.LINK), np.int64(0)
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
                    numbers[MessageCell.FRAME, rows] = frame
                    numbers[MessageCell.AT, rows], numbers[MessageCell.END, rows] = x.at, x.end
                    numbers[MessageCell.VLAN, rows], numbers[MessageCell.VLAN_INNER, rows] = (
                        outer.vlan,
                        outer.vlan_inner,
                    )
                    numbers[MessageCell.IP_VERSION, rows] = packet.version
                    words[MessageWord.SRC_HI, rows], words[MessageWord.SRC_LO, rows] = (
                        packet.src_hi,
                        packet.src_lo,
                    )
                    words[MessageWord.DST_HI, rows], words[MessageWord.DST_LO, rows] = (
                        packet.dst_hi,
                        packet.dst_lo,
                    )
                    numbers[MessageCell.SPORT, rows], numbers[MessageCell.DPORT, rows] = (
                        header.sport,
                        header.dport,
                    )
                    numbers[MessageCell.PPID, rows] = x.ppid
                    numbers[MessageCell.IS_SHORT, rows] = x.is_short
                    numbers[MessageCell.STOP_LAYER, rows] = Layer.NONE if x.is_whole else Layer.SCTP
                    numbers[MessageCell.STOP, rows] = Stop.NONE if x.is_whole else Stop.FRAGMENT
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
