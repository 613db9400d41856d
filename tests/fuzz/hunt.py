"""Running a campaign and, when it dies, finding the frame that killed it."""

import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from tests.fuzz.campaign import SIDES, SLOTS

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 4 * 3600


def child(status: Path, seed: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The campaign in a process of its own, with this one's kernel cache."""
    command = [sys.executable, "-m", "tests.fuzz.campaign", str(status), "--seed", str(seed)]
    return subprocess.run(
        [*command, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONFAULTHANDLER": ""},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def hunt(seed: int, frames: int, *extra: str) -> tuple[str, str]:
    """(what the campaign said, what is wrong); the second is empty when nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        status = Path(folder) / "status"
        np.full(3, -1, np.int64).tofile(status)
        batches = math.ceil(frames / SLOTS)
        done = child(status, seed, "--batches", str(batches), *extra)
        if done.returncode == 0:
            return done.stdout.strip(), ""
        if done.returncode > 0:
            return done.stdout, done.stdout or done.stderr
        batch = int(np.fromfile(status, np.int64)[0])
        again = child(status, seed, "--single", str(batch), *extra)
        _, slot, side = np.fromfile(status, np.int64).tolist()
        if again.returncode == 0:
            return "", f"died with {done.returncode} in seed {seed} batch {batch}, but not again"
        shown = child(status, seed, "--single", str(batch), "--show", str(slot))
        where = f"seed {seed} batch {batch} frame {slot}, {SIDES[side]} fence"
        return "", f"signal {-again.returncode}: {where}; link type and octets: {shown.stdout}"
