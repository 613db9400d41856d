"""Where decoding stopped, why, and what was odd on the way.

A frame has one fate: the pair (layer, stop) at which its walk ended. A message (the user data of
one SCTP DATA chunk) has one fate too. NONE means that it was read to its end. Numbers are stable
within a release only; names are what leaves the process.
"""

from enum import IntEnum


class Layer(IntEnum):
    """The layers, outermost first."""

    NONE = 0
    LINK = 1
    IP = 2
    SCTP = 3
    M3UA = 4
    SCCP = 5
    TCAP = 6
    MAP = 7


class Stop(IntEnum):
    """Why the walk ended."""

    NONE = 0
    # Ours, and broken or incomplete.
    TRUNCATED = 1  # a length or header runs past the end
    CUT = 2  # the capture's snap length ended before the message did
    BAD_LENGTH = 3  # a length too small for its own header
    BAD_VERSION = 4  # IP or M3UA version other than the header's
    BAD_TAG = 5  # a tag that cannot stand here
    BAD_POINTER = 6  # an SCCP pointer outside the message
    TOO_DEEP = 7  # nested deeper than the named limit
    TOO_MANY = 8  # more chunks, components or elements than the named limit
    FRAGMENT = 9  # an IP or SCTP fragment; not reassembled
    SEGMENT = 10  # an SCCP segment; not reassembled
    NOT_DECODED = 11  # known, but outside what this release reads
    # Not ours: counted, never a row.
    NOT_IP = 20
    NOT_SCTP = 21
    NO_DATA = 22  # an SCTP packet without user data (SACK, HEARTBEAT, ...)
    NOT_SIGTRAN = 23  # user data of another protocol
    NOT_TRANSFER = 24  # M3UA management
    NOT_SCCP = 25  # another service of MTP3 (ISUP, SNM, ...)
    NOT_UNITDATA = 26  # connection-oriented, service or other SCCP messages
    NOT_TCAP = 27  # another user of SCCP
    UNKNOWN_LINK = 28  # a link type outside those this release reads


FIRST_NOT_OURS = 20


class Oddity(IntEnum):
    """Bit numbers in the `oddities` column: legal or half-legal codings that fooled decoders."""

    GLOBAL_OPCODE = 0  # T1: OID tag 06 where a local operation code is defined
    SEVERAL_INVOKES = 1  # T4
    LONG_TRANSACTION_ID = 2  # T5: more than 4 octets
    EMPTY_TRANSACTION_ID = 3  # T5
    NON_MINIMAL_LENGTH = 4  # T5, T6: long form where a shorter one holds
    HIGH_TAG = 5  # T6: high-tag-number form for a small tag
    INDEFINITE_LENGTH = 6  # T6: legal in BER, absent from ordinary MAP
    TRAILING_OCTETS = 7  # T7: octets after the last element
    LENGTH_MISMATCH = 8  # T7: an inner length runs past its outer one
    LONG_ADDRESS = 9  # more than 16 digits; the first 16 are kept
    EXTENDED_CONTEXT = 10  # T3: arcs after the version of a MAP application context
    OUT_OF_ORDER = 11  # T7: elements of a SEQUENCE in another order than the ASN.1
    INVOKE_IN_UNIDIRECTIONAL = 12  # T8
    CONSTRUCTED_STRING = 13  # T6: an OCTET STRING in constructed form
