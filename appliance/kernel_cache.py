"""Where compiled kernels are kept between runs, so that only the first start compiles.

Numba's own key misses edits in functions that live in another file. So the folder's name is a
digest of every file with a kernel and of numba's version: a changed kernel is a new folder, and
stale code cannot be loaded. Numba itself tells processors apart. This must run before numba is
imported, and when nothing is writable caching stays off: the program works, and compiles at each
start.
"""

import hashlib
import os
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

VARIABLE = "NUMBA_CACHE_DIR"
DIGESTS_KEPT = 2  # this one, and the one before an upgrade that may be undone

_ROOT = Path(__file__).resolve().parent.parent


def choose(base: Path | None = None) -> Path | None:
    """Set NUMBA_CACHE_DIR unless the caller's environment did; the folder, or None without one."""
    if chosen := os.environ.get(VARIABLE):
        return Path(chosen)
    folder = (base or default_base()) / digest()
    if base is None:
        plant(folder)
    if not _is_writable(folder):
        return None
    prune(folder)
    os.environ[VARIABLE] = str(folder)
    return folder


def default_base() -> Path:
    """The service manager's CacheDirectory=, else the user's own cache folder (XDG)."""
    if given := os.environ.get("CACHE_DIRECTORY"):
        return Path(given.split(":", maxsplit=1)[0])
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "sigwatch"
    try:
        return Path.home() / ".cache" / "sigwatch"
    except RuntimeError:  # neither HOME nor an entry in passwd
        return Path("/nonexistent")


def digest() -> str:
    """Name of what would be compiled: every kernel's text, in order, under this numba."""
    total = hashlib.blake2b(version("numba").encode(), digest_size=10)
    for path in sources():
        total.update(path.relative_to(_ROOT).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def sources() -> list[Path]:
    """The files that hold compiled code."""
    return [*sorted((_ROOT / "kernels").rglob("*.py")), _ROOT / "appliance/capture/loop.py"]


def seed() -> Path:
    """Where an installation keeps kernels that it compiled for whoever starts first."""
    return Path(sys.prefix) / "share" / "sigwatch" / "kernels" / digest()


def plant(folder: Path) -> None:
    """Begin a new cache at `folder` with what the installation compiled, if it did.

    Copied beside and renamed, so that nobody loads half a file; numba itself checks the processor.
    """
    if folder.exists() or not seed().is_dir():
        return
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(seed(), beside)
        beside.rename(folder)
    except OSError:  # not writable, or another process was first
        shutil.rmtree(beside, ignore_errors=True)


def prune(folder: Path) -> None:
    """Remove older digests beside `folder`, the most recently used first to stay."""
    others = [path for path in folder.parent.iterdir() if path.is_dir() and path != folder]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[DIGESTS_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def _is_writable(folder: Path) -> bool:
    """Whether compiled code can be put there; makes the folder, and notes that it was used now."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)
