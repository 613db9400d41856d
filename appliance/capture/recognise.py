"""What kind of capture the first octets announce, or in one line why it is none that is read here.

pcap with microseconds or nanoseconds in either byte order, the Kuznetzov variant with its longer
record header, and pcapng. Other formats are named, so that a person knows what to convert.
"""

import struct
from dataclasses import dataclass

PCAPNG_MAGIC = b"\x0a\x0d\x0d\x0a"
PCAP_HEAD = 24  # octets of a pcap file's header
HEAD_MIN = 4  # octets that tell the kinds apart
PCAP_VERSION = (2, 4)

# magic: ns per unit of a record's fraction, octets of a record's header
PCAP_KINDS = {
    0xA1B2C3D4: (1000, 16),
    0xA1B23C4D: (1, 16),
    0xA1B2CD34: (1000, 24),  # Kuznetzov: interface, protocol and packet type behind the lengths
}
PCAP_REFUSED = {0xA1B234CD: "pcap variant 0xa1b234cd", 0xA12B3C4D: "pcap variant 0xa12b3c4d"}

OTHERS = (
    (b"\x1f\x8b", "gzip within gzip; unpack it once"),
    (b"\xfd7zXZ\x00", "packed with xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd; unpack it first"),
    (b"BZh", "packed with bzip2; unpack it first"),
    (b"\x04\x22\x4d\x18", "packed with lz4; unpack it first"),
    (b"PK\x03\x04", "a zip archive; unpack it first"),
    (b"snoop\x00\x00\x00", "a snoop capture; convert it with editcap"),
    (b"RTSS", "a Network Monitor capture; convert it with editcap"),
    (b"GMBU", "a Network Monitor capture; convert it with editcap"),
    (b"TRSNIFF data", "a Sniffer capture; convert it with editcap"),
    (b"XCP\x00", "a NetXRay capture; convert it with editcap"),
    (b"btsnoop\x00", "a btsnoop log; convert it with editcap"),
    (b"\xff\xfe", "text in UTF-16"),
)
SHOWN = 12  # octets of an unknown file that the refusal quotes
PRINTABLE = frozenset(range(0x20, 0x7F)) | {0x09, 0x0A, 0x0D}


@dataclass(frozen=True, slots=True)
class Kind:
    """A capture's kind; for pcapng only `head` means anything."""

    pcapng: bool
    head: int  # octets before the first record
    big: bool = False
    tick_ns: int = 0
    record: int = 0
    link: int = 0


class NotReadError(Exception):
    """The text says what the file is instead."""


def head_need(head: bytes) -> int:
    """Octets from the file's start that `recognise` needs."""
    if len(head) < HEAD_MIN or head[:HEAD_MIN] == PCAPNG_MAGIC:
        return HEAD_MIN
    return PCAP_HEAD if pcap_order(head) else HEAD_MIN


def pcap_order(head: bytes) -> str:
    """The struct order mark under which `head` begins with a pcap magic, or nothing."""
    for order in "<>":
        (magic,) = struct.unpack_from(order + "I", head)
        if magic in PCAP_KINDS or magic in PCAP_REFUSED:
            return order
    return ""


def recognise(head: bytes) -> Kind:
    """The kind of capture that `head`, all there is or at least `head_need` octets, begins."""
    if not head:
        raise NotReadError("is empty")
    if head[:HEAD_MIN] == PCAPNG_MAGIC:
        return Kind(pcapng=True, head=0)
    order = pcap_order(head) if len(head) >= HEAD_MIN else ""
    if not order:
        raise NotReadError(f"is not a capture (pcap or pcapng): {described(head)}")
    if len(head) < PCAP_HEAD:
        raise NotReadError(f"ends after {len(head)} octets, within the file header of a pcap")
    magic, major, minor = struct.unpack_from(order + "IHH", head)
    if magic in PCAP_REFUSED:
        raise NotReadError(
            f"is a {PCAP_REFUSED[magic]}, which is not read; convert it with editcap"
        )
    if (major, minor) != PCAP_VERSION:
        raise NotReadError(f"is pcap version {major}.{minor}; only 2.4 is read")
    (link,) = struct.unpack_from(order + "I", head, 20)
    tick_ns, record = PCAP_KINDS[magic]
    # The upper half tells the length of a frame check sequence, the lower one is the LINKTYPE_.
    return Kind(False, PCAP_HEAD, order == ">", tick_ns, record, link & 0xFFFF)


def described(head: bytes) -> str:
    """What else `head` looks like, in a few words."""
    for magic, words in OTHERS:
        if head.startswith(magic):
            return words
    first = head[:SHOWN]
    if all(octet in PRINTABLE for octet in first):
        return f"text that begins {first.decode('ascii')!r}"
    return f"it begins {first.hex(' ')}"
