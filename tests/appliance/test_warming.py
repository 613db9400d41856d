"""A cold start in a process of its own: what children compile is what the parent then loads."""

import json
import os
import subprocess
import sys

import pytest

from appliance import warming

COLD_START = """
import json, sys
from appliance import kernel_cache, startup, warming
from appliance.config.config import loads
from kernels import tracefile


def is_kernel(value):
    # Called from Python: a leaf is not kept in the cache.
    return hasattr(value, "signatures") and type(value._cache).__name__ != "NullCache"


def compiled():
    # How many functions this process compiled for want of a cached one.
    found = {id(v): v for m in list(sys.modules.values()) if m.__name__.startswith("kernels.")
             for v in vars(m).values() if is_kernel(v)}
    return sum(sum(kernel.stats.cache_misses.values()) for kernel in found.values())


warming.warm(warming.REPLAY)
again = [part for part in warming.REPLAY if warming.is_cold(part)]
warmed = compiled()
config = loads('network: {home: {gt_prefixes: ["999"]}}')
source = startup.open_files(config, [sys.argv[1]])
engine = startup.build(config, source, [])
while not source.ended:
    engine.breathe()
decoding = {}
for name, module in sorted(sys.modules.items()):
    if name.startswith("kernels.decode."):
        decoding |= {key: value for key, value in vars(module).items() if is_kernel(value)}
kernels = [*decoding.values(), tracefile.index_pcap]
print(json.dumps({
    "cold again": again,
    "decoding": sorted(decoding),
    "signatures": {kernel.__name__: len(kernel.signatures) for kernel in kernels},
    "compiled late": compiled() - warmed,
    "loaded": sum(sum(kernel.stats.cache_hits.values()) for kernel in kernels),
}))
"""

# Every kernel of the decoder; a new one belongs here, in Decoder.warm and in appliance/warming.
DECODING = [
    *("find_messages", "find_packets", "join_chunks", "mark_links", "match_answers", "name_ends"),
    *("open_envelopes", "read_avps", "read_headers", "read_identities", "read_routing"),
    *("read_short_messages", "read_signals", "read_transactions", "settle_messages"),
]


def test_cold_start__compiles_each_kernel_once_and_shares_the_work(lane, tmp_path):
    if lane != "compiled":
        pytest.skip("compiling takes as long in every lane; one is enough")
    trace = tmp_path / "empty.pcap"
    trace.write_bytes(bytes.fromhex("d4c3b2a1020004000000000000000000ffff000001000000"))
    environment = os.environ | {
        "NUMBA_CACHE_DIR": str(tmp_path / "cache"),
        "NUMBA_DEVELOPER_MODE": "0",
        "STATE_DIRECTORY": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", COLD_START, str(trace)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert [] == told["cold again"]
    assert DECODING == told["decoding"]
    assert 0 == told["compiled late"]
    assert {1} == set(told["signatures"].values())
    # On one processor the parent compiles all of it; otherwise children did most.
    is_shared = len(os.sched_getaffinity(0)) > 1
    assert is_shared == (told["loaded"] > 0)


def test_nothing_is_cold__without_a_cache(monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    assert not any(warming.is_cold(part) for part in warming.PARTS)


def test_child_that_fails__costs_time_only(monkeypatch):
    def break_down():
        raise RuntimeError("no memory")

    monkeypatch.setitem(warming.PARTS, "pcap", break_down)
    warming.wait(warming.child("pcap"))


def test_every_part_of_a_command__is_there():
    assert {*warming.RUN, *warming.REPLAY, *warming.DECODE} == set(warming.PARTS)
