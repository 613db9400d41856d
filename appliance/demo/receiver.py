"""A small strict syslog receiver for loopback: UDP, and TCP with octet counting (RFC 6587 3.4.1).

Runs as a process of its own: `python -m appliance.demo.receiver LOG` says its two ports on standard
output as JSON, appends a line per message to LOG (`udp`, `tcp`, or either with `malformed (why)`,
then the message), and ends when its standard input does, after reading what had already arrived.
No TLS, no framing by line feeds, no rotation: it lives for one demonstration.
"""

import json
import re
import selectors
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from appliance.demo.octet_counting import SIZE_MAX, Framing
from appliance.demo.syslog_message import Malformed, parse

HOST = "127.0.0.1"
CONNECTIONS_MAX = 16
BUFFER_SIZE = 1 << 20  # what the kernel may hold for us
DRAIN_S = 0.2  # of silence, after which nothing more is on its way

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

Log = Callable[[str, bytes], None]


class Receiver:
    """Both sockets and their connections."""

    def __init__(self, log: Log, host: str = HOST) -> None:
        """Listen on two free ports of `host`; OSError when there are none."""
        self._log = log
        self._selector = selectors.DefaultSelector()
        self._framings: dict[socket.socket, Framing] = {}
        self.tcp = socket.create_server((host, 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_SIZE)
        self.udp.bind((host, 0))
        for listener, ready in ((self.udp, self._datagram), (self.tcp, self._connection)):
            listener.setblocking(False)
            self._selector.register(listener, selectors.EVENT_READ, ready)

    @property
    def ports(self) -> dict[str, int]:
        """Transport to port."""
        return {"udp": self.udp.getsockname()[1], "tcp": self.tcp.getsockname()[1]}

    def until_closed(self, stop: TextIO) -> None:
        """Receive until `stop` has no more to say, then what had arrived by then."""
        self._selector.register(stop, selectors.EVENT_READ, None)
        while self._turn(None):
            pass
        self._selector.unregister(stop)
        while self._turn(DRAIN_S):
            pass

    def close(self) -> None:
        """Let go of every socket."""
        for connection in list(self._framings):
            self._finish(connection)
        self._selector.close()
        self.udp.close()
        self.tcp.close()

    def _turn(self, timeout_s: float | None) -> bool:
        """Take what is ready; False when that is nothing, or the word to stop."""
        ready = [(key.fileobj, key.data) for key, _ in self._selector.select(timeout_s)]
        for source, take in ready:
            if take is not None:
                take(source)
        return bool(ready) and all(take is not None for _, take in ready)

    def _datagram(self, listener: socket.socket) -> None:
        octets = listener.recv(SIZE_MAX + 1)
        if len(octets) > SIZE_MAX:
            self._log(f"udp malformed (longer than {SIZE_MAX} octets)", octets)
        else:
            self._message("udp", octets)

    def _connection(self, listener: socket.socket) -> None:
        connection, _ = listener.accept()
        if len(self._framings) >= CONNECTIONS_MAX:
            self._log(f"tcp malformed (more than {CONNECTIONS_MAX} connections)", b"")
            connection.close()
            return
        connection.setblocking(False)
        self._framings[connection] = Framing()
        self._selector.register(connection, selectors.EVENT_READ, self._stream)

    def _stream(self, connection: socket.socket) -> None:
        try:
            octets = connection.recv(BUFFER_SIZE)
            for message in self._framings[connection].feed(octets):
                self._message("tcp", message)
        except Malformed as why:  # where the next message begins is lost with the count
            self._log(f"tcp malformed ({why})", b"")
            self._framings[connection] = Framing()
            octets = b""
        except ConnectionError:
            octets = b""
        if not octets:
            self._finish(connection)

    def _finish(self, connection: socket.socket) -> None:
        try:
            self._framings.pop(connection).end()
        except Malformed as why:
            self._log(f"tcp malformed ({why})", b"")
        self._selector.unregister(connection)
        connection.close()

    def _message(self, transport: str, octets: bytes) -> None:
        try:
            parse(octets)
        except Malformed as why:
            transport = f"{transport} malformed ({why})"
        self._log(transport, octets)


def line(how: str, octets: bytes) -> str:
    """A message as one line of the log, octets that are no text replaced."""
    text = octets.decode(errors="replace")
    return f"{how} {_UNPRINTABLE.sub(chr(0xFFFD), text)}"


def main(path: str) -> int:
    """Receive into a new file at `path`; say the ports, or why there are none."""
    try:
        with Path(path).open("w", encoding="utf-8", buffering=1) as log:
            receiver = Receiver(lambda how, octets: print(line(how, octets), file=log))
            print(json.dumps(receiver.ports), flush=True)
            receiver.until_closed(sys.stdin)
            receiver.close()
    except OSError as error:
        where = error.filename or f"a port of {HOST}"
        print(json.dumps({"error": f"{where}: {error.strerror}"}), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
