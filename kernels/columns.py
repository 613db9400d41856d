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


class MessageCell(IntEnum):
    """Columns of Messages: one SCTP user message per row, and what stands around its components.

    From OPC to PROTOCOL they are those of Signals, in the same order: each signal of the message
    gets a copy.
    """

    FRAME = 0  # row in Frames
    AT = 1  # first octet of user data
    END = 2
    VLAN = 3  # outer VLAN id
    VLAN_INNER = 4  # inner VLAN id of QinQ
    IP_VERSION = 5  # 4 or 6
    SPORT = 6
    DPORT = 7
    PPID = 8  # SCTP payload protocol identifier
    SHORT_LAYER = 9  # Layer whose length claims more octets than there are, or NONE
    STOP_LAYER = 10  # the message's fate
    STOP = 11
    USER_AT = 12  # what SCCP carries, then TCAP's components
    USER_END = 13
    ODDITIES = 14  # bit set of Oddity, of what stands around the components
    OPC = 15
    DPC = 16
    NI = 17
    SI = 18
    MP = 19
    SLS = 20
    SCCP = 21
    CGPA_GTI = 22
    CGPA_SSN = 23
    CGPA_PC = 24
    CGPA_TT = 25
    CGPA_NAI = 26
    CGPA_PLAN = 27
    CDPA_GTI = 28
    CDPA_SSN = 29
    CDPA_PC = 30
    CDPA_TT = 31
    CDPA_NAI = 32
    CDPA_PLAN = 33
    TCAP = 34
    OTID_SIZE = 35
    DTID_SIZE = 36
    ACN_AT = 37
    ACN_END = 38
    AC = 39
    AC_VERSION = 40
    PROTOCOL = 41


class MessageWord(IntEnum):
    """Unsigned columns of Messages: those of Signals, then IP addresses in pairs.

    An IPv4 address sits in the low 32 bits of its pair.
    """

    OTID = 0
    DTID = 1
    CGPA_GT = 2
    CDPA_GT = 3
    SRC_HI = 4
    SRC_LO = 5
    DST_HI = 6
    DST_LO = 7


class Cell(IntEnum):
    """Columns of Signals: one TCAP component per row.

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
    TCAP = 22  # message tag, Q.773 table 8: 0x61, 0x62, 0x64, 0x65, 0x67
    OTID_SIZE = 23  # octets of the originating transaction id
    DTID_SIZE = 24
    ACN_AT = 25  # content octets of the application context name's OID
    ACN_END = 26
    AC = 27  # MAP application context number: the arc before the version
    AC_VERSION = 28
    PROTOCOL = 29  # Protocol
    COMPONENT = 30  # component tag, Q.773 table 19: 0xA1, 0xA2, 0xA3, 0xA4, 0xA7
    INVOKE_ID = 31
    OP = 32  # operation code
    ERROR = 33  # error code of a returnError, problem code of a reject
    PARAMETER_AT = 34  # the tag of the argument or result
    PARAMETER_END = 35
    ODDITIES = 36  # bit set of Oddity
    STOP_LAYER = 37
    STOP = 38


class Word(IntEnum):
    """Unsigned columns of Signals: digits and transaction ids (their last eight octets)."""

    OTID = 0
    DTID = 1
    CGPA_GT = 2
    CDPA_GT = 3


COPIED = Cell.PROTOCOL - Cell.OPC + 1  # numbers that a signal takes over from its message
FIRST_IDENTITY = len(Word)  # identities follow, in the order of Identity


MESSAGE_COLUMNS = {cell.name.lower(): (0, int(cell)) for cell in MessageCell} | {
    word.name.lower(): (1, int(word)) for word in MessageWord
}
SIGNAL_COLUMNS = (
    {cell.name.lower(): (0, int(cell)) for cell in Cell}
    | {word.name.lower(): (1, int(word)) for word in Word}
    | {one.name.lower(): (1, FIRST_IDENTITY + int(one)) for one in Identity}
)


class Messages(NamedTuple):
    """`messages.ppid` is the column MessageCell.PPID, `messages.src_lo` MessageWord.SRC_LO."""

    numbers: np.ndarray  # int64[len(MessageCell), rows]
    words: np.ndarray  # uint64[len(MessageWord), rows]

    def __getattr__(self, name):
        """The column of that name, a view."""
        return named_column(self, name, MESSAGE_COLUMNS)


class Signals(NamedTuple):
    """Columns by name: `op` is Cell.OP, `cgpa_gt` Word.CGPA_GT, `imsi` Identity.IMSI."""

    numbers: np.ndarray  # int64[len(Cell), rows]
    words: np.ndarray  # uint64[len(Word) + len(Identity), rows]

    def __getattr__(self, name):
        """The column of that name, a view; `identity` is the matrix of all identities."""
        if name == "identity":
            return self.words[FIRST_IDENTITY:]
        return named_column(self, name, SIGNAL_COLUMNS)


def named_column(table, name, columns):
    """The column called `name`; AttributeError when there is none."""
    if name not in columns:
        raise AttributeError(name)
    matrix, index = columns[name]
    return table[matrix][index]


class Protocol(IntEnum):
    """The user of TCAP, told by application context, else by subsystem number."""

    MAP = 0
    CAP = 1
    INAP = 2
    OTHER = 3


def allocate(kind, rows):
    """A `kind` (Frames, Messages or Signals) of `rows` rows, every value absent."""
    if kind is Frames:
        return Frames(*(np.full(rows, ABSENT, np.int64) for _ in Frames._fields))
    if kind is Messages:
        numbers, words = len(MessageCell), len(MessageWord)
    else:
        numbers, words = len(Cell), FIRST_IDENTITY + len(Identity)
    rows = max(rows, 2)  # one row alone would lie both ways, and be another type to numba
    # Stored row by row, indexed [column, row]: what is written together lies together, and a row
    # of fifty columns touches five lines of the cache instead of fifty pages.
    table = kind(
        np.full((rows, numbers), ABSENT, np.int64).T,
        np.full((rows, words), NO_DIGITS, np.uint64).T,
    )
    if kind is Signals:
        table.oddities[:] = 0
        table.words[: Word.CGPA_GT] = 0
    return table
