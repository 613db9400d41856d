"""Frames that are not ordinary: tunnels, fragments, MTP of trace files, and all that ends early.

Envelopes are taken off one after the other, TUNNELS_MAX at most. At each IP header a fragment goes
into the store; the frame that completes a datagram goes on with all of it, from the tail of the
octets. Addresses are those of the innermost IP header, VLAN ids of the outermost envelope.

A frame that holds no packet of ours ends here with its fate. A frame cut by the snap length is
walked as far as it goes: lengths are clamped to what is there, and what ran out is told as cut
rather than truncated.
"""

from typing import NamedTuple

import numpy as np

from kernels.columns import ABSENT
from kernels.columns import PacketCell as Cell
from kernels.columns import PacketWord as Word
from kernels.decode.limits import MESSAGE_OCTETS_MAX, PACKETS, REGION_OCTETS
from kernels.decode.packets import UNOPENED
from kernels.decode.tunnels import NO_CARRIER, TUNNELS_MAX, is_read, reach_ip, stopped, take_off
from kernels.jit import kernel, leaf
from kernels.outcome import Layer, Oddity, Stop
from kernels.store import datagrams
from kernels.wire import ip, link

ROOM = (TUNNELS_MAX + 1) * MESSAGE_OCTETS_MAX  # each envelope of a frame may complete a datagram
OVERLAP = np.int64(1 << Oddity.FRAGMENT_OVERLAP)


class Payload(NamedTuple):
    """What one IP packet carries, joined if it was a fragment."""

    protocol: int
    at: int
    end: int
    differs: bool
    stop: int


@leaf
def payload_of(buf, packet, depth, store, room, now):
    """The payload of `packet` (Packet) inside `depth` tunnels, behind extension headers, whole."""
    at, end, protocol = packet.at, packet.end, packet.protocol
    fragment, name = packet.fragment, packet.identification
    if packet.version == 4 and not is_read(protocol):
        return Payload(protocol, at, end, False, np.int64(0))  # and no fragments of it are kept
    if fragment == 0 and (packet.version == 6 or protocol == ip.NextHeader.AUTHENTICATION):
        x = ip.chain(buf, at, end, protocol)
        if x.stop != 0:
            return Payload(x.protocol, at, end, False, x.stop)
        at, protocol, fragment, name = x.at, x.protocol, x.fragment, x.identification
    if fragment == 0:
        return Payload(protocol, at, end, False, np.int64(0))
    if packet.is_short:
        return Payload(protocol, at, end, False, np.int64(Stop.TRUNCATED))
    piece = datagrams.Fragment(fragment & ~7, fragment & 1 == 0, protocol, at, end)
    key = datagrams.key_of(store.secret, packet, name, depth)
    y = datagrams.add(store, key, piece, buf, room, now)
    if y.stop != 0:
        return Payload(protocol, at, end, False, y.stop)
    x = ip.chain(buf, y.at, y.end, y.protocol)
    stop = x.stop if x.fragment == 0 else np.int64(Stop.TOO_DEEP)  # fragments of a fragment
    return Payload(x.protocol, x.at, y.end, y.differs, stop)


@leaf
def next_envelope(buf, payload):
    """What `payload` (Payload) leads to."""
    if payload.stop != 0:
        return stopped(Layer.IP, payload.stop)
    return take_off(buf, payload.at, payload.end, payload.protocol)


@kernel
def open_envelopes(octets, frames, first, taken, packets, store):
    """Packets of the frames that `find_packets` left UNOPENED; the first frame not looked at.

    It stops early when the room for joined datagrams is short.
    """
    numbers, words = packets.numbers, packets.words
    room = octets.shape[0] - PACKETS
    full = room + REGION_OCTETS - ROOM
    for frame in range(first, taken):
        if numbers[Cell.CARRIER, frame] != UNOPENED:
            continue
        if room > full:
            return np.int64(frame)
        at, end = frames.at[frame], frames.end[frame]
        outer = link.parse(octets, at, end, frames.link[frame])
        numbers[Cell.VLAN, frame], numbers[Cell.VLAN_INNER, frame] = outer.vlan, outer.vlan_inner
        x = reach_ip(octets, outer, end)
        tunnels, depth, oddities, is_short = x.tunnels, x.depth, np.int64(0), x.is_short
        numbers[Cell.IP_VERSION, frame] = ABSENT
        for _ in range(TUNNELS_MAX + 1):
            if x.stop != 0 or x.carrier != NO_CARRIER:
                break
            packet = ip.parse(octets, x.at, x.end)
            if packet.stop != 0:
                x = stopped(Layer.IP, packet.stop)
                break
            numbers[Cell.IP_VERSION, frame] = packet.version
            words[Word.SRC_HI, frame] = packet.src_hi
            words[Word.SRC_LO, frame] = packet.src_lo
            words[Word.DST_HI, frame] = packet.dst_hi
            words[Word.DST_LO, frame] = packet.dst_lo
            is_short |= packet.is_short
            payload = payload_of(octets, packet, depth, store, room, frames.ts_ns[frame])
            room = max(room, payload.end)  # a joined datagram lies there
            if payload.differs:
                oddities = OVERLAP
            x = next_envelope(octets, payload)
            tunnels, depth = tunnels | x.tunnels, depth + x.depth
            if depth > TUNNELS_MAX:
                x = stopped(Layer.TUNNEL, Stop.TOO_DEEP)
        is_cut = frames.wire_size[frame] > end - at
        stop = np.int64(Stop.CUT) if x.stop == Stop.TRUNCATED and is_cut else x.stop
        numbers[Cell.CARRIER, frame] = x.carrier if stop == 0 else ABSENT
        numbers[Cell.AT, frame], numbers[Cell.END, frame] = x.at, x.end
        numbers[Cell.TUNNELS, frame] = tunnels
        numbers[Cell.ODDITIES, frame] = oddities
        numbers[Cell.IS_SHORT, frame] = is_short
        frames.stop_layer[frame] = x.layer if stop != 0 else np.int64(Layer.NONE)
        frames.stop[frame] = stop
    return np.int64(taken)
