"""MAP (TS 29.002): operation codes, and the application context that decides what they mean.

  application context name   04 00 00 01 00 | context | version   0.4.0.0.1.0.<context>.<version>
  of CAP 3 and 4             04 00 00 01 15 or 17 | 03 | context  0.4.0.0.1.21 or 23.3.<context>

The identities inside arguments and results are found by table, in `kernels.decode.map_arguments`.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.octets import u8


class Operation(IntEnum):
    """TS 29.002 17.5; versions 1 and 2 included."""

    UPDATE_LOCATION = 2
    CANCEL_LOCATION = 3
    PROVIDE_ROAMING_NUMBER = 4
    NOTE_SUBSCRIBER_DATA_MODIFIED = 5
    RESUME_CALL_HANDLING = 6
    INSERT_SUBSCRIBER_DATA = 7
    DELETE_SUBSCRIBER_DATA = 8
    SEND_PARAMETERS = 9
    REGISTER_SS = 10
    ERASE_SS = 11
    ACTIVATE_SS = 12
    DEACTIVATE_SS = 13
    INTERROGATE_SS = 14
    AUTHENTICATION_FAILURE_REPORT = 15
    NOTIFY_SS = 16
    REGISTER_PASSWORD = 17
    GET_PASSWORD = 18
    PROCESS_UNSTRUCTURED_SS_DATA = 19
    RELEASE_RESOURCES = 20
    MT_FORWARD_SM_VGCS = 21
    SEND_ROUTING_INFO = 22
    UPDATE_GPRS_LOCATION = 23
    SEND_ROUTING_INFO_FOR_GPRS = 24
    FAILURE_REPORT = 25
    NOTE_MS_PRESENT_FOR_GPRS = 26
    PERFORM_HANDOVER = 28
    SEND_END_SIGNAL = 29
    PERFORM_SUBSEQUENT_HANDOVER = 30
    PROVIDE_SIWFS_NUMBER = 31
    SIWFS_SIGNALLING_MODIFY = 32
    PROCESS_ACCESS_SIGNALLING = 33
    FORWARD_ACCESS_SIGNALLING = 34
    NOTE_INTERNAL_HANDOVER = 35
    CANCEL_VCSG_LOCATION = 36
    RESET = 37
    FORWARD_CHECK_SS_INDICATION = 38
    PREPARE_GROUP_CALL = 39
    SEND_GROUP_CALL_END_SIGNAL = 40
    PROCESS_GROUP_CALL_SIGNALLING = 41
    FORWARD_GROUP_CALL_SIGNALLING = 42
    CHECK_IMEI = 43
    MT_FORWARD_SM = 44
    SEND_ROUTING_INFO_FOR_SM = 45
    MO_FORWARD_SM = 46  # forwardSM, both ways, before version 3
    REPORT_SM_DELIVERY_STATUS = 47
    NOTE_SUBSCRIBER_PRESENT = 48
    ALERT_SERVICE_CENTRE_WITHOUT_RESULT = 49
    ACTIVATE_TRACE_MODE = 50
    DEACTIVATE_TRACE_MODE = 51
    TRACE_SUBSCRIBER_ACTIVITY = 52
    UPDATE_VCSG_LOCATION = 53
    BEGIN_SUBSCRIBER_ACTIVITY = 54
    SEND_IDENTIFICATION = 55
    SEND_AUTHENTICATION_INFO = 56
    RESTORE_DATA = 57
    SEND_IMSI = 58
    PROCESS_UNSTRUCTURED_SS_REQUEST = 59
    UNSTRUCTURED_SS_REQUEST = 60
    UNSTRUCTURED_SS_NOTIFY = 61
    ANY_TIME_SUBSCRIPTION_INTERROGATION = 62
    INFORM_SERVICE_CENTRE = 63
    ALERT_SERVICE_CENTRE = 64
    ANY_TIME_MODIFICATION = 65
    READY_FOR_SM = 66
    PURGE_MS = 67
    PREPARE_HANDOVER = 68
    PREPARE_SUBSEQUENT_HANDOVER = 69
    PROVIDE_SUBSCRIBER_INFO = 70
    ANY_TIME_INTERROGATION = 71
    SS_INVOCATION_NOTIFICATION = 72
    SET_REPORTING_STATE = 73
    STATUS_REPORT = 74
    REMOTE_USER_FREE = 75
    REGISTER_CC_ENTRY = 76
    ERASE_CC_ENTRY = 77
    SECURE_TRANSPORT_CLASS_1 = 78
    SECURE_TRANSPORT_CLASS_2 = 79
    SECURE_TRANSPORT_CLASS_3 = 80
    SECURE_TRANSPORT_CLASS_4 = 81
    PROVIDE_SUBSCRIBER_LOCATION = 83
    SEND_GROUP_CALL_INFO = 84
    SEND_ROUTING_INFO_FOR_LCS = 85
    SUBSCRIBER_LOCATION_REPORT = 86
    IST_ALERT = 87
    IST_COMMAND = 88
    NOTE_MM_EVENT = 89


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
CAP3_ARC, CAP4_ARC = 21, 23  # between them that of the specialised resource function
CAP_CONTEXTS_ARC = 3  # below them: application contexts


class Context(NamedTuple):
    """A MAP or CAP application context; -1 when the name is of another family.

    CAP of phase 3 and 4 has its phase where the others have a version.
    """

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
    if family >= CAP3_ARC and family <= CAP4_ARC:
        is_extended = end - at > CONTEXT_LEN
        if ac != CAP_CONTEXTS_ARC:
            return Context(none, none, True, is_extended)
        return Context(version, np.int64(3 if family == CAP3_ARC else 4), True, is_extended)
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
