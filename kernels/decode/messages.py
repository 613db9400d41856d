"""From packets to messages: the chunks of SCTP and the streams of TCP, one row per user message.

Each frame ends with one fate, written beside it.
"""

from typing import NamedTuple

import numpy as np

from kernels.columns import ABSENT, PacketCell
from kernels.columns import MessageCell as Cell
from kernels.decode.segments import add_segment, room_of
from kernels.jit import kernel, leaf
from kernels.meanings import Carrier
from kernels.octets import u8, u16, u32
from kernels.outcome import Layer, Stop
from kernels.store.associations import epoch_of, note
from kernels.wire import sctp


class Place(NamedTuple):
    """A packet: its row, where in the octets it lies, when it came, and what was odd about it."""

    frame: int
    at: int
    end: int
    ts_ns: int
    oddities: int


@kernel
def find_messages(octets, frames, packets, first, taken, messages, streams, associations):
    """Messages of frames `first` to `taken`: (first frame not looked at, messages found).

    Stops early, between frames, when `messages` might not hold another frame's.
    """
    rows = np.int64(0)
    given, numbers = packets.numbers, messages.numbers
    room, room_end = room_of(octets)
    for frame in range(first, taken):
        if numbers.shape[1] - rows < sctp.CHUNKS_MAX or room > room_end:
            return np.int64(frame), rows
        carrier = given[PacketCell.CARRIER, frame]
        if carrier == ABSENT:
            continue
        at, end = given[PacketCell.AT, frame], given[PacketCell.END, frame]
        odd = given[PacketCell.ODDITIES, frame]
        place = Place(np.int64(frame), at, end, frames.ts_ns[frame], odd)
        is_cut = frames.wire_size[frame] > frames.end[frame] - frames.at[frame]
        before, layer, stop = rows, np.int64(Layer.NONE), np.int64(Stop.NONE)
        if carrier == Carrier.SCTP:
            layer = np.int64(Layer.SCTP)
            header = sctp.parse(octets, at, end)
            at, stop = header.at, header.stop
            is_missing = is_cut or given[PacketCell.IS_SHORT, frame] == 1
            if associations.checks_sums and not is_missing and stop == 0:
                stop = sctp.checked(octets, place.at, end)
            for count in range(sctp.CHUNKS_MAX + 1):
                if stop != 0 or at >= end:
                    break
                if count == sctp.CHUNKS_MAX:
                    stop = np.int64(Stop.TOO_MANY)
                    break
                x = sctp.chunk(octets, at, end)
                at, stop = x.next_at, x.stop
                if x.kind == sctp.DATA or x.kind == sctp.I_DATA:
                    add_chunk(octets, numbers, rows, place, header, x)
                    if numbers[Cell.STOP, rows] != 0 or x.kind != sctp.DATA:
                        add_unusual(octets, numbers, rows, header, x, associations)
                    rows += 1
                elif stop == 0:
                    note(associations, octets, header, x, place.ts_ns)
                if x.is_short:
                    stop = np.int64(Stop.TRUNCATED)
            if stop == 0 and rows == before:
                stop = np.int64(Stop.NO_DATA)
        elif carrier == Carrier.TCP:
            layer = np.int64(Layer.TCP)
            rows, room, stop = add_segment(
                octets, packets.words, numbers, rows, place, streams, room
            )
        else:  # in a trace of MTP3 or SCCP the packet is the message
            add_bare(numbers, rows, place, carrier)
            rows += 1
        if stop == Stop.TRUNCATED and is_cut:
            stop = np.int64(Stop.CUT)
        frames.stop_layer[frame] = layer if stop != 0 else np.int64(Layer.NONE)
        frames.stop[frame], frames.messages[frame] = stop, rows - before
    return np.int64(taken), rows


@leaf
def add_chunk(octets, numbers, row, place, header, x):
    """The row of one DATA or I-DATA chunk."""
    flags = u8(octets, x.head + 1) & sctp.FLAG_BITS
    numbers[Cell.FRAME, row] = place.frame
    numbers[Cell.AT, row] = x.at
    numbers[Cell.END, row] = x.end
    numbers[Cell.CARRIER, row] = Carrier.SCTP
    numbers[Cell.SPORT, row] = header.sport
    numbers[Cell.DPORT, row] = header.dport
    numbers[Cell.PPID, row] = u32(octets, x.head + 12)
    numbers[Cell.TAG, row] = header.tag
    numbers[Cell.TSN, row] = u32(octets, x.head + 4)
    numbers[Cell.STREAM, row] = u16(octets, x.head + 8)
    numbers[Cell.SEQUENCE, row] = u16(octets, x.head + 10)
    numbers[Cell.FSN, row] = ABSENT
    numbers[Cell.FLAGS, row] = flags
    numbers[Cell.SHORT_LAYER, row] = Layer.SCTP if x.is_short else Layer.NONE
    numbers[Cell.STOP_LAYER, row] = Layer.SCTP
    numbers[Cell.STOP, row] = Stop.NONE if flags & sctp.WHOLE == sctp.WHOLE else Stop.FRAGMENT
    numbers[Cell.ODDITIES, row] = place.oddities


@leaf
def add_unusual(octets, numbers, row, header, x, associations):
    """What a fragment and I-DATA need beside; apart from the rest, so that they alone pay."""
    if x.kind == sctp.I_DATA:
        y = sctp.interleaved(octets, x.head)
        numbers[Cell.SEQUENCE, row], numbers[Cell.PPID, row] = y.sequence, y.ppid
        numbers[Cell.FSN, row] = y.fsn
    epoch = epoch_of(associations, header.tag, header.sport, header.dport)
    numbers[Cell.EPOCH, row] = epoch


@leaf
def add_bare(numbers, row, place, carrier):
    """The row of a message that lies in its frame without a transport."""
    for column in range(Cell.FRAME, Cell.FLAGS + 1):
        numbers[column, row] = ABSENT
    numbers[Cell.FRAME, row] = place.frame
    numbers[Cell.AT, row] = place.at
    numbers[Cell.END, row] = place.end
    numbers[Cell.CARRIER, row] = carrier
    numbers[Cell.SHORT_LAYER, row] = Layer.NONE
    numbers[Cell.STOP_LAYER, row] = Layer.NONE
    numbers[Cell.STOP, row] = Stop.NONE
    numbers[Cell.ODDITIES, row] = place.oddities
