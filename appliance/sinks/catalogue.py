"""Every sink there is: what it is called in the configuration, its Settings, and how it is made."""

from collections.abc import Callable
from typing import Any, NamedTuple

from appliance.settings import Settings
from appliance.sinks.jsonl import JsonlSettings, JsonlSink
from appliance.sinks.memory import MemorySettings, MemorySink
from appliance.sinks.sink import Sink
from appliance.sinks.syslog import SyslogSettings, SyslogSink


class SinkKind(NamedTuple):
    """One kind of sink; `build` takes an instance of `settings`."""

    name: str
    settings: type[Settings]
    build: Callable[[Any], Sink]


SINKS: tuple[SinkKind, ...] = (
    SinkKind(SyslogSink.kind, SyslogSettings, SyslogSink),
    SinkKind(JsonlSink.kind, JsonlSettings, JsonlSink),
    SinkKind(MemorySink.kind, MemorySettings, MemorySink),
)
