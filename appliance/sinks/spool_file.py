"""The disk half of the spool: messages in one SQLite file, in order, until they are removed.

Write-ahead log, synchronised at each commit: what `append` returned from outlives kill -9 and a
power cut. The lock is exclusive, so a second process is refused, not mixed in. Bounds and what to
do when the disk refuses are the Spool's; here every refusal is a SpoolError with one clear line.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

SCHEMA = """CREATE TABLE IF NOT EXISTS waiting (
    id INTEGER PRIMARY KEY, ts_ns INTEGER NOT NULL, message BLOB NOT NULL)"""
LOG_SIZE_MAX = 1 << 20  # octets the log is cut back to once its content is in the file
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
REASONS = {
    sqlite3.SQLITE_FULL: "disk full",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
    sqlite3.SQLITE_READONLY: "cannot be written",
    sqlite3.SQLITE_PERM: "cannot be written",
    sqlite3.SQLITE_BUSY: "in use by another process",
    sqlite3.SQLITE_LOCKED: "in use by another process",
    sqlite3.SQLITE_IOERR: "disk error",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged or not a spool",
}


class SpoolError(Exception):
    """The disk refuses; the text is one clear line."""

    def __init__(self, path: Path, error: Exception) -> None:
        """Say what `error` means for the spool at `path`."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low octet is the primary code
        reason = REASONS.get(code) or getattr(error, "strerror", None) or str(error)
        super().__init__(f"{path}: spool: {reason}")
        self.damaged = code in DAMAGED
        self.full = code == sqlite3.SQLITE_FULL


class Entry(NamedTuple):
    """One waiting message. Ids grow in the order of arrival."""

    id: int
    ts_ns: int
    message: bytes


class SpoolFile:
    """An open spool file. Not for two threads at once."""

    def __init__(self, path: Path) -> None:
        """Open or make the file, mode 0600. SpoolError when it cannot be used."""
        self.path = path
        self.count = 0
        self.octets = 0  # of messages
        self.last_id = 0
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._base = sqlite3.connect(
                path, timeout=0.2, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            raise SpoolError(path, error) from None
        try:
            self._prepare()
        except (SpoolError, sqlite3.Error) as error:
            self.close()
            raise error if isinstance(error, SpoolError) else SpoolError(path, error) from None

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep `entries`, all or none. SpoolError when the disk refuses."""
        self._change("INSERT INTO waiting VALUES (?, ?, ?)", entries)
        self.count += len(entries)
        self.octets += sum(len(e.message) for e in entries)
        self.last_id = max(self.last_id, *(e.id for e in entries))

    def peek(self, after: int, number: int) -> list[Entry]:
        """The first `number` entries with ids above `after`."""
        asked = "SELECT id, ts_ns, message FROM waiting WHERE id > ? ORDER BY id LIMIT ?"
        try:
            with closing(self._base.execute(asked, (after, number))) as rows:
                return [Entry(*row) for row in rows]
        except sqlite3.Error as error:
            raise SpoolError(self.path, error) from None

    def remove(self, up_to: int) -> int:
        """Forget the entries with ids up to `up_to`; how many there were."""
        count, octets = self._measure("WHERE id <= ?", (up_to,))[:2]
        if count:
            self._change("DELETE FROM waiting WHERE id <= ?", [(up_to,)])
            self.count -= count
            self.octets -= octets
        return count

    def rebase(self, below: int) -> None:
        """Give the entries ids under `below`, in their order: a clock was set back."""
        self._change("UPDATE waiting SET id = id - ?", [(self.last_id - below + 1,)])
        self.last_id = below - 1

    def shrink(self) -> None:
        """Put the log's content into the file, so that the log is written anew in the same room."""
        with suppress(sqlite3.Error):
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self._base.close()

    def _prepare(self) -> None:
        for pragma in (
            "locking_mode=EXCLUSIVE",
            "journal_mode=WAL",
            "synchronous=FULL",
            f"journal_size_limit={LOG_SIZE_MAX}",
        ):
            self._base.execute(f"PRAGMA {pragma}").fetchall()
        self._base.execute(SCHEMA)
        self.count, self.octets, self.last_id = self._measure()

    def _measure(self, where: str = "", values: tuple[int, ...] = ()) -> tuple[int, int, int]:
        """Number, octets and last id of the entries."""
        asked = f"SELECT COUNT(*), TOTAL(LENGTH(message)), MAX(id) FROM waiting {where}"  # noqa: S608 - ours
        try:
            count, octets, last_id = self._base.execute(asked, values).fetchone()
        except sqlite3.Error as error:
            raise SpoolError(self.path, error) from None
        return count, int(octets), last_id or 0

    def _change(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        try:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.executemany(statement, rows)
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            raise SpoolError(self.path, error) from None
