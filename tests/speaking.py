"""What tests of alerts and sinks share: made-up alerts, patience, and rsyslog as a real receiver.

rsyslog runs as whoever runs the tests, on a free port of loopback, from a configuration in a
temporary directory; it writes one JSON object per message, so that nothing of it is guessed.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from appliance.alerts.alert import Alert, Severity, Source, Target

SECOND_NS = 1_000_000_000
START_NS = 1_700_000_000 * SECOND_NS
PATIENCE_S = 20.0
RSYSLOGD = shutil.which("rsyslogd") or shutil.which("rsyslogd", path="/usr/sbin:/usr/local/sbin")


def alert(number: int = 1, **changes: Any) -> Alert:
    """The `number`th alert, one second after the one before."""
    plain = Alert(
        id=f"a{number}",
        sid=1001,
        rev=1,
        detector="foreign-operation",
        kind="location",
        category="interconnect-category-1",
        severity=Severity.HIGH,
        mode="active",
        first_ts=START_NS + number * SECOND_NS,
        last_ts=START_NS + number * SECOND_NS,
        count=1,
        suppressed=0,
        source=Source(gt="12465550199", country="BB"),
        target=Target(pseudonym="imsi:0123456789abcdef", role="home"),
        operation="anyTimeInterrogation",
        outcome=None,
        score=1.0,
        terms={"operation": "anyTimeInterrogation"},
        technique=("MOT3003",),
        evidence=None,
        message=f"alert {number}: a foreign global title asked where a subscriber is",
    )
    return replace(plain, **changes)


def until(true: Callable[[], Any], what: str, patience_s: float = PATIENCE_S) -> Any:
    """Wait for `true()`; what it answered. Fails after the patience, saying `what` never came."""
    deadline_s = time.monotonic() + patience_s
    while not (answer := true()):
        if time.monotonic() > deadline_s:
            pytest.fail(f"within {patience_s} s: not {what}")
        time.sleep(0.01)
    return answer


def unmeasured() -> dict[str, str]:
    """The environment of a process that is to be killed: it would spoil coverage's data."""
    return {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}


def free_port(kind: socket.SocketKind) -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


CONFIGURATION = """\
global(workDirectory="{directory}")
module(load="{module}")
module(load="mmpstrucdata")
template(name="facts" type="list" option.jsonf="on") {{
    property(outname="sd" name="structured-data" format="jsonf")
    property(outname="parsed" name="$!" format="jsonf")
    property(outname="msg" name="msg" format="jsonf")
    property(outname="host" name="hostname" format="jsonf")
    property(outname="app" name="app-name" format="jsonf")
    property(outname="process" name="procid" format="jsonf")
    property(outname="msgid" name="msgid" format="jsonf")
    property(outname="facility" name="syslogfacility-text" format="jsonf")
    property(outname="severity" name="syslogseverity" format="jsonf")
    property(outname="when" name="timereported" dateFormat="rfc3339" format="jsonf")
}}
input(type="{module}" address="127.0.0.1" port="{port}" ruleset="all")
ruleset(name="all") {{
    action(type="mmpstrucdata")
    action(type="omfile" file="{output}" template="facts")
}}
"""


class Rsyslog:
    """A real receiver that can be stopped, killed and started again on its port."""

    def __init__(self, directory: Path, transport: str) -> None:
        """Choose a port and write the configuration; `transport` is udp or tcp."""
        kind = socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM
        self.port = free_port(kind)
        self.transport = transport
        self.output = directory / "received.jsonl"
        self._directory = directory
        self._process: subprocess.Popen[bytes] | None = None
        self._configuration = directory / "rsyslog.conf"
        text = CONFIGURATION.format(
            directory=directory, module=f"im{transport}", port=self.port, output=self.output
        )
        self._configuration.write_text(text)

    def start(self) -> None:
        """Start, and wait until it has its port."""
        assert RSYSLOGD is not None
        self._end_torn_line()
        # A copy, because Ubuntu's AppArmor profile keeps the one at its usual path out of here.
        binary = Path(shutil.copy(RSYSLOGD, self._directory / "receiver"))
        command = [binary, "-n", "-f", self._configuration, "-i", self._directory / "rsyslog.pid"]
        with (self._directory / "rsyslog.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        until(self._listens, f"rsyslog on {self.transport} port {self.port}")

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(PATIENCE_S)
            self._process = None
            (self._directory / "rsyslog.pid").unlink(missing_ok=True)

    def received(self) -> list[dict[str, Any]]:
        """Every message that it has written whole, in order."""
        if not self.output.exists():
            return []
        lines = self.output.read_bytes().split(b"\n")
        return [json.loads(line) for line in lines[:-1] if line.endswith(b"}")]

    def ids(self) -> list[str]:
        """The `id` parameter of every message, in order."""
        return [str(self.parameters(message)["id"]) for message in self.received()]

    @staticmethod
    def parameters(message: dict[str, Any]) -> dict[str, str]:
        """The structured data as rsyslog's own parser understood it."""
        parsed = message["parsed"]
        parsed = json.loads(parsed) if isinstance(parsed, str) else parsed
        found: dict[str, str] = parsed["rfc5424-sd"]["sigwatch@32473"]
        return found

    def _end_torn_line(self) -> None:
        """A killed rsyslog may leave half a line, which its successor would write on."""
        if self.output.exists() and not self.output.read_bytes().endswith(b"\n"):
            with self.output.open("ab") as output:
                output.write(b"\n")

    def _listens(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self._directory / "rsyslog.log").read_text()
        table = Path(f"/proc/{self._process.pid}/net/{self.transport}").read_text().splitlines()
        state = "07" if self.transport == "udp" else "0A"
        mine = f"0100007F:{self.port:04X}"
        return any(row.split()[1] == mine and row.split()[3] == state for row in table[1:])
