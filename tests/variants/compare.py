"""Signals as they must survive rewriting: no positions, no frame numbers; texts in their place."""

from collections.abc import Iterable

from kernels.columns import ABSENT, Signals
from kernels.decode.batch import Decoder
from kernels.decode.limits import Limits
from kernels.outcome import Oddity
from tests.build.frame import Frame
from tests.decoding import column_names, laid_out, rows_of

PLACE = {"frame", "message", "ts_ns"}
SMALL = {  # room enough for one message after another
    "datagrams": 64,
    "seen": 4096,
    "associations": 256,
    "chunks": 256,
    "segments": 256,
    "streams": 16,
}
NAMES = column_names(Signals)
TEXTS = [name.removesuffix("_at") for name in NAMES if name.endswith("_at")]
ROWS_MAX = 512


def limits_of(memory: Iterable[str]) -> Limits:
    """Only these stores."""
    return Limits.nothing()._replace(**{name: SMALL[name] for name in memory})


def telling(frames: list[Frame]) -> set[int]:
    """Which frames give signals, each for itself."""
    octets, columns = laid_out(frames)
    decoder = Decoder(len(frames), ROWS_MAX, ROWS_MAX, Limits.nothing())
    found: set[int] = set()
    for rows in decoder.read(octets, columns, len(frames)):
        found |= set(decoder.signals.frame[:rows].tolist())
    return found


def told(frames: list[Frame], memory: Iterable[str] = ()) -> list[dict]:
    """The signals of all frames, in their order."""
    octets, columns = laid_out(frames)
    decoder = Decoder(max(1, len(frames)), ROWS_MAX, ROWS_MAX, limits_of(memory))
    found = []
    for rows in decoder.read(octets, columns, len(frames)):
        values = [getattr(decoder.signals, name)[:rows].tolist() for name in NAMES]
        for row in rows_of(values):
            one = dict(zip(NAMES, row, strict=True))
            for text in TEXTS:
                at, end = one.pop(f"{text}_at"), one.pop(f"{text}_end")
                one[text] = octets[at:end].tobytes() if at != ABSENT else None
            found.append({name: value for name, value in one.items() if name not in PLACE})
    return found


def without(rows: list[dict], names: frozenset[str], odd: frozenset[str]) -> list[dict]:
    """The same rows but for these columns and these oddities."""
    mask = ~sum(1 << Oddity[name.upper()] for name in odd)
    kept = [{name: row[name] for name in row.keys() - names} for row in rows]
    return [row | {"oddities": row["oddities"] & mask} for row in kept]


def differences(expected: list[dict], found: list[dict]) -> list[str]:
    """What is not the same, the first of it; nothing where all is."""
    if len(expected) != len(found):
        return [f"{len(found)} signals of {len(expected)}"]
    return [
        f"row {place}: {name} is {mine[name]!r}, was {other[name]!r}"
        for place, (other, mine) in enumerate(zip(expected, found, strict=True))
        for name in sorted(other)
        if other[name] != mine[name]
    ][:20]
