"""Every mix that replay is measured with: the simulator's, S6a, and MAP in harder clothing.

The simulator's are a million messages (traffic.py). The others are written one by one, so they are
fewer, and their beginning serves tshark.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from appliance.simulate.encoding.capture_file import write_frame, write_head
from appliance.simulate.generate import EPOCH_NS
from benchmarks import diameter_traffic, traffic
from tests.reading import read
from tests.variants import put
from tests.variants.networks import fragments4
from tests.variants.taken import ETHERNET, Frame, Taken, take
from tests.variants.transports import fragments
from tests.variants.users import in_order, segmented
from tests.variants.variant import Numbers

MESSAGES, TSHARK_MESSAGES = 200_000, 50_000
TSHARK_LAPS = 25  # of 4000 frames: what it costs per frame does not fall with more
GAP_NS = 1_000_000_000 // traffic.FRAMES_PER_S
Part = Iterator[tuple[bytes, int]]  # frames, and how many messages end in each


class Made(NamedTuple):
    """A capture, its head for tshark, and how many messages are in each."""

    path: Path
    messages: int
    head: Path
    head_messages: int


def write(folder: Path, mix: str, messages: int = 0) -> Made:
    """The capture of a mix, rounded up to whole laps; the same octets every time."""
    path = folder / f"{mix.replace(' ', '-')}.pcap"
    path.parent.mkdir(parents=True, exist_ok=True)
    if mix in traffic.MIXES:
        lap = traffic.write(path, mix, messages or traffic.FRAMES)
        count = -(-(messages or traffic.FRAMES) // lap.frames) * lap.frames
        head = traffic.head_of(path, lap, min(TSHARK_LAPS, count // lap.frames))
        return Made(path, count, head, min(count, TSHARK_LAPS * lap.frames))
    wanted = messages or MESSAGES
    head, early = path.with_name(f"{path.stem}-head.pcap"), min(wanted, TSHARK_MESSAGES)
    count = put_down(path, WRITTEN[mix](wanted))
    return Made(path, count, head, put_down(head, WRITTEN[mix](early)))


def put_down(path: Path, part: Part) -> int:
    """Write a capture; how many messages are in it."""
    total = 0
    with path.open("wb") as file:
        write_head(file)
        for place, (octets, messages) in enumerate(part):
            write_frame(file, EPOCH_NS + place * GAP_NS, octets)
            total += messages
    return total


def roaming(messages: int) -> Iterator[Taken]:
    """The frames of the roaming mix, taken apart."""
    path = Path(traffic.__file__).parent.parent / "build" / "bench" / "traffic" / "plain.pcap"
    traffic.write(path, "roaming", messages)
    for frame in read(path).frames[:messages]:
        yield take(Frame(frame.octets, frame.link))
    path.unlink()


def in_erspan(messages: int) -> Part:
    """Each frame mirrored through ERSPAN type II."""
    for place, taken in enumerate(roaming(messages)):
        mirrored = put.erspan(taken.frame.octets, 2, place)
        yield put.ethernet(put.ip4(mirrored, put.GRE, name=place)), 1


def in_fragments(messages: int) -> Part:
    """In turn: three DATA chunks, three IP fragments, two SCCP segments; each message in pieces."""
    numbers, cut = Numbers(), segmented(2, in_order)
    for place, taken in enumerate(roaming(messages)):
        ways: list[Callable[[], list[Frame] | None]] = [
            lambda one=taken: fragments(one, numbers),
            lambda one=taken: fragments4(one, numbers),
            lambda one=taken: cut(one, numbers),
        ]
        frames = ways[place % 3]() or [Frame(taken.frame.octets, ETHERNET)]
        for each in frames[:-1]:
            yield each.octets, 0
        yield frames[-1].octets, 1


WRITTEN: dict[str, Callable[[int], Part]] = {
    "s6a over sctp": diameter_traffic.over_sctp,
    "s6a over tcp": diameter_traffic.over_tcp,
    "fragments": in_fragments,
    "erspan": in_erspan,
}
MIXES = (*traffic.MIXES, *WRITTEN)
