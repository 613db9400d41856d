"""Alerts as JSON lines at the end of a file, written by a thread of its own.

Lines wait in memory, bounded, while the file cannot be written: there is no spool, so what waits
when the process is killed is gone. A file that was moved or removed under us (logrotate) is opened
anew. A line that was cut off by a full disk is taken back, so the file holds whole lines only.
"""

import os
import stat
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import ClassVar

from appliance.alerts.alert import Alert
from appliance.alerts.spelling import json_line
from appliance.settings import Field, Settings
from appliance.sinks.trouble import Trouble

TICK_S = 0.25
FLUSH_TICK_S = 0.002
RETRY_S = 0.5  # between attempts on a file that cannot be written
STOP_S = 2.0


class JsonlSettings(Settings):
    """One file of alerts."""

    path: Path
    """The file; made when absent (mode 0640), appended to when present."""

    waiting_max: int = Field(default=65_536, ge=1, le=16_777_216)
    """Alerts that may wait while the file cannot be written; beyond it the newest is lost."""


class JsonlSink:
    """One file."""

    kind: ClassVar[str] = "jsonl"

    def __init__(self, settings: JsonlSettings) -> None:
        """Begin; the file is opened with the first alert."""
        self.name = f"jsonl {settings.path}"
        self.trouble = Trouble()
        self._path = settings.path
        self._waiting_max = settings.waiting_max
        self._lock = Lock()
        self._waiting: deque[Alert] = deque()
        self._descriptor = -1
        self._taken = self._delivered = self._lost = 0
        self._come = Event()
        self._stop = Event()
        self._writer = Thread(target=self._run, name=self.name, daemon=True)
        self._writer.start()

    def write(self, alert: Alert) -> None:
        """Let the alert wait for the writing thread; lost and counted when too many wait."""
        with self._lock:
            self._taken += 1
            if len(self._waiting) >= self._waiting_max:
                self._lost += 1
                return
            self._waiting.append(alert)
        self._come.set()

    def flush(self, timeout_s: float) -> int:
        """Wait up to `timeout_s` for every line to be in the file; the number still waiting."""
        deadline_s = time.monotonic() + timeout_s
        while (waiting := len(self._waiting)) and time.monotonic() < deadline_s:
            time.sleep(FLUSH_TICK_S)
        return waiting

    def status(self) -> list[str]:
        """News of the file."""
        return self.trouble.take()

    def counters(self) -> dict[str, int]:
        """Sums: taken = delivered + waiting + lost."""
        with self._lock:
            return {
                "taken": self._taken,
                "delivered": self._delivered,
                "waiting": len(self._waiting),
                "lost": self._lost,
                "errors": self.trouble.errors,
            }

    def close(self) -> None:
        """Write what can be written now; what cannot is counted as lost."""
        self._stop.set()
        self._come.set()
        self._writer.join(STOP_S)
        with self._lock:
            self._lost += len(self._waiting)
            self._waiting.clear()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._come.wait(TICK_S)
            self._come.clear()
            try:
                self._write_waiting()
            except OSError as error:
                self.trouble.begin(f"{self.name}: {error.strerror or error}; alerts wait in memory")
                self._let_go()
                self._stop.wait(RETRY_S)
        with suppress(OSError):
            self._write_waiting()
        self._let_go()

    def _write_waiting(self) -> None:
        if not self._waiting:
            return
        self._open_if_gone()
        while (alert := self._first()) is not None:
            line = json_line(alert) + "\n"
            # Half a surrogate cannot be UTF-8; its escape is what JSON writes for it anyway.
            self._write_line(line.encode(errors="backslashreplace"))
            with self._lock:
                if self._waiting:  # else close() gave up waiting for this thread
                    self._waiting.popleft()
                    self._delivered += 1
        self.trouble.end(f"{self.name}: written again")

    def _first(self) -> Alert | None:
        with self._lock:
            return self._waiting[0] if self._waiting else None

    def _write_line(self, line: bytes) -> None:
        """The whole line, or none of it."""
        facts = os.fstat(self._descriptor)
        try:
            written = 0
            while written < len(line):
                written += os.write(self._descriptor, line[written:])
        except OSError:
            if stat.S_ISREG(facts.st_mode):
                with suppress(OSError):
                    os.ftruncate(self._descriptor, facts.st_size)
            raise

    def _open_if_gone(self) -> None:
        """Open the path unless what is open is still what it names."""
        if self._descriptor >= 0:
            with suppress(FileNotFoundError):
                if os.path.samestat(self._path.stat(), os.fstat(self._descriptor)):
                    return
            self._let_go()
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self._descriptor = os.open(self._path, flags, 0o640)

    def _let_go(self) -> None:
        if self._descriptor >= 0:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = -1
