"""Real SCTP: usrsctp in two namespaces sends, and every message of it is accounted for.

Its stack bundles, fragments, acknowledges and retransmits as it likes; what is known is what was
given to it. Compiled lane only: libpcap is called from compiled code.
"""

import contextlib
import shutil
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from appliance.capture.live import LiveSource
from appliance.capture.settings import CaptureSettings
from kernels.decode.batch import Decoder
from kernels.decode.limits import Limits
from kernels.outcome import Layer, Oddity, Stop
from kernels.store import associations, pieces
from tests.build import frame, m3ua, tcap
from tests.live_traffic import TIMEOUT_MS
from tests.namespace import namespace, why_not
from tests.reading import ring_of

pytestmark = pytest.mark.root

SOURCE = Path(__file__).with_name("peer.c")
HERE, THERE = "192.0.2.1", "192.0.2.2"
MESSAGES = 600
PATIENCE_S = 30.0


@pytest.fixture(scope="module")
def peer(lane: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, compiled."""
    if lane == "interpreted":
        pytest.skip("libpcap is called from compiled code only")
    if reason := why_not():
        pytest.skip(f"real SCTP is not tested: {reason}")
    if shutil.which("gcc") is None:
        pytest.skip("real SCTP is not tested: no gcc")
    program = tmp_path_factory.mktemp("sctp") / "peer"
    command = ["gcc", "-O1", "-o", program, SOURCE, "-lusrsctp", "-lpthread"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 and "usrsctp" in done.stderr:
        pytest.skip("real SCTP is not tested: libusrsctp-dev is not installed")
    assert done.returncode == 0, done.stderr
    return program


def message(number: int) -> bytes:
    """A MAP message in M3UA; every seventh has so much padding before it that it must be cut."""
    begin = tcap.begin(tcap.invoke(45, b"\x30\x00"), otid=number.to_bytes(4, "big"))
    info = m3ua.parameter(m3ua.INFO_STRING, bytes(1000 + number)) if number % 7 == 3 else b""
    return m3ua.data(frame.unitdata(begin), info)


class Listener:
    """Takes frames from tap0 and decodes them as they come."""

    def __init__(self, source: LiveSource) -> None:
        self.source, self.ring = source, ring_of(512, 1 << 20)
        self.decoder = Decoder(512, limits=Limits(secret=(3, 4), checks_sctp=True))
        self.seen: list[int] = []
        self.kinds: set[int] = set()

    def breathe(self) -> int:
        """One batch; how many frames."""
        taken, decoder = self.source.fill(self.ring), self.decoder
        for rows in decoder.read(self.ring.octets, self.ring.frames, taken):
            which = decoder.signals.message[:rows]
            assert not decoder.signals.stop[:rows].any()
            assert not (decoder.messages.oddities[which] >> Oddity.TSN_REUSED & 1).any()
            self.seen += decoder.signals.otid[:rows].tolist()
            self.kinds |= set(np.unique(decoder.messages.fsn[which] >= 0).tolist())
        return taken

    def listen(self, quiet: int = 10) -> None:
        """Until nothing has come for a while."""
        idle, until = 0, time.monotonic() + PATIENCE_S
        while idle < quiet and time.monotonic() < until:
            idle = 0 if self.breathe() else idle + 1


@pytest.mark.parametrize("interleaved", [False, True], ids=["DATA", "I-DATA"])
def test_real_sctp__every_message_is_accounted_for(peer: Path, *, interleaved: bool):
    sent = [message(number + 1) for number in range(MESSAGES)]
    given = b"".join(len(each).to_bytes(2, "big") + each for each in sent)
    with namespace() as here, namespace() as there, contextlib.ExitStack() as stack:
        here.ip("link", "add", "tap0", "type", "veth", "peer", "name", "far0", "netns", there.name)
        for place, name, address in ((here, "tap0", HERE), (there, "far0", THERE)):
            place.ip("address", "add", f"{address}/24", "dev", name)
            place.ip("link", "set", name, "up")
        with here.entered():
            source = LiveSource("tap0", CaptureSettings(timeout_ms=TIMEOUT_MS), 0)
        stack.callback(source.close)
        listener = Listener(source)
        listener.listen(2)
        receiver = here.start(peer, "receive", HERE, str(MESSAGES))
        assert "listening\n" == receiver.stdout.readline()
        command = there.inside(peer, "send", THERE, HERE, "300", str(int(interleaved)))
        sender = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        stack.callback(sender.kill)
        assert f"{MESSAGES}\n".encode() == sender.communicate(given, timeout=PATIENCE_S)[0]
        assert f"{MESSAGES} {sum(map(len, sent))}\n" == receiver.communicate(timeout=PATIENCE_S)[0]
        listener.listen()
    assert list(range(1, MESSAGES + 1)) == sorted(listener.seen)
    accounted(listener, interleaved=interleaved)


def accounted(listener: Listener, *, interleaved: bool) -> None:
    """The counts add up, and the stack did what it was asked for."""
    decoder = listener.decoder
    counts, events = decoder.stores.chunks.counts, decoder.stores.associations.counts
    frames, messages = decoder.fates_frames, decoder.fates_messages
    assert 0 == frames[Layer.SCTP, Stop.BAD_CHECKSUM]
    assert 0 == messages[Layer.SCTP, Stop.FRAGMENT]
    assert counts[pieces.Count.KEPT] == counts[pieces.Count.JOINED] > MESSAGES // 7
    assert not (decoder.stores.chunks.keys != 0).any()
    assert messages.sum() == MESSAGES + messages[Layer.SCTP, [Stop.HELD, Stop.DUPLICATE]].sum()
    assert {interleaved} == listener.kinds
    for name in ("INIT", "INIT_ACK", "COOKIE_ECHO", "COOKIE_ACK"):
        assert events[associations.Count[name]] >= 1
    assert 2 == (decoder.stores.associations.keys != 0).sum()
    bundled = decoder.fates_frames.sum() < messages.sum()
    assert bundled, "no packet had several messages"
