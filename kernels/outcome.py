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
    TUNNEL = 2  # GRE, VXLAN, ...: envelopes of mirrored traffic
    IP = 3
    SCTP = 4
    TCP = 5
    M2UA = 6
    M2PA = 7
    M3UA = 8
    SUA = 9
    MTP3 = 10
    SCCP = 11
    TCAP = 12
    MAP = 13
    CAP = 14
    DIAMETER = 15


class Stop(IntEnum):
    """Why the walk ended."""

    NONE = 0
    # Ours, and broken or incomplete.
    TRUNCATED = 1  # a length or header runs past the end
    CUT = 2  # the capture's snap length ended before the message did
    BAD_LENGTH = 3  # a length too small for its own header
    BAD_VERSION = 4  # IP, M3UA or Diameter version other than the header's
    BAD_TAG = 5  # a tag that cannot stand here
    BAD_POINTER = 6  # an SCCP pointer outside the message
    TOO_DEEP = 7  # nested deeper than the named limit
    TOO_MANY = 8  # more chunks, components or elements than the named limit
    FRAGMENT = 9  # an IP or SCTP fragment that could not be kept: too long, or stores are off
    SEGMENT = 10  # an SCCP segment whose first one was never seen, or that could not be kept
    NOT_DECODED = 11  # known, but outside what this release reads
    BAD_CHECKSUM = 12  # SCTP's CRC32c, where Settings ask for it
    # Not ours: counted, never a row.
    NOT_IP = 20
    NOT_SCTP = 21  # another protocol over IP
    NO_DATA = 22  # an SCTP or TCP packet without user data (SACK, HEARTBEAT, ...)
    NOT_SIGTRAN = 23  # user data of another protocol
    NOT_TRANSFER = 24  # management of an adaptation layer
    NOT_SCCP = 25  # another service of MTP3 (ISUP, SNM, ...)
    NOT_UNITDATA = 26  # SCCP management of a connection: no user data
    NOT_TCAP = 27  # another user of SCCP
    UNKNOWN_LINK = 28  # a link type outside those this release reads
    HELD = 29  # a fragment or segment, kept until the rest comes; told again by the whole
    DUPLICATE = 30  # seen before: a retransmission or a second tap
    NOT_DIAMETER = 31  # another protocol over TCP
    ENCRYPTED = 32  # DTLS, TLS, ESP: out of sight


FIRST_NOT_OURS = 20


class Oddity(IntEnum):
    """Bit numbers in the `oddities` column: legal or half-legal codings that fooled decoders.

    The letter is the check's in the threat model: S for SCCP, T for TCAP, D for Diameter.
    """

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
    CALLING_TITLE_ABSENT = 14  # S0
    CALLING_TITLE_NOT_E164 = 15  # S0: another indicator, numbering plan or nature of address
    CALLING_TITLE_MALFORMED = 16  # S0: too short, too long, or no country code begins so
    SPOOFED_HOME = 17  # S1: our own title calls our own title on an interconnect link
    SUBSYSTEM_ABSENT = 18  # S2: no called subsystem number, or 0
    SUBSYSTEM_MISMATCH = 19  # S2: a called subsystem that cannot serve the operation
    ROUTED_ON_SSN = 20  # S3
    SEGMENTED_SMALL = 21  # S4: segmented though it would have fitted
    SEGMENT_SPLIT_HEADER = 22  # S4: the first segment ends before the transaction portion does
    SEGMENT_OVERLAP = 23  # S4: a segment came twice, and differently
    SEGMENT_ORPHAN = 24  # S4: a later segment whose first was never seen, or is too old
    FRAGMENT_OVERLAP = 25  # IP fragments overlap, and differ
    TSN_REUSED = 26  # an SCTP sequence number carried two different contents
    CONTEXT_ABSENT = 27  # T2: no application context, and MAP version 1 has no such operation
    CONTEXT_UNKNOWN = 28  # T3
    CONTEXT_MISMATCH = 29  # T3: the operation is not in its application context
    CONTEXT_MALFORMED = 30  # T3: what stands around the name is not a dialogue portion
    MIXED_OPERATIONS = 31  # T4: different operations in one message
    UNKNOWN_ELEMENT = 32  # T7: an element that the operation does not have
    EMPTY_BEGIN = 33  # T8: an invoke in a Continue whose Begin carried none
    UNSEEN_BEGIN = 34  # T8: an invoke in a Continue whose Begin was never seen
    TRANSACTION_REUSED = 35  # T8: a Begin with the id of a dialogue that is still open
    TRANSACTION_HIJACKED = 36  # T8: a known transaction id from another calling address
    REPEATED_AVP = 37  # D10: an AVP that may stand once stands twice
    UNKNOWN_MANDATORY_AVP = 38  # D10
    BAD_AVP_LENGTH = 39  # D10
    BAD_AVP_PADDING = 40  # D10: padding octets that are not zero
    DEEP_GROUP = 41  # D10: grouped AVPs nested beyond the stated depth
    SESSION_ID_MALFORMED = 42  # D11: not host;high;low[;optional]
    SESSION_ID_FOREIGN = 43  # D11: of another host than Origin-Host
    UNMATCHED_ANSWER = 44  # D13: an answer whose request was never seen
    BAD_DIGITS = 45  # filler within digits, or digits that are none
    HIDDEN_OCTETS = 46  # octets between the parts of an SCCP message that no pointer leads to
