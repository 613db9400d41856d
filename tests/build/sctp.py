"""SCTP packets (RFC 9260): common header with CRC32c, DATA chunks and any other chunk.

Chunks are made one by one and joined by `packet`, which pads each to four octets (3.2).
"""

import zlib
from collections.abc import Sequence

DATA, INIT, INIT_ACK, SACK, HEARTBEAT, ABORT, SHUTDOWN, SHUTDOWN_ACK = 0, 1, 2, 3, 4, 6, 7, 8
ERROR, COOKIE_ECHO, COOKIE_ACK, SHUTDOWN_COMPLETE, I_DATA = 9, 10, 11, 14, 64
FORWARD_TSN, I_FORWARD_TSN = 192, 194
ENDING, BEGINNING, WHOLE, UNORDERED, IMMEDIATE = 1, 2, 3, 4, 8
TAG = 0x01020304
PORT = 2905
PPID_M3UA, PPID_DIAMETER = 3, 46

_CASTAGNOLI = 0x82F63B78  # reversed polynomial, RFC 9260 appendix A


def _table_entry(index: int) -> int:
    for _ in range(8):
        index = index >> 1 ^ (_CASTAGNOLI if index & 1 else 0)
    return index


_TABLE = [_table_entry(index) for index in range(256)]


def crc32c(octets: bytes) -> int:
    """CRC32c of the packet with a checksum field of zeros."""
    crc = 0xFFFFFFFF
    for octet in octets:
        crc = crc >> 8 ^ _TABLE[(crc ^ octet) & 0xFF]
    return crc ^ 0xFFFFFFFF


def chunk(kind: int, flags: int, value: bytes, size: int = -1) -> bytes:
    """Type, flags, length (with header, without padding: 3.2), value; `size` overrides it."""
    return bytes([kind, flags]) + (len(value) + 4 if size < 0 else size).to_bytes(2, "big") + value


def data(
    user: bytes,
    ppid: int = PPID_M3UA,
    *,
    tsn: int = 1,
    stream: int = 1,
    sequence: int = 0,
    flags: int = WHOLE,
) -> bytes:
    """A DATA chunk (3.3.1): TSN, stream, stream sequence, PPID, user data."""
    head = tsn.to_bytes(4, "big") + stream.to_bytes(2, "big") + sequence.to_bytes(2, "big")
    return chunk(DATA, flags, head + ppid.to_bytes(4, "big") + user)


def i_data(
    user: bytes,
    last: int = PPID_M3UA,
    *,
    tsn: int = 1,
    stream: int = 1,
    sequence: int = 0,
    flags: int = WHOLE,
) -> bytes:
    """An I-DATA chunk (RFC 8260 2.1): `last` is the PPID where B is set, and the FSN elsewhere."""
    head = tsn.to_bytes(4, "big") + stream.to_bytes(2, "big") + b"\x00\x00"
    rest = sequence.to_bytes(4, "big") + last.to_bytes(4, "big")
    return chunk(I_DATA, flags, head + rest + user)


def fragments(
    parts: Sequence[bytes],
    ppid: int = PPID_M3UA,
    *,
    tsn: int = 1,
    stream: int = 1,
    sequence: int = 0,
    flags: int = 0,
    interleaved: bool = False,
) -> list[bytes]:
    """The chunks of one message cut into `parts`, their TSNs counted up from `tsn` (6.9)."""
    chunks = []
    for index, part in enumerate(parts):
        ends = BEGINNING * (index == 0) | ENDING * (index == len(parts) - 1) | flags
        place = {"tsn": (tsn + index) % 2**32, "stream": stream, "sequence": sequence}
        if interleaved:
            chunks.append(i_data(part, index or ppid, flags=ends, **place))
        else:
            chunks.append(data(part, ppid, flags=ends, **place))
    return chunks


def init(tag: int, *, kind: int = INIT) -> bytes:
    """INIT or INIT ACK (3.3.2, 3.3.3) without parameters, asking for `tag`."""
    return chunk(kind, 0, tag.to_bytes(4, "big") + bytes.fromhex("00010000 0010 0010 00000001"))


def forward_tsn(tsn: int) -> bytes:
    """FORWARD TSN (RFC 3758 3.2) without streams."""
    return chunk(FORWARD_TSN, 0, tsn.to_bytes(4, "big"))


def sack(tsn: int = 1) -> bytes:
    """A SACK chunk (3.3.4) without gap blocks."""
    return chunk(SACK, 0, tsn.to_bytes(4, "big") + (0x10000).to_bytes(4, "big") + b"\x00" * 4)


def packet(
    *chunks: bytes, sport: int = PORT, dport: int = PORT, tag: int = TAG, crc: bool = True
) -> bytes:
    """Common header (3.1) and the chunks, each padded; the last one's padding is sent too."""
    body = b"".join(each + b"\x00" * (-len(each) % 4) for each in chunks)
    head = sport.to_bytes(2, "big") + dport.to_bytes(2, "big") + tag.to_bytes(4, "big")
    check = crc32c(head + b"\x00" * 4 + body).to_bytes(4, "little") if crc else b"\x00" * 4
    return head + check + body


def with_adler(packet: bytes) -> bytes:
    """The packet with the checksum of RFC 2960: Adler-32, its own field counted as zeros."""
    check = zlib.adler32(packet[:8] + b"\x00" * 4 + packet[12:]).to_bytes(4, "big")
    return packet[:8] + check + packet[12:]
