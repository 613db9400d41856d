"""GTP-U version 1 (TS 29.281 5.1, 5.2): the G-PDU, its extension headers stepped over.

  version 3 bits: 1 | PT 1 | spare | E | S | PN || message type 1 | length 2 | TEID 4
      [E, S or PN: sequence number 2 | N-PDU number 1 | next extension header type 1]
      [E: length 1, in 4-octet units | content | next extension header type 1]*

The length counts what is behind the TEID. A T-PDU is a packet of whatever the bearer carries; only
IP is read. Other messages (echo, error indication, end marker) hold no packet.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import OCTET, fits, u8, u16
from kernels.outcome import Stop

HEADER_LEN, OPTIONAL_LEN = np.int64(8), np.int64(4)
VERSION_AND_TYPE = 0x3  # version 1, and PT: GTP, not GTP'
EXTENSION, OPTIONAL = 0x04, 0x07
G_PDU = 255
EXTENSIONS_MAX = 8


class Gtp(NamedTuple):
    """The T-PDU."""

    at: int
    end: int
    stop: int


@leaf
def stopped(stop):
    """No packet here, and why."""
    return Gtp(np.int64(0), np.int64(0), np.int64(stop))


@leaf
def parse(buf, at, end):
    """The header at `at`."""
    if not fits(at, HEADER_LEN, end):
        return stopped(Stop.TRUNCATED)
    flags = u8(buf, at)
    if flags >> 4 != VERSION_AND_TYPE:
        return stopped(Stop.BAD_VERSION)
    if u8(buf, at + 1) != G_PDU:
        return stopped(Stop.NO_DATA)
    here = at + HEADER_LEN
    end = min(end, here + u16(buf, at + 2))
    if flags & OPTIONAL == 0:
        return packet(buf, here, end)
    if not fits(here, OPTIONAL_LEN, end):
        return stopped(Stop.TRUNCATED)
    following = u8(buf, here + 3) if flags & EXTENSION else np.int64(0)
    return extensions(buf, here + OPTIONAL_LEN, end, following)


@leaf
def extensions(buf, at, end, following):
    """Extension headers from `at` on (TS 29.281 5.2.1), then the T-PDU."""
    for _ in range(EXTENSIONS_MAX + 1):
        if following == 0:
            return packet(buf, at, end)
        if not fits(at, OCTET, end):
            return stopped(Stop.TRUNCATED)
        size = 4 * u8(buf, at)
        if size == 0:
            return stopped(Stop.BAD_LENGTH)
        if not fits(at, size, end):
            return stopped(Stop.TRUNCATED)
        following = u8(buf, at + size - 1)
        at += size
    return stopped(Stop.TOO_MANY)


@leaf
def packet(buf, at, end):
    """The T-PDU, if it looks like IP."""
    if not fits(at, OCTET, end):
        return stopped(Stop.TRUNCATED)
    if u8(buf, at) >> 4 not in (4, 6):
        return stopped(Stop.NOT_IP)
    return Gtp(at, end, np.int64(0))
