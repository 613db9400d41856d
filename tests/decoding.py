"""One way to decode in tests: frames in, plain dictionaries out.

The names are those that leave the process, but spelled here a second time from the columns, so
that the product's own spelling can be held against it.
"""

import struct
import unicodedata
from collections.abc import Iterator
from ipaddress import ip_address
from typing import NamedTuple

import numpy as np

from kernels.columns import (
    ABSENT,
    NO_DIGITS,
    Cell,
    DiameterCell,
    Frames,
    MessageCell,
    Messages,
    MessageWord,
    PacketCell,
    Packets,
    PacketWord,
    Signals,
    Word,
    allocate,
)
from kernels.decode.batch import Decoder
from kernels.decode.limits import TAIL_OCTETS, Limits
from kernels.decode.links import Links
from kernels.meanings import Identity, Leak, Protocol, Tunnel
from kernels.outcome import Layer, Oddity, Stop
from tests.build.frame import Frame

NO_MEMORY = Limits.nothing()
SCCP_NAMES = {1: "CR", 2: "CC", 3: "CREF", 4: "RLSD", 6: "DT1", 7: "DT2"}
SCCP_NAMES |= {0x09: "UDT", 0x0A: "UDTS", 0x11: "XUDT", 0x12: "XUDTS", 0x13: "LUDT", 0x14: "LUDTS"}
TCAP_NAMES = {0x61: "unidirectional", 0x62: "begin", 0x64: "end", 0x65: "continue", 0x67: "abort"}
TCAP_NAMES |= {0xE1: "unidirectional", 0xE2: "query", 0xE3: "query_without_permission"}
TCAP_NAMES |= {0xE4: "response", 0xE5: "conversation", 0xE6: "conversation_without_permission"}
TCAP_NAMES |= {0xF6: "abort"}
COMPONENTS = {0xA1: "invoke", 0xA2: "result", 0xA3: "error", 0xA4: "reject", 0xA7: "result_part"}
COMPONENTS |= {0xE9: "invoke", 0xEA: "result", 0xEB: "error", 0xEC: "reject", 0xED: "invoke"}
COMPONENTS |= {0xEE: "result_part"}
DIAMETER_NUMBERS = ("app_id", "command", "idr_flags", "result_code", "experimental_result")
DIAMETER_TEXTS = (
    *("session_id", "origin_host", "origin_realm", "destination_host", "destination_realm"),
    "user_name",
)
ROUTE_RECORD = 282
NUMBERS = (
    *("opc", "dpc", "ni", "si", "sls", "return_cause", "abort_cause", "dialogue"),
    *("invoke_id", "op_family", "op", "asked_op", "error"),
    *("sm_pid", "sm_dcs", "sm_udhi", "sm_iei"),
    *(
        f"{party}_{part}"
        for party in ("cgpa", "cdpa")
        for part in ("ssn", "pc", "tt", "nai", "plan")
    ),
)


class Row(NamedTuple):
    """One signal: its columns by name, its texts as octets; its message's and packet's columns."""

    signal: dict
    message: dict[str, int]
    packet: dict[str, int]
    frame: int
    frame_at: int  # where the frame begins in the octets
    parameter: bytes = b""


class Reading(NamedTuple):
    """Everything that a batch gave."""

    rows: list[Row]
    frames: Frames
    fates_frames: np.ndarray
    fates_messages: np.ndarray
    octets: np.ndarray

    def of(self, frame: int) -> list[Row]:
        """The rows of one frame."""
        return [row for row in self.rows if row.frame == frame]


def laid_out(frames: list[Frame]) -> tuple[np.ndarray, Frames]:
    """Octets of all frames, one behind the other, and the columns that say where each lies."""
    joined = b"".join(frame.octets for frame in frames)
    octets = np.zeros(len(joined) + TAIL_OCTETS, np.uint8)
    octets[: len(joined)] = np.frombuffer(joined, np.uint8)
    columns = allocate(Frames, len(frames))
    sizes = np.array([len(frame.octets) for frame in frames], np.int64)
    columns.end[:] = np.cumsum(sizes)
    columns.at[:] = columns.end - sizes
    columns.wire_size[:] = [max(frame.wire_size, len(frame.octets)) for frame in frames]
    columns.link[:] = [frame.link for frame in frames]
    columns.ts_ns[:] = 1_000_000_000 * np.arange(len(frames))
    columns.source[:] = 0
    columns.number[:] = 1 + np.arange(len(frames))
    return octets, columns


CELLS = {
    Packets: (PacketCell, PacketWord),
    Messages: (MessageCell, MessageWord),
    Signals: (Cell, Word, Identity, DiameterCell),
}


def column_names(kind: type) -> list[str]:
    """The names of the columns of Packets, Messages or Signals."""
    return [member.name.lower() for cells in CELLS[kind] for member in cells]


def rows_of(columns: list[list[int]]) -> list[tuple[int, ...]]:
    """Columns turned into rows."""
    return list(zip(*columns, strict=True))


def decode(
    frames: list[Frame],
    rows_max: int = 8192,
    limits: Limits = NO_MEMORY,
    times: list[int] | None = None,
    links: Links | None = None,
) -> Reading:
    """Decode all frames in one batch; each as if it were alone unless `limits` give it memory."""
    octets, columns = laid_out(frames)
    if times is not None:
        columns.ts_ns[:] = times
    decoder = Decoder(len(frames), rows_max, rows_max, limits)
    if links is not None:
        decoder.links = links
    found = []
    signal_names, message_names = column_names(Signals), column_names(Messages)
    packet_names = column_names(Packets)
    for rows in decoder.read(octets, columns, len(frames)):
        signals = [getattr(decoder.signals, name)[:rows].tolist() for name in signal_names]
        which = decoder.signals.message[:rows]
        messages = [getattr(decoder.messages, name)[which].tolist() for name in message_names]
        frame = decoder.signals.frame[:rows]
        packets = [getattr(decoder.packets, name)[frame].tolist() for name in packet_names]
        for signal, message, packet in zip(
            *map(rows_of, (signals, messages, packets)), strict=True
        ):
            one = dict(zip(signal_names, signal, strict=True))
            around = dict(zip(message_names, message, strict=True))
            outside = dict(zip(packet_names, packet, strict=True))
            for name in ("acn", *DIAMETER_TEXTS):
                at, end = one[f"{name}_at"], one[f"{name}_end"]
                one[name] = octets[at:end].tobytes() if at != ABSENT else ABSENT
            at, end, start = one["parameter_at"], one["parameter_end"], columns.at[one["frame"]]
            parameter = octets[at:end].tobytes() if at != ABSENT else b""
            found.append(Row(one, around, outside, one["frame"], int(start), parameter))
    return Reading(found, columns, decoder.fates_frames, decoder.fates_messages, octets)


def fate(reading: Reading) -> tuple[str, str]:
    """The one fate of the one frame or, where it has one, of its message: layer and stop."""
    table = reading.fates_messages if reading.fates_messages.sum() else reading.fates_frames
    (layer,), (stop,) = np.nonzero(table)
    return Layer(layer).name.lower(), Stop(stop).name.lower()


def address(high: int, low: int, version: int) -> str:
    """An IP address in the usual notation."""
    return str(ip_address(low if version == 4 else (high << 64 | low).to_bytes(16, "big")))


def digits(packed: int) -> str:
    """Packed digits as text, up to the first filler."""
    return f"{packed:016x}".split("f", maxsplit=1)[0].translate(str.maketrans("abcde", "*#abc"))


def dotted(content: bytes) -> str:
    """An OBJECT IDENTIFIER's content octets as arcs (X.690 8.19)."""
    arcs, arc = [], 0
    for octet in content:
        arc = arc << 7 | octet & 0x7F
        if octet < 0x80:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, [first, arcs[0] - 40 * first, *arcs[1:]]))


def printed(octets: bytes) -> str:
    """UTF-8, with a replacement character for what is not, or does not print."""
    text = octets.decode(errors="replace")
    unseen = {each for each in text if unicodedata.category(each)[0] in "CZ" and each != " "}
    return text.translate(dict.fromkeys(map(ord, unseen), "\ufffd"))


def avps(octets: bytes) -> Iterator[tuple[int, bytes]]:
    """Code and contents of each AVP without a vendor, as far as lengths hold (RFC 6733 4.1)."""
    while len(octets) >= 8:
        code, flags_length = struct.unpack_from(">II", octets)
        flags, length = flags_length >> 24, flags_length & 0xFF_FFFF
        if length < (12 if flags & 0x80 else 8) or length > len(octets):
            return
        if not flags & 0x80:
            yield code, octets[8:length]
        octets = octets[-(-length // 4) * 4 :]


def plmn(packed: int) -> str:
    """MCC and MNC, whose digits lie in pairs, the second one first."""
    a, b, c = packed.to_bytes(3, "big")
    text = f"{a & 15:x}{a >> 4:x}{b & 15:x}{c & 15:x}{c >> 4:x}{b >> 4:x}".replace("f", "")
    return text.translate(str.maketrans("abcde", "*#abc"))


def spelled_diameter(signal: dict, parameter: bytes) -> dict[str, object]:
    """The fields of a Diameter message, under the names that leave the process."""
    out = {name: signal[name] for name in DIAMETER_NUMBERS if signal[name] != ABSENT}
    if signal["is_request"] != ABSENT:
        out["is_request"] = signal["is_request"] == 1
    for name in ("hop_by_hop", "end_to_end"):
        if signal[name] != ABSENT:
            out[name] = signal[name].to_bytes(4, "big").hex()
    for name in DIAMETER_TEXTS:
        if signal[name] != ABSENT:
            out[name] = printed(signal[name])
    if signal["route_records"] > 0:
        out["route_record"] = [printed(text) for code, text in avps(parameter) if code == 282]
    if signal["visited_plmn"] != ABSENT:
        out["visited_plmn"] = plmn(signal["visited_plmn"])
    return out


def spelled(row: Row) -> dict[str, object]:
    """One signal under the names that leave the process; what is absent is left out."""
    signal, message, packet = row.signal, row.message, row.packet
    out: dict[str, object] = {name: signal[name] for name in NUMBERS if signal[name] != ABSENT}
    version = packet["ip_version"]
    if version != ABSENT:
        out["ip_src"] = address(packet["src_hi"], packet["src_lo"], version)
        out["ip_dst"] = address(packet["dst_hi"], packet["dst_lo"], version)
    around = message | {"vlan": packet["vlan"]}
    out |= {name: around[name] for name in ("vlan", "sport", "dport", "ppid") if around[name] >= 0}
    for name, words in (("sccp", SCCP_NAMES), ("tcap", TCAP_NAMES), ("component", COMPONENTS)):
        if signal[name] in words:
            out[name] = words[signal[name]]
    if message["adaptation"] > Layer.NONE:
        out["adaptation"] = Layer(message["adaptation"]).name.lower()
    for name in ("otid", "dtid"):
        size = signal[f"{name}_size"]
        if size >= 0:
            out[name] = f"{signal[name]:0{2 * min(size, 8)}x}" if size else ""
    if signal["acn"] != ABSENT:
        out["acn"] = dotted(signal["acn"])
    for name in ("cgpa_gt", "cdpa_gt", *(each.name.lower() for each in Identity)):
        if signal[name] != int(NO_DIGITS):
            out[name] = digits(signal[name])
    if signal["protocol"] != ABSENT:
        out["protocol"] = Protocol(signal["protocol"]).name.lower()
    if signal["protocol"] == Protocol.DIAMETER:
        for name in ("op", "asked_op", "op_family"):
            out.pop(name, None)
        out |= spelled_diameter(signal, row.parameter)
    bits = ("oddities", Oddity), ("leaks", Leak), ("tunnels", Tunnel)
    for name, names in bits:
        value = max(0, packet[name] if name == "tunnels" else signal[name])
        out[name] = [each.name.lower() for each in names if value >> each & 1]
    out["unexplained"] = signal["unexplained"] + message["unexplained"]
    if signal["stop"]:
        out["stop_layer"] = Layer(signal["stop_layer"]).name.lower()
        out["stop"] = Stop(signal["stop"]).name.lower()
    return out
