"""One TCAP message on its way, with what it says in plain words, and the step that a story takes.

`Facts` is the truth that decoders are judged against: only what the octets of this very message
contain. A story is a generator of steps: nanoseconds to wait, a message to send now, or another
story to start beside it.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from appliance.simulate.encoding.sccp import Address
from appliance.simulate.labels import Label


class Facts(NamedTuple):
    """Contents of one message; absent is empty, or -1 for numbers."""

    package: str
    component: str
    operation: int = -1
    error: int = -1
    otid: str = ""
    dtid: str = ""
    acn: str = ""
    imsi: str = ""
    msisdn: str = ""


class Message(NamedTuple):
    """One TCAP message between two parties over one link."""

    link: int
    is_outbound: bool
    is_extended: bool
    calling: Address
    called: Address
    tcap: bytes
    facts: Facts
    label: Label | None = None


class Start(NamedTuple):
    """Begin this story now; it goes on by itself."""

    story: "Story"


Step: TypeAlias = "int | Message | Start"
Story: TypeAlias = Iterator[Step]
