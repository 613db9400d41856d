"""From TCP segments to messages: one row per Diameter message, whatever way TCP has cut them."""

from typing import NamedTuple

import numpy as np

from kernels.columns import ABSENT, PacketWord
from kernels.columns import MessageCell as Cell
from kernels.decode.limits import REGION_OCTETS, STREAMS
from kernels.jit import leaf
from kernels.meanings import Carrier
from kernels.octets import Span
from kernels.outcome import Layer, Stop
from kernels.store import streams
from kernels.wire import diameter, tcp

RUN_OCTETS_MAX = np.int64(streams.RING_MAX)  # of messages that one segment completes


class Room(NamedTuple):
    """Where the messages that were put together lie."""

    at: int  # what is free
    end: int  # from here on the longest run might not fit


class Brought(NamedTuple):
    """What a segment brought."""

    rows: int  # behind its messages
    room: int
    stop: int


@leaf
def room_of(octets):
    """The region for messages put together from segments, as yet empty."""
    at = np.int64(octets.shape[0]) - STREAMS
    return Room(at, at + REGION_OCTETS - RUN_OCTETS_MAX)


@leaf
def add_segment(octets, words, numbers, rows, place, store, room):
    """The rows of the messages that a TCP segment completes."""
    x = tcp.parse(octets, place.at, place.end)
    source = words[PacketWord.SRC_HI, place.frame], words[PacketWord.SRC_LO, place.frame]
    sink = words[PacketWord.DST_HI, place.frame], words[PacketWord.DST_LO, place.frame]
    ports = (x.sport << 16) | x.dport
    key = streams.key_of(store.secret, *source, *sink, ports)
    run = streams.receive(store, octets, x, key, room, place.ts_ns)
    at, stop, before = run.at, run.stop, rows
    while at < run.end and stop == 0:
        if rows - before == streams.MESSAGES_MAX:
            stop = np.int64(Stop.TOO_MANY)
            break
        after = diameter.next_message(octets, at, run.end)
        add_message(numbers, rows, place, Span(at, after), x)
        at = after
        rows += 1
    return Brought(rows, run.room, stop)


@leaf
def add_message(numbers, row, place, message, segment):
    """The row of a message that came by TCP; what only SCTP has is absent."""
    for column in range(Cell.FRAME, Cell.FLAGS + 1):
        numbers[column, row] = ABSENT
    numbers[Cell.FRAME, row] = place.frame
    numbers[Cell.AT, row], numbers[Cell.END, row] = message.at, message.end
    numbers[Cell.CARRIER, row] = Carrier.TCP
    numbers[Cell.SPORT, row], numbers[Cell.DPORT, row] = segment.sport, segment.dport
    numbers[Cell.SHORT_LAYER, row] = Layer.NONE
    numbers[Cell.STOP_LAYER, row] = Layer.NONE
    numbers[Cell.STOP, row] = Stop.NONE
    numbers[Cell.ODDITIES, row] = place.oddities
