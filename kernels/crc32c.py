"""CRC32c, the checksum of SCTP (RFC 9260 appendix A), eight octets at a time.

The polynomial is Castagnoli's, reflected: 0x82F63B78. Table n gives what an octet does that
stands n octets before the end of its word, so that a word takes eight look-ups and no more.
"""

import numpy as np

from kernels.jit import leaf
from kernels.octets import u8, u32le

POLYNOMIAL = 0x82F6_3B78
WORD = 8
ALL_ONES, OCTET_MASK = np.int64(0xFFFF_FFFF), np.int64(0xFF)
FOUR = np.int64(4)


def tables():
    """int64[8 * 256]: the tables, one behind the other."""
    first = np.arange(256, dtype=np.int64)
    for _ in range(8):
        first = (first >> 1) ^ np.where(first & 1, POLYNOMIAL, 0)
    every = [first]
    for _ in range(WORD - 1):
        every.append((every[-1] >> 8) ^ first[every[-1] & 0xFF])
    return np.concatenate(every)


TABLES = tables()


@leaf
def four(word, first):
    """What four octets do, the last of which table `first` is for."""
    return (
        TABLES[(first + 3) * 256 + (word & OCTET_MASK)]
        ^ TABLES[(first + 2) * 256 + ((word >> 8) & OCTET_MASK)]
        ^ TABLES[(first + 1) * 256 + ((word >> 16) & OCTET_MASK)]
        ^ TABLES[first * 256 + ((word >> 24) & OCTET_MASK)]
    )


@leaf
def more(crc, buf, at, end):
    """The remainder `crc` after octets `at` to `end`; begin with ALL_ONES and invert at last."""
    for _ in range((end - at) // WORD):
        crc = four(u32le(buf, at) ^ crc, FOUR) ^ four(u32le(buf, at + 4), np.int64(0))
        at += WORD
    for place in range(at, end):
        crc = (crc >> 8) ^ TABLES[(crc ^ u8(buf, place)) & OCTET_MASK]
    return crc


@leaf
def zeros(crc):
    """The remainder after four octets of zero."""
    return four(crc, np.int64(0))
