"""The columns: Frames in, Packets and Messages between, Signals out, each a NamedTuple of arrays.

All numbers are int64 (absent: -1), all digits and addresses uint64 (absent: all ones), so that
every kernel has exactly one signature. Digits are packed semi-octets: the first digit in the most
significant nibble, filler 0xF behind the last, so that leading zeros and the length survive.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.meanings import Identity

ABSENT = -1
NO_DIGITS = np.uint64(0xFFFF_FFFF_FFFF_FFFF)


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


class PacketCell(IntEnum):
    """Columns of Packets: what one frame carries, its envelopes taken off. Row: that of Frames."""

    CARRIER = 0  # Carrier; ABSENT where the frame ended before it
    AT = 1  # first octet of what the carrier is; in the tail of the octets when reassembled
    END = 2
    VLAN = 3  # outer VLAN id, of the outermost envelope
    VLAN_INNER = 4  # inner VLAN id of QinQ
    IP_VERSION = 5  # 4 or 6, of the innermost header; ABSENT without IP
    TUNNELS = 6  # bit set of Tunnel
    POINT_CODES = 7  # PointCodes of the link
    ROLE = 8  # Role of the link
    ODDITIES = 9  # bit set of Oddity, of what the envelopes are
    IS_SHORT = 10  # 1: an IP length claims more octets than there are


class PacketWord(IntEnum):
    """Unsigned columns of Packets: innermost IP addresses in pairs, IPv4 in the low 32 bits."""

    SRC_HI = 0
    SRC_LO = 1
    DST_HI = 2
    DST_LO = 3


class MessageCell(IntEnum):
    """Columns of Messages: one user message of SCTP, TCP or MTP per row, up to its components.

    From OPC to DIALOGUE they are those of Signals, in the same order: each signal of the message
    gets a copy.
    """

    FRAME = 0  # row in Frames and Packets
    AT = 1  # first octet of user data; in the tail of the octets when reassembled
    END = 2
    CARRIER = 3  # Carrier
    SPORT = 4
    DPORT = 5
    PPID = 6  # SCTP payload protocol identifier
    TAG = 7  # SCTP verification tag
    TSN = 8  # transmission sequence number
    STREAM = 9  # stream identifier
    SEQUENCE = 10  # stream sequence number, or message identifier of I-DATA
    FSN = 11  # fragment sequence number of I-DATA; ABSENT for DATA
    FLAGS = 12  # chunk flags: bit 0 ending, 1 beginning, 2 unordered
    ADAPTATION = 13  # Layer that carried MTP3 or SCCP: M3UA, M2PA, M2UA, SUA
    SHORT_LAYER = 14  # Layer whose length claims more octets than there are, or NONE
    STOP_LAYER = 15  # the message's fate
    STOP = 16
    USER_AT = 17  # what SCCP carries, then TCAP's components; a Diameter message
    USER_END = 18
    ODDITIES = 19  # bit set of Oddity, of what stands around the components
    UNEXPLAINED = 20  # octets around the components that no rule names
    OPC = 21
    DPC = 22
    NI = 23
    SI = 24
    MP = 25
    SLS = 26
    SCCP = 27
    CGPA_GTI = 28
    CGPA_SSN = 29
    CGPA_PC = 30
    CGPA_TT = 31
    CGPA_NAI = 32
    CGPA_PLAN = 33
    CDPA_GTI = 34
    CDPA_SSN = 35
    CDPA_PC = 36
    CDPA_TT = 37
    CDPA_NAI = 38
    CDPA_PLAN = 39
    TCAP = 40
    OTID_SIZE = 41
    DTID_SIZE = 42
    ACN_AT = 43
    ACN_END = 44
    AC = 45
    AC_VERSION = 46
    PROTOCOL = 47
    RETURN_CAUSE = 48
    ABORT_CAUSE = 49
    DIALOGUE = 50
    EPOCH = 51  # of a fragment: how often its SCTP association began anew; else not set


class MessageWord(IntEnum):
    """Unsigned columns of Messages: those of Signals."""

    OTID = 0
    DTID = 1
    CGPA_GT = 2
    CDPA_GT = 3


class Cell(IntEnum):
    """Columns of Signals: one TCAP component or Diameter message per row.

    A message without components, or one that stopped, has one row too.
    """

    FRAME = 0  # row in Frames
    MESSAGE = 1  # row in Messages
    TS_NS = 2
    OPC = 3
    DPC = 4
    NI = 5  # network indicator
    SI = 6  # service indicator
    MP = 7  # message priority
    SLS = 8  # signalling link selection
    SCCP = 9  # SCCP message type, Q.713 table 1
    CGPA_GTI = 10  # global title indicator, 0 to 4
    CGPA_SSN = 11
    CGPA_PC = 12
    CGPA_TT = 13  # translation type
    CGPA_NAI = 14  # nature of address indicator
    CGPA_PLAN = 15  # numbering plan
    CDPA_GTI = 16
    CDPA_SSN = 17
    CDPA_PC = 18
    CDPA_TT = 19
    CDPA_NAI = 20
    CDPA_PLAN = 21
    TCAP = 22  # message tag, Q.773 table 8: 0x61, 0x62, 0x64, 0x65, 0x67; ANSI: 0xE1 to 0xE6, 0xF6
    OTID_SIZE = 23  # octets of the originating transaction id
    DTID_SIZE = 24
    ACN_AT = 25  # content octets of the application context name's OID
    ACN_END = 26
    AC = 27  # application context number of MAP or CAP: the arc before the version
    AC_VERSION = 28
    PROTOCOL = 29  # Protocol
    RETURN_CAUSE = 30  # of a service message, Q.713 3.12
    ABORT_CAUSE = 31  # P-abort cause, Q.773 table 17; 256 for an abort by the user
    DIALOGUE = 32  # serial number of the dialogue, the same in request and answer
    COMPONENT = 33  # component tag, Q.773 table 19: 0xA1 to 0xA4, 0xA7; ANSI: 0xE9 to 0xEE
    INVOKE_ID = 34
    OP = 35  # operation code; a Diameter command code
    OP_FAMILY = 36  # ANSI TCAP operation family; 256 more for a private code
    ASKED_OP = 37  # operation of the invoke that this component answers, from the dialogue
    ERROR = 38  # error code of a returnError, problem code of a reject
    PARAMETER_AT = 39  # the tag of the argument or result; the first AVP
    PARAMETER_END = 40
    LEAKS = 41  # bit set of Leak
    SM_PID = 42  # TP-Protocol-Identifier, TS 23.040 9.2.3.9
    SM_DCS = 43  # TP-Data-Coding-Scheme
    SM_UDHI = 44  # TP-User-Data-Header-Indicator
    SM_IEI = 45  # first information element identifier of the user data header
    ODDITIES = 46  # bit set of Oddity
    UNEXPLAINED = 47  # octets of this component that no rule names
    STOP_LAYER = 48
    STOP = 49


class Word(IntEnum):
    """Unsigned columns of Signals: digits and transaction ids (their last eight octets)."""

    OTID = 0
    DTID = 1
    CGPA_GT = 2
    CDPA_GT = 3


class DiameterCell(IntEnum):
    """Columns of Signals that only Diameter messages have, RFC 6733 3; absent in all others.

    Texts are positions in the octets, at and end.
    """

    APP_ID = 0
    COMMAND = 1
    IS_REQUEST = 2
    FLAGS = 3  # R P E T and reserved bits, as they stand
    HOP_BY_HOP = 4
    END_TO_END = 5
    RESULT_CODE = 6
    EXPERIMENTAL_RESULT = 7
    VISITED_PLMN = 8  # three octets, TS 23.003 as in TS 29.272 7.3.9
    IDR_FLAGS = 9
    ROUTE_RECORDS = 10  # how many there are
    SESSION_ID_AT = 11
    SESSION_ID_END = 12
    ORIGIN_HOST_AT = 13
    ORIGIN_HOST_END = 14
    ORIGIN_REALM_AT = 15
    ORIGIN_REALM_END = 16
    DESTINATION_HOST_AT = 17
    DESTINATION_HOST_END = 18
    DESTINATION_REALM_AT = 19
    DESTINATION_REALM_END = 20
    USER_NAME_AT = 21
    USER_NAME_END = 22
    ROUTE_RECORD_AT = 23  # the first one's text
    ROUTE_RECORD_END = 24
    SM_RP_UI_AT = 25  # a short message, TS 29.338 5.3.3.3
    SM_RP_UI_END = 26


COPIED = Cell.DIALOGUE - Cell.OPC + 1  # numbers that a signal takes over from its message
FIRST_IDENTITY = len(Word)  # identities follow, in the order of Identity


MESSAGE_COLUMNS = {cell.name.lower(): (0, int(cell)) for cell in MessageCell} | {
    word.name.lower(): (1, int(word)) for word in MessageWord
}
PACKET_COLUMNS = {cell.name.lower(): (0, int(cell)) for cell in PacketCell} | {
    word.name.lower(): (1, int(word)) for word in PacketWord
}
SIGNAL_COLUMNS = (
    {cell.name.lower(): (0, int(cell)) for cell in Cell}
    | {cell.name.lower(): (2, int(cell)) for cell in DiameterCell}
    | {word.name.lower(): (1, int(word)) for word in Word}
    | {one.name.lower(): (1, FIRST_IDENTITY + int(one)) for one in Identity}
)


class Packets(NamedTuple):
    """`packets.vlan` is the column PacketCell.VLAN, `packets.src_lo` PacketWord.SRC_LO."""

    numbers: np.ndarray  # int64[len(PacketCell), rows]
    words: np.ndarray  # uint64[len(PacketWord), rows]

    def __getattr__(self, name):
        """The column of that name, a view."""
        return named_column(self, name, PACKET_COLUMNS)


class Messages(NamedTuple):
    """`messages.ppid` is the column MessageCell.PPID, `messages.otid` MessageWord.OTID."""

    numbers: np.ndarray  # int64[len(MessageCell), rows]
    words: np.ndarray  # uint64[len(MessageWord), rows]

    def __getattr__(self, name):
        """The column of that name, a view."""
        return named_column(self, name, MESSAGE_COLUMNS)


class Signals(NamedTuple):
    """Columns by name: `op` is Cell.OP, `cgpa_gt` Word.CGPA_GT, `imsi` Identity.IMSI."""

    numbers: np.ndarray  # int64[len(Cell), rows]
    words: np.ndarray  # uint64[len(Word) + len(Identity), rows]
    diameter: np.ndarray  # int64[len(DiameterCell), rows]

    def __getattr__(self, name):
        """The column of that name, a view; `identity` is the matrix of all identities."""
        if name == "identity":
            return self.words[FIRST_IDENTITY:]
        return named_column(self, name, SIGNAL_COLUMNS)


class Batch(NamedTuple):
    """All columns of one batch and the octets they point into."""

    octets: np.ndarray
    frames: Frames
    packets: Packets
    messages: Messages
    signals: Signals


def named_column(table, name, columns):
    """The column called `name`; AttributeError when there is none."""
    if name not in columns:
        raise AttributeError(name)
    matrix, index = columns[name]
    return table[matrix][index]


SHAPES = {
    Packets: (len(PacketCell), len(PacketWord)),
    Messages: (len(MessageCell), len(MessageWord)),
    Signals: (len(Cell), FIRST_IDENTITY + len(Identity), len(DiameterCell)),
}


def allocate(kind, rows):
    """A `kind` (Frames, Packets, Messages or Signals) of `rows` rows, every value absent."""
    if kind is Frames:
        return Frames(*(np.full(rows, ABSENT, np.int64) for _ in Frames._fields))
    rows = max(rows, 2)  # one row alone would lie both ways, and be another type to numba
    # Stored row by row, indexed [column, row]: what is written together lies together, and a row
    # of fifty columns touches seven lines of the cache instead of fifty pages.
    absent = (ABSENT, np.int64), (NO_DIGITS, np.uint64), (ABSENT, np.int64)
    table = kind(
        *(
            np.full((rows, columns), value, dtype).T
            for columns, (value, dtype) in zip(SHAPES[kind], absent, strict=False)
        )
    )
    if kind is Signals:
        table.oddities[:] = 0
        table.words[: Word.CGPA_GT] = 0
    return table
