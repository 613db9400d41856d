"""No octet of anybody's traffic is in the tree: no capture file, no hex that captures hold.

The second half needs real captures beside the project; elsewhere it skips, saying so.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.tidy import tree

CAPTURES = {".pcap", ".pcapng", ".cap", ".gz", ".bin", ".dump", ".snoop", ".erf", ".xz", ".zst"}
MAGICS = (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\x0a\x0d\x0d\x0a")
WINDOW = 16  # octets: shorter runs are headers that any implementation writes
DISTINCT_MIN = 8  # fewer different octets in a window are padding
KEY = 8  # octets of a window that are compared first, all at once

COMMENT = re.compile(r"#[^\n]*")
ESCAPED = re.compile(r"(?:\\x[0-9a-fA-F]{2})+")
LISTED = re.compile(r"(?:0x[0-9a-fA-F]{2}\b,?\s*)+")
PLAIN = re.compile(r"(?:\b(?:[0-9a-fA-F]{2})+\b\s*)+")
NOISE = re.compile(r"\\x|0x|[,\s]")

# Constants, lengths and nothing else: the section header of an empty pcapng, and what each dialogue
# opens with (Q.773 4.2.3, TS 29.002 17.3).
STANDARD = re.compile(
    rb"\x0a\x0d\x0d\x0a\x1c\x00{3}\x4d\x3c\x2b\x1a\x01\x00{3}\xff{8}\x1c\x00{3}"
    rb"|(?:\x6b.)?\x28.(?:\x06\x07\x00\x11\x86\x05\x01.\x01)?\xa0.[\x60\x61\x64]."
    rb"(?:\x80\x02\x07\x80)?(?:\xa1.\x06\x07\x04\x00\x00\x01...)?"
    rb"(?:\xa2\x03\x02\x01.\xa3\x05[\xa1\xa2]\x03\x02\x01.)?",
    re.DOTALL,
)


def test_tree__has_no_capture():
    assert [] == [path for path in tree.files() if path.suffix in CAPTURES]
    assert [] == [path for path in tree.files() if (tree.ROOT / path).read_bytes()[:4] in MAGICS]


def test_hex_in_the_tree__is_in_no_capture(captures):
    ours = {window: path for path in tree.files() for window in windows(path)}
    if not ours:
        return
    keys = np.unique(np.array([window[:KEY] for window in ours], f"S{KEY}").view(np.uint64))
    found = [
        f"{ours[window]}: {window.hex()} is in {capture.name}"
        for capture in sorted(captures.rglob("*"))
        if capture.is_file()
        for window in candidates(content(capture), keys)
        if window in ours
    ]
    assert [] == found


def windows(path: Path) -> Iterator[bytes]:
    """Every WINDOW octets of the hex in a file that could be somebody's."""
    if path.suffix in {".lock", ".md"} or path.name == "LICENSE":
        return
    text = COMMENT.sub("", tree.text(path))
    for pattern in (ESCAPED, LISTED, PLAIN):
        for match in pattern.finditer(text):
            octets = bytes.fromhex(NOISE.sub("", match.group()))
            for run in STANDARD.split(octets):
                for at in range(len(run) - WINDOW + 1):
                    if len(set(window := run[at : at + WINDOW])) >= DISTINCT_MIN:
                        yield window


def content(capture: Path) -> bytes:
    """A capture's octets, unzipped."""
    octets = capture.read_bytes()
    if octets[:2] != b"\x1f\x8b":
        return octets
    try:
        return gzip.decompress(octets)
    except (OSError, EOFError):  # one of the broken ones, on purpose
        return octets


def candidates(octets: bytes, keys: np.ndarray) -> Iterator[bytes]:
    """The windows of a capture whose first KEY octets are among `keys`."""
    if len(octets) < WINDOW:
        return
    for shift in range(KEY):
        whole = (len(octets) - shift) // KEY * KEY
        words = np.frombuffer(octets, np.uint64, whole // KEY, shift)
        for word in np.flatnonzero(np.isin(words, keys)):
            at = shift + int(word) * KEY
            yield octets[at : at + WINDOW]
