"""MAP (TS 29.002): operation codes, and the application context that decides what they mean.

  application context name   04 00 00 01 00 | context | version   0.4.0.0.1.0.<context>.<version>

The identities inside arguments and results are found by table, in `kernels.decode.map_arguments`.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import u8


class Operation(IntEnum):
    """TS 29.002 17.5, the operations whose arguments are read."""

    UPDATE_LOCATION = 2
    CANCEL_LOCATION = 3
    PROVIDE_ROAMING_NUMBER = 4
    INSERT_SUBSCRIBER_DATA = 7
    DELETE_SUBSCRIBER_DATA = 8
    SEND_ROUTING_INFO = 22
    UPDATE_GPRS_LOCATION = 23
    SEND_ROUTING_INFO_FOR_GPRS = 24
    MT_FORWARD_SM = 44
    SEND_ROUTING_INFO_FOR_SM = 45
    MO_FORWARD_SM = 46
    SEND_AUTHENTICATION_INFO = 56
    SEND_IMSI = 58
    PURGE_MS = 67
    PROVIDE_SUBSCRIBER_INFO = 70
    ANY_TIME_INTERROGATION = 71
    PROVIDE_SUBSCRIBER_LOCATION = 83


class Subsystem(IntEnum):
    """TS 23.003 8.2: subsystem numbers whose TCAP user is MAP, and CAP's."""

    HLR = 6
    VLR = 7
    MSC = 8
    EIR = 9
    AUC = 10
    GMLC = 145
    CAP = 146
    GSM_SCF = 147
    SIWF = 148
    SGSN = 149
    GGSN = 150
    INAP = 241


CONTEXT_LEN = 7
CAP_FIRST, CAP_LAST = 50, 52  # CAP 1 and 2 live under the same arcs, TS 29.078 annex
CAP3_ARC, CAP4_ARC = 21, 23


class Context(NamedTuple):
    """A MAP or early CAP application context; -1 when the name is of another family."""

    ac: int
    version: int
    is_cap: bool
    is_extended: bool  # arcs follow the version


@leaf
def context(buf, at, end):
    """The application context whose name's content octets lie from `at` to `end`."""
    none = np.int64(-1)
    # 0.4 is one octet, then 0.0.1: the arcs of itu-t identified-organization etsi mobileDomain.
    is_gsm = (
        end - at >= CONTEXT_LEN
        and u8(buf, at) == 4
        and u8(buf, at + 1) == 0
        and u8(buf, at + 2) == 0
        and u8(buf, at + 3) == 1
    )
    if not is_gsm:
        return Context(none, none, False, False)
    family, ac, version = u8(buf, at + 4), u8(buf, at + 5), u8(buf, at + 6)
    if family == CAP3_ARC or family == CAP4_ARC:
        return Context(none, none, True, False)
    if family != 0:
        return Context(none, none, False, False)
    is_cap = ac >= CAP_FIRST and ac <= CAP_LAST
    return Context(ac, version, is_cap, end - at > CONTEXT_LEN)


@leaf
def is_map_subsystem(ssn):
    """Whether this subsystem's TCAP user is MAP."""
    return (ssn >= Subsystem.HLR and ssn <= Subsystem.AUC) or (
        ssn >= Subsystem.GMLC and ssn <= Subsystem.GGSN and ssn != Subsystem.CAP
    )
