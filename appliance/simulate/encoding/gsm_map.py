"""MAP: the numbers of TS 29.002 that the simulated country speaks.

Operation codes (17.5), application contexts (17.3.3) and error codes (17.6.6). The arguments are
in `map_arguments`, the answers in `map_results`. Leaves out every operation that no story uses.
"""

from enum import IntEnum
from typing import NamedTuple


class Operation(IntEnum):
    """Local operation codes (TS 29.002 17.5)."""

    UPDATE_LOCATION = 2
    CANCEL_LOCATION = 3
    PROVIDE_ROAMING_NUMBER = 4
    INSERT_SUBSCRIBER_DATA = 7
    SEND_ROUTING_INFO = 22
    MT_FORWARD_SM = 44
    SEND_ROUTING_INFO_FOR_SM = 45
    MO_FORWARD_SM = 46  # and forwardSM of version 2 in both directions: the context tells which
    SEND_AUTHENTICATION_INFO = 56
    SEND_IMSI = 58
    PURGE_MS = 67
    PROVIDE_SUBSCRIBER_INFO = 70
    ANY_TIME_INTERROGATION = 71
    PROVIDE_SUBSCRIBER_LOCATION = 83


OPERATION_NAMES = {
    Operation.UPDATE_LOCATION: "updateLocation",
    Operation.CANCEL_LOCATION: "cancelLocation",
    Operation.PROVIDE_ROAMING_NUMBER: "provideRoamingNumber",
    Operation.INSERT_SUBSCRIBER_DATA: "insertSubscriberData",
    Operation.SEND_ROUTING_INFO: "sendRoutingInfo",
    Operation.MT_FORWARD_SM: "mt-forwardSM",
    Operation.SEND_ROUTING_INFO_FOR_SM: "sendRoutingInfoForSM",
    Operation.MO_FORWARD_SM: "mo-forwardSM",
    Operation.SEND_AUTHENTICATION_INFO: "sendAuthenticationInfo",
    Operation.SEND_IMSI: "sendIMSI",
    Operation.PURGE_MS: "purgeMS",
    Operation.PROVIDE_SUBSCRIBER_INFO: "provideSubscriberInfo",
    Operation.ANY_TIME_INTERROGATION: "anyTimeInterrogation",
    Operation.PROVIDE_SUBSCRIBER_LOCATION: "provideSubscriberLocation",
}
"""3GPP spelling."""

_FORWARD_SM_V2 = "forwardSM"


class Context(NamedTuple):
    """An application context: map-ac(number) version(version) (TS 29.002 17.3.3)."""

    number: int
    version: int

    @property
    def arcs(self) -> tuple[int, ...]:
        """The arcs itu-t, identified-organization, etsi, mobileDomain, gsm-Network, ac-id, ..."""
        return (0, 4, 0, 0, 1, 0, self.number, self.version)

    @property
    def dotted(self) -> str:
        """The object identifier as a person writes it."""
        return ".".join(map(str, self.arcs))


NETWORK_LOC_UP = Context(1, 3)
LOCATION_CANCEL = Context(2, 3)
ROAMING_NUMBER_ENQUIRY = Context(3, 3)
LOCATION_INFO_RETRIEVAL = Context(5, 3)
INFO_RETRIEVAL = Context(14, 3)
INFO_RETRIEVAL_V2 = Context(14, 2)
SHORT_MSG_GATEWAY = Context(20, 3)
SHORT_MSG_MO_RELAY = Context(21, 3)
SHORT_MSG_MT_RELAY = Context(25, 3)
SHORT_MSG_MT_RELAY_V2 = Context(25, 2)
IMSI_RETRIEVAL = Context(26, 2)
MS_PURGING = Context(27, 3)
SUBSCRIBER_INFO_ENQUIRY = Context(28, 3)
ANY_TIME_INFO_ENQUIRY = Context(29, 3)
LOCATION_SVC_ENQUIRY = Context(38, 3)


def operation_name(operation: Operation, context: Context) -> str:
    """3GPP spelling; code 46 outside version 3 is forwardSM, whichever way the message goes."""
    if operation is Operation.MO_FORWARD_SM and context.version < NETWORK_LOC_UP.version:
        return _FORWARD_SM_V2
    return OPERATION_NAMES[operation]


class Fault(NamedTuple):
    """An error that an operation may return: its local code, its 3GPP name, and its parameter."""

    code: int
    name: str
    parameter: bytes = b""


UNKNOWN_SUBSCRIBER = Fault(1, "unknownSubscriber")
ABSENT_SUBSCRIBER_SM = Fault(
    6, "absentSubscriberSM", bytes.fromhex("3003020101")
)  # no response to paging
ROAMING_NOT_ALLOWED = Fault(
    8, "roamingNotAllowed", bytes.fromhex("30030a0100")
)  # plmnRoamingNotAllowed
FACILITY_NOT_SUPPORTED = Fault(21, "facilityNotSupported")
ABSENT_SUBSCRIBER = Fault(27, "absentSubscriber")
UNEXPECTED_DATA_VALUE = Fault(36, "unexpectedDataValue")
ATI_NOT_ALLOWED = Fault(49, "ati-NotAllowed")
UNAUTHORIZED_REQUESTING_NETWORK = Fault(52, "unauthorizedRequestingNetwork")
