"""M3UA Protocol Data: an MTP3 user's message over SCTP (RFC 4666 3.3.1).

    | version 1 | 0 | class 1 | type 1 | length                     |
    | 0x0006 | 8    | routing context                               |
    | 0x0210 | size | OPC | DPC | SI NI MP SLS | user data | padding |

Leaves out: management, state and traffic maintenance.
"""

import struct
from typing import NamedTuple

_HEAD = struct.Struct(">BBBBI")
_ROUTING_CONTEXT = struct.Struct(">HHI")
_PROTOCOL_DATA = struct.Struct(">HHIIBBBB")

_VERSION = 1
_TRANSFER = 1
_DATA = 1
_TAG_ROUTING_CONTEXT = 0x0006
_TAG_PROTOCOL_DATA = 0x0210
_SERVICE_SCCP = 3
_NETWORK_INTERNATIONAL = 0
_PRIORITY = 0


class Label(NamedTuple):
    """MTP3 routing label: who sends, who receives, and which parallel link."""

    opc: int
    dpc: int
    sls: int


def data(routing_context: int, label: Label, sccp: bytes) -> bytes:
    """One DATA message for SCCP on the international network, padded to four octets."""
    value = _PROTOCOL_DATA.pack(
        _TAG_PROTOCOL_DATA,
        _PROTOCOL_DATA.size + len(sccp),
        label.opc,
        label.dpc,
        _SERVICE_SCCP,
        _NETWORK_INTERNATIONAL,
        _PRIORITY,
        label.sls,
    )
    body = _ROUTING_CONTEXT.pack(_TAG_ROUTING_CONTEXT, _ROUTING_CONTEXT.size, routing_context)
    body += value + sccp + bytes(-len(sccp) % 4)
    return _HEAD.pack(_VERSION, 0, _TRANSFER, _DATA, _HEAD.size + len(body)) + body
