"""SCTP packets (RFC 9260): common header with CRC32c, DATA chunks and any other chunk.

Chunks are made one by one and joined by `packet`, which pads each to four octets (3.2).
"""

DATA, INIT, SACK, HEARTBEAT, I_DATA = 0, 1, 3, 4, 64
BEGINNING, ENDING, WHOLE = 2, 1, 3
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
    user: bytes, ppid: int = PPID_M3UA, *, tsn: int = 1, stream: int = 1, flags: int = WHOLE
) -> bytes:
    """A DATA chunk (3.3.1): TSN, stream, stream sequence, PPID, user data."""
    head = tsn.to_bytes(4, "big") + stream.to_bytes(2, "big") + b"\x00\x00"
    return chunk(DATA, flags, head + ppid.to_bytes(4, "big") + user)


def sack(tsn: int = 1) -> bytes:
    """A SACK chunk (3.3.4) without gap blocks."""
    return chunk(SACK, 0, tsn.to_bytes(4, "big") + (0x10000).to_bytes(4, "big") + b"\x00" * 4)


def packet(
    *chunks: bytes, sport: int = PORT, dport: int = PORT, tag: int = 0x01020304, crc: bool = True
) -> bytes:
    """Common header (3.1) and the chunks, each padded; the last one's padding is sent too."""
    body = b"".join(each + b"\x00" * (-len(each) % 4) for each in chunks)
    head = sport.to_bytes(2, "big") + dport.to_bytes(2, "big") + tag.to_bytes(4, "big")
    check = crc32c(head + b"\x00" * 4 + body).to_bytes(4, "little") if crc else b"\x00" * 4
    return head + check + body
