"""Reading the vector files: one TOML table per message, hex with comments, fields or stop.

name, clause     what it shows, and where the specification says so
layer            where `hex` begins; without it, the layer the file is named after
link             LINKTYPE_* number of a link vector; Ethernet without it
before           hex of frames that came before it, each from the same layer on
checks           true: SCTP's checksum is verified
apart_s          seconds from each of them to the next; 1 without it
op, component, acn   what stands around a MAP parameter
stop_layer, stop     the fate of its frame or message; none without them
signals          one table per row: fields under the names of `sigwatch decode --json`
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tests.build import link
from tests.build.frame import Frame, wrap

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Vector:
    """One message and what must be read of it."""

    file: str
    name: str
    clause: str
    octets: bytes
    layer: str
    link: int = link.ETHERNET
    parameter: dict = field(default_factory=dict)
    fate: tuple[str, str] = ("none", "none")
    signals: list[dict] | None = None
    before: tuple[bytes, ...] = ()
    checks: bool = False
    apart_s: float = 1.0

    def __str__(self) -> str:
        """The name that pytest shows."""
        return f"{self.file}: {self.name}"

    def frame(self, octets: bytes | None = None, tsn: int = 1) -> Frame:
        """A whole frame around these octets, or around others in their place."""
        octets = self.octets if octets is None else octets
        kind = self.link if self.layer == "link" or self.link else link.RAW
        return wrap(self.layer, octets, kind, tsn, **self.parameter)

    def frames(self) -> list[Frame]:
        """The frames that came before it, and its own, each with a chunk number of its own."""
        octets = *self.before, self.octets
        return [self.frame(each, tsn) for tsn, each in enumerate(octets, 1)]

    def times(self) -> list[int]:
        """When each of them came, ns."""
        return [int(1e9 * self.apart_s * turn) for turn in range(1, len(self.before) + 2)]


def octets_of(text: str) -> bytes:
    """The octets of a hex text with comments."""
    return bytes.fromhex(re.sub(r"#.*", "", text))


def load(path: Path) -> list[Vector]:
    """The vectors of one file."""
    found = []
    for entry in tomllib.loads(path.read_text())["vector"]:
        parameter = {name: entry[name] for name in ("op", "component") if name in entry}
        if "acn" in entry:
            parameter["context"] = tuple(entry["acn"])
        found.append(
            Vector(
                file=path.stem,
                name=entry["name"],
                clause=entry["clause"],
                octets=octets_of(entry["hex"]),
                layer=entry.get("layer", path.stem),
                link=entry.get("link", link.ETHERNET),
                parameter=parameter,
                fate=(entry.get("stop_layer", "none"), entry.get("stop", "none")),
                signals=entry.get("signals"),
                before=tuple(map(octets_of, entry.get("before", []))),
                checks=entry.get("checks", False),
                apart_s=entry.get("apart_s", 1.0),
            )
        )
    return found


def load_all() -> list[Vector]:
    """The vectors of all files, in the order of their names."""
    return [vector for path in sorted(FOLDER.glob("*.toml")) for vector in load(path)]
