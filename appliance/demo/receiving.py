"""The receiver as seen from the demonstration: start its process, end it, read what it logged."""

import json
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, cast

from appliance.demo.syslog_message import Message, parse

START_S = 15.0
STOP_S = 15.0
TRANSPORTS = ("udp", "tcp")

_WELL_FORMED = re.compile(r"(udp|tcp) (?=<)")


class ReceiverError(Exception):
    """The receiver cannot receive; the text is one clear line."""


class Received(NamedTuple):
    """What arrived."""

    messages: dict[str, list[Message]]
    """By transport, in the order of arrival."""
    malformed: list[str]
    """Lines of the log that are no RFC 5424 message."""


@contextmanager
def receiver(log: Path) -> Iterator[dict[str, int]]:
    """A receiver that writes to `log`; its port for each transport. Afterwards all is logged."""
    command = [sys.executable, "-P", "-m", "appliance.demo.receiver", str(log)]
    # In a session of its own an interrupt is ours alone; it ends when its standard input does.
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield _ports(process)
            _end(process)
        finally:
            process.kill()  # whatever is the matter, it does not outlive us


def read_log(log: Path) -> Received:
    """Every line of the log, parsed again."""
    received = Received({transport: [] for transport in TRANSPORTS}, [])
    with log.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            well_formed = _WELL_FORMED.match(line)
            if well_formed is None:
                received.malformed.append(line.rstrip("\n"))
            else:
                octets = line[well_formed.end() :].rstrip("\n").encode()
                received.messages[well_formed[1]].append(parse(octets))
    return received


def _ports(process: "subprocess.Popen[bytes]") -> dict[str, int]:
    """What the process says when it listens."""
    out = cast("IO[bytes]", process.stdout)
    readable, _, _ = select.select([out], [], [], START_S)
    said = out.readline() if readable else b""
    if not said:
        raise ReceiverError("the syslog receiver of the demonstration did not start")
    ports: dict[str, int] = json.loads(said)
    if "error" in ports:
        raise ReceiverError(f"syslog receiver: {ports['error']}")
    return ports


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Close its standard input and wait for it to read what had arrived."""
    try:
        process.communicate(timeout=STOP_S)
    except subprocess.TimeoutExpired:
        raise ReceiverError("the syslog receiver of the demonstration did not end") from None
