"""Reads one syslog message exactly as RFC 5424 section 6 writes it, and refuses everything else.

A second reader for what the sinks build: it shares no code with them. Where real receivers shrug
(a missing field, a bare quote, a time of day that cannot be), this one says what is wrong.
"""

import re
from datetime import datetime
from typing import NamedTuple

PRIORITY_MAX = 191  # facility 23, severity 7
BOM = b"\xef\xbb\xbf"
NIL = "-"

_HEADER = re.compile(
    rb"<(?P<priority>0|[1-9][0-9]{0,2})>1 "
    rb"(?P<timestamp>-|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    rb"(?:Z|[+-][0-9]{2}:[0-9]{2})) "
    rb"(?P<hostname>[!-~]{1,255}) (?P<app_name>[!-~]{1,48}) (?P<procid>[!-~]{1,128}) "
    rb"(?P<msgid>[!-~]{1,32}) "
)
_NAME = rb"[!#-<>-\\^-~]{1,32}"  # printable, but for = ] and the quote
_VALUE = rb'(?:[^"\\\]]|\\.)*'
_ELEMENT = re.compile(
    rb"\[(?P<id>" + _NAME + rb")(?P<parameters>(?: " + _NAME + rb'="' + _VALUE + rb'")*)\]',
    re.DOTALL,
)
_PARAMETER = re.compile(rb" (?P<name>" + _NAME + rb')="(?P<value>' + _VALUE + rb')"', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\\]])')


class Malformed(Exception):  # noqa: N818 - it is what the message is
    """Not an RFC 5424 message; the text says why."""


class Message(NamedTuple):
    """One message. A NILVALUE is "-" in the header and an empty dict in `elements`."""

    priority: int
    timestamp: str
    hostname: str
    app_name: str
    procid: str
    msgid: str
    elements: dict[str, dict[str, str]]
    text: str


def parse(octets: bytes) -> Message:
    """The message in `octets`; Malformed when they are not exactly one."""
    head = _HEADER.match(octets)
    if head is None:
        raise Malformed("header is not PRI, version 1, time, host, application, process and id")
    said = {name: field.decode("ascii") for name, field in head.groupdict().items()}
    priority = int(said.pop("priority"))
    if priority > PRIORITY_MAX:
        raise Malformed(f"priority {priority} is above {PRIORITY_MAX}")
    _must_exist(said["timestamp"])
    elements, end = _elements(octets, head.end())
    return Message(priority=priority, elements=elements, text=_text(octets[end:]), **said)


def _must_exist(timestamp: str) -> None:
    """The day and the hour are on the calendar."""
    try:
        if timestamp != NIL:
            datetime.fromisoformat(timestamp)
    except ValueError as error:
        raise Malformed(f"time {timestamp}: {error}") from None


def _elements(octets: bytes, at: int) -> tuple[dict[str, dict[str, str]], int]:
    """STRUCTURED-DATA from `at`, and where it ends."""
    if octets[at : at + 1] == NIL.encode():
        return {}, at + 1
    elements: dict[str, dict[str, str]] = {}
    while found := _ELEMENT.match(octets, at):
        name = found["id"].decode("ascii")
        if name in elements:
            raise Malformed(f"element {name} stands twice")
        elements[name] = {
            parameter["name"].decode("ascii"): _unescaped(parameter["value"])
            for parameter in _PARAMETER.finditer(found["parameters"])
        }
        at = found.end()
    if not elements:
        raise Malformed("structured data is neither - nor an element in brackets")
    return elements, at


def _unescaped(value: bytes) -> str:
    return _ESCAPED.sub(r"\1", _utf8(value))


def _text(rest: bytes) -> str:
    """MSG and the space before it, or nothing."""
    if not rest:
        return ""
    if not rest.startswith(b" "):
        raise Malformed("no space between structured data and text")
    return _utf8(rest[1:].removeprefix(BOM))


def _utf8(octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
