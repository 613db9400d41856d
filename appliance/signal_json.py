"""One signal as a dict with the names that leave the process (`decode`, alerts, evidence).

Absent values are left out, digits are strings, hex is lower case without 0x. This is a person's
speed: called per printed row or per finding, never per message of a running probe.
"""

from ipaddress import IPv4Address, IPv6Address
from typing import Any

import numpy as np

from appliance.alerts.pseudonym import Identity as Subscriber
from appliance.alerts.pseudonym import Pseudonymiser
from appliance.alerts.spelling import seconds
from appliance.catalogue import operations
from kernels.columns import ABSENT, Batch, Messages, Packets, Signals
from kernels.meanings import Identity, Protocol
from kernels.outcome import Layer, Oddity, Stop
from kernels.wire.sccp import MessageType
from kernels.wire.tcap import ComponentTag, MessageTag

DIGITS = "0123456789*#abc"  # TS 29.002 17.7.8 TBCD-STRING; 0xF is filler
COMPONENTS = {
    ComponentTag.INVOKE: "invoke",
    ComponentTag.RESULT: "result",
    ComponentTag.RESULT_PART: "result_part",
    ComponentTag.ERROR: "error",
    ComponentTag.REJECT: "reject",
}
SUBSCRIBER: tuple[Subscriber, ...] = ("imsi", "msisdn", "imei")
PLANS_OF_IMSI = frozenset({6, 7})  # Q.713 3.4.2.3.3: E.212 is one, E.214 is made from one
IDENTITIES = tuple(identity.name.lower() for identity in Identity)
LABEL = ("opc", "dpc", "ni", "si", "sls")
PARTY = ("ssn", "pc", "tt", "nai", "plan")

Row = dict[str, Any]


def digits_text(packed: int) -> str:
    """Packed semi-octets as text; empty when there are none."""
    text = f"{packed:016x}".rstrip("f")
    return "".join(DIGITS[int(nibble, 16)] if nibble != "f" else "?" for nibble in text)


def oid_text(content: bytes) -> str:
    """The content octets of an OBJECT IDENTIFIER, dotted (X.690 8.19)."""
    arcs, value = [], 0
    for octet in content:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            arcs.append(value)
            value = 0
    if not arcs:
        return ""
    top = min(arcs[0] // 40, 2)
    return ".".join(str(arc) for arc in (top, arcs[0] - 40 * top, *arcs[1:]))


def address_text(version: int, high: int, low: int) -> str:
    """An IP address from its pair of words."""
    return str(IPv4Address(low) if version == 4 else IPv6Address(high << 64 | low))


def oddity_names(bits: int) -> list[str]:
    """The names of the oddities whose bits are set."""
    return [oddity.name.lower() for oddity in Oddity if bits >> oddity & 1]


def packet_fields(packets: Packets, messages: Messages, message: int) -> Row:
    """Addresses, ports and VLAN of the packet that carried a message."""
    row: Row = {}
    frame = int(messages.frame[message])
    vlan, inner = int(packets.vlan[frame]), int(packets.vlan_inner[frame])
    if vlan != ABSENT:
        row["vlan"] = vlan if inner == ABSENT else [vlan, inner]
    version = int(packets.ip_version[frame])
    for name, side in (("ip_src", "src"), ("ip_dst", "dst")):
        high, low = (int(getattr(packets, f"{side}_{half}")[frame]) for half in ("hi", "lo"))
        row[name] = address_text(version, high, low)
    for name in ("sport", "dport", "ppid"):
        row[name] = int(getattr(messages, name)[message])
    return row


def sccp_fields(signals: Signals, index: int) -> Row:
    """The routing label and the party addresses."""
    row: Row = {}
    for name in LABEL:
        put_number(row, name, signals, index)
    kind = int(signals.sccp[index])
    if kind in MessageType.__members__.values():
        row["sccp"] = MessageType(kind).name
    for party in ("cgpa", "cdpa"):
        put_digits(row, f"{party}_gt", signals, index)
        for part in PARTY:
            put_number(row, f"{party}_{part}", signals, index)
    return row


def tcap_fields(octets: np.ndarray, signals: Signals, index: int) -> Row:
    """The TCAP message: transaction ids as hex of their own width, and the application context."""
    row: Row = {}
    kind = int(signals.tcap[index])
    if kind in MessageTag.__members__.values():
        row["tcap"] = MessageTag(kind).name.lower()
    for name in ("otid", "dtid"):
        size = int(getattr(signals, f"{name}_size")[index])
        if size > 0:
            row[name] = f"{int(getattr(signals, name)[index]):0{2 * min(size, 8)}x}"
    at, end = int(signals.acn_at[index]), int(signals.acn_end[index])
    if at != ABSENT:
        row["acn"] = oid_text(octets[at:end].tobytes())
    return row


def component_fields(signals: Signals, index: int) -> Row:
    """The component, its operation by its 3GPP name, and the identities in it."""
    row: Row = {}
    kind = int(signals.component[index])
    if kind in COMPONENTS:
        row["component"] = COMPONENTS[ComponentTag(kind)]
    put_number(row, "invoke_id", signals, index)
    protocol = int(signals.protocol[index])
    if int(signals.tcap[index]) != ABSENT and protocol != ABSENT:
        row["protocol"] = Protocol(protocol).name.lower()
    put_number(row, "op", signals, index)
    if "op" in row and protocol == Protocol.MAP:
        name = operations.name(int(signals.ac[index]), int(signals.ac_version[index]), row["op"])
        if name is not None:
            row["op_name"] = name
    put_number(row, "error", signals, index)
    for name in IDENTITIES:
        put_digits(row, name, signals, index)
    return row


def put_number(row: Row, name: str, signals: Signals, index: int) -> None:
    """Column `name`, unless it is absent."""
    value = int(getattr(signals, name)[index])
    if value != ABSENT:
        row[name] = value


def put_digits(row: Row, name: str, signals: Signals, index: int) -> None:
    """Digit column `name`, unless it is absent."""
    text = digits_text(int(getattr(signals, name)[index]))
    if text:
        row[name] = text


def describe(batch: Batch, index: int) -> Row:
    """Row `index` of the batch's signals with the names of the design's section 5, by layer."""
    octets, frames, packets, messages, signals = batch
    frame = int(signals.frame[index])
    row: Row = {"frame": int(frames.number[frame]), "ts": seconds(int(frames.ts_ns[frame]))}
    row |= packet_fields(packets, messages, int(signals.message[index]))
    row |= sccp_fields(signals, index)
    row |= tcap_fields(octets, signals, index)
    row |= component_fields(signals, index)
    oddities = oddity_names(int(signals.oddities[index]))
    if oddities:
        row["oddities"] = oddities
    if int(signals.stop[index]) != Stop.NONE:
        row["stop_layer"] = Layer(int(signals.stop_layer[index])).name.lower()
        row["stop"] = Stop(int(signals.stop[index])).name.lower()
    return row


def pseudonymised(row: Row, speller: Pseudonymiser) -> Row:
    """`row` with every subscriber in it spelt by `speller`, in the global titles too.

    A query for a number may be routed on that number (TS 23.066), and one for a subscriber on an
    E.212 or E.214 title. A title of a node stays as it is.
    """
    subscribers = {name: speller.spell(name, row[name]) for name in SUBSCRIBER if name in row}
    spelt = {row[name]: text for name, text in subscribers.items()}
    titles: Row = {}
    for party in ("cgpa", "cdpa"):
        title = row.get(f"{party}_gt")
        if title in spelt:
            titles[f"{party}_gt"] = spelt[title]
        elif title is not None and row.get(f"{party}_plan") in PLANS_OF_IMSI:
            titles[f"{party}_gt"] = speller.imsi(title)
    return row | subscribers | titles
