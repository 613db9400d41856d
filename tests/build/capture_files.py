"""Capture files octet by octet: pcap of every kind, pcapng block by block, in either byte order.

A second writing of draft-ietf-opsawg-pcap and -pcapng; it shares nothing with the reader.
"""

import struct
from typing import NamedTuple

LITTLE, BIG = "<", ">"
MICRO, NANO, KUZNETZOV = 0xA1B2C3D4, 0xA1B23C4D, 0xA1B2CD34


class Record(NamedTuple):
    """One frame: ns since the epoch, octets, and octets on the wire (None: as many)."""

    ts_ns: int
    octets: bytes
    wire_size: int | None = None


def pcap_head(order=LITTLE, magic=MICRO, link=1, snaplen=262_144, version=(2, 4)):
    return struct.pack(order + "IHHiIII", magic, *version, 0, 0, snaplen, link)


def pcap_record(record, order=LITTLE, magic=MICRO):
    seconds, rest = divmod(record.ts_ns, 10**9)
    wire = len(record.octets) if record.wire_size is None else record.wire_size
    fraction = rest if magic == NANO else rest // 1000
    head = struct.pack(order + "IIII", seconds, fraction, len(record.octets), wire)
    if magic == KUZNETZOV:
        head += struct.pack(order + "IHBB", 3, 0x0800, 0, 0)
    return head + record.octets


def pcap(records, order=LITTLE, magic=MICRO, link=1):
    return pcap_head(order, magic, link) + b"".join(
        pcap_record(record, order, magic) for record in records
    )


def padded(octets):
    return octets + bytes(-len(octets) % 4)


def block(kind, body, order=LITTLE, trailer=None):
    total = 12 + len(padded(body))
    end = total if trailer is None else trailer
    return struct.pack(order + "II", kind, total) + padded(body) + struct.pack(order + "I", end)


def option(code, value, order=LITTLE):
    return struct.pack(order + "HH", code, len(value)) + padded(value)


def section(order=LITTLE, version=(1, 0), options=b""):
    body = struct.pack(order + "IHHq", 0x1A2B3C4D, *version, -1)
    return block(0x0A0D0D0A, body + options, order)


def interface(link=1, order=LITTLE, snaplen=0, resolution=None, offset_s=None):
    """Interface Description Block; `resolution` is the octet of if_tsresol."""
    options = option(2, b"tap0", order)
    if resolution is not None:
        options += option(9, bytes([resolution]), order)
    if offset_s is not None:
        options += option(14, struct.pack(order + "q", offset_s), order)
    body = struct.pack(order + "HHI", link, 0, snaplen)
    return block(1, body + options + option(0, b"", order), order)


def enhanced(ticks, octets, order=LITTLE, which=0, wire_size=None, options=b""):
    wire = len(octets) if wire_size is None else wire_size
    body = struct.pack(order + "IIIII", which, ticks >> 32, ticks & 0xFFFFFFFF, len(octets), wire)
    return block(6, body + padded(octets) + options, order)


def simple(octets, order=LITTLE, wire_size=None):
    wire = len(octets) if wire_size is None else wire_size
    return block(3, struct.pack(order + "I", wire) + octets, order)


def obsolete(ticks, octets, order=LITTLE, which=0, wire_size=None):
    """The Packet Block of the first drafts."""
    wire = len(octets) if wire_size is None else wire_size
    high, low = ticks >> 32, ticks & 0xFFFFFFFF
    body = struct.pack(order + "HHIIII", which, 0xFFFF, high, low, len(octets), wire)
    return block(2, body + padded(octets), order)


def statistics(order=LITTLE):
    return block(5, struct.pack(order + "III", 0, 0, 0), order)


def pcapng(records, order=LITTLE, link=1):
    """One section, one interface with nanoseconds."""
    return (
        section(order)
        + interface(link, order, resolution=9)
        + b"".join(
            enhanced(each.ts_ns, each.octets, order, wire_size=each.wire_size) for each in records
        )
    )
