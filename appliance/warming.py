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
from kernels.columns import Frames, Messages, Packets, Signals, allocate
from kernels.decode import links
from kernels.decode.avp_table import compile_avps
from kernels.decode.batch import Decoder
from kernels.decode.chunks import join_chunks
from kernels.decode.contexts import compile_shapes
from kernels.decode.coverage import meter
from kernels.decode.dialogues import name_ends
from kernels.decode.diameter import read_diameter
from kernels.decode.envelopes import open_envelopes
from kernels.decode.fates import settle_messages
from kernels.decode.grammar import compile_grammar
from kernels.decode.identities import allocate_stack, read_identities
from kernels.decode.limits import Limits
from kernels.decode.messages import find_messages
from kernels.decode.packets import find_packets
from kernels.decode.routing import read_routing
from kernels.decode.signals import read_signals
from kernels.decode.stores import stores_of
from kernels.decode.transactions import read_transactions

PATIENCE_S = 300.0  # an emulated processor takes tens of seconds; a hung child must not hold us
TICK_S = 0.01
STORES = stores_of(Limits.nothing())
DECODE = (
    *("transactions", "signals", "identities", "diameter"),
    *("envelopes", "routing", "chunks", "messages", "packets", "links"),
)
REPLAY = ("detectors", *DECODE, "pcap")
RUN = ("detectors", *DECODE, "live")


def warm(parts: Sequence[str]) -> None:
    """Compile what the cache has not seen of `parts`, side by side where there are processors."""
    cold = [part for part in parts if is_cold(part)]
    if not cold:
        return
    # A compiler makes millions of objects and few cycles, and a collector that looks through them
    # would have every page that children share copied: without it they take half the time.
    gc.disable()
    gc.freeze()
    try:
        compile_all(cold)
    finally:
        gc.unfreeze()
        gc.enable()


def compile_all(cold: Sequence[str]) -> None:
    """One part in this process and a child for each other one; all here on a single processor."""
    if len(os.sched_getaffinity(0)) == 1:
        for part in cold:
            compile_part(part)
        return
    settling()  # numba's own preparations, made once before the children need them
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
    PARTS[part]()
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


def packets() -> None:
    """Link and IP."""
    find_packets(nothing(), allocate(Frames, 1), 0, 0, allocate(Packets, 1))


def envelopes() -> None:
    """Tunnels and fragments."""
    tables = allocate(Frames, 1), 0, 0, allocate(Packets, 1)
    open_envelopes(nothing(), *tables, STORES.datagrams)


def link_marks() -> None:
    """What Settings say of links."""
    links.mark_links(allocate(Frames, 1), allocate(Packets, 1), 0, 0, links.none())


def messages() -> None:
    """SCTP and TCP."""
    tables = allocate(Frames, 1), allocate(Packets, 1), 0, 0, allocate(Messages, 1)
    find_messages(nothing(), *tables, STORES.streams, STORES.associations)


def chunks() -> None:
    """SCTP fragments."""
    tables = allocate(Frames, 1), allocate(Messages, 1), 0, 0
    join_chunks(nothing(), *tables, STORES.seen, STORES.chunks)


def routing() -> None:
    """M3UA and its kin, and SCCP."""
    tables = allocate(Frames, 1), allocate(Packets, 1), allocate(Messages, 1), 0, 0
    read_routing(nothing(), *tables, STORES.segments, np.zeros((16, 16), np.int64))


def transactions() -> None:
    """The TCAP message."""
    read_transactions(nothing(), allocate(Messages, 1), 0, 0)
    name_ends(allocate(Messages, 1), 0, 0, STORES.dialogues)


def signals() -> None:
    """TCAP components."""
    tables = allocate(Frames, 1), allocate(Messages, 1), 0, 0, allocate(Signals, 1)
    read_signals(nothing(), *tables, STORES.dialogues, compile_shapes())


def identities() -> None:
    """MAP arguments."""
    read_identities(nothing(), allocate(Signals, 1), 0, compile_grammar(), allocate_stack())


def diameter() -> None:
    """Diameter's AVPs."""
    tables = allocate(Frames, 1), allocate(Messages, 1), allocate(Signals, 1)
    read_diameter(nothing(), *tables, 0, compile_avps(), STORES.requests)


def settling() -> None:
    """The fates of messages."""
    tables = allocate(Frames, 1), allocate(Messages, 1), 0, 0, allocate(Signals, 1), 0
    settle_messages(*tables, np.zeros((2, 2), np.int64), meter())


def detectors() -> None:
    """Every detector, with a home that is somewhere."""
    config = loads('network: {home: {gt_prefixes: ["999"]}}')
    home = Home(config.network.home)
    around = Surroundings(home, country.load(), operations.shipped(), (0, 0))
    startup.warm_detectors(startup.build_detectors(config, around), Decoder())


def pcap() -> None:
    """The record walk of pcap; that of pcapng is compiled when such a file comes."""
    walk = np.ones(len(tracefile.Walk), np.int64)  # a record's header is longer than nothing
    tracefile.index_pcap(nothing(), 0, 0, walk, allocate(Frames, 1), 0)


PARTS: dict[str, Callable[[], None]] = {
    "packets": packets,
    "envelopes": envelopes,
    "links": link_marks,
    "messages": messages,
    "chunks": chunks,
    "routing": routing,
    "transactions": transactions,
    "signals": signals,
    "identities": identities,
    "diameter": diameter,
    "detectors": detectors,
    "pcap": pcap,
    "live": loop.prepare,
}
