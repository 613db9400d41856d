"""RFC 5424 syslog to one receiver, over UDP or TCP, through a spool: at least once.

`write` builds the message and puts it into the spool's memory, nothing more. One thread moves it
to the disk, another to the receiver. What a kill -9 costs is what the first of them had not yet
stored: moments. TLS and the local socket are not here.
"""

import os
import re
import socket
import time
import zlib
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar, Literal

from appliance.alerts.alert import Alert, Severity, Source, Target
from appliance.alerts.spelling import seconds
from appliance.alerts.state_directory import state_directory
from appliance.settings import Field, Settings
from appliance.sinks.backoff import Backoff
from appliance.sinks.rfc5424 import TCP_SIZE_MAX, UDP_SIZE_MAX, Facility, Speaker, build
from appliance.sinks.sender import Sender
from appliance.sinks.spool import Lost, Spool, SpoolSettings
from appliance.sinks.transport import Tcp, Transport, Udp

STORE_TICK_S = 0.25  # between attempts on a disk that refuses
FLUSH_TICK_S = 0.005
STOP_S = 2.0
LOST_SID = 1  # sigwatch's own alerts about itself


class SyslogSettings(Settings):
    """One syslog receiver."""

    transport: Literal["udp", "tcp"] = "udp"
    """udp: may be lost on the way without a sign. tcp: octet counting, acknowledged."""

    host: str = Field(default="127.0.0.1", min_length=1, max_length=253)
    """Name or address of the receiver; a name is resolved anew for each connection."""

    port: int = Field(default=514, ge=1, le=65_535)
    """Port of the receiver."""

    facility: Facility = "local4"
    """Syslog facility of every message."""

    # 32473 is kept for examples (RFC 5612); an operator with a number of their own sets it.
    enterprise_number: int = Field(default=32473, ge=0, le=0xFFFF_FFFF)
    """Private enterprise number in the structured data's name, `sigwatch@<number>`."""

    hostname: str | None = Field(default=None, min_length=1, max_length=255)
    """HOSTNAME of every message; by default this machine's name."""

    connect_timeout_s: float = Field(default=5.0, gt=0, le=300)
    """Seconds to wait for a TCP connection."""

    silence_s: float = Field(default=30.0, gt=0, le=3600)
    """Seconds after which a TCP peer that answers nothing at all is given up."""

    retry_first_s: float = Field(default=0.5, gt=0, le=300)
    """Seconds to wait after a failure; twice as long after each further one, with jitter."""

    retry_max_s: float = Field(default=30.0, gt=0, le=3600)
    """The most seconds between attempts."""

    settle_s: float = Field(default=0.25, ge=0, le=60)
    """Seconds that what was acknowledged is kept, to be sent again if the connection ends."""

    datagrams_per_s: int = Field(default=1000, ge=1, le=1_000_000)
    """Datagrams per second at most, so that a full spool does not overrun a receiver's buffer."""

    spool: SpoolSettings = SpoolSettings()
    """Where alerts wait."""

    def spool_path(self) -> Path:
        """The spool file of this receiver."""
        directory = self.spool.directory or state_directory() / "spool"
        host = re.sub(r"[^A-Za-z0-9.-]", "_", self.host)
        return directory / f"syslog-{self.transport}-{host}-{self.port}.sqlite"


class SyslogSink:
    """One receiver."""

    kind: ClassVar[str] = "syslog"

    def __init__(self, settings: SyslogSettings) -> None:
        """Open the spool and begin to carry it; nothing here waits for the receiver."""
        self.name = f"syslog {settings.transport} {settings.host}:{settings.port}"
        hostname = settings.hostname or socket.gethostname()
        size_max = UDP_SIZE_MAX if settings.transport == "udp" else TCP_SIZE_MAX
        self._speaker = Speaker(
            hostname, os.getpid(), settings.facility, settings.enterprise_number, size_max
        )
        self._spool = Spool(settings.spool_path(), settings.spool)
        seed = zlib.crc32(f"{hostname} {self.name}".encode())  # another for each probe and receiver
        backoff = Backoff(settings.retry_first_s, settings.retry_max_s, seed)
        carried_by = _transport(settings)
        self._sender = Sender(self.name, self._spool, carried_by, backoff, settings.settle_s)
        self._taken = 0
        self._notices = 0
        self._come = Event()
        self._stop = Event()
        self._storer = Thread(target=self._store, name=f"{self.name} spool", daemon=True)
        self._storer.start()
        self._sender.start()

    def write(self, alert: Alert) -> None:
        """Put the alert into the spool's memory; refused and counted when there is no room."""
        self._taken += 1
        self._spool.append(build(alert, self._speaker), alert.last_ts)
        self._come.set()

    def flush(self, timeout_s: float) -> int:
        """Wait up to `timeout_s` for the spool to empty; the number still waiting."""
        deadline_s = time.monotonic() + timeout_s
        while (waiting := self._spool.waiting()) and time.monotonic() < deadline_s:
            time.sleep(FLUSH_TICK_S)
        return waiting

    def status(self) -> list[str]:
        """News of the receiver and of the spool."""
        return self._sender.trouble.take() + self._spool.trouble.take()

    def counters(self) -> dict[str, int]:
        """Sums, at rest: taken + recovered + notices = delivered + waiting + lost."""
        return {
            "taken": self._taken,
            "recovered": self._spool.recovered,
            "notices": self._notices,
            "delivered": self._sender.delivered,
            "waiting": self._spool.waiting(),
            "lost": self._spool.lost,
            "resent": self._sender.resent,
            "spool_octets": self._spool.octets(),
            "unstored": self._spool.unstored(),
            "errors": self._sender.trouble.errors + self._spool.trouble.errors,
        }

    def close(self) -> None:
        """Stop both threads; what was not delivered is in the spool file for the next start."""
        if self._stop.is_set():
            return
        self._stop.set()
        self._come.set()
        self._sender.stop(STOP_S)
        self._storer.join(STOP_S)
        self._tell_lost(must=True)
        self._spool.close()

    def _store(self) -> None:
        """The storing thread: memory to disk, and word of what was lost."""
        while not self._stop.is_set():
            self._come.wait(STORE_TICK_S)
            self._come.clear()
            self._spool.store()
            self._tell_lost(must=False)
            self._sender.wake.set()

    def _tell_lost(self, *, must: bool) -> None:
        lost = self._spool.take_lost(must=must)
        if lost is not None:
            self._notices += 1
            message = build(lost_alert(lost, self.name), self._speaker)
            self._spool.append(message, lost.last_ts, must=True)
            self._come.set()


def lost_alert(lost: Lost, receiver: str) -> Alert:
    """The alert that says what a full spool has cost; its times are those of the alerts lost."""
    first, last = seconds(lost.first_ts), seconds(lost.last_ts)
    return Alert(
        id=f"lost-{lost.first_ts}-{lost.last_ts}-{lost.count}",
        sid=LOST_SID,
        rev=1,
        detector="alerts-lost",
        kind="health",
        category="alerts-lost",
        severity=Severity.HIGH,
        mode="active",
        first_ts=lost.first_ts,
        last_ts=lost.last_ts,
        count=lost.count,
        suppressed=0,
        source=Source(),
        target=Target(),
        operation=None,
        outcome=None,
        score=0.0,
        terms={},
        technique=(),
        evidence=None,
        message=f"{lost.count} alerts from {first} to {last} were lost: no room for {receiver}",
    )


def _transport(settings: SyslogSettings) -> Transport:
    if settings.transport == "udp":
        return Udp(settings.host, settings.port, settings.datagrams_per_s)
    return Tcp(settings.host, settings.port, settings.connect_timeout_s, settings.silence_s)
