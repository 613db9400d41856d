"""The first start after an installation: kernels are compiled several at a time, in processes.

numba compiles one function at a time and most of that is Python, so threads do not help;
processes that write to the same cache do. The parent goes on importing meanwhile, then loads what
they made. With one processor, or no cache to share, nothing is begun here and the parent compiles
as it goes.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from appliance import kernel_cache

if TYPE_CHECKING:
    import numpy as np

TIMEOUT_S = (
    300.0  # a processor under emulation takes tens of seconds; a hung compiler must not hold us
)
RUN = ("messages", "envelopes", "signals", "detectors", "live")
REPLAY = ("messages", "envelopes", "signals", "detectors", "trace")
DECODE = ("messages", "envelopes", "signals", "trace")


class Warming:
    """Child processes at work; `wait` before the first kernel is called."""

    def __init__(self, parts: Sequence[str]) -> None:
        """Begin one process for each part that this cache has not seen."""
        self._children: list[subprocess.Popen[bytes]] = []
        cold = [part for part in parts if is_cold(part)]
        if len(cold) > 1 and len(os.sched_getaffinity(0)) > 1:
            for part in cold:
                command = [sys.executable, "-m", "appliance.warming", part]
                self._children.append(
                    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603 - our own module
                )

    def wait(self) -> None:
        """Until all have ended. One that failed costs time only: its kernels are compiled here."""
        for child in self._children:
            try:
                child.wait(TIMEOUT_S)
            except subprocess.TimeoutExpired:
                child.kill()
        self._children.clear()


def marker(part: str) -> Path | None:
    """The file that says a part's kernels are in this cache."""
    folder = os.environ.get(kernel_cache.VARIABLE)
    return Path(folder) / f"warmed-{part}" if folder else None


def is_cold(part: str) -> bool:
    """Whether there is a cache, and this part is not in it."""
    path = marker(part)
    return path is not None and not path.exists() and not os.environ.get("NUMBA_DISABLE_JIT")


def warm_messages() -> None:
    """Link, IP and SCTP."""
    from kernels.columns import Frames, Messages, allocate
    from kernels.decode.messages import find_messages

    find_messages(arena(), allocate(Frames, 1), 0, 0, allocate(Messages, 1))


def warm_envelopes() -> None:
    """M3UA, SCCP and TCAP."""
    from kernels.columns import Messages, allocate
    from kernels.decode.envelopes import read_envelopes

    read_envelopes(arena(), allocate(Messages, 1), 0)


def warm_signals() -> None:
    """Components, identities, fates."""
    from kernels.columns import Frames, allocate
    from kernels.decode.batch import Decoder

    Decoder().settle_turn(arena(), allocate(Frames, 1), 0, 0)


def warm_detectors() -> None:
    """Every detector, with a home that is somewhere."""
    from appliance import startup
    from appliance.catalogue import operations
    from appliance.config.config import loads
    from appliance.detectors.detector import Surroundings
    from appliance.network import country
    from appliance.network.home import Home
    from kernels.decode.batch import Decoder

    config = loads('network: {home: {gt_prefixes: ["999"]}}')
    home = Home(config.network.home)
    around = Surroundings(home, country.load(), operations.shipped(), (0, 0))
    startup.warm_detectors(startup.build_detectors(config, around), Decoder())


def warm_trace() -> None:
    """The record walks of pcap and pcapng, over a file of each kind that holds no frame."""
    from appliance.capture.ring import SNAP_MAX, FrameRing
    from appliance.capture.trace import TraceSource

    ring = FrameRing(1, 2 * SNAP_MAX)
    header = bytes.fromhex("d4c3b2a1020004000000000000000000ffff000001000000")
    section = bytes.fromhex("0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000")
    with tempfile.TemporaryDirectory() as folder:
        for content in (header, section):
            path = Path(folder) / "empty"
            path.write_bytes(content)
            TraceSource(str(path)).fill(ring)


def warm_live() -> None:
    """The loop that calls libpcap."""
    from appliance.capture.loop import prepare

    prepare()


WARM: dict[str, Callable[[], None]] = {
    "messages": warm_messages,
    "envelopes": warm_envelopes,
    "signals": warm_signals,
    "detectors": warm_detectors,
    "trace": warm_trace,
    "live": warm_live,
}


def main(part: str) -> None:
    """Compile one part into the cache and leave its marker."""
    import gc

    gc.disable()  # a compiler makes millions of objects and few cycles: this saves a tenth
    WARM[part]()
    path = marker(part)
    if path is not None:
        path.touch()


def arena() -> "np.ndarray":
    """Octets for a kernel that is to read none."""
    import numpy as np

    return np.zeros(1, np.uint8)


if __name__ == "__main__":
    main(sys.argv[1])
