"""Write the frames of a pcap file to an interface, round and round, as fast as it takes them.

Usage: send_frames.py INTERFACE FILE COUNT. Prints how many were written. For test namespaces only;
it needs nothing but the standard library, so that it starts at once. Batches go by sendmmsg(2).
"""

import ctypes
import errno
import os
import socket
import struct
import sys
from pathlib import Path

BATCH = 512
SOL_PACKET, PACKET_QDISC_BYPASS = 263, 20  # linux/if_packet.h
FILE_HEADER, RECORD_HEADER = 24, 16


class Piece(ctypes.Structure):
    """struct iovec."""

    _fields_ = (("at", ctypes.c_void_p), ("size", ctypes.c_size_t))


class Message(ctypes.Structure):
    """struct mmsghdr: a msghdr without address, with one piece, and what was sent of it."""

    _fields_ = (
        ("name", ctypes.c_void_p),
        ("name_size", ctypes.c_uint32),
        ("pieces", ctypes.POINTER(Piece)),
        ("piece_count", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_size", ctypes.c_size_t),
        ("flags", ctypes.c_int),
        ("sent", ctypes.c_uint),
    )


def frames_of(trace: Path) -> list[bytes]:
    """The frames of a little-endian pcap file."""
    octets, frames, at = trace.read_bytes(), [], FILE_HEADER
    while at < len(octets):
        size = struct.unpack_from("<I", octets, at + 8)[0]
        at += RECORD_HEADER
        frames.append(octets[at : at + size])
        at += size
    return frames


def batch_of(frames: list[bytes]) -> tuple[ctypes.Array, list[object]]:
    """Messages for `frames`, and what must stay alive with them."""
    held = [ctypes.create_string_buffer(frame, len(frame)) for frame in frames]
    pieces = (Piece * len(frames))(*((ctypes.addressof(each), len(each)) for each in held))
    messages = (Message * len(frames))()
    for index, message in enumerate(messages):
        message.pieces = ctypes.pointer(pieces[index])
        message.piece_count = 1
    return messages, [held, pieces]


def send(descriptor: int, messages: ctypes.Array, count: int) -> None:
    """All of the first `count` messages; a full queue is tried again."""
    sendmmsg = ctypes.CDLL(None, use_errno=True).sendmmsg
    done = 0
    while done < count:
        sent = sendmmsg(descriptor, ctypes.byref(messages[done]), min(count - done, 1024), 0)
        if sent >= 0:
            done += sent
        elif ctypes.get_errno() not in {errno.ENOBUFS, errno.EAGAIN, errno.EINTR}:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def main() -> None:
    """Send, and say how many."""
    interface, trace, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    frames = frames_of(trace)
    frames *= max(1, BATCH // len(frames))
    messages, _held = batch_of(frames)
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as sender:
        sender.bind((interface, 0))
        sender.setsockopt(SOL_PACKET, PACKET_QDISC_BYPASS, 1)
        left = count
        while left > 0:
            now = min(left, len(frames))
            send(sender.fileno(), messages, now)
            left -= now
    print(count)


if __name__ == "__main__":
    main()
