"""Decoding one part of a file per line of standard input, each kernel's processor time measured.

Usage: python benchmarks/decode_stage.py FILE [nothing], in the folder of a checkout, whose kernels
are the ones that run: this file is asked to time an older checkout beside this one, so it may
use only what both have. `nothing` switches every store off, where there are stores. Answers each
line with JSON: ns per kernel and of all, and how many signals there were.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

sys.path[0] = "."  # the checkout's kernels and not those beside this file

from appliance import kernel_cache  # noqa: E402

kernel_cache.choose()

from appliance.capture.merged import open_traces  # noqa: E402 - only now that the cache is chosen
from appliance.capture.ring import FrameRing  # noqa: E402
from kernels.decode import batch  # noqa: E402

FRAMES_MAX, OCTETS_MAX = 4096, 1 << 23  # as the engine has them by default
BATCHES = 5


def decoder(*, is_bare: bool) -> Any:
    """As the product makes it, or one that remembers nothing."""
    sizes = {"messages_max": 2 * FRAMES_MAX, "signals_max": 2 * FRAMES_MAX}
    if not hasattr(batch.Decoder, "forget"):
        return batch.Decoder(**sizes)
    from kernels.decode.limits import Limits  # noqa: PLC0415 - older checkouts have none

    limits = Limits.nothing() if is_bare else Limits()
    return batch.Decoder(frames_max=FRAMES_MAX, limits=limits, **sizes)


def timed(name: str, called: Callable[..., Any], spent: dict[str, int]) -> Callable[..., Any]:
    """`called`, its processor time added to `spent`."""
    spent[name] = 0

    def measured(*arguments: Any) -> Any:
        before = time.thread_time_ns()
        answer = called(*arguments)
        spent[name] += time.thread_time_ns() - before
        return answer

    return measured


def parts(path: str) -> Iterator[tuple[Any, int]]:
    """(ring, frames in it), again and again; (None, 0) where the file begins anew."""
    ring = FrameRing(FRAMES_MAX, OCTETS_MAX)
    while True:
        source = open_traces([path])
        while not source.ended:
            if taken := source.fill(ring):
                yield ring, taken
        source.close()
        yield None, 0


def main() -> None:
    """Answer until standard input ends."""
    path, *rest = sys.argv[1:]
    used, spent = decoder(is_bare="nothing" in rest), dict[str, int]()
    for name, value in list(vars(batch).items()):
        if hasattr(value, "py_func"):
            setattr(batch, name, timed(name, value, spent))
    given = parts(path)
    gc.disable()
    for _ in sys.stdin:
        for name in spent:
            spent[name] = 0
        signals = total_ns = messages = 0
        for _ in range(BATCHES):
            ring, taken = next(given)
            if ring is None:
                forget = getattr(used, "forget", None)
                if forget:
                    forget()
                ring, taken = next(given)
            before = time.thread_time_ns()
            signals += sum(used.read(ring.octets, ring.frames, taken))
            total_ns += time.thread_time_ns() - before
            messages += int(ring.frames.messages[:taken].sum())
        answer = {"spent_ns": spent, "total_ns": total_ns, "signals": signals, "messages": messages}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
