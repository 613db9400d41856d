"""From frames to packets: link and IP, one row per frame, up to the carrier of messages.

A frame that holds no packet of ours ends here with its fate. A frame cut by the snap length is
walked as far as it goes: lengths are clamped to what is there, and what ran out is told as cut
rather than truncated.
"""

import numpy as np

from kernels.columns import ABSENT
from kernels.columns import PacketCell as Cell
from kernels.columns import PacketWord as Word
from kernels.jit import kernel
from kernels.meanings import Carrier
from kernels.outcome import Layer, Stop
from kernels.wire import ip, link


@kernel
def find_packets(octets, frames, first, taken, packets, datagrams, links):  # noqa: ARG001
    """Packets of frames `first` to `taken`; the first frame not looked at."""
    numbers, words = packets.numbers, packets.words
    for frame in range(first, taken):
        end = frames.end[frame]
        is_cut = frames.wire_size[frame] > end - frames.at[frame]
        layer = np.int64(Layer.LINK)
        outer = link.parse(octets, frames.at[frame], end, frames.link[frame])
        stop = outer.stop
        numbers[Cell.CARRIER, frame] = ABSENT
        if stop == 0:
            layer = np.int64(Layer.IP)
            packet = ip.parse(octets, outer.at, end)
            stop = packet.stop
            numbers[Cell.CARRIER, frame] = Carrier.SCTP if stop == 0 else ABSENT
            numbers[Cell.AT, frame] = packet.at
            numbers[Cell.END, frame] = packet.end
            numbers[Cell.IP_VERSION, frame] = packet.version
            numbers[Cell.IS_SHORT, frame] = packet.is_short
            words[Word.SRC_HI, frame] = packet.src_hi
            words[Word.SRC_LO, frame] = packet.src_lo
            words[Word.DST_HI, frame] = packet.dst_hi
            words[Word.DST_LO, frame] = packet.dst_lo
        numbers[Cell.VLAN, frame] = outer.vlan
        numbers[Cell.VLAN_INNER, frame] = outer.vlan_inner
        numbers[Cell.TUNNELS, frame] = 0
        numbers[Cell.POINT_CODES, frame] = 0
        numbers[Cell.ROLE, frame] = 0
        numbers[Cell.ODDITIES, frame] = 0
        if stop == Stop.TRUNCATED and is_cut:
            stop = np.int64(Stop.CUT)
        frames.stop_layer[frame], frames.stop[frame] = layer, stop
        frames.messages[frame] = 0
    return np.int64(taken)
