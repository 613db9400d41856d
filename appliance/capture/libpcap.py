"""libpcap's control plane through ctypes: open, configure, filter, count, close.

One `Pcap` owns one `pcap_t`. Frames are not read here but in loop.py, which calls the same library
from compiled code. What would put octets on the wire is not even bound. Errors here are libpcap's
own words; live.py turns them into advice.
"""

import ctypes
import functools
from ctypes import c_char_p, c_int, c_uint32, c_void_p
from typing import NamedTuple, Self

from appliance.capture.source import CaptureError

NAMES = ("libpcap.so.0.8", "libpcap.so.1")  # Debian's name of the ABI, and everyone else's
ERROR_SIZE = 256  # PCAP_ERRBUF_SIZE
NANO = 1  # PCAP_TSTAMP_PRECISION_NANO
INT_MAX = 0x7FFF_FFFF
HOST_CLOCK = 0  # PCAP_TSTAMP_HOST
NETMASK_UNKNOWN = 0xFFFF_FFFF
ETHERNET = 1
# DLT_RAW is the one number of our link types that differs between libpcap and files on Linux.
LINKTYPE_OF_DLT = {12: 101}

# pcap_activate's failures that deserve their own advice (pcap/pcap.h).
NO_SUCH_DEVICE = -5
PERMISSION_DENIED = -8
INTERFACE_NOT_UP = -9
PROMISCUOUS_DENIED = -11

_SIGNATURES = {
    "pcap_lib_version": (c_char_p,),
    "pcap_create": (c_void_p, c_char_p, c_char_p),
    "pcap_open_dead": (c_void_p, c_int, c_int),
    "pcap_open_offline_with_tstamp_precision": (c_void_p, c_char_p, c_int, c_char_p),
    "pcap_set_snaplen": (c_int, c_void_p, c_int),
    "pcap_set_promisc": (c_int, c_void_p, c_int),
    "pcap_set_timeout": (c_int, c_void_p, c_int),
    "pcap_set_buffer_size": (c_int, c_void_p, c_int),
    "pcap_set_tstamp_type": (c_int, c_void_p, c_int),
    "pcap_set_tstamp_precision": (c_int, c_void_p, c_int),
    "pcap_get_tstamp_precision": (c_int, c_void_p),
    "pcap_activate": (c_int, c_void_p),
    "pcap_setnonblock": (c_int, c_void_p, c_int, c_char_p),
    "pcap_compile": (c_int, c_void_p, c_void_p, c_char_p, c_int, c_uint32),
    "pcap_setfilter": (c_int, c_void_p, c_void_p),
    "pcap_freecode": (None, c_void_p),
    "pcap_datalink": (c_int, c_void_p),
    "pcap_snapshot": (c_int, c_void_p),
    "pcap_stats": (c_int, c_void_p, c_void_p),
    "pcap_get_selectable_fd": (c_int, c_void_p),
    "pcap_geterr": (c_char_p, c_void_p),
    "pcap_statustostr": (c_char_p, c_int),
    "pcap_close": (None, c_void_p),
}


class _Program(ctypes.Structure):
    """struct bpf_program."""

    _fields_ = (("size", ctypes.c_uint), ("instructions", c_void_p))


class _Stat(ctypes.Structure):
    """struct pcap_stat; 32-bit counts that wrap."""

    _fields_ = (
        ("received", ctypes.c_uint),
        ("dropped", ctypes.c_uint),
        ("interface_dropped", ctypes.c_uint),
    )


class Statistics(NamedTuple):
    """The kernel's counts since the capture was opened, modulo 2**32."""

    received: int  # passed the filter, dropped ones included
    dropped: int  # no room in the kernel buffer
    interface_dropped: int  # by the adapter or its driver


class Library(NamedTuple):
    """The shared library, bound."""

    name: str
    calls: ctypes.CDLL


@functools.cache
def library() -> Library:
    """Load libpcap once; CaptureError names the package when it is absent."""
    for name in NAMES:
        try:
            calls = ctypes.CDLL(name)
        except OSError:
            continue
        for function, (result, *arguments) in _SIGNATURES.items():
            bound = getattr(calls, function)
            bound.restype = result
            bound.argtypes = arguments
        return Library(name, calls)
    raise CaptureError(
        "libpcap is not installed: live capture needs the package libpcap0.8 (Debian, Ubuntu)"
        " or libpcap (Fedora, openSUSE)"
    )


def version() -> str:
    """What the library says of itself, its version included."""
    return one_line(library().calls.pcap_lib_version())


def one_line(words: bytes | None) -> str:
    """C text as one printable line."""
    return " ".join((words or b"").decode("utf-8", "replace").split())


class Pcap:
    """One open `pcap_t`; closing it twice is harmless."""

    def __init__(self, pointer: int | None, why_not: bytes = b"") -> None:
        """Own `pointer`; a null one is a CaptureError saying `why_not`."""
        if not pointer:
            raise CaptureError(one_line(why_not) or "libpcap could not open a capture")
        self.pointer = pointer
        self._calls = library().calls

    @classmethod
    def for_interface(cls, interface: str) -> Self:
        """Created, not yet active."""
        words = ctypes.create_string_buffer(ERROR_SIZE)
        return cls(library().calls.pcap_create(interface.encode(), words), words.value)

    @classmethod
    def for_trace(cls, path: str) -> Self:
        """An open pcap or pcapng file, in nanoseconds."""
        words = ctypes.create_string_buffer(ERROR_SIZE)
        opened = library().calls.pcap_open_offline_with_tstamp_precision(path.encode(), NANO, words)
        return cls(opened, words.value)

    @classmethod
    def for_filters(cls, link: int, snap_length_octets: int) -> Self:
        """No traffic, but filters can be compiled for it."""
        return cls(library().calls.pcap_open_dead(link, snap_length_octets))

    def configure(
        self, snap_length_octets: int, *, promiscuous: bool, buffer_octets: int, timeout_ms: int
    ) -> None:
        """Before `activate`. An adapter that refuses nanoseconds keeps microseconds.

        Immediate mode stays off: it gives up TPACKET_V3 and its blocks of frames.
        """
        self._calls.pcap_set_snaplen(self.pointer, snap_length_octets)
        self._calls.pcap_set_promisc(self.pointer, int(promiscuous))
        self._calls.pcap_set_buffer_size(self.pointer, min(buffer_octets, INT_MAX))
        self._calls.pcap_set_timeout(self.pointer, timeout_ms)
        self._calls.pcap_set_tstamp_type(self.pointer, HOST_CLOCK)
        self._calls.pcap_set_tstamp_precision(self.pointer, NANO)

    def activate(self) -> int:
        """Start; negative is a failure (`words` says more), positive a warning."""
        return int(self._calls.pcap_activate(self.pointer))

    def set_nonblocking(self) -> None:
        """Reading never waits; CaptureError where that cannot be had."""
        words = ctypes.create_string_buffer(ERROR_SIZE)
        if self._calls.pcap_setnonblock(self.pointer, 1, words) != 0:
            raise CaptureError(one_line(words.value))

    def set_filter(self, text: str, *, install: bool = True) -> None:
        """Compile a BPF filter and, unless told not to, install it.

        CaptureError in libpcap's words when it is none.
        """
        program = _Program()
        reference = ctypes.byref(program)
        # The mask only matters to `ip broadcast`.
        compiled = self._calls.pcap_compile(
            self.pointer, reference, text.encode(), 1, NETMASK_UNKNOWN
        )
        if compiled != 0:
            raise CaptureError(self.words())
        try:
            if install and self._calls.pcap_setfilter(self.pointer, reference) != 0:
                raise CaptureError(self.words())
        finally:
            self._calls.pcap_freecode(reference)

    def link(self) -> int:
        """The LINKTYPE_* number of its frames."""
        dlt = int(self._calls.pcap_datalink(self.pointer))
        return LINKTYPE_OF_DLT.get(dlt, dlt)

    def snap_length(self) -> int:
        """Octets that a frame is cut to."""
        return int(self._calls.pcap_snapshot(self.pointer))

    def fraction_ns(self) -> int:
        """Nanoseconds in one unit of a time stamp's fraction: 1 or 1000."""
        return 1 if self._calls.pcap_get_tstamp_precision(self.pointer) == NANO else 1000

    def fileno(self) -> int:
        """What to poll; -1 when there is nothing to."""
        return int(self._calls.pcap_get_selectable_fd(self.pointer))

    def statistics(self) -> Statistics | None:
        """The kernel's counts, or None when it will not say."""
        stat = _Stat()
        if self._calls.pcap_stats(self.pointer, ctypes.byref(stat)) != 0:
            return None
        return Statistics(stat.received, stat.dropped, stat.interface_dropped)

    def words(self, status: int = -1) -> str:
        """What libpcap says about its last failure, or about `status` when it left no words."""
        said = one_line(self._calls.pcap_geterr(self.pointer))
        return said or one_line(self._calls.pcap_statustostr(status))

    def close(self) -> None:
        """Give the socket and its buffer back."""
        pointer, self.pointer = self.pointer, 0
        if pointer:
            self._calls.pcap_close(pointer)


def filter_fault(text: str, link: int = ETHERNET, snap_length_octets: int = 65_535) -> str | None:
    """Why libpcap refuses the BPF filter `text`, or None when it takes it; opens no interface."""
    dead = Pcap.for_filters(link, snap_length_octets)
    try:
        dead.set_filter(text, install=False)
    except CaptureError as fault:
        return str(fault)
    finally:
        dead.close()
    return None
