"""A capture file in the classic pcap format with nanosecond time stamps.

Written front to back, nothing held back, so a capture may be of any length. Leaves out: pcapng,
other link types.
"""

import struct
from typing import BinaryIO

_FILE_HEAD = struct.Struct("<IHHiIII")
_FRAME_HEAD = struct.Struct("<IIII")
_MAGIC_NANOSECONDS = 0xA1B2_3C4D
_VERSION = (2, 4)
_LINKTYPE_ETHERNET = 1
_SNAP_LENGTH = 262_144
_NS_PER_S = 1_000_000_000


def write_head(out: BinaryIO) -> None:
    """The file header; little endian on every machine."""
    out.write(
        _FILE_HEAD.pack(_MAGIC_NANOSECONDS, *_VERSION, 0, 0, _SNAP_LENGTH, _LINKTYPE_ETHERNET)
    )


def write_frame(out: BinaryIO, ts_ns: int, octets: bytes) -> None:
    """One frame, whole."""
    seconds, rest = divmod(ts_ns, _NS_PER_S)
    out.write(_FRAME_HEAD.pack(seconds, rest, len(octets), len(octets)))
    out.write(octets)
