"""One interface through libpcap: opened with the operator's settings, watched, and accounted for.

The compiled loop moves the frames; this file decides when to look at the interface (once a second,
only while it is quiet) and what to say when it fails. After a failure it goes on taking for a while
what the kernel still holds, then raises. It never opens again by itself: retry.py does.
"""

import time
from typing import Final

from appliance.capture import libpcap, loop
from appliance.capture.interface import Interface, present
from appliance.capture.libpcap import Pcap
from appliance.capture.loop import Tap
from appliance.capture.polled import PolledSource
from appliance.capture.ring import FrameRing
from appliance.capture.settings import CaptureSettings
from appliance.capture.source import CaptureError

MIB = 1 << 20
WATCH_S: Final = 1.0  # between two looks at the interface and at the kernel's counts
COUNT_BITS = 0xFFFF_FFFF  # the kernel's counts are 32 bits wide and wrap
LINGER_SHARE = 5  # of the timeout, which bounds what lingering adds to a frame's delay
FASTEST_OCTETS_S = 1_250_000_000  # 10 Gbit/s, which must not fill half the buffer meanwhile
NO_RIGHT = (
    "no permission to capture: the process needs CAP_NET_RAW"
    " (AmbientCapabilities=CAP_NET_RAW in a systemd unit, `setcap cap_net_raw+ep` on the Python"
    " it runs, or root)"
)

ADVICE = {
    libpcap.PERMISSION_DENIED: NO_RIGHT,
    libpcap.PROMISCUOUS_DENIED: NO_RIGHT,
    libpcap.NO_SUCH_DEVICE: "the interface disappeared",
    libpcap.INTERFACE_NOT_UP: "the interface is down",
}


class LiveSource(PolledSource):
    """Frames of one interface, from now on."""

    def __init__(
        self, interface: str, settings: CaptureSettings, source: int = 0, earlier: int = 0
    ) -> None:
        """Open `interface`, or raise CaptureError.

        Its frames carry `source` in that column, and are numbered behind `earlier` ones.
        """
        loop.prepare()
        self.names = (interface,)
        self.timeout_ms = settings.timeout_ms
        self.linger_s = min(
            settings.timeout_ms / LINGER_SHARE / 1000,
            settings.kernel_buffer_mib * MIB / 2 / FASTEST_OCTETS_S,
        )
        self._interface = Interface(interface)
        try:
            self._pcap = _open(self._interface, settings)
        except BaseException:
            self._interface.close()
            raise
        self._tap = loop.tap_of(self._pcap, source, earlier)
        self._descriptor = self._pcap.fileno()
        self._seen = libpcap.Statistics(0, 0, 0)
        self._kernel_drops = 0
        self._interface_drops = 0
        self._fault: str | None = None
        self._give_up_at = 0.0
        self._watch_at = time.monotonic() + WATCH_S

    def take(self, ring: FrameRing, row: int, at: int) -> tuple[int, int]:
        """As PolledSource says; CaptureError once the interface failed and nothing is left."""
        if not self._pcap.pointer:
            raise self._error("the capture is closed")
        next_row, next_at, status = loop.take(self._tap, ring, row, at)
        now = time.monotonic()
        if status == loop.ERROR and self._fault is None:
            self._fail(self._interface.fault() or self._pcap.words(), now)
        if now >= self._watch_at:
            self._watch_at = now + WATCH_S
            self._count_drops()
            if next_row == row and self._fault is None:
                self._fail(self._interface.fault(), now)
        if self._fault is not None and next_row == row and now >= self._give_up_at:
            raise self._error(self._fault)
        return next_row, next_at

    def descriptors(self) -> list[int]:
        """The packet socket."""
        return [self._descriptor]

    def counters(self) -> dict[str, int]:
        """As FrameSource says; `cut` by the snap length, `interface_drops` by adapter or driver.

        Asks the kernel (some 10 microseconds). It tells adapter drops of promiscuous captures only.
        """
        self._count_drops()
        return {
            "taken": int(self._tap[Tap.TAKEN]),
            "cut": int(self._tap[Tap.CUT]),
            "kernel_drops": self._kernel_drops,
            "interface_drops": self._interface_drops,
        }

    def close(self) -> None:
        """Give the interface back; the counters stay readable."""
        self._count_drops()
        self._pcap.close()
        self._interface.close()

    def _fail(self, fault: str | None, now: float) -> None:
        """Remember a failure; the kernel may hold a part-filled block for one timeout more."""
        self._fault = fault
        self._give_up_at = now + 2 * self.timeout_ms / 1000

    def _count_drops(self) -> None:
        """Add what the kernel's counts grew by."""
        seen = self._pcap.statistics() if self._pcap.pointer else None
        if seen is None:
            return
        self._kernel_drops += (seen.dropped - self._seen.dropped) & COUNT_BITS
        grown = (seen.interface_dropped - self._seen.interface_dropped) & COUNT_BITS
        self._interface_drops += grown
        self._seen = seen

    def _error(self, why: str) -> CaptureError:
        return CaptureError(f"interface {self.names[0]}: {why}")


def _open(interface: Interface, settings: CaptureSettings) -> Pcap:
    """An active, filtered, non-blocking capture; CaptureError in one line for a person."""
    name = interface.name
    if not interface.is_known:
        raise CaptureError(
            f"interface {name}: there is no such interface; there are: {', '.join(present())}"
        )
    pcap = Pcap.for_interface(name)
    try:
        pcap.configure(
            settings.snap_length_octets,
            promiscuous=settings.promiscuous,
            buffer_octets=settings.kernel_buffer_mib * MIB,
            timeout_ms=settings.timeout_ms,
        )
        _activate(pcap, name)
        _filter(pcap, name, settings.filter)
    except BaseException:
        pcap.close()
        raise
    return pcap


def _filter(pcap: Pcap, name: str, text: str) -> None:
    """Install a filter; none when it is empty."""
    if not text:
        return
    try:
        pcap.set_filter(text)
    except CaptureError as fault:
        raise CaptureError(f"interface {name}: filter {text!r}: {fault}") from None


def _activate(pcap: Pcap, name: str) -> None:
    """Start capturing; a failure is said in the words that a person can act on."""
    status = pcap.activate()
    if status < 0:
        raise CaptureError(f"interface {name}: {ADVICE.get(status) or pcap.words(status)}")
    pcap.set_nonblocking()
