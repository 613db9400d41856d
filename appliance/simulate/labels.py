"""What an attack message was, written beside the capture so that detection can be judged.

A `Label` belongs to one message of one campaign; where it is in the file is known only when its
frame is written. Digits are in clear: every subscriber here is invented.
"""

from typing import Any, NamedTuple

_NS_PER_S = 1_000_000_000


class Label(NamedTuple):
    """One message of a campaign; `obtained` and `refused` speak of answers only."""

    campaign: str
    procedure: str
    kind: str
    operation: str
    component: str
    source: str
    otid: str
    victim_imsi: str = ""
    victim_msisdn: str = ""
    obtained: tuple[str, ...] = ()
    refused: str = ""

    def record(self, frame: int, ts_ns: int) -> dict[str, Any]:
        """The label as a JSON object; `frame` counts from 1, and what is absent is left out."""
        said = {name: value for name, value in self._asdict().items() if value}
        return {"frame": frame, "ts": seconds(ts_ns), **said}


def seconds(ts_ns: int) -> str:
    """Epoch seconds with nine decimals, exact."""
    whole, rest = divmod(ts_ns, _NS_PER_S)
    return f"{whole}.{rest:09d}"
