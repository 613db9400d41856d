"""Where a start goes, in a process of its own; prints seconds of processor time as JSON.

Usage: python -m benchmarks.startup_stage CONFIG FILE. A kernel's time contains that of the leaves
it was the first to need.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from appliance import kernel_cache


def main() -> None:
    """Import, configure, build, breathe once; with a clock beside."""
    spent = {"interpreter": time.process_time()}

    def note(name: str) -> None:
        spent[name] = time.process_time() - sum(spent.values())

    kernel_cache.choose()
    from numba.core import event  # noqa: PLC0415 - what is measured

    note("import numba")
    from appliance import startup  # noqa: PLC0415 - likewise

    note("import the rest")
    compiled = Compiled()
    event.Listener.register(Compiled)
    event.register("numba:compile", compiled)
    settings = startup.read_config(Path(sys.argv[1]))
    source = startup.open_files(settings, [sys.argv[2]])
    note("read the configuration")
    engine = startup.build(settings, source, [])
    while not source.ended:
        engine.breathe()
    note("build, compile or load, breathe")
    print(json.dumps({"spent_s": spent, "compiled_s": compiled.spent_s}))


class Compiled:
    """A listener to numba that adds up the time of each outermost compilation."""

    def __init__(self) -> None:
        """Nothing compiled yet."""
        self.spent_s: dict[str, float] = {}
        self._depth = 0
        self._began = 0.0

    def notify(self, about: Any) -> None:
        """A compilation starts, or ends."""
        if about.is_start:
            if self._depth == 0:
                self._began = time.process_time()
            self._depth += 1
            return
        self._depth -= 1
        if self._depth == 0:
            name = about.data["dispatcher"].py_func.__qualname__
            self.spent_s[name] = self.spent_s.get(name, 0.0) + time.process_time() - self._began


if __name__ == "__main__":
    main()
