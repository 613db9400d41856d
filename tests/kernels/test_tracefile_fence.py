"""The file walk between guard pages: mutated files end flush against memory that may not be read.

A child process maps the octets and every column before a PROT_NONE page; one octet read or one row
written too far kills it. It also checks that what comes out lies within what went in.
"""

import contextlib
import json
import random
import subprocess
import sys

import pytest

from tests.build import capture_files as build
from tests.build.capture_files import BIG, LITTLE, Record

CHILD = """
import ctypes, json, mmap, sys
import numpy as np
from kernels.columns import Frames
from kernels.pcapng import FRAME_MAX, End
from kernels.tracefile import Interfaces, Walk, index_pcap, index_pcapng

PAGE, READ_WRITE = mmap.PAGESIZE, mmap.PROT_READ | mmap.PROT_WRITE
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]

class Fenced:
    def __init__(self, size):
        self.pages = -(-size // PAGE) * PAGE
        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
        at = libc.mmap(None, self.pages + 2 * PAGE, READ_WRITE, flags, -1, 0)
        assert libc.mprotect(at, PAGE, 0) == 0
        assert libc.mprotect(at + PAGE + self.pages, PAGE, 0) == 0
        memory = (ctypes.c_uint8 * self.pages).from_address(at + PAGE)
        self.octets = np.frombuffer(memory, np.uint8)

    def last(self, size, kind=np.uint8):
        return self.octets[self.pages - size * np.dtype(kind).itemsize :].view(kind)

ROWS, INTERFACES = 5, 3
columns = [Fenced(ROWS * 8) for _ in Frames._fields]
frames = Frames(*(each.last(ROWS, np.int64) for each in columns))
tables = [Fenced(INTERFACES * 8) for _ in Interfaces._fields]
interfaces = Interfaces(*(each.last(INTERFACES, np.int64) for each in tables))
state = Fenced(len(Walk) * 8).last(len(Walk), np.int64)
arena = Fenced(1 << 16)

def walk(file, pcapng, big):
    octets = arena.last(len(file))
    octets[:] = np.frombuffer(file, np.uint8)
    state[:] = 0
    state[Walk.RECORD], state[Walk.TICK_NS], state[Walk.BIG] = 16, 1000, big
    at, total = (0 if pcapng else 24), 0
    while True:
        if pcapng:
            done = index_pcapng(octets, at, len(file), state, interfaces, frames, 0)
        else:
            done = index_pcap(octets, at, len(file), state, frames, 0)
        assert at <= done.at <= len(file)
        for row in range(done.rows):
            assert at <= frames.at[row] <= frames.end[row] <= done.at
            assert frames.end[row] - frames.at[row] <= FRAME_MAX
            assert frames.wire_size[row] >= frames.end[row] - frames.at[row]
            assert frames.ts_ns[row] >= 0
        total += done.rows
        at = done.at
        if done.end != End.ROWS:
            return total

if sys.argv[1:] == ["over"]:
    state[Walk.RECORD] = 16
    index_pcap(arena.last(39), 24, 40, state, frames, 0)
print(sum(walk(bytes.fromhex(f), p, b) for f, p, b in map(json.loads, sys.stdin)))
"""

FRAMES = [Record(1_700_000_000_000_000_000 + size, bytes(size)) for size in (0, 1, 40, 333, 7, 64)]
EDGES = [0, 1, 3, 4, 8, 12, 16, 28, 32, 0x7F, 0x80, 0xFF, 0xFFFF, 0x40000, 0x40001, 0x7FFFFFFF]
EDGES += [0x80000000, 0xFFFFFFF0, 0xFFFFFFFC, 0xFFFFFFFF, 1, 2, 3, 6, 0x0A0D0D0A]


def seeds():
    """(octets, is pcapng, is big endian) of whole files."""
    for order in (LITTLE, BIG):
        yield build.pcap(FRAMES, order), False, order == BIG
        blocks = build.section(order) + build.interface(1, order, 64, 9, 7)
        blocks += build.simple(b"simple", order) + build.obsolete(5, b"obsolete", order)
        blocks += build.pcapng(FRAMES, order) + build.interface(113, order, resolution=0x8A)
        blocks += build.statistics(order) + build.enhanced(2**60, b"x", order, 1)
        yield blocks, True, order == BIG


def mutated(octets, chance):
    """`octets` with a few words, octets or its end changed."""
    changed = bytearray(octets)
    for _ in range(chance.randrange(4)):
        at = chance.randrange(0, len(changed) - 4, 4)
        order = chance.choice(["little", "big"])
        changed[at : at + 4] = chance.choice(EDGES).to_bytes(4, order)
    for _ in range(chance.randrange(3)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.choice([len(changed), chance.randrange(24, len(changed))])])


def run_child(lines, *arguments):
    """Its exit status, output and errors; the lines are made as it reads them."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with contextlib.suppress(BrokenPipeError):
        child.stdin.writelines(lines)
    said, errors = child.communicate()
    return child.returncode, said, errors


def cases(count, step):
    """Whole files cut at every `step` octets, then `count` that are mutated."""
    chance = random.Random(20)
    files = list(seeds())
    for octets, *rest in files:
        for size in range(24, len(octets), step):
            yield octets[:size], *rest
    for _ in range(count):
        octets, *rest = chance.choice(files)
        yield mutated(octets, chance), *rest


@pytest.mark.fuzz
@pytest.mark.timeout(3600)
def test_walk__stays_within_its_fences(fuzz_frames, lane):
    if lane == "bounds":
        pytest.skip("the fence is stricter than the bounds check, and it runs in the other lanes")
    files = cases(fuzz_frames // 10, 20 if lane == "interpreted" else 1)
    lines = (json.dumps([octets.hex(), *rest]) + "\n" for octets, *rest in files)
    status, said, errors = run_child(lines)
    assert (0, "") == (status, errors)
    assert int(said) > fuzz_frames // 10


def test_fence__kills_what_is_told_of_one_octet_too_many(lane):
    status, _, _ = run_child([], "over")
    assert status < 0 if lane == "compiled" else status != 0
