"""Carries a spool to its receiver: the one thread that may wait for the network.

An entry is sent, acknowledged, kept for `settle_s` more, and only then removed. An acknowledgement
says that the peer's kernel has the octets, not that the receiver has read them; if the connection
ends while an entry is settling, it is sent again on the next. So delivery is at least once: a
broken connection may double what was under way (`resent` counts it), and an alert is lost only by
a receiver that sits on it for longer than that and then dies. Over UDP, whose losses have no sign,
nothing can be promised.
"""

import socket
import time
from collections import deque
from threading import Event, Thread
from typing import NamedTuple

from appliance.sinks.backoff import Backoff
from appliance.sinks.spool import Spool
from appliance.sinks.transport import Transport
from appliance.sinks.trouble import Trouble

BUSY_TICK_S = 0.01  # between looks while something is under way
IDLE_TICK_S = 0.25
UNDER_WAY_MAX = 1024  # messages sent and not yet removed: the most that one break can double
DEAF_S = 15.0  # a peer that acknowledges nothing for this long is worth a line


class Flight(NamedTuple):
    """A message under way: its id in the spool, and since when it is where it is."""

    id: int
    since_s: float


class Sender:
    """One receiver's thread."""

    def __init__(
        self, name: str, spool: Spool, transport: Transport, backoff: Backoff, settle_s: float
    ) -> None:
        """Carry `spool` over `transport`; `name` opens the lines of `trouble`. `start` begins."""
        self.trouble = Trouble()
        self.wake = Event()  # set by whoever fills the spool
        self.delivered = 0
        self.resent = 0
        self._name = name
        self._spool, self._transport, self._backoff = spool, transport, backoff
        self._settle_s = settle_s
        self._open = False
        self._deaf = False
        self._sent_to = 0
        self._acknowledged = 0
        self._sent: deque[Flight] = deque()
        self._settling: deque[Flight] = deque()
        self._stop = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """End, or leave a thread that waits for the network behind after `timeout_s`."""
        self._stop.set()
        self.wake.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._turn()
            except (OSError, UnicodeError) as error:  # a name that IDNA cannot spell
                self._break_off(error)
                self._stop.wait(self._backoff.next_s())
        self._transport.close()

    def _turn(self) -> None:
        """Connect if need be, send what waits, remove what has settled, and rest a little."""
        if not self._open:
            self._transport.open()
            self._open = True
        self.wake.clear()
        self._send()
        self._settle()
        under_way = self._sent or self._settling
        self.wake.wait(BUSY_TICK_S if under_way else IDLE_TICK_S)

    def _send(self) -> None:
        under_way = len(self._sent) + len(self._settling)
        number = min(self._transport.room(), UNDER_WAY_MAX - under_way)
        entries = self._spool.peek(number, self._sent_to) if number > 0 else []
        if entries:
            now_s = time.monotonic()
            self._transport.offer([entry.message for entry in entries])
            self._sent.extend(Flight(entry.id, now_s) for entry in entries)
            self._sent_to = entries[-1].id

    def _settle(self) -> None:
        acknowledged = self._transport.progress()
        now_s = time.monotonic()
        for _ in range(acknowledged - self._acknowledged):
            self._settling.append(Flight(self._sent.popleft().id, now_s))
        self._acknowledged = acknowledged
        settled = 0
        while self._settling and now_s - self._settling[0].since_s >= self._settle_s:
            settled = self._settling.popleft().id
        if settled:
            self.delivered += self._spool.remove(settled)
            self._backoff.reset()
            self.trouble.end(f"{self._name}: delivering again")
            self._deaf = False
        if self._sent and now_s - self._sent[0].since_s > DEAF_S and not self._deaf:
            self._deaf = True
            self.trouble.begin(f"{self._name}: takes nothing; alerts wait in the spool")

    def _break_off(self, error: OSError | UnicodeError) -> None:
        """What was under way is sent again on the next connection."""
        self._transport.close()
        self._open = self._deaf = False
        self.resent += len(self._sent) + len(self._settling)
        self._sent.clear()
        self._settling.clear()
        self._sent_to = self._acknowledged = 0
        self.trouble.begin(f"{self._name}: {_reason(error)}; alerts wait in the spool")


def _reason(error: OSError | UnicodeError) -> str:
    if isinstance(error, UnicodeError):
        return "the name does not resolve (it is no host name)"
    if isinstance(error, socket.gaierror):
        return f"the name does not resolve ({error.strerror})"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return error.strerror or str(error)
