"""The syslog sink against receivers that are absent, deaf or rude: nothing lost, nothing slowed."""

import re
import socket
import statistics
import threading
import time
from pathlib import Path

import pytest

from appliance.sinks import sender as sender_module
from appliance.sinks.syslog import SyslogSettings, SyslogSink
from tests.speaking import PATIENCE_S, START_NS, alert, free_port, until

FRAME = re.compile(rb"([0-9]+) ")


class Listener:
    """A TCP receiver of octet-counted frames; after `hang_up_after` of them it closes, once."""

    def __init__(self, port: int, hang_up_after: int = 0) -> None:
        self.messages: list[bytes] = []
        self._hang_up_after = hang_up_after
        self._server = socket.create_server(("127.0.0.1", port))
        self._server.settimeout(0.05)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def ids(self) -> list[str]:
        """The `id` of every message so far, in order."""
        return [re.search(rb' id="([^"]*)"', message)[1].decode() for message in self.messages]

    def close(self) -> None:
        """Stop listening."""
        self._stop.set()
        self._thread.join(PATIENCE_S)
        self._server.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                peer, _ = self._server.accept()
            except TimeoutError:
                continue
            with peer:
                peer.settimeout(0.05)
                self._read(peer)

    def _read(self, peer: socket.socket) -> None:
        heard = b""
        while not self._stop.is_set():
            try:
                more = peer.recv(1 << 16)
            except TimeoutError:
                continue
            if not more:
                return
            heard += more
            while (frame := FRAME.match(heard)) and len(heard) >= frame.end() + int(frame[1]):
                end = frame.end() + int(frame[1])
                self.messages.append(heard[frame.end() : end])
                heard = heard[end:]
                if self._hang_up_after and len(self.messages) == self._hang_up_after:
                    return


@pytest.fixture
def listen():
    listeners = []

    def make(port, **options):
        listeners.append(Listener(port, **options))
        return listeners[-1]

    yield make
    for listener in listeners:
        listener.close()


@pytest.fixture
def opened(tmp_path):
    sinks = []

    def make(port, **settings):
        quick = {"transport": "tcp", "settle_s": 0.05, "retry_first_s": 0.02, "retry_max_s": 0.1}
        spool = {"directory": tmp_path / "spool", **settings.pop("spool", {})}
        sinks.append(SyslogSink(SyslogSettings(port=port, spool=spool, **{**quick, **settings})))
        return sinks[-1]

    yield make
    for sink in sinks:
        sink.close()


@pytest.fixture
def port():
    return free_port(socket.SOCK_STREAM)


def settled(sink):
    """The sums of a sink at rest."""
    counts = sink.counters()
    came = counts["taken"] + counts["recovered"] + counts["notices"]
    return came == counts["delivered"] + counts["waiting"] + counts["lost"]


def test_receiver__that_is_down_is_one_line_until_it_is_up(port, opened, listen):
    sink = opened(port)
    for number in range(20):
        sink.write(alert(number))
    until(lambda: sink.counters()["errors"] >= 3, "three attempts")
    name = f"syslog tcp 127.0.0.1:{port}"
    assert [f"{name}: Connection refused; alerts wait in the spool"] == sink.status()
    assert [] == sink.status()
    listener = listen(port)
    assert 0 == sink.flush(PATIENCE_S)
    until(lambda: len(listener.messages) >= 20, "read")
    assert [f"a{number}" for number in range(20)] == listener.ids()
    assert [f"{name}: delivering again"] == until(sink.status, "over")
    assert settled(sink)


def test_receiver__that_hangs_up_gets_what_was_under_way_again(port, opened, listen):
    listener = listen(port, hang_up_after=7)
    sink = opened(port, settle_s=0.5)
    for number in range(30):
        sink.write(alert(number))
    assert 0 == sink.flush(PATIENCE_S)
    until(lambda: len(set(listener.ids())) == 30, "read")
    heard = listener.ids()
    assert {f"a{number}" for number in range(30)} == set(heard)
    doubled = len(heard) - 30
    assert 0 < doubled <= sink.counters()["resent"]
    assert settled(sink)


def test_receiver__that_never_reads_does_not_slow_the_engine(opened, monkeypatch):
    monkeypatch.setattr(sender_module, "DEAF_S", 0.2)
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)
        sink = opened(deaf.getsockname()[1])
        took_s = []
        for number in range(4000):
            began_s = time.perf_counter()
            sink.write(alert(number))
            took_s.append(time.perf_counter() - began_s)
        early, late = statistics.median(took_s[:1000]), statistics.median(took_s[-1000:])
        print(f"write(): median {early * 1e6:.0f} us, at the end {late * 1e6:.0f} us")
        assert late < 10 * early + 0.001
        line = f"{sink.name}: takes nothing; alerts wait in the spool"
        assert [line] == until(sink.status, "told")
        counts = sink.counters()
        assert (4000, 0) == (counts["taken"], counts["lost"])
        assert counts["waiting"] > 3000
        sink.close()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
            "the name does not resolve (Name or service not known)",
        ),
        (UnicodeError("label too long"), "the name does not resolve (it is no host name)"),
        (TimeoutError("timed out"), "no answer in time"),
    ],
)
@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_receiver__that_cannot_be_reached_is_one_line_and_is_tried_again(
    port, opened, monkeypatch, transport, error, reason
):
    def refuse(*_, **__):
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    sink = opened(port, transport=transport, host="siem.example")
    sink.write(alert(1))
    until(lambda: sink.counters()["errors"] >= 3, "three attempts")
    expected = f"syslog {transport} siem.example:{port}: {reason}; alerts wait in the spool"
    assert [expected] == sink.status()
    assert 1 == sink.counters()["waiting"]
    sink.close()


def test_spool__carries_alerts_over_a_restart(port, opened, listen):
    first = opened(port)
    for number in range(10):
        first.write(alert(number))
    first.close()
    assert (10, 10) == (first.counters()["waiting"], first.counters()["taken"])
    listener = listen(port)
    second = opened(port)
    second.write(alert(10))
    assert 0 == second.flush(PATIENCE_S)
    until(lambda: len(listener.messages) >= 11, "read")
    assert [f"a{number}" for number in range(11)] == listener.ids()
    assert (10, 11) == (second.counters()["recovered"], second.counters()["delivered"])
    assert settled(second)


def test_spool__that_was_full_says_how_much_that_cost(port, opened, listen):
    sink = opened(port, spool={"octets_max": 16_384})
    for number in range(100):
        sink.write(alert(number))
    lost = sink.counters()["lost"]
    assert 0 < lost < 100
    kept = 100 - lost
    listener = listen(port)
    until(lambda: len(listener.messages) == kept + 1, "the notice")
    assert 0 == sink.flush(PATIENCE_S)
    assert [f"a{number}" for number in range(kept)] == listener.ids()[:kept]
    first, last = START_NS // 10**9 + kept, START_NS // 10**9 + 99
    notice = listener.messages[-1].decode()
    sentence = f"{lost} alerts from {first}.000000000 to {last}.000000000 were lost: no room for "
    assert sentence + sink.name in notice
    assert f'count="{lost}"' in notice
    assert " alerts-lost [sigwatch@32473 " in notice
    assert (1, kept + 1) == (sink.counters()["notices"], sink.counters()["delivered"])
    assert settled(sink)


def test_spool__tells_of_losses_even_if_the_receiver_never_comes_back(port, opened, listen):
    sink = opened(port, spool={"octets_max": 16_384})
    for number in range(100):
        sink.write(alert(number))
    sink.close()
    listener = listen(port)
    assert 0 == opened(port).flush(PATIENCE_S)
    until(lambda: any(b" alerts-lost " in message for message in listener.messages), "told")


def test_settings__name_one_spool_per_receiver(monkeypatch):
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/sigwatch")
    path = SyslogSettings(host="2001:db8::1", port=6514, transport="tcp").spool_path()
    assert Path("/var/lib/sigwatch/spool/syslog-tcp-2001_db8__1-6514.sqlite") == path
    paths = {
        SyslogSettings(host=host, port=port, transport=transport).spool_path()
        for host in ("a", "b")
        for port in (1, 2)
        for transport in ("udp", "tcp")
    }
    assert 8 == len(paths)
