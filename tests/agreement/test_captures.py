"""Real captures: every file is read to its end without an error of ours, and tshark agrees."""

from pathlib import Path

import pytest

from tests.agreement import tshark
from tests.agreement.compare import compare, frames_of
from tests.agreement.explained import explanations, unexplained
from tests.decoding import decode

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "captures"
SUFFIXES = {".pcap", ".pcapng", ".cap"}
FRAMES_MAX = 400  # of a file, where every frame costs a thousand times as much


def files(*under: str) -> list[Path]:
    """Capture files of that folder; none where it is absent."""
    return sorted(path for path in FOLDER.joinpath(*under).glob("*") if path.suffix in SUFFIXES)


def place(path: Path) -> str:
    """What pytest calls a file: its place in the folder, for names themselves may hold digits."""
    return f"{path.parent.name}-{files(*path.relative_to(FOLDER).parts[:-1]).index(path)}"


@pytest.mark.parametrize("path", files() + files("bad-input"), ids=place)
def test_file__is_read_to_its_end(path: Path, lane: str):
    frames = frames_of(path)
    reading = decode(frames[:FRAMES_MAX] if lane == "interpreted" else frames)
    assert len(reading.frames.at) == reading.fates_frames.sum()
    assert reading.frames.messages.sum() == reading.fates_messages.sum()


@pytest.mark.parametrize("path", files(), ids=place)
def test_file__is_read_as_tshark_reads_it(path: Path, lane: str):
    if lane != "compiled":
        pytest.skip("one lane asks tshark; the others give the same columns")
    tshark.require()
    assert [] == unexplained(compare(path))


def test_explanations__explain_something(captures: Path, lane: str):
    if lane != "compiled":
        pytest.skip("one lane asks tshark")
    tshark.require()
    unused = []
    for each in explanations():
        found = [compare(path) for path in captures.glob(each.file)]
        fields = {one.field for comparison in found for one in comparison.differences}
        unused += [(each.file, field) for field in each.fields if field not in fields]
    assert [] == unused


def test_captures__are_here(captures: Path):
    """Skips, saying so, where they are not; the tests above then have no files."""
    assert files() != []
