"""What tests stand on: a lane's own kernel cache, the fuzz's long form, real captures if any.

The lane is told by numba's own environment variables (tests/lanes sets them). Each lane has its
own cache under .cache/, keyed as the product's is, so that neither stale nor unchecked code can
be loaded.
"""

import os
import sys
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from appliance import kernel_cache  # noqa: E402

FUZZ_FRAMES = 20_000  # in make test; make fuzz asks for ten million


def lane() -> str:
    """Which of the three lanes this process runs."""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
        return "interpreted"
    return "bounds" if os.environ.get("NUMBA_BOUNDSCHECK", "0") != "0" else "compiled"


if "numba" in sys.modules:
    raise pytest.UsageError("numba was imported before its cache was chosen")
os.environ.setdefault("NUMBA_DEVELOPER_MODE", "1")  # leaves can be called from tests
kernel_cache.choose(ROOT / ".cache" / "kernels" / lane())


# A first call compiles, which no deadline foresees; and what passed once passes again tomorrow.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """--fuzz-frames, for make fuzz."""
    parser.addoption("--fuzz-frames", type=int, default=FUZZ_FRAMES, help="mutated frames per test")


def pytest_report_header() -> str:
    """Say the lane, so that a log explains itself."""
    return f"lane: {lane()}"


@pytest.fixture(scope="session", name="lane")
def lane_fixture() -> str:
    """compiled, interpreted or bounds."""
    return lane()


@pytest.fixture(scope="session")
def fuzz_frames(request: pytest.FixtureRequest) -> int:
    """How many mutated frames a fuzz test reads; a hundredth of it where interpreted."""
    frames: int = request.config.getoption("--fuzz-frames")
    return frames // 100 if lane() == "interpreted" else frames


@pytest.fixture(scope="session")
def captures() -> Path:
    """The folder of real captures beside the project, where a machine has one."""
    folder = ROOT.parent / "shared" / "captures"
    if not folder.is_dir():
        pytest.skip("no real captures here (../shared/captures)")
    return folder
