"""The whole dispatch, on one page: a batch of frames in, batches of signals out.

  frames -> find_messages -> read_routing -> read_transactions -> read_signals
         -> read_identities -> settle_messages

Each kernel stops early when its output might not hold what the next input yields, and is called
again where it stopped: nothing is lost, whatever a frame holds, and nothing grows.
"""

import numpy as np

from kernels.columns import Messages, Signals, allocate
from kernels.decode.fates import count_fates, settle_messages
from kernels.decode.identities import allocate_stack, read_identities
from kernels.decode.map_arguments import compile_grammar
from kernels.decode.messages import find_messages
from kernels.decode.routing import read_routing
from kernels.decode.signals import read_signals
from kernels.decode.transactions import read_transactions
from kernels.outcome import Layer, Stop
from kernels.wire.sctp import CHUNKS_MAX
from kernels.wire.tcap import COMPONENTS_MAX


class Decoder:
    """Columns and counters of one decoder.

    `messages` and `signals` are overwritten by each batch.
    """

    def __init__(self, messages_max=8192, signals_max=8192):
        """Allocate once; at least one frame's messages and one message's rows must fit."""
        self.messages = allocate(Messages, max(messages_max, CHUNKS_MAX))
        self.signals = allocate(Signals, max(signals_max, COMPONENTS_MAX))
        self.fates_frames = np.zeros((max(Layer) + 1, max(Stop) + 1), np.int64)
        self.fates_messages = np.zeros_like(self.fates_frames)
        self.signals_read = 0
        self._grammar = compile_grammar()
        self._stack = allocate_stack()

    def warm(self, octets, frames):
        """Compile, or load, every kernel: each is called once over nothing."""
        for _ in self._signals_of(octets, frames, 0):
            pass
        find_messages(octets, frames, 0, 0, self.messages)
        self.settle_turn(octets, frames, 0, 0)

    def read(self, octets, frames, taken):
        """Decode the first `taken` frames; yields the number of signals that stand in `signals`."""
        frame = 0
        while frame < taken:
            after, count = find_messages(octets, frames, frame, taken, self.messages)
            count_fates(self.fates_frames, frames.stop_layer[frame:after], frames.stop[frame:after])
            frame = after
            yield from self._signals_of(octets, frames, count)

    def _signals_of(self, octets, frames, count):
        """The signals of the first `count` messages, in as many turns as they need."""
        read_routing(octets, self.messages, count)
        read_transactions(octets, self.messages, count)
        message = 0
        while message < count:
            message, rows = self.settle_turn(octets, frames, message, count)
            if rows:
                yield rows

    def settle_turn(self, octets, frames, first, count):
        """One turn: (first message not looked at, signals read)."""
        messages, signals = self.messages, self.signals
        after, rows = read_signals(octets, frames, messages, first, count, signals)
        read_identities(octets, signals, rows, self._grammar, self._stack)
        settle_messages(frames, messages, first, after, signals, rows)
        count_fates(
            self.fates_messages, messages.stop_layer[first:after], messages.stop[first:after]
        )
        self.signals_read += rows
        return after, rows
