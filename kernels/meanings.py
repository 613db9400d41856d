"""What the numbers in the columns mean, where a column is not the wire's own number."""

from enum import IntEnum


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
    FORWARDED_TO = 11  # where calls or messages are redirected: forwarding, CAP Connect


class Leak(IntEnum):
    """Bit numbers in the `leaks` column: what a result gives away to whoever asked."""

    CELL = 0  # cell global identity, E-UTRAN or NR cell
    AREA = 1  # location area, routing area, tracking area
    POSITION = 2  # geographical coordinates
    SERVING_NODE = 3  # VLR, MSC, SGSN, MME: which network serves the subscriber
    IMSI = 4
    MSISDN = 5
    IMEI = 6
    AUTHENTICATION = 7  # authentication vectors
    PROFILE = 8  # subscription data
    STATE = 9  # idle, busy, detached
    ROAMING_NUMBER = 10


class Carrier(IntEnum):
    """What lies directly in a packet, or brought a message."""

    SCTP = 1
    TCP = 2
    MTP3 = 3
    SCCP = 4


class PointCodes(IntEnum):
    """The national variant of a link: how wide point codes are, how SCCP addresses are laid out."""

    ITU = 0  # 14 bits, Q.704 2.2
    ANSI = 1  # 24 bits, T1.111.4
    JAPAN = 2  # 16 bits, JT-Q704


class Role(IntEnum):
    """What a link joins."""

    UNKNOWN = 0
    INTERCONNECT = 1
    NATIONAL = 2
    INTERNAL = 3


class Tunnel(IntEnum):
    """Bit numbers in the `tunnels` column."""

    MPLS = 0
    GRE = 1
    ERSPAN = 2
    VXLAN = 3
    GENEVE = 4
    GTP_U = 5
    IP_IN_IP = 6
    UDP_ENCAPSULATION = 7  # SCTP in UDP, RFC 6951


class Protocol(IntEnum):
    """The user of TCAP, told by application context, else by subsystem number."""

    MAP = 0
    CAP = 1
    INAP = 2
    OTHER = 3  # ANSI too
    DIAMETER = 4
