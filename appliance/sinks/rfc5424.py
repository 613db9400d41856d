"""One alert as one RFC 5424 syslog message, with its fields as structured data.

    <PRI>1 TIMESTAMP HOSTNAME sigwatch PROCID MSGID [sigwatch@PEN id="..." sid="..." ...] MSG

MSGID is the detector. MSG is the alert's sentence. A message that would pass the size limit loses
the end of its sentence first, then whole parameters from the last backwards, and says so in the
parameter `cut`. Framing is the transport's. Not for /dev/log: its readers garble structured data.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple, get_args

from appliance.alerts.alert import Alert, Severity
from appliance.alerts.spelling import spell

Facility = Literal[
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news",
    "uucp", "cron", "authpriv", "ftp", "ntp", "audit", "console", "clock",
    "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
]  # fmt: skip
FACILITIES: tuple[str, ...] = get_args(Facility)  # in the order of RFC 5424 6.2.1, table 1

# RFC 5424 6.2.1, table 2: 1 alert, 4 warning, 5 notice, 6 informational.
SEVERITIES = {
    Severity.HIGH: 1,
    Severity.MEDIUM: 4,
    Severity.LOW: 5,
    Severity.INFORMATION: 6,
}

APP_NAME = "sigwatch"
UDP_SIZE_MAX = 2048  # octets; what every receiver SHOULD accept (RFC 5424 6.1)
TCP_SIZE_MAX = 8192  # octets; what rsyslog and syslog-ng accept as shipped
HOSTNAME_MAX, MSGID_MAX, NAME_MAX = 255, 32, 32  # characters (RFC 5424 6)
VALUE_MAX = 255  # characters of one parameter: a name in the traffic is as long as its sender likes
CUT_ROOM = len(' cut="message,parameters"')

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BOM = b"\xef\xbb\xbf"
NIL = "-"
ESCAPES = str.maketrans({'"': r"\"", "\\": r"\\", "]": r"\]"})
UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # controls, and halves of surrogates
NOT_A_NAME = re.compile(r'[^\x21-\x7e]|[=\]"]')  # what an SD-NAME may not hold
NOT_PRINTABLE = re.compile(r"[^\x21-\x7e]")


class Speaker(NamedTuple):
    """Who speaks: the header fields that are the same in every message."""

    hostname: str
    process: int
    facility: Facility = "local4"
    enterprise_number: int = 32473
    size_max: int = UDP_SIZE_MAX


def build(alert: Alert, speaker: Speaker) -> bytes:
    """The message, at most `speaker.size_max` octets and never without its `id`."""
    head = header(alert, speaker).encode() + b" "
    opening = f"[{APP_NAME}@{speaker.enterprise_number}"
    parameters = [parameter(name, value) for name, value in _flat(spell(alert))]
    text = text_octets(alert.message)
    room = speaker.size_max - len(head) - len(opening) - len("] ")
    if sum(map(len, parameters)) + len(text) > room:
        parameters, text = _fit(parameters, alert.message, room - CUT_ROOM)
    element = opening.encode() + b"".join(parameters) + b"]"
    return head + element + (b" " + text if text else b"")


def header(alert: Alert, speaker: Speaker) -> str:
    """PRI, version, time, host, application, process and MSGID."""
    priority = FACILITIES.index(speaker.facility) * 8 + SEVERITIES[alert.severity]
    host = _printable(speaker.hostname, HOSTNAME_MAX)
    msgid = _printable(alert.detector, MSGID_MAX)
    when = timestamp(alert.last_ts)
    return f"<{priority}>1 {when} {host} {APP_NAME} {speaker.process} {msgid}"


def timestamp(ts_ns: int) -> str:
    """RFC 3339 in UTC with six decimals, the most that RFC 5424 6.2.3 allows; cut, not rounded."""
    when = EPOCH + timedelta(microseconds=ts_ns // 1000)
    return when.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parameter(name: str, value: str) -> bytes:
    """A space and one SD-PARAM (RFC 5424 6.3.3), escaped; a long value ends in U+2026."""
    if len(value) > VALUE_MAX:
        value = value[: VALUE_MAX - 1] + "\u2026"
    spelt = writable(value).translate(ESCAPES)
    return f' {NOT_A_NAME.sub("_", name)[:NAME_MAX] or "_"}="{spelt}"'.encode()


def text_octets(text: str) -> bytes:
    """MSG: with the byte order mark exactly when it is not plain ASCII (RFC 5424 6.4)."""
    spelt = writable(text)
    return spelt.encode() if spelt.isascii() else BOM + spelt.encode()


def writable(text: str) -> str:
    """`text` in one line of valid UTF-8."""
    return UNWRITABLE.sub("\ufffd", text)


def _fit(parameters: list[bytes], text: str, room: int) -> tuple[list[bytes], bytes]:
    """Parameters and text of at most `room` octets together, and `cut` beside them."""
    kept, size, cut = list(parameters), sum(map(len, parameters)), "message"
    while size > room and len(kept) > 1:
        size -= len(kept.pop())
        cut = "message,parameters"
    spelt = writable(text).encode()
    space = max(0, room - size - len(BOM))
    short = spelt[:space].decode(errors="ignore")  # a character cut in two is left out whole
    return [*kept, parameter("cut", cut)], text_octets(short)


def _flat(spelt: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and texts of parameters: `source_gt`, `target_role`, `term_...`; not the sentence."""
    for name, value in spelt.items():
        if name == "message":
            continue
        prefix = "term" if name == "terms" else name
        if isinstance(value, dict):
            for member, inner in value.items():
                whole = "target" if member == "pseudonym" else f"{prefix}_{member}"
                yield whole, _text(inner)
        else:
            yield name, _text(value)


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _printable(text: str, size: int) -> str:
    return NOT_PRINTABLE.sub("_", text)[:size] or NIL
