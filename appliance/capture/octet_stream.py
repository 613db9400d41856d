"""The octets of a trace file, plain or gzip, or of standard input, read into memory handed in.

gzip is told by its first two octets, also on a pipe; several members follow one another as gzip(1)
has them. A pipe with nothing just now gives nothing, and does not hold the caller for longer than
it says. Left out: xz, zstd, zip.
"""

import contextlib
import fcntl
import os
import select
import stat
import sys
import zlib

from appliance.capture.source import CaptureError

GZIP_MAGIC = b"\x1f\x8b"
GZIP_WINDOW = 31  # zlib's way to say: gzip header and trailer, whatever window
PACKED_READ = 65_536  # octets of gzip per read
PIPE_SIZE = 1_048_576  # asked of the kernel for a pipe, so that one read brings many frames
STANDARD_INPUT = "-"


def reason_of(error: OSError) -> str:
    """The system's words for what went wrong, without number or path."""
    return (error.strerror or str(error)).lower()


def open_descriptor(path: str) -> int:
    """A descriptor that reads `path`, or standard input for "-"; CaptureError if there is none."""
    if path == STANDARD_INPUT:
        descriptor = sys.__stdin__.fileno() if sys.__stdin__ else 0
        if os.isatty(descriptor):
            raise CaptureError("standard input: is a terminal; pipe a capture into it")
        return os.dup(descriptor)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError as error:
        raise CaptureError(f"{path}: {reason_of(error)}") from None
    except ValueError:  # a NUL in the name
        raise CaptureError(f"{path!r}: not a file name") from None
    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise CaptureError(f"{path}: is a directory; name the capture files in it")
    return descriptor


class OctetStream:
    """Octets of a file that may be packed; `position` and `size` are those of the file itself."""

    def __init__(self, path: str) -> None:
        """Open; raises CaptureError."""
        self.name = "standard input" if path == STANDARD_INPUT else path
        self.position = 0
        self.ended = False
        self.cut = False  # ended inside a gzip member
        self.trailing = False  # something else follows the last gzip member
        self._descriptor = open_descriptor(path)
        kind = os.fstat(self._descriptor)
        self._waits = not stat.S_ISREG(kind.st_mode)
        self.size = None if self._waits else kind.st_size
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLIN)
        if stat.S_ISFIFO(kind.st_mode):
            with contextlib.suppress(OSError):  # over the user's limit: the pipe stays as it is
                fcntl.fcntl(self._descriptor, fcntl.F_SETPIPE_SZ, PIPE_SIZE)
        self._head = b""  # read, and neither handed out nor unpacked yet
        self._known = False
        self._gzip = False
        self._member: zlib._Decompress | None = None
        self._full = False  # the member may hold more that needs no further input
        self._broken: CaptureError | None = None  # told once the octets before it are handed out

    def close(self) -> None:
        """Give the descriptor back; again is no harm."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        self.ended = True

    def readinto(self, view: memoryview, wait_s: float) -> int:
        """Fill `view` from its start; octets, 0 when none came in `wait_s` or ever will (`ended`).

        Raises CaptureError.
        """
        if not self._known and not self._recognise(wait_s):
            return 0
        if self._gzip:
            return self._unpack(view, wait_s)
        if self._head:
            size = min(len(view), len(self._head))
            view[:size], self._head = self._head[:size], self._head[size:]
            return size
        return self._read(view, wait_s)

    def _read(self, view: memoryview, wait_s: float) -> int:
        try:
            if self._waits and not self._poll.poll(wait_s * 1000):
                return 0
            size = os.readv(self._descriptor, [view])
        except OSError as error:
            raise CaptureError(f"{self.name}: octet {self.position}: {reason_of(error)}") from None
        self.position += size
        self.ended = size == 0
        return size

    def _recognise(self, wait_s: float) -> bool:
        """Read the first two octets; whether they are there, or never will be."""
        while len(self._head) < len(GZIP_MAGIC):
            first = bytearray(len(GZIP_MAGIC) - len(self._head))
            size = self._read(memoryview(first), wait_s)
            self._head += first[:size]
            if size == 0:
                break
        if len(self._head) < len(GZIP_MAGIC) and not self.ended:
            return False
        self._known, self._gzip = True, self._head == GZIP_MAGIC
        self.ended = self.ended and not self._head
        return True

    def _unpack(self, view: memoryview, wait_s: float) -> int:
        while True:
            if not self._head and not self._full and not self._more(wait_s):
                return 0
            if self._member is None and not self._next_member(wait_s):
                return 0
            octets = self._inflate(len(view))
            if octets:
                view[: len(octets)] = octets
                return len(octets)

    def _more(self, wait_s: float) -> bool:
        """Read packed octets behind those held; at the end of the file, tell if it was cut."""
        packed = bytearray(PACKED_READ)
        size = self._read(memoryview(packed), wait_s)
        self._head += packed[:size]
        self.cut = self.ended and self._member is not None
        return size > 0

    def _next_member(self, wait_s: float) -> bool:
        """Begin the member in `_head`, once its magic is there; zeros around it are padding."""
        self._head = self._head.lstrip(b"\0")
        while len(self._head) < len(GZIP_MAGIC):
            if not self._more(wait_s):
                self.trailing = self.ended and bool(self._head)
                return False
            self._head = self._head.lstrip(b"\0")
        if not self._head.startswith(GZIP_MAGIC):
            self.trailing = self.ended = True
            return False
        self._member = zlib.decompressobj(GZIP_WINDOW)
        return True

    def _inflate(self, size: int) -> bytes:
        """Up to `size` octets of the member; on damage those before it, then CaptureError."""
        if self._broken:
            raise self._broken
        member = self._member or zlib.decompressobj(GZIP_WINDOW)
        before = member.copy()
        try:
            octets = member.decompress(self._head, size)
        except zlib.error as error:
            reason = str(error).rpartition(": ")[2]
            self._broken = CaptureError(f"{self.name}: gzip is corrupt: {reason}")
            self._full = True
            return salvage(before, self._head, size)
        self._head, self._full = member.unconsumed_tail, len(octets) == size
        if member.eof:
            self._head, self._full, self._member = member.unused_data, False, None
        return octets


def salvage(member: "zlib._Decompress", packed: bytes, size: int) -> bytes:
    """What `member` gives of `packed` before the damage within the next `size` octets.

    zlib drops the output of a call that fails, so the damage is closed in on from before: with
    less and less input first, then, as codes do not end with octets, with less and less output.
    """
    octets = b""
    for least in ("input", "output"):
        step = len(packed) if least == "input" else size - len(octets)
        while step and packed and len(octets) < size:
            fed = packed[:step] if least == "input" else packed
            most = size - len(octets) if least == "input" else min(step, size - len(octets))
            trial = member.copy()
            try:
                octets += trial.decompress(fed, most)
            except zlib.error:
                step //= 2
                continue
            member, packed = trial, trial.unconsumed_tail + packed[len(fed) :]
    return octets
