"""UDP (RFC 768), as far as tunnels need it.

  source port | destination port | length, the header counted | checksum                      8

A length of zero is what segmentation offload leaves: the packet's end holds.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import fits, u16, u32
from kernels.outcome import Stop

HEADER_LEN, SPI_LEN = np.int64(8), np.int64(4)


class Port(IntEnum):
    """IANA ports of what carries packets."""

    GTP_U = 2152
    IPSEC = 4500  # RFC 3948
    VXLAN = 4789
    GENEVE = 6081
    SCTP = 9899  # RFC 6951


class Udp(NamedTuple):
    """The header."""

    sport: int
    dport: int
    at: int
    end: int  # clamped to the packet's
    stop: int


@leaf
def parse(buf, at, end):
    """The header at `at`."""
    zero = np.int64(0)
    if not fits(at, HEADER_LEN, end):
        return Udp(zero, zero, zero, zero, np.int64(Stop.TRUNCATED))
    size = u16(buf, at + 4)
    if size == 0 or size > end - at:
        size = end - at
    stop = np.int64(Stop.BAD_LENGTH if size < HEADER_LEN else Stop.NONE)
    return Udp(u16(buf, at), u16(buf, at + 2), at + HEADER_LEN, at + size, stop)


@leaf
def is_esp(buf, at, end):
    """Whether ESP stands at `at`, on IPSEC's port; key exchange has a zero there (RFC 3948 2)."""
    return fits(at, SPI_LEN, end) and u32(buf, at) != 0
