"""What every source of frames is, and the one error it raises."""

from typing import Protocol

from appliance.capture.ring import FrameRing


class CaptureError(Exception):
    """The interface or the file is not as it should be; the text is one clear line for a person."""


class FrameSource(Protocol):
    """Frames from somewhere."""

    names: tuple[str, ...]  # of the files or interfaces, indexed by the `source` column

    def fill(self, ring: FrameRing) -> int:
        """Take frames into `ring` from its beginning; their number, 0 when there are none now.

        Raises CaptureError when the source is broken.
        """

    @property
    def ended(self) -> bool:
        """Whether no frame will ever come again (the end of a trace)."""

    def counters(self) -> dict[str, int]:
        """taken, cut, kernel_drops, interface_drops and what else this source counts."""

    def close(self) -> None:
        """Give back what it holds."""
