"""Frames for live tests, and the ways to collect them from a source that never ends."""

import struct
import time

from tests.build import ip, link, sctp
from tests.reading import rows_of

PATIENCE_S = 10.0
TIMEOUT_MS = 40


def signalling(index, *vlans, size=60, outer=link.CUSTOMER):
    """An Ethernet frame with one SCTP DATA chunk that tells `index`."""
    user = index.to_bytes(4, "big").ljust(size, b"\x5a")
    packet = ip.ip4(sctp.packet(sctp.data(user, tsn=index), crc=False))
    return link.ethernet(packet, *vlans, outer=outer, pad=True)


def other(index):
    """An Ethernet frame with UDP."""
    packet = ip.ip4(struct.pack(">4H", 9, 9, 12, 0) + index.to_bytes(4, "big"), protocol=17)
    return link.ethernet(packet, pad=True)


def write_pcap(path, frames, snap_length=65_535, link_type=link.ETHERNET):
    """A little-endian nanosecond pcap file; frame i is stamped one microsecond after the last."""
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, snap_length, link_type))
        for index, frame in enumerate(frames):
            kept = frame[:snap_length]
            seconds, ns = divmod(stamp_ns(index), 1_000_000_000)
            file.write(struct.pack("<4I", seconds, ns, len(kept), len(frame)) + kept)


def stamp_ns(index):
    """When frame `index` of write_pcap was captured."""
    return 1_700_000_000_999_990_000 + 1_000 * index


def collect(source, ring, count):
    """`count` frames as they come, or those that came while there was patience."""
    taken, until = [], time.monotonic() + PATIENCE_S
    while len(taken) < count and time.monotonic() < until:
        taken += rows_of(ring, source.fill(ring))
    return taken


def count_until_quiet(source, ring, fills=5):
    """Frames until `fills` fills in a row found none."""
    total = quiet = 0
    while quiet < fills:
        rows = source.fill(ring)
        total += rows
        quiet = 0 if rows else quiet + 1
    return total
