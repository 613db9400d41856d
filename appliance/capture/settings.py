"""What an operator may say about capture: which interfaces, how much of a frame, how much memory.

Replay reads files and has no use for the interfaces.
"""

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from appliance.capture.ring import SNAP_MAX
from appliance.settings import Field, InterfaceName, Settings

INTERFACES_MAX = 16
FILTER_SIZE_MAX = 4096  # characters; libpcap itself has no bound

FilterText = Annotated[
    str,
    StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=FILTER_SIZE_MAX),
    Field(json_schema_extra={"words": f"one line of at most {FILTER_SIZE_MAX} characters"}),
]


class CaptureSettings(Settings):
    """Where frames come from, and how they are taken."""

    interfaces: list[InterfaceName] = Field(default=[], max_length=INTERFACES_MAX)
    """Interfaces to listen on. Replay and decode need none."""

    filter: FilterText = ""
    """BPF filter as in pcap-filter(7); empty takes every frame. A tagged link needs its tag spelt
    too: sctp or (vlan and sctp)."""

    promiscuous: bool = True
    """Take frames that are addressed to other stations, as on a mirror port or a tap."""

    snap_length_octets: int = Field(default=65_535, ge=64, le=SNAP_MAX)
    """How much of each frame is kept; longer ones count as cut, decoded as far as they go."""

    kernel_buffer_mib: int = Field(default=64, ge=1, le=2048)
    """Buffer in the kernel per interface; it bridges the time the appliance is busy."""

    timeout_ms: int = Field(default=100, ge=1, le=10_000)
    """How long a part-filled block of frames may wait in the kernel before it is handed over."""

    batch_frames_max: int = Field(default=4096, ge=64, le=65_536)
    """Frames taken in one breath at most."""

    batch_octets_max: int = Field(default=2_097_152, ge=SNAP_MAX, le=268_435_456)
    """Octets taken in one breath at most; never under the longest frame."""

    retry_s_max: int = Field(default=60, ge=1, le=3600)
    """Longest pause between two tries to reopen an interface that went away; the first pause is
    half a second, and each further one twice as long."""

    @model_validator(mode="after")
    def _interfaces_once(self) -> Self:
        """An interface opened twice would count every frame twice."""
        twice = sorted({name for name in self.interfaces if self.interfaces.count(name) > 1})
        if twice:
            raise ValueError(f"interfaces: {', '.join(twice)} is listed twice; list each once")
        return self
