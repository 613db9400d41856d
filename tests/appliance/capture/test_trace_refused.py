"""Trace files that are not as they should be: what is said, and what is given first."""

import errno
import gzip
import os
import subprocess
import sys

import pytest

from appliance.capture.octet_stream import OctetStream
from tests.build import capture_files as build
from tests.build.capture_files import Record
from tests.reading import read

START = 1_700_000_000 * 10**9
GOOD = build.pcap([Record(START, b"\x01" * 60)] * 3)
NG = build.section() + build.interface() + build.enhanced(1, b"one") + build.enhanced(2, b"two")


def words(tmp_path, octets):
    """The error for a file of these octets, without its path."""
    path = tmp_path / "file"
    path.write_bytes(octets)
    error = read(path).error
    assert error.startswith(f"{path}: ")
    assert "\n" not in error
    return error.removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b"", "is empty"),
        (b"\n", "text that begins '\\n'"),
        (b"{'json': 1}", "text that begins"),
        (b"\x00\x01\x02\x03\x04", "it begins 00 01 02 03 04"),
        (b"snoop\0\0\0" + bytes(40), "a snoop capture; convert it with editcap"),
        (b"\xfd7zXZ\0" + bytes(40), "packed with xz; unpack it first"),
        (b"\x28\xb5\x2f\xfd" + bytes(40), "packed with zstd; unpack it first"),
        (b"PK\3\4" + bytes(40), "a zip archive; unpack it first"),
        (gzip.compress(b"plain words", mtime=0), "text that begins"),
        (gzip.compress(gzip.compress(GOOD, mtime=0), mtime=0), "gzip within gzip"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"\x1f\x8b", "is empty"),
        (b"\x1f\x8b" + b"\xff" * 30, "gzip is corrupt"),
        (GOOD[:23], "ends after 23 octets, within the file header of a pcap"),
        (build.pcap_head(version=(2, 2)), "is pcap version 2.2; only 2.4 is read"),
        (build.pcap_head(magic=0xA1B234CD), "is a pcap variant 0xa1b234cd, which is not read"),
        (NG[:11], "ends within its first block"),
    ],
)
def test_file__that_is_no_capture(tmp_path, octets, said):
    assert said in words(tmp_path, octets)


BAD_RECORD = build.pcap_head() + b"\0" * 8 + b"\xff\xff\xff\x7f" * 2


@pytest.mark.parametrize(
    ("octets", "before", "said"),
    [
        (GOOD + BAD_RECORD[24:], 3, f"octet {len(GOOD)}: frame 4: a frame's captured length"),
        (BAD_RECORD, 0, "octet 24: frame 1: a frame's captured length"),
        (NG + build.enhanced(3, b"x", which=1), 2, "an interface that is not described"),
        (NG + b"\6\0\0\0\x0d\0\0\0" + bytes(40), 2, f"octet {len(NG)}: frame 3: a block's length"),
        (NG + b"\6\0\0\0\x10\0\0\0" + bytes(40), 2, "a block's length cannot be"),
        (NG + b"\1\0\0\0\0\0\0\x70" + bytes(40), 2, "a block's length cannot be"),
        (NG + build.block(5, b"", trailer=16), 2, "a block's two lengths differ"),
        (NG + build.enhanced(3, b"x")[:-4] + bytes(8), 3, "a block's two lengths differ"),
        (NG + build.section(version=(2, 0)), 2, "not of pcapng version 1"),
        (NG + b"\x0a\x0d\x0d\x0a\x1c" + bytes(40), 2, "a section's byte order is neither"),
        (NG + build.section() + build.enhanced(3, b"x"), 2, "not described"),
        (NG + build.interface() * 1024, 2, "more interfaces than interfaces_max"),
        (NG + build.block(3, b"\xff\0\0\0abc"), 2, "a frame's captured length cannot be"),
    ],
)
def test_damage__gives_what_came_before_and_says_where(tmp_path, octets, before, said):
    path = tmp_path / "file"
    path.write_bytes(octets)
    reading = read(path)
    assert before == len(reading.frames)
    assert said in reading.error
    assert reading.error.startswith(f"{path}: ")


def test_missing_file(tmp_path):
    assert f"{tmp_path}/none: no such file or directory" == read(tmp_path / "none").error


def test_directory(tmp_path):
    assert f"{tmp_path}: is a directory; name the capture files in it" == read(tmp_path).error


def test_name_that_is_none():
    assert "not a file name" in read("a\0b").error


NOBODY = 65_534


@pytest.mark.skipif(os.geteuid() != 0, reason="a user who may not read is made by root")
def test_file__that_may_not_be_read(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(GOOD)
    path.chmod(0)
    os.seteuid(NOBODY)
    try:
        error = read(path).error
    finally:
        os.seteuid(0)
    assert error == f"{path}: permission denied"


def test_reading__that_fails_later(tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_bytes(GOOD)
    stream = OctetStream(str(path))
    stream.close()

    def fails(*_):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "readv", fails)
    assert f"{path}: octet 0: input/output error" == read(path).error


TERMINAL = "from tests.reading import read; print(read('-').error)"


def test_standard_input__that_is_a_terminal():
    main, terminal = os.openpty()
    said = subprocess.run(
        [sys.executable, "-c", TERMINAL], stdin=terminal, capture_output=True, check=True, text=True
    ).stdout
    os.close(main)
    os.close(terminal)
    assert said == "standard input: is a terminal; pipe a capture into it\n"


def test_standard_input__named_twice():
    assert read("-", "-").error == "standard input: named more than once"


def test_one_bad_file_among_several__is_named(tmp_path):
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_bytes(GOOD)
    bad.write_bytes(b"?")
    assert read(good, bad).error.startswith(f"{bad}: is not a capture")
    assert read(good, tmp_path / "none").error.startswith(f"{tmp_path / 'none'}: no such file")
    bad.write_bytes(GOOD + BAD_RECORD[24:])
    reading = read(good, bad)
    assert reading.error.startswith(f"{bad}: octet")
    assert len(reading.frames) == 6
