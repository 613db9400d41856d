"""The first start after an installation: kernels are compiled several at a time, in processes.

numba compiles one function at a time and most of that is Python, so threads do not help. What every
kernel needs is imported once; then children are forked, each compiles one part into the cache that
they share, and the parent compiles one too and loads the rest. It must be called before any thread
is started. With one processor, or no cache, the parent compiles everything as it goes.
"""

import gc
import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from appliance import kernel_cache, startup
from appliance.capture import loop
from appliance.catalogue import operations
from appliance.config.config import loads
from appliance.detectors.detector import Surroundings
from appliance.network import country
from appliance.network.home import Home
from kernels import tracefile
from kernels.columns import Frames, Messages, allocate
from kernels.decode.batch import Decoder
from kernels.decode.envelopes import read_envelopes
from kernels.decode.messages import find_messages

PATIENCE_S = 300.0  # an emulated processor takes tens of seconds; a hung child must not hold us
TICK_S = 0.01
DECODE = ("envelopes", "messages", "signals")
REPLAY = (*DECODE, "detectors", "pcap")
RUN = (*DECODE, "detectors", "live")


def warm(parts: Sequence[str]) -> None:
    """Compile what the cache has not seen of `parts`, the first of them in this process."""
    cold = [part for part in parts if is_cold(part)]
    if len(cold) < 2 or len(os.sched_getaffinity(0)) < 2:
        return
    children = [child(part) for part in cold[1:]]
    compile_part(cold[0])
    for number in children:
        wait(number)


def child(part: str) -> int:
    """Fork a process that compiles one part; its number."""
    number = os.fork()
    if number:
        return number
    try:
        compile_part(part)
    finally:
        os._exit(0)  # a part that failed costs time only: the parent compiles it


def wait(number: int) -> None:
    """Until the child has ended, or has taken too long."""
    deadline = time.monotonic() + PATIENCE_S
    while os.waitpid(number, os.WNOHANG)[0] == 0:
        if time.monotonic() > deadline:
            os.kill(number, signal.SIGKILL)
            os.waitpid(number, 0)
            return
        time.sleep(TICK_S)


def compile_part(part: str) -> None:
    """Compile one part into the cache and leave its marker."""
    gc.disable()  # a compiler makes millions of objects and few cycles: this saves a tenth
    try:
        PARTS[part]()
    finally:
        gc.enable()
    path = marker(part)
    if path is not None:
        path.touch()


def marker(part: str) -> Path | None:
    """The file that says a part's kernels are in this cache."""
    folder = os.environ.get(kernel_cache.VARIABLE)
    return Path(folder) / f"warmed-{part}" if folder else None


def is_cold(part: str) -> bool:
    """Whether there is a cache, and this part is not in it."""
    path = marker(part)
    return path is not None and not path.exists() and not os.environ.get("NUMBA_DISABLE_JIT")


def nothing() -> np.ndarray:
    """Octets for a kernel that is to read none."""
    return np.zeros(1, np.uint8)


def messages() -> None:
    """Link, IP and SCTP."""
    find_messages(nothing(), allocate(Frames, 1), 0, 0, allocate(Messages, 1))


def envelopes() -> None:
    """M3UA, SCCP and TCAP."""
    read_envelopes(nothing(), allocate(Messages, 1), 0)


def signals() -> None:
    """Components, identities, fates."""
    Decoder().settle_turn(nothing(), allocate(Frames, 1), 0, 0)


def detectors() -> None:
    """Every detector, with a home that is somewhere."""
    config = loads('network: {home: {gt_prefixes: ["999"]}}')
    home = Home(config.network.home)
    around = Surroundings(home, country.load(), operations.shipped(), (0, 0))
    startup.warm_detectors(startup.build_detectors(config, around), Decoder())


def pcap() -> None:
    """The record walk of pcap; that of pcapng is compiled when such a file comes."""
    walk = np.zeros(len(tracefile.Walk), np.int64)
    tracefile.index_pcap(nothing(), 0, 0, walk, allocate(Frames, 1), 0)


PARTS: dict[str, Callable[[], None]] = {
    "messages": messages,
    "envelopes": envelopes,
    "signals": signals,
    "detectors": detectors,
    "pcap": pcap,
    "live": loop.prepare,
}
