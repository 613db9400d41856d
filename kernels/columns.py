"""The columns: Frames in, Messages between, Signals out, each a NamedTuple of arrays.

All numbers are int64 (absent: -1), all digits and addresses uint64 (absent: all ones), so that
every kernel has exactly one signature. Digits are packed semi-octets: the first digit in the most
significant nibble, filler 0xF behind the last, so that leading zeros and the length survive.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

ABSENT = -1
NO_DIGITS = np.uint64(0xFFFF_FFFF_FFFF_FFFF)


class Identity(IntEnum):
    """Rows of `Signals.identity`: subscriber identities and node numbers of one signal."""

    IMSI = 0
    MSISDN = 1
    IMEI = 2
    VLR_GT = 3
    MSC_GT = 4
    SGSN_GT = 5
    HLR_GT = 6
    GMLC_GT = 7
    SCF_GT = 8
    SMSC_GT = 9
    NEW_MSC_GT = 10


class Frames(NamedTuple):
    """One captured frame per row; positions are absolute in the octets handed over beside it."""

    at: np.ndarray  # first octet
    end: np.ndarray  # behind the last captured octet
    wire_size: np.ndarray  # octets on the wire; more than end - at when the snap length cut it
    ts_ns: np.ndarray  # time of capture, ns since the epoch
    link: np.ndarray  # LINKTYPE_* number
    source: np.ndarray  # index of the file or interface
    number: np.ndarray  # 1-based within its source
    stop_layer: np.ndarray  # out: Layer at which the frame's walk ended
    stop: np.ndarray  # out: Stop, why
    messages: np.ndarray  # out: messages found in it


class Messages(NamedTuple):
    """One SCTP user message per row, with the addresses of the packet that carried it."""

    frame: np.ndarray  # row in Frames
    at: np.ndarray  # first octet of user data
    end: np.ndarray
    vlan: np.ndarray  # outer VLAN id
    vlan_inner: np.ndarray  # inner VLAN id of QinQ
    ip_version: np.ndarray  # 4 or 6
    src_hi: np.ndarray  # uint64 pair; IPv4 sits in the low 32 bits
    src_lo: np.ndarray
    dst_hi: np.ndarray
    dst_lo: np.ndarray
    sport: np.ndarray
    dport: np.ndarray
    ppid: np.ndarray  # SCTP payload protocol identifier
    is_short: np.ndarray  # 1 when its chunk claims more octets than there are
    stop_layer: np.ndarray  # out: the message's fate
    stop: np.ndarray


class Signals(NamedTuple):
    """One TCAP component per row; a message that stopped, or has none, has one row too."""

    frame: np.ndarray  # row in Frames
    message: np.ndarray  # row in Messages
    ts_ns: np.ndarray
    opc: np.ndarray
    dpc: np.ndarray
    ni: np.ndarray  # network indicator
    si: np.ndarray  # service indicator
    mp: np.ndarray  # message priority
    sls: np.ndarray  # signalling link selection
    sccp: np.ndarray  # SCCP message type, Q.713 table 1
    cgpa_gti: np.ndarray  # global title indicator, 0 to 4
    cgpa_gt: np.ndarray  # digits
    cgpa_ssn: np.ndarray
    cgpa_pc: np.ndarray
    cgpa_tt: np.ndarray  # translation type
    cgpa_nai: np.ndarray  # nature of address indicator
    cgpa_plan: np.ndarray  # numbering plan
    cdpa_gti: np.ndarray
    cdpa_gt: np.ndarray
    cdpa_ssn: np.ndarray
    cdpa_pc: np.ndarray
    cdpa_tt: np.ndarray
    cdpa_nai: np.ndarray
    cdpa_plan: np.ndarray
    tcap: np.ndarray  # TCAP message tag, Q.773 table 8: 0x61, 0x62, 0x64, 0x65, 0x67
    otid: np.ndarray  # originating transaction id, its last 8 octets, uint64
    otid_size: np.ndarray  # in octets; absent when there is none
    dtid: np.ndarray
    dtid_size: np.ndarray
    acn_at: np.ndarray  # content octets of the application context name's OID
    acn_end: np.ndarray
    ac: np.ndarray  # MAP application context number (the arc before the version)
    ac_version: np.ndarray
    component: np.ndarray  # component tag, Q.773: 0xA1, 0xA2, 0xA3, 0xA4, 0xA7
    invoke_id: np.ndarray
    protocol: np.ndarray  # Protocol
    op: np.ndarray  # operation code
    error: np.ndarray  # error code of a returnError, problem code of a reject
    parameter_at: np.ndarray  # first octet of the argument's or result's tag
    parameter_end: np.ndarray
    identity: np.ndarray  # uint64[len(Identity), rows], digits
    oddities: np.ndarray  # bit set of Oddity
    stop_layer: np.ndarray
    stop: np.ndarray


class Protocol(IntEnum):
    """The user of TCAP, told by application context, else by subsystem number."""

    MAP = 0
    CAP = 1
    INAP = 2
    OTHER = 3


UNSIGNED = frozenset(
    {"src_hi", "src_lo", "dst_hi", "dst_lo", "cgpa_gt", "cdpa_gt", "otid", "dtid", "identity"}
)


def allocate(kind, rows):
    """A `kind` (Frames, Messages or Signals) of `rows` rows, every value absent."""
    columns = {}
    for name in kind._fields:
        shape = (len(Identity), rows) if name == "identity" else rows
        if name in UNSIGNED:
            columns[name] = np.full(shape, NO_DIGITS, np.uint64)
        else:
            columns[name] = np.full(shape, ABSENT, np.int64)
    if "oddities" in columns:
        columns["oddities"][:] = 0
    return kind(**columns)
