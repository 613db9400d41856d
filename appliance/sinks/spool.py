"""Where alerts wait for a receiver: taken into memory at once, moved to disk by a thread.

`append` touches memory only, so a slow disk never holds up the engine. `store` moves what came to
the file; when the disk refuses, alerts go on waiting in memory (and are sent from there), and the
disk is tried again. Both halves are bounded in octets: when one is full the newest is refused,
counted, and told of when room returns. One spool per receiver: one that is down fills its own
bound only, and needs no cursor.
"""

import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from appliance.settings import Field, Settings
from appliance.sinks.spool_file import Entry, SpoolError, SpoolFile
from appliance.sinks.trouble import Trouble

MIB = 1 << 20
CLOSE_S = 2.0  # what a disk that does not answer may hold up the end
RETRY_S = 1.0  # between attempts on a disk that refused
ROOM = 8  # losses are told once an eighth of the bound is free: telling must not refill it


class SpoolSettings(Settings):
    """How much may wait for a receiver that is down."""

    directory: Path | None = None
    """Directory of the spool files, one per receiver; by default `spool` in the state directory."""

    octets_max: int = Field(default=64 * MIB, ge=4096, le=1 << 40)
    """Octets of messages that may wait; beyond it the newest is refused, and told of later."""

    memory_octets_max: int = Field(default=4 * MIB, ge=4096, le=1 << 32)
    """Octets that may wait in memory while the disk is slow or refuses."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Messages refused for want of room, and the event times they lie between."""

    count: int
    first_ts: int  # ns
    last_ts: int  # ns


class Spool:
    """Messages that wait for one receiver. Every method may be called from any thread."""

    def __init__(self, path: Path, settings: SpoolSettings) -> None:
        """Open the file at `path`; when that fails, wait in memory and say so in `trouble`."""
        self.trouble = Trouble()
        self._path = path
        self._settings = settings
        self._disk_lock = Lock()  # held while the disk works; taken before the memory lock
        self._memory_lock = Lock()  # held for moments only: the engine waits for it
        self._memory: deque[Entry] = deque()
        self._memory_octets = 0
        # Ids are never used twice, across restarts too: those of a later process are larger.
        self._next_id = time.time_ns()
        self._removed_to = 0
        self._retry_at = 0.0
        self._file: SpoolFile | None = None
        self._closed = False
        self._untold: Lost | None = None
        self.recovered = 0  # entries that an earlier process left
        self.lost = 0
        with self._disk_lock:
            self._open()

    def append(self, message: bytes, ts_ns: int, *, must: bool = False) -> bool:
        """Take one message, at once; False when there is no room (unless it `must`)."""
        with self._memory_lock:
            memory = self._memory_octets + len(message)
            fits = memory <= self._settings.memory_octets_max
            fits = fits and memory + self._on_disk()[1] <= self._settings.octets_max
            if not (fits or must) or self._closed:
                self._lose(1, ts_ns, ts_ns)
                return False
            self._memory.append(Entry(self._next_id, ts_ns, message))
            self._memory_octets = memory
            self._next_id += 1
            return True

    def store(self) -> None:
        """Move what is in memory to the disk. May take long; the engine does not call it."""
        with self._disk_lock:
            self._store()

    def peek(self, number: int, after: int = 0) -> list[Entry]:
        """The oldest `number` entries with ids above `after`, in order."""
        with self._disk_lock:
            after = max(after, self._removed_to)
            found: list[Entry] = []
            if self._file is not None:
                try:
                    found = self._file.peek(after, number)
                except SpoolError as error:
                    self._refused(error)
            with self._memory_lock:
                for entry in self._memory:
                    if len(found) >= number:
                        break
                    if entry.id > after:
                        found.append(entry)
            return found

    def remove(self, up_to: int) -> int:
        """Forget the entries with ids up to `up_to`; how many there were."""
        with self._disk_lock:
            # Kept even if the disk refuses, so that these are not sent again.
            self._removed_to = max(self._removed_to, up_to)
            with self._memory_lock:
                removed = self._forget(up_to)
            if self._file is not None:
                try:
                    removed += self._file.remove(up_to)
                except SpoolError as error:
                    self._refused(error)
                    if self._file is not None and self._file.last_id <= up_to:
                        removed += self._begin_anew(self._file)
            return removed

    def waiting(self) -> int:
        """How many messages wait."""
        with self._memory_lock:
            return len(self._memory) + self._on_disk()[0]

    def octets(self) -> int:
        """How many octets of messages wait."""
        with self._memory_lock:
            return self._memory_octets + self._on_disk()[1]

    def unstored(self) -> int:
        """How many messages wait in memory only."""
        return len(self._memory)

    def take_lost(self, *, must: bool = False) -> Lost | None:
        """What was refused and not yet told, once there is room again (or now, when it `must`)."""
        with self._memory_lock:
            octets = self._memory_octets + self._on_disk()[1]
            full = octets > self._settings.octets_max - self._settings.octets_max // ROOM
            memory_max = self._settings.memory_octets_max
            full = full or self._memory_octets > memory_max - memory_max // ROOM
            if full and not must:
                return None
            lost, self._untold = self._untold, None
            return lost

    def close(self) -> None:
        """Store what can be stored and let go of the file; what only memory held is lost."""
        answers = self._disk_lock.acquire(timeout=CLOSE_S)
        if answers:
            self._store()
        with self._memory_lock:
            self._closed = True
            if self._memory:
                self._lose(len(self._memory), self._memory[0].ts_ns, self._memory[-1].ts_ns)
                self._forget(self._next_id)
        if answers:
            if self._file is not None:
                self._file.close()
            self._disk_lock.release()

    def _store(self) -> None:
        """Disk lock held."""
        if not self._ready():
            return
        with self._memory_lock:
            entries = list(self._memory)
        if not entries or self._file is None:
            return
        try:
            self._file.append(entries)
        except SpoolError as error:
            self._refused(error)
            return
        with self._memory_lock:
            self._forget(entries[-1].id)
        self.trouble.end(f"{self._path}: spool: works again")

    def _on_disk(self) -> tuple[int, int]:
        """Messages and octets in the file, as last known: needs no lock, so nobody waits."""
        file = self._file  # another thread may let go of it meanwhile
        return (file.count, file.octets) if file else (0, 0)

    def _ready(self) -> bool:
        """Whether the file is open and worth trying; opens it when it is time. Disk lock held."""
        if self._closed or time.monotonic() < self._retry_at:
            return False
        if self._file is None:
            self._open()
        elif self._removed_to:
            with suppress(SpoolError):
                self._file.remove(self._removed_to)
        return self._file is not None

    def _open(self) -> None:
        try:
            file = SpoolFile(self._path)
            with self._memory_lock:
                first = self._memory[0].id if self._memory else 0
                self._next_id = max(self._next_id, 0 if first else file.last_id + 1)
            if first and file.last_id >= first:
                file.rebase(first)
        except SpoolError as error:
            self._refused(error)
            return
        self._file = file
        self.recovered += file.count

    def _refused(self, error: SpoolError) -> None:
        """Say what the disk said; leave it alone for a while. Disk lock held."""
        self._retry_at = time.monotonic() + RETRY_S
        if error.damaged:
            self._set_aside()
            return
        self.trouble.begin(f"{error}; alerts wait in memory")
        if self._file is not None and error.full:
            self._file.shrink()

    def _set_aside(self) -> None:
        """A damaged file is kept for a person to look at (one at a time), and a new one begun."""
        aside = self._path.with_name(f"{self._path.name}.damaged")
        if self._file is not None:
            self.lost += self._file.count
            self._file.close()
            self._file = None
        with suppress(OSError):
            self._path.replace(aside)
        self._unlink()
        if self._path.exists():  # a directory that may not be written
            self.trouble.begin(f"{self._path}: spool: damaged; alerts wait in memory")
            return
        self.trouble.note(f"{self._path}: spool: damaged; set aside as {aside.name}, begun anew")
        self._retry_at = 0.0

    def _begin_anew(self, file: SpoolFile) -> int:
        """A full disk refuses even removal; a file of which all is delivered is unlinked whole."""
        file.close()
        self._file = None
        self._unlink()
        return file.count

    def _unlink(self) -> None:
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _forget(self, up_to: int) -> int:
        """Drop the entries in memory with ids up to `up_to`. Memory lock held."""
        dropped = 0
        while self._memory and self._memory[0].id <= up_to:
            self._memory_octets -= len(self._memory.popleft().message)
            dropped += 1
        return dropped

    def _lose(self, count: int, first_ts: int, last_ts: int) -> None:
        """Count what is refused. Memory lock held."""
        self.lost += count
        if self._untold is None:
            self._untold = Lost(count, first_ts, last_ts)
        else:
            told = self._untold
            first, last = min(told.first_ts, first_ts), max(told.last_ts, last_ts)
            self._untold = Lost(told.count + count, first, last)
