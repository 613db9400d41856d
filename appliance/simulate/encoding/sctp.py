"""SCTP packets: DATA, SACK, HEARTBEAT and its acknowledgement, with CRC32c (RFC 9260).

Strategy: a chunk is octets that already end on a multiple of four; `packet` puts the common
header and the checksum before any number of them. Leaves out: association set-up and end,
fragments, gaps, retransmission.
"""

import struct
from enum import IntEnum


class Chunk(IntEnum):
    """Chunk types (RFC 9260 3.2)."""

    DATA = 0
    SACK = 3
    HEARTBEAT = 4
    HEARTBEAT_ACK = 5


_COMMON = struct.Struct(">HHII")
_DATA = struct.Struct(">BBHIHHI")
_SACK = struct.Struct(">BBHIIHH")
_HEARTBEAT = struct.Struct(">BBHHHQ")

_WHOLE = 0x03  # B and E: begins and ends a user message (3.3.1)
_HEARTBEAT_INFO = 1
_PAYLOAD_M3UA = 3
RECEIVER_WINDOW = 0x0002_0000

_POLYNOMIAL_REVERSED = 0x82F6_3B78  # Castagnoli (RFC 9260 appendix A)
_ALL_ONES = 0xFFFF_FFFF


def data(tsn: int, stream: int, stream_seq: int, message: bytes) -> bytes:
    """DATA with one whole M3UA message (3.3.1)."""
    size = _DATA.size + len(message)
    head = _DATA.pack(Chunk.DATA, _WHOLE, size, tsn, stream, stream_seq, _PAYLOAD_M3UA)
    return head + message + bytes(-size % 4)


def sack(cumulative_tsn: int) -> bytes:
    """SACK: everything up to `cumulative_tsn` arrived, no gaps, no duplicates (3.3.4)."""
    return _SACK.pack(Chunk.SACK, 0, _SACK.size, cumulative_tsn, RECEIVER_WINDOW, 0, 0)


def heartbeat(kind: Chunk, nonce: int) -> bytes:
    """HEARTBEAT, or the HEARTBEAT ACK that returns the same nonce (3.3.5, 3.3.6)."""
    info_size = _HEARTBEAT.size - 4
    return _HEARTBEAT.pack(kind, 0, _HEARTBEAT.size, _HEARTBEAT_INFO, info_size, nonce)


def packet(ports: tuple[int, int], verification_tag: int, *chunks: bytes) -> bytes:
    """Common header (source port, destination port) and chunks, checksum in place (3.1)."""
    body = b"".join(chunks)
    head = _COMMON.pack(*ports, verification_tag, 0)
    checksum = crc32c(head + body)
    return head[:8] + checksum.to_bytes(4, "little") + body


def crc32c(octets: bytes) -> int:
    """CRC32c over all octets; it goes on the wire least significant octet first."""
    register = _ALL_ONES
    for octet in octets:
        register = _TABLE[(register ^ octet) & 0xFF] ^ register >> 8
    return register ^ _ALL_ONES


def _divided(octet: int) -> int:
    """The remainder that one octet leaves."""
    for _ in range(8):
        octet = octet >> 1 ^ (_POLYNOMIAL_REVERSED if octet & 1 else 0)
    return octet


_TABLE = tuple(_divided(octet) for octet in range(256))
