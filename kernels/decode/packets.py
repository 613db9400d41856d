"""From frames to packets: link and IP, one row per frame, up to the carrier of messages.

Here is the ordinary way only: a frame whose IP packet holds SCTP or TCP, whole. Every other one
is marked, and read from its beginning by `open_envelopes`, which knows tunnels and fragments and
says what is wrong with a frame.
"""

import numpy as np

from kernels.columns import PacketCell as Cell
from kernels.columns import PacketWord as Word
from kernels.jit import kernel
from kernels.meanings import Carrier
from kernels.outcome import Layer, Stop
from kernels.wire import ip, link

UNOPENED = np.int64(-2)  # in the place of a carrier: not ordinary, not looked into yet


@kernel
def find_packets(octets, frames, first, taken, packets):
    """Packets of frames `first` to `taken`; UNOPENED where that takes more."""
    numbers, words = packets.numbers, packets.words
    for frame in range(first, taken):
        end = frames.end[frame]
        outer = link.ordinary(octets, frames.at[frame], end, frames.link[frame])
        carrier = UNOPENED
        if outer.inside == link.Inside.IP:
            packet = ip.parse(octets, outer.at, end)
            if packet.stop == 0 and packet.fragment == 0:
                if packet.protocol == ip.NextHeader.SCTP:
                    carrier = np.int64(Carrier.SCTP)
                elif packet.protocol == ip.NextHeader.TCP:
                    carrier = np.int64(Carrier.TCP)
                numbers[Cell.AT, frame] = packet.at
                numbers[Cell.END, frame] = packet.end
                numbers[Cell.IP_VERSION, frame] = packet.version
                numbers[Cell.IS_SHORT, frame] = packet.is_short
                words[Word.SRC_HI, frame] = packet.src_hi
                words[Word.SRC_LO, frame] = packet.src_lo
                words[Word.DST_HI, frame] = packet.dst_hi
                words[Word.DST_LO, frame] = packet.dst_lo
        numbers[Cell.CARRIER, frame] = carrier
        numbers[Cell.VLAN, frame] = outer.vlan
        numbers[Cell.VLAN_INNER, frame] = outer.vlan_inner
        numbers[Cell.TUNNELS, frame] = 0
        numbers[Cell.POINT_CODES, frame] = 0
        numbers[Cell.ROLE, frame] = 0
        numbers[Cell.ODDITIES, frame] = 0
        frames.stop_layer[frame], frames.stop[frame] = Layer.NONE, Stop.NONE
        frames.messages[frame] = 0
