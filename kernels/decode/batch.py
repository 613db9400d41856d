"""The whole dispatch, on one page: a batch of frames in, batches of signals out.

  frames -> find_packets -> open_envelopes -> mark_links -> find_messages -> join_chunks
         -> read_routing -> read_transactions -> read_signals -> read_identities -> read_diameter
         -> settle_messages

Each kernel stops early when its output might not hold what the next input yields, and is called
again where it stopped: nothing is lost, whatever a frame holds, and nothing grows.
"""

import numpy as np

from kernels.columns import ABSENT, Batch, Messages, Packets, Signals, allocate
from kernels.decode import links
from kernels.decode.avp_table import compile_avps
from kernels.decode.chunks import join_chunks
from kernels.decode.contexts import compile_shapes
from kernels.decode.coverage import meter
from kernels.decode.dialogues import name_ends
from kernels.decode.diameter import read_diameter
from kernels.decode.envelopes import open_envelopes
from kernels.decode.fates import count_fates, settle_messages
from kernels.decode.grammar import compile_grammar
from kernels.decode.identities import allocate_stack, read_identities
from kernels.decode.limits import Limits
from kernels.decode.messages import find_messages
from kernels.decode.packets import find_packets
from kernels.decode.routing import read_routing
from kernels.decode.signals import read_signals
from kernels.decode.stores import forget, stores_of
from kernels.decode.transactions import read_transactions
from kernels.outcome import Layer, Stop
from kernels.wire.sctp import CHUNKS_MAX
from kernels.wire.tcap import COMPONENTS_MAX


class Decoder:
    """Columns, stores and counters of one decoder.

    `packets`, `messages` and `signals` are overwritten by each batch. The last TAIL_OCTETS of the
    octets handed over are the decoder's own: reassembled packets and messages lie there until the
    next turn.
    """

    def __init__(self, frames_max=8192, messages_max=8192, signals_max=8192, limits=None):
        """Allocate once; at least one frame's messages and one message's rows must fit."""
        self.packets = allocate(Packets, frames_max)
        self.messages = allocate(Messages, max(messages_max, CHUNKS_MAX))
        self.signals = allocate(Signals, max(signals_max, COMPONENTS_MAX))
        self.stores = stores_of(Limits() if limits is None else limits)
        self.links = links.none()
        self.management = np.zeros(
            (16, 16), np.int64
        )  # messages of adaptation layers by class, type
        self.fates_frames = np.zeros((max(Layer) + 1, max(Stop) + 1), np.int64)
        self.fates_messages = np.zeros_like(self.fates_frames)
        self.coverage = meter()
        self.signals_read = 0
        self._grammar = compile_grammar()
        self._stack = allocate_stack()
        self._avps = compile_avps()
        self._shapes = compile_shapes()
        self._of_diameter = 0  # rows of the last turn that must be made absent again

    def warm(self, octets, frames):
        """Compile, or load, every kernel: each is called once over nothing."""
        find_packets(octets, frames, 0, 0, self.packets)
        self._open(octets, frames, 0, 0)
        links.mark_links(frames, self.packets, 0, 0, self.links)
        self._messages(octets, frames, 0, 0)
        self._join(octets, frames, 0, 0)
        self._route(octets, frames, 0, 0)
        self.settle_turn(octets, frames, 0, 0)

    def forget(self):
        """Empty the stores: what comes next is read as if nothing had been before."""
        forget(self.stores)

    def batch(self, octets, frames):
        """The columns as they stand, beside what they point into."""
        return Batch(octets, frames, self.packets, self.messages, self.signals)

    def read(self, octets, frames, taken):
        """Decode the first `taken` frames; yields the number of signals that stand in `signals`."""
        for first, after in self._packet_turns(octets, frames, taken):
            for count in self._message_turns(octets, frames, first, after):
                for joined_from, joined in self._joined_turns(octets, frames, count):
                    for at, routed in self._routed_turns(octets, frames, joined_from, joined):
                        yield from self._signals_of(octets, frames, at, routed)

    def _packet_turns(self, octets, frames, taken):
        """Frames whose packets are found, from and to."""
        find_packets(octets, frames, 0, taken, self.packets)
        frame = 0
        while frame < taken:
            after = self._open(octets, frames, frame, taken)
            if len(self.links.source):
                links.mark_links(frames, self.packets, frame, after, self.links)
            yield frame, after
            frame = after

    def _message_turns(self, octets, frames, frame, taken):
        """Messages found, turn by turn; the fates of their frames are counted."""
        while frame < taken:
            after, count = self._messages(octets, frames, frame, taken)
            count_fates(self.fates_frames, frames.stop_layer[frame:after], frames.stop[frame:after])
            frame = after
            yield count

    def _joined_turns(self, octets, frames, count):
        """Messages whose fragments are joined, from and to."""
        message = 0
        while message < count:
            after = self._join(octets, frames, message, count)
            yield message, after
            message = after

    def _routed_turns(self, octets, frames, message, count):
        """Messages whose routing and transaction are read, from and to."""
        while message < count:
            after = self._route(octets, frames, message, count)
            yield message, after
            message = after

    def _open(self, octets, frames, first, taken):
        store = self.stores.datagrams
        return open_envelopes(octets, frames, first, taken, self.packets, store)

    def _messages(self, octets, frames, first, taken):
        stores = self.stores
        tables = self.packets, first, taken, self.messages
        return find_messages(octets, frames, *tables, stores.streams, stores.associations)

    def _join(self, octets, frames, first, count):
        stores = self.stores
        return join_chunks(octets, frames, self.messages, first, count, stores.seen, stores.chunks)

    def _route(self, octets, frames, first, count):
        stores, messages = self.stores, self.messages
        memory = stores.segments, self.management
        after = read_routing(octets, frames, self.packets, messages, first, count, *memory)
        read_transactions(octets, messages, first, after)
        if len(stores.dialogues.keys):
            name_ends(messages, first, after, stores.dialogues)
        return after

    def _signals_of(self, octets, frames, message, count):
        """The signals of messages `message` to `count`, in as many turns as they need."""
        while message < count:
            message, rows = self.settle_turn(octets, frames, message, count)
            if rows:
                yield rows

    def settle_turn(self, octets, frames, first, count):
        """One turn: (first message not looked at, signals read)."""
        messages, signals = self.messages, self.signals
        stores = self.stores
        rest = stores.dialogues, self._shapes
        signals.diameter[:, : self._of_diameter] = ABSENT
        after, rows, others = read_signals(octets, frames, messages, first, count, signals, *rest)
        read_identities(octets, signals, rows, self._grammar, self._stack)
        self._of_diameter = rows if others else 0
        if others or not count:
            rest = self._avps, stores.requests
            read_diameter(octets, frames, messages, signals, rows, *rest)
        sums = self.fates_messages, self.coverage
        settle_messages(frames, messages, first, after, signals, rows, *sums)
        self.signals_read += rows
        return after, rows
