"""S1 on the links that Settings call interconnects: our own titles calling our own titles.

The decoder knows nothing of who is home, so this oddity is added to the signals before detectors
see them. Without home titles, or without a link of that role, nothing is done.
"""

import numpy as np

from appliance.network.home import Home
from kernels.columns import Packets, Signals, allocate
from kernels.decode.links import Links
from kernels.judge.spoofed import mark_spoofed
from kernels.meanings import Role


class Spoofing:
    """Marks signals; counts how many it marked."""

    def __init__(self, home: Home, links: Links) -> None:
        """`links` are the decoder's own rules; the kernel is compiled if it will be needed."""
        self._home = home
        self._is_needed = home.known and bool(np.any(links.role == Role.INTERCONNECT))
        self.marked = 0
        if self._is_needed:
            self.mark(allocate(Packets, 1), allocate(Signals, 1), 0)

    def mark(self, packets: Packets, signals: Signals, rows: int) -> None:
        """Set the oddity where it belongs among the first `rows` signals."""
        if not self._is_needed:
            return
        home = self._home
        roots = home.gt_root, home.imsi_root
        self.marked += int(mark_spoofed(packets, signals, rows, home.words, *roots))
