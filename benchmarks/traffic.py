"""Captures of a million frames and more, in the simulator's own words.

Strategy: a lap is some thousand single-message frames of a scenario, in order. It is laid down
again and again, and in each lap numpy writes other digits, transaction ids, TSNs and times over it;
one dialogue keeps together within its lap. The SCTP checksum stays the template's and so is wrong:
no program that is measured here looks at it. Leaves out: bare acknowledgements and bundles, so a
frame is a message.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from appliance.simulate.encoding.capture_file import write_frame, write_head
from appliance.simulate.encoding.tbcd import pack
from appliance.simulate.generate import EPOCH_NS, SEED
from appliance.simulate.scenario import Scenario
from appliance.simulate.scenario_file import load
from appliance.simulate.templates import Template, templates
from appliance.simulate.traffic.ordinary import Rates
from appliance.simulate.world.country import NUMBER_PREFIXES, World

FRAMES = 1_000_000
LAP_FRAMES = 4000
FRAMES_PER_S = 5000  # of the capture's own time
POPULATION = 1_000_000  # subscribers that an IMSI is drawn from
NODES = 100  # global titles per operator
LAPS_AT_ONCE = 50  # in memory
TITLE_OCTETS_MAX = 16  # of an address with its title
FILE_HEAD, RECORD_HEAD = 24, 16
MSIN_AT, MSIN_OCTETS, MSIN_DIGITS = 3, 5, 9  # last digits of an IMSI; its head names the network
DATA_CHUNK = b"\x00\x00\x00\x03\x01\x00\x01\x01"  # PPID of M3UA, then M3UA's DATA
TSN_BEFORE = 8  # octets from the TSN to the PPID
TRANSACTION_IDS = re.compile(
    rb"[\x62\x64\x65\x67](?:[\x00-\x7f]|\x81.)(\x48\x04....)?(\x49\x04....)?", re.DOTALL
)

MIXES: dict[str, Callable[[], Scenario]] = {
    "roaming": lambda: Scenario(
        name="roaming",
        world=World(subscribers=3000, abroad=1500, visitors=600),
        rates=Rates(registrations_abroad=240, registrations_of_visitors=160, purges=20),
    ),
    "sms": lambda: Scenario(
        name="sms",
        rates=Rates(messages_from_abroad=400, messages_to_roamers=150, messages_by_roamers=150),
    ),
    "attacked": lambda: load("attacked-country"),
}


class Places(NamedTuple):
    """Where in a lap what is written over stands; one entry per field, in octets from its start."""

    time: np.ndarray
    tsn: np.ndarray
    transaction: np.ndarray
    imsi: np.ndarray
    msisdn: np.ndarray  # of home subscribers
    title_end: np.ndarray  # behind a title, calling or called


class Lap(NamedTuple):
    """Records of a capture file, one after another."""

    octets: np.ndarray
    frames: int
    places: Places
    title_odd: np.ndarray  # whether that title has an odd number of digits


def write(path: Path, mix: str, frames: int = FRAMES, lap_frames: int = LAP_FRAMES) -> Lap:
    """A capture of a mix of MIXES, rounded up to whole laps; the same octets every time."""
    rng = np.random.default_rng(SEED)
    lap = lap_of(templates(MIXES[mix](), lap_frames))
    laps = -(-frames // lap.frames)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_head(file)
        for first in range(0, laps, LAPS_AT_ONCE):
            count = min(LAPS_AT_ONCE, laps - first)
            file.write(patched(lap, first, count, rng))
    return lap


def head_of(path: Path, lap: Lap, laps: int) -> Path:
    """A file beside `path` with its first `laps` laps."""
    shorter = path.with_name(f"{path.stem}-head{path.suffix}")
    with path.open("rb") as file:
        shorter.write_bytes(file.read(FILE_HEAD + laps * lap.octets.size))
    return shorter


def write_one(path: Path) -> None:
    """A capture with one frame."""
    (template,) = templates(MIXES["roaming"](), 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_head(file)
        write_frame(file, EPOCH_NS, template.octets)


def lap_of(made: list[Template]) -> Lap:
    """The templates as records, and their places."""
    records, odd = bytearray(), []
    found: dict[str, list[int]] = {name: [] for name in Places._fields}
    for template in made:
        at = len(records) + RECORD_HEAD
        octets = template.octets
        found["time"].append(len(records))
        found["tsn"].append(at + octets.index(DATA_CHUNK) - TSN_BEFORE)
        found["transaction"] += [at + place for place in transaction_places(template)]
        if template.imsi_at >= 0:
            found["imsi"].append(at + template.imsi_at)
        if is_home_number(template):
            found["msisdn"].append(at + template.msisdn_at)
        for title_at, end in titles(template):
            found["title_end"].append(at + end)
            odd.append(octets[title_at - 2] & 0xF == 1)
        records += bytes(8) + len(octets).to_bytes(4, "little") * 2 + octets
    places = Places(*(np.array(found[name], np.int64) for name in Places._fields))
    return Lap(np.frombuffer(bytes(records), np.uint8), len(made), places, np.array(odd))


def titles(template: Template) -> list[tuple[int, int]]:
    """From and to of the digits of the calling title, and of the called one before it.

    Both, so that an answer goes to where its request came from.
    """
    octets, calling_at = template.octets, template.calling_at
    size_at = calling_at - 6  # before the digits: size, indicator, subsystem, type, plan, nature
    before = range(size_at - TITLE_OCTETS_MAX, size_at - 6)
    called = next(place for place in before if place + 1 + octets[place] == size_at)
    return [(calling_at, size_at + 1 + octets[size_at]), (called + 6, size_at)]


def transaction_places(template: Template) -> list[int]:
    """Where its transaction ids of four octets stand, behind the calling title."""
    for match in TRANSACTION_IDS.finditer(template.octets, template.calling_at + 4):
        if match.group(1) or match.group(2):
            return [match.start(group) + 2 for group in (1, 2) if match.group(group)]
    return []


def is_home_number(template: Template) -> bool:
    """Whether its MSISDN is a home subscriber's."""
    heads = {pack(prefix)[:-1] for prefix in NUMBER_PREFIXES}
    at = template.msisdn_at
    return at >= 0 and template.octets[at : at + 4] in heads


def patched(lap: Lap, first: int, count: int, rng: np.random.Generator) -> memoryview:
    """Laps `first` to `first + count`, each with digits, ids, TSNs and times of its own."""
    octets = np.tile(lap.octets, (count, 1))
    places = lap.places
    number = first + np.arange(count)[:, None]
    _put(octets, places.time, times(lap.frames, number, rng))
    _put(octets, places.tsn, later_tsns(octets, places.tsn, number * lap.frames))
    ids = _fields(octets, places.transaction, 4)
    _put(octets, places.transaction, ids ^ rng.integers(0, 256, (count, 1, 4), np.uint8))
    who = alike(lap.octets, places.imsi, MSIN_AT + MSIN_OCTETS)
    _put(octets, places.imsi + MSIN_AT, msins(drawn(rng, count, who, POPULATION)))
    numbers = home_numbers()
    who = alike(lap.octets, places.msisdn, numbers.shape[1])
    _put(octets, places.msisdn, numbers[drawn(rng, count, who, len(numbers))])
    tails = _fields(octets, places.title_end - 2, 2)
    who = alike(lap.octets, places.title_end - 6, 6)
    _put(octets, places.title_end - 2, nodes(tails, lap.title_odd, drawn(rng, count, who, NODES)))
    return octets.data.cast("B")


def alike(octets: np.ndarray, places: np.ndarray, size: int) -> np.ndarray:
    """A number for each place, the same where the same octets stand."""
    return np.unique(octets[places[:, None] + np.arange(size)], axis=0, return_inverse=True)[
        1
    ].ravel()


def drawn(rng: np.random.Generator, count: int, who: np.ndarray, most: int) -> np.ndarray:
    """For each lap and place a number below `most`, the n-th as likely as 1/n."""
    ranks = most ** rng.random((count, int(who.max(initial=0)) + 1))
    return ranks.astype(np.int64)[:, who] - 1


def times(frames: int, number: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Seconds and nanoseconds of every record, little endian, in order."""
    gap_ns = 1_000_000_000 // FRAMES_PER_S
    at_ns = (number * frames + np.arange(frames)) * gap_ns
    at_ns = EPOCH_NS + at_ns + rng.integers(0, gap_ns, at_ns.shape)
    both = np.stack(np.divmod(at_ns, 1_000_000_000), axis=-1).astype("<u4")
    return both.view(np.uint8)


def later_tsns(octets: np.ndarray, places: np.ndarray, later: np.ndarray) -> np.ndarray:
    """TSNs that went on by as many chunks as were sent since."""
    tsn = np.ascontiguousarray(_fields(octets, places, 4)).view(">u4")[..., 0]
    return (tsn + later).astype(">u4")[..., None].view(np.uint8)


def msins(ranks: np.ndarray) -> np.ndarray:
    """Nine digits and a filler in five octets; what is near by rank is far by number."""
    values = (ranks + 1) * 386_329_471 % 10**MSIN_DIGITS
    # The third octet of an IMSI holds digits 5 and 6, so nine digits are left from the fourth on.
    digits = values[..., None] // 10 ** np.arange(MSIN_DIGITS - 1, -1, -1) % 10
    digits = np.concatenate([digits, np.full((*values.shape, 1), 0xF)], axis=-1)
    return (digits[..., 1::2] << 4 | digits[..., ::2]).astype(np.uint8)


def home_numbers() -> np.ndarray:
    """Every home number packed, no neighbours side by side."""
    numbers = [f"{prefix}{last:02d}" for last in range(100) for prefix in NUMBER_PREFIXES]
    return np.array([list(pack(number)) for number in numbers], np.uint8)


def nodes(tails: np.ndarray, odd: np.ndarray, node: np.ndarray) -> np.ndarray:
    """The last two octets of titles whose last two digits are `node`, a zero filling odd ones."""
    tens, units = node // 10, node % 10
    before = np.where(odd, tails[..., 0] & 0xF | tens << 4, tails[..., 0])
    last = np.where(odd, units, units << 4 | tens)
    return np.stack([before, last], axis=-1).astype(np.uint8)


def _fields(octets: np.ndarray, places: np.ndarray, size: int) -> np.ndarray:
    """[lap, place, size] of what stands there."""
    return octets[:, places[:, None] + np.arange(size)]


def _put(octets: np.ndarray, places: np.ndarray, values: np.ndarray) -> None:
    """Write [lap, place, size] there."""
    octets[:, places[:, None] + np.arange(values.shape[-1])] = values
