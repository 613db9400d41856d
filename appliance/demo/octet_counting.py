"""Takes a TCP stream of syslog messages apart by their octet counts (RFC 6587 3.4.1)."""

import re
from collections.abc import Iterator

from appliance.demo.syslog_message import Malformed

SIZE_MAX = 8192  # octets of one message, as rsyslog and syslog-ng take as shipped
COUNT_DIGITS_MAX = len(str(SIZE_MAX))

_COUNT = re.compile(rb"[1-9][0-9]*")


class Framing:
    """One stream, however its octets fall into reads; holds at most one unfinished message."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self._held = b""

    def feed(self, octets: bytes) -> Iterator[bytes]:
        """The messages that are complete now; Malformed when the stream cannot be followed."""
        self._held += octets
        while (size := self._size()) is not None:
            start = self._held.index(b" ") + 1
            if len(self._held) < start + size:
                return
            message, self._held = self._held[start : start + size], self._held[start + size :]
            yield message

    def end(self) -> None:
        """The stream is over; Malformed when it broke off inside a message."""
        if self._held:
            raise Malformed(f"the stream ends {len(self._held)} octets into a message")

    def _size(self) -> int | None:
        """The count that stands first; None while it is not all there."""
        count, space, _ = self._held[: COUNT_DIGITS_MAX + 1].partition(b" ")
        if not (count or space):
            return None
        if not _COUNT.fullmatch(count):
            raise Malformed("a message begins without its octet count")
        if len(count) > COUNT_DIGITS_MAX or int(count) > SIZE_MAX:
            raise Malformed(f"octet count {count.decode()} is above {SIZE_MAX}")
        return int(count) if space else None
