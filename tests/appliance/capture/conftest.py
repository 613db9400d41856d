"""A tapped link for live tests: both ends of a veth pair, in a namespace of their own."""

from collections.abc import Iterator

import pytest

from appliance.capture.live import LiveSource
from appliance.capture.settings import CaptureSettings
from tests.live_traffic import TIMEOUT_MS
from tests.namespace import Namespace, namespace, why_not


@pytest.fixture(scope="session")
def live_possible(lane: str) -> None:
    """Skip where live capture cannot be tried, and say why."""
    if lane == "interpreted":
        pytest.skip("libpcap is called from compiled code only")
    if reason := why_not():
        pytest.skip(f"live capture is not tested: {reason}")


@pytest.fixture
def veth(live_possible) -> Iterator[Namespace]:
    """tap0 and far0: what is sent on far0 arrives at tap0."""
    with namespace() as made:
        made.add_pair()
        yield made


@pytest.fixture
def tapped(veth):
    """Opens sources in the namespace, and closes them at the end."""
    opened = []

    def open_source(interface="tap0", source=0, **settings):
        chosen = CaptureSettings(**({"timeout_ms": TIMEOUT_MS, "kernel_buffer_mib": 8} | settings))
        with veth.entered():
            opened.append(LiveSource(interface, chosen, source))
        return opened[-1]

    yield open_source
    for source in opened:
        source.close()
