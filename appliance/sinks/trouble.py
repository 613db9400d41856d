"""What is wrong with one thing now, told once.

A trouble that stays the same is not news, however often it is met; its end is. Lines hold no
counts and no times, so that equal troubles are equal text.
"""

from collections import deque
from threading import Lock

NOTES_MAX = 8  # the oldest give way


class Trouble:
    """The present trouble of one thing, shared by who meets it and who tells it."""

    def __init__(self) -> None:
        """Nothing is wrong."""
        self._lock = Lock()
        self._line = ""
        self._told = ""
        self._news: str | None = None
        self._notes: deque[str] = deque(maxlen=NOTES_MAX)
        self.errors = 0

    def begin(self, line: str) -> None:
        """Something is wrong; every call counts as an error."""
        with self._lock:
            self.errors += 1
            self._line = line
            self._news = None if line == self._told else line

    def note(self, line: str) -> None:
        """Something went wrong and is over: told once, whatever follows; counts as an error."""
        with self._lock:
            self.errors += 1
            self._notes.append(line)

    def end(self, line: str) -> None:
        """It is over; `line` says so, if the trouble was ever told."""
        with self._lock:
            if self._line:
                self._news = line if self._told else None
                self._line = ""

    def take(self) -> list[str]:
        """The lines that are news, once."""
        with self._lock:
            lines = list(self._notes)
            self._notes.clear()
            if self._news is not None:
                lines.append(self._news)
                self._news, self._told = None, self._line
            return lines
