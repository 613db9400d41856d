"""The whole dispatch, on one page: a batch of frames in, batches of signals out.

      frames -> find_messages -> read_signals -> read_identities -> settle -> signals, fates

Each kernel stops early when its output might not hold what the next input yields, and is called again
where it stopped: nothing is lost, whatever a frame holds, and nothing grows.
"""

import numpy as np

from kernels.columns import Messages, Signals, allocate
from kernels.decode.fates import settle_frames, settle_messages
from kernels.decode.identities import allocate_stack, read_identities
from kernels.decode.map_arguments import compile_grammar
from kernels.decode.messages import find_messages
from kernels.decode.signals import read_signals
from kernels.outcome import Layer, Stop
from kernels.wire.sctp import CHUNKS_MAX
from kernels.wire.tcap import COMPONENTS_MAX


class Decoder:
    """Columns and counters of one decoder; `messages` and `signals` are overwritten by each batch."""

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
        find_messages(octets, frames, 0, 0, self.messages)
        settle_frames(frames, 0, 0, self.fates_frames)
        read_signals(octets, frames, self.messages, 0, 0, self.signals)
        read_identities(octets, self.signals, 0, self._grammar, self._stack)
        settle_messages(frames, self.messages, 0, 0, self.signals, 0, self.fates_messages)

    def read(self, octets, frames, taken):
        """Decode the first `taken` frames; yields the number of signals that stand in `signals`."""
        frame = 0
        while frame < taken:
            after, count = find_messages(octets, frames, frame, taken, self.messages)
            settle_frames(frames, frame, after, self.fates_frames)
            frame = after
            message = 0
            while message < count:
                after, rows = read_signals(
                    octets, frames, self.messages, message, count, self.signals
                )
                read_identities(octets, self.signals, rows, self._grammar, self._stack)
                settle_messages(
                    frames, self.messages, message, after, self.signals, rows, self.fates_messages
                )
                message = after
                self.signals_read += rows
                if rows:
                    yield rows
