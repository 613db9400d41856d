"""How messages reach a receiver: UDP datagrams, or TCP with octet counting (RFC 6587 3.4.1).

Both are offered messages and say how many of them are known to have left for good: over TCP those
whose octets the peer's kernel has acknowledged (SIOCOUTQ), over UDP those sent without a refusal
so far. Nothing here waits, except `open`. Every failure is an OSError. Which messages to offer
again is the Sender's to know.
"""

import fcntl
import os
import socket
import struct
import termios
import time
from collections import deque
from collections.abc import Sequence
from typing import Protocol

RECEIVE_SIZE = 4096  # octets; receivers say nothing that we read
CLOGGED = 1 << 18  # octets waiting to be written, beyond which a connection is offered no more
UDP_BURST = 32  # datagrams; a receive buffer of 208 KiB holds about ninety small ones


class Transport(Protocol):
    """A way to one receiver."""

    def open(self) -> None:
        """Connect. May take as long as its time limit, and as long as a name takes to resolve."""

    def room(self) -> int:
        """How many messages it is sensible to offer now."""

    def offer(self, messages: Sequence[bytes]) -> None:
        """Take messages, in order."""

    def progress(self) -> int:
        """Write what can be written; how many messages since `open` have left for good."""

    def close(self) -> None:
        """Let go of the connection and of what was not written."""


class Udp:
    """A connected datagram socket, so that an ICMP refusal comes back as an error."""

    def __init__(self, host: str, port: int, datagrams_per_s: int) -> None:
        """Send at most `datagrams_per_s`: UDP has no other brake."""
        self._host, self._port, self._rate = host, port, datagrams_per_s
        self._socket: socket.socket | None = None
        self._waiting: deque[bytes] = deque()
        self._sent = 0
        self._credit, self._credit_at = 0.0, 0.0

    def open(self) -> None:
        """Resolve and connect."""
        facts = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_DGRAM)
        family, kind, protocol, _, address = facts[0]
        self._socket = socket.socket(family, kind, protocol)
        self._socket.setblocking(False)
        self._socket.connect(address)
        self._sent, self._credit, self._credit_at = 0, 1.0, time.monotonic()
        self._waiting.clear()

    def room(self) -> int:
        """One burst, once the last has been written."""
        return 0 if self._waiting else UDP_BURST

    def offer(self, messages: Sequence[bytes]) -> None:
        """Take messages, one datagram each."""
        self._waiting.extend(messages)

    def progress(self) -> int:
        """How many datagrams were sent; an error that came back for any of them is raised here."""
        connection = _opened(self._socket)
        _raise_pending(connection)
        now_s = time.monotonic()
        earned = (now_s - self._credit_at) * self._rate
        self._credit, self._credit_at = min(UDP_BURST, self._credit + earned), now_s
        while self._waiting and self._credit >= 1:
            try:
                connection.send(self._waiting[0])
            except BlockingIOError:
                break
            self._waiting.popleft()
            self._sent += 1
            self._credit -= 1
        return self._sent

    def close(self) -> None:
        """Let go of the socket."""
        self._waiting.clear()
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class Tcp:
    """A stream of octet-counted frames."""

    def __init__(self, host: str, port: int, connect_s: float, silence_s: float) -> None:
        """Give up on a peer silent for `silence_s`; one that is full but answers is waited for."""
        self._host, self._port = host, port
        self._connect_s, self._silence_s = connect_s, silence_s
        self._socket: socket.socket | None = None
        self._unwritten = bytearray()
        self._written = 0
        # Stream offsets where the messages not yet acknowledged end.
        self._ends: deque[int] = deque()
        self._offered = 0
        self._acknowledged = 0

    def open(self) -> None:
        """Connect, trying each address of the name in turn."""
        connection = socket.create_connection((self._host, self._port), self._connect_s)
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        silence_ms = int(self._silence_s * 1000)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, silence_ms)
        self._socket = connection
        self._written = self._offered = self._acknowledged = 0
        self._unwritten.clear()
        self._ends.clear()

    def room(self) -> int:
        """Some, as long as the peer takes what is written."""
        return 0 if len(self._unwritten) > CLOGGED else 256

    def offer(self, messages: Sequence[bytes]) -> None:
        """Take messages: `MSG-LEN SP SYSLOG-MSG` each."""
        for message in messages:
            self._unwritten += b"%d %s" % (len(message), message)
            self._offered = self._written + len(self._unwritten)
            self._ends.append(self._offered)

    def progress(self) -> int:
        """How many messages the peer's kernel has acknowledged; a peer that closed is an error."""
        connection = _opened(self._socket)
        self._hear(connection)
        if self._unwritten:
            try:
                size = connection.send(self._unwritten)
            except BlockingIOError:
                size = 0
            self._written += size
            del self._unwritten[:size]
        acknowledged = self._written - _unacknowledged(connection)
        while self._ends and self._ends[0] <= acknowledged:
            self._ends.popleft()
            self._acknowledged += 1
        return self._acknowledged

    def close(self) -> None:
        """Let go of the connection."""
        self._unwritten.clear()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _hear(self, connection: socket.socket) -> None:
        """Notice a closed peer before writing to it; what it says is thrown away."""
        try:
            heard = connection.recv(RECEIVE_SIZE)
        except BlockingIOError:
            return
        if not heard:
            raise ConnectionResetError("the receiver closed the connection")


def _opened(connection: socket.socket | None) -> socket.socket:
    if connection is None:
        raise ConnectionError("not connected")
    return connection


def _raise_pending(connection: socket.socket) -> None:
    """Raise what came back for an earlier datagram (ICMP port unreachable and the like)."""
    code = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


def _unacknowledged(connection: socket.socket) -> int:
    """Octets written and not acknowledged by the peer: SIOCOUTQ, which Linux spells TIOCOUTQ."""
    answer = fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, b"\0" * 4)
    (octets,) = struct.unpack("i", answer)
    return int(octets)
