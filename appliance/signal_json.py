"""One signal as a dict with the names that leave the process (`decode`, alerts, evidence).

Absent values are left out, digits are strings, hex is lower case without 0x. This is a person's
speed: called per printed row or per finding, never per message of a running probe.
"""

from ipaddress import IPv4Address, IPv6Address

import numpy as np

from appliance.alerts.spelling import seconds
from appliance.catalogue import operations
from appliance.diameter_json import diameter_fields
from appliance.signal_names import (
    COMPONENTS,
    IDENTITIES,
    TCAP_NAMES,
    Row,
    bit_names,
    oid_text,
    put_digits,
    put_number,
)
from kernels.columns import ABSENT, Batch, Messages, Packets, Signals
from kernels.meanings import Leak, Protocol, Tunnel
from kernels.outcome import Layer, Oddity, Stop
from kernels.wire.sccp import MessageType
from kernels.wire.tcap import ComponentTag

LABEL = ("opc", "dpc", "ni", "si", "sls")
PARTY = ("ssn", "pc", "tt", "nai", "plan")
ERROR_NAMES = {Protocol.MAP: operations.error_name, Protocol.CAP: operations.cap_error_name}
SHORT_MESSAGE = ("sm_pid", "sm_dcs", "sm_udhi", "sm_iei")


def address_text(version: int, high: int, low: int) -> str:
    """An IP address from its pair of words."""
    return str(IPv4Address(low) if version == 4 else IPv6Address(high << 64 | low))


def oddity_names(bits: int) -> list[str]:
    """The names of the oddities whose bits are set."""
    return bit_names(Oddity, bits)


def packet_fields(packets: Packets, messages: Messages, message: int) -> Row:
    """Tunnels, VLAN, addresses and ports of the packet that carried a message."""
    row: Row = {}
    frame = int(messages.frame[message])
    if tunnels := bit_names(Tunnel, int(packets.tunnels[frame])):
        row["tunnels"] = tunnels
    vlan, inner = int(packets.vlan[frame]), int(packets.vlan_inner[frame])
    if vlan != ABSENT:
        row["vlan"] = vlan if inner == ABSENT else [vlan, inner]
    version = int(packets.ip_version[frame])
    for name, side in (("ip_src", "src"), ("ip_dst", "dst")) if version != ABSENT else ():
        high, low = (int(getattr(packets, f"{side}_{half}")[frame]) for half in ("hi", "lo"))
        row[name] = address_text(version, high, low)
    for name in ("sport", "dport", "ppid"):
        put_number(row, name, messages, message)
    adaptation = int(messages.adaptation[message])
    if adaptation > Layer.NONE:
        row["adaptation"] = Layer(adaptation).name.lower()
    return row


def sccp_fields(signals: Signals, index: int) -> Row:
    """The routing label and the party addresses."""
    row: Row = {}
    for name in LABEL:
        put_number(row, name, signals, index)
    kind = int(signals.sccp[index])
    if kind in MessageType.__members__.values():
        row["sccp"] = MessageType(kind).name
    put_number(row, "return_cause", signals, index)
    for party in ("cgpa", "cdpa"):
        put_digits(row, f"{party}_gt", signals, index)
        for part in PARTY:
            put_number(row, f"{party}_{part}", signals, index)
    return row


def tcap_fields(octets: np.ndarray, signals: Signals, index: int) -> Row:
    """The TCAP message: transaction ids as hex of their own width, and the application context."""
    row: Row = {}
    kind = int(signals.tcap[index])
    if kind in TCAP_NAMES:
        row["tcap"] = TCAP_NAMES[kind]
    for name in ("otid", "dtid"):
        size = int(getattr(signals, f"{name}_size")[index])
        if size > 0:
            row[name] = f"{int(getattr(signals, name)[index]):0{2 * min(size, 8)}x}"
    at, end = int(signals.acn_at[index]), int(signals.acn_end[index])
    if at != ABSENT:
        row["acn"] = oid_text(octets[at:end].tobytes())
    put_number(row, "abort_cause", signals, index)
    put_number(row, "dialogue", signals, index)
    return row


def component_fields(signals: Signals, index: int) -> Row:
    """The component, its operation by its 3GPP name, and the identities in it."""
    row: Row = {}
    kind = int(signals.component[index])
    if kind in COMPONENTS:
        row["component"] = COMPONENTS[kind]
    put_number(row, "invoke_id", signals, index)
    protocol = int(signals.protocol[index])
    if protocol != ABSENT:
        row["protocol"] = Protocol(protocol).name.lower()
    if protocol != Protocol.DIAMETER:
        put_number(row, "op_family", signals, index)
        put_operation(row, "op", signals, index)
        put_operation(row, "asked_op", signals, index)
    put_number(row, "error", signals, index)
    if kind == ComponentTag.ERROR and protocol in ERROR_NAMES:
        put_name(row, "error_name", ERROR_NAMES[Protocol(protocol)](row.get("error", ABSENT)))
    return row


def put_operation(row: Row, name: str, signals: Signals, index: int) -> None:
    """An operation code, and its name as 3GPP spells it."""
    put_number(row, name, signals, index)
    protocol = int(signals.protocol[index])
    if name in row and protocol == Protocol.MAP:
        context = int(signals.ac[index]), int(signals.ac_version[index])
        put_name(row, f"{name}_name", operations.name(*context, row[name]))
    elif name in row and protocol == Protocol.CAP:
        put_name(row, f"{name}_name", operations.cap_name(row[name]))


def put_name(row: Row, name: str, text: str | None) -> None:
    """A name, where there is one."""
    if text is not None:
        row[name] = text


def content_fields(signals: Signals, index: int) -> Row:
    """Whom it is about, which nodes it names, and what an answer gives away."""
    row: Row = {}
    for name in IDENTITIES:
        put_digits(row, name, signals, index)
    for name in SHORT_MESSAGE:
        put_number(row, name, signals, index)
    if leaks := bit_names(Leak, int(signals.leaks[index])):
        row["leaks"] = leaks
    return row


def end_fields(messages: Messages, signals: Signals, index: int) -> Row:
    """What was odd, what nobody can name, and where reading stopped."""
    row: Row = {}
    if oddities := oddity_names(int(signals.oddities[index])):
        row["oddities"] = oddities
    around = int(messages.unexplained[int(signals.message[index])])
    if unexplained := around + int(signals.unexplained[index]):
        row["unexplained"] = unexplained
    if int(signals.stop[index]) != Stop.NONE:
        row["stop_layer"] = Layer(int(signals.stop_layer[index])).name.lower()
        row["stop"] = Stop(int(signals.stop[index])).name.lower()
    return row


def describe(batch: Batch, index: int) -> Row:
    """Row `index` of the batch's signals with the names of the design's section 5, by layer."""
    octets, frames, packets, messages, signals = batch
    frame = int(signals.frame[index])
    row: Row = {"frame": int(frames.number[frame]), "ts": seconds(int(frames.ts_ns[frame]))}
    row |= packet_fields(packets, messages, int(signals.message[index]))
    row |= sccp_fields(signals, index)
    row |= tcap_fields(octets, signals, index)
    row |= component_fields(signals, index)
    if int(signals.protocol[index]) == Protocol.DIAMETER:
        row |= diameter_fields(octets, signals, index)
    row |= content_fields(signals, index)
    return row | end_fields(messages, signals, index)
