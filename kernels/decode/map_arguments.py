"""Which element of which MAP argument or result holds which identity (TS 29.002 17.7): a table.

A node is a list of rules tried in the order of the ASN.1; a rule names a tag and either the
identity it holds or the node inside it. Versions of an operation share a node where their tags do
not collide, so that a MAP version 1 argument is read by the same rules as its version 3.
Everything else is skipped.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kernels.meanings import Identity
from kernels.wire.gsm_map import Operation


class Form(IntEnum):
    """How an identity is written."""

    NONE = 0
    TBCD = 1  # IMSI, IMEI: TBCD-STRING
    ADDRESS = 2  # ISDN-AddressString, AddressString: nature and plan, then TBCD


class Grammar(NamedTuple):
    """The table flattened: rules of node n are first[n] to first[n + 1]."""

    root: np.ndarray  # [2, 256] node of an operation's argument and of its result, or -1
    first: np.ndarray
    tag: np.ndarray  # class << 8 | number
    identity: np.ndarray  # Identity, or -1
    form: np.ndarray
    node: np.ndarray  # node inside, or -1


SEQUENCE, STRING = 0x30, 0x04


def context(number):
    """The identifier octet of context tag `number`; the constructed bit does not matter here."""
    return 0x80 | number


def imsi(tag=STRING):
    """An IMSI under `tag`."""
    return (tag, Identity.IMSI, Form.TBCD, None)


def imei(tag):
    """An IMEI or IMEISV under `tag`."""
    return (tag, Identity.IMEI, Form.TBCD, None)


def number(tag, identity):
    """An address string under `tag`."""
    return (tag, identity, Form.ADDRESS, None)


def inside(tag, *rules):
    """An element whose own elements are read by `rules`."""
    return (tag, -1, Form.NONE, rules)


def skip(tag):
    """An element that takes its place in the order and is not looked into."""
    return (tag, -1, Form.NONE, None)


C = context
LOCATION = (  # LocationInformation, LocationInformationGPRS, IMEI: SubscriberInfo
    inside(C(0), number(C(1), Identity.VLR_GT), number(C(6), Identity.MSC_GT)),
    inside(C(3), number(C(3), Identity.SGSN_GT)),
    imei(C(5)),
)
FORWARD_SM = (
    inside(
        SEQUENCE,
        imsi(C(0)),
        number(C(4), Identity.SMSC_GT),
        number(C(2), Identity.MSISDN),
        number(C(4), Identity.SMSC_GT),
        skip(STRING),  # SM-RP-UI: the short message itself is never looked into
        imsi(),
    ),
)
O_CSI = inside(
    C(13),
    inside(C(0), inside(SEQUENCE, inside(SEQUENCE, number(C(0), Identity.SCF_GT)))),
)
ARGUMENTS = {
    Operation.UPDATE_LOCATION: (
        inside(
            SEQUENCE,
            imsi(),
            number(C(1), Identity.MSC_GT),
            number(STRING, Identity.VLR_GT),
            inside(C(13), imei(C(0))),
        ),
    ),
    Operation.CANCEL_LOCATION: (
        imsi(),
        inside(SEQUENCE, imsi(), skip(STRING)),  # IMSI-WithLMSI
        inside(
            C(3),
            imsi(),
            inside(SEQUENCE, imsi(), skip(STRING)),
            number(C(3), Identity.NEW_MSC_GT),
        ),
    ),
    Operation.PROVIDE_ROAMING_NUMBER: (
        inside(SEQUENCE, imsi(C(0)), number(C(1), Identity.MSC_GT), number(C(2), Identity.MSISDN)),
    ),
    Operation.INSERT_SUBSCRIBER_DATA: (
        inside(SEQUENCE, imsi(C(0)), number(C(1), Identity.MSISDN), O_CSI),
    ),
    Operation.DELETE_SUBSCRIBER_DATA: (inside(SEQUENCE, imsi(C(0))),),
    Operation.SEND_ROUTING_INFO: (inside(SEQUENCE, number(C(0), Identity.MSISDN)),),
    Operation.UPDATE_GPRS_LOCATION: (
        inside(SEQUENCE, imsi(), number(STRING, Identity.SGSN_GT), skip(STRING)),
    ),
    Operation.SEND_ROUTING_INFO_FOR_GPRS: (inside(SEQUENCE, imsi(C(0))),),
    Operation.MT_FORWARD_SM: FORWARD_SM,
    Operation.MO_FORWARD_SM: FORWARD_SM,
    Operation.SEND_ROUTING_INFO_FOR_SM: (
        inside(
            SEQUENCE,
            number(C(0), Identity.MSISDN),
            number(C(2), Identity.SMSC_GT),
            imsi(C(12)),
        ),
    ),
    Operation.SEND_AUTHENTICATION_INFO: (imsi(), inside(SEQUENCE, imsi(C(0)))),
    Operation.SEND_IMSI: (number(STRING, Identity.MSISDN),),
    Operation.PURGE_MS: (
        inside(SEQUENCE, imsi(), number(STRING, Identity.VLR_GT)),
        inside(C(3), imsi(), number(C(0), Identity.VLR_GT), number(C(1), Identity.SGSN_GT)),
    ),
    Operation.PROVIDE_SUBSCRIBER_INFO: (inside(SEQUENCE, imsi(C(0))),),
    Operation.ANY_TIME_INTERROGATION: (
        inside(
            SEQUENCE,
            inside(C(0), imsi(C(0)), number(C(1), Identity.MSISDN)),
            number(C(3), Identity.SCF_GT),
        ),
    ),
    Operation.PROVIDE_SUBSCRIBER_LOCATION: (
        inside(
            SEQUENCE,
            skip(SEQUENCE),  # LocationType
            number(STRING, Identity.GMLC_GT),
            imsi(C(2)),
            number(C(3), Identity.MSISDN),
            imei(C(5)),
        ),
    ),
}
RESULTS = {
    Operation.UPDATE_LOCATION: (
        number(STRING, Identity.HLR_GT),
        inside(SEQUENCE, number(STRING, Identity.HLR_GT)),
    ),
    Operation.UPDATE_GPRS_LOCATION: (inside(SEQUENCE, number(STRING, Identity.HLR_GT)),),
    Operation.SEND_ROUTING_INFO: (
        inside(SEQUENCE, imsi(), skip(STRING)),  # roamingNumber
        inside(C(3), imsi(C(9)), number(C(2), Identity.MSC_GT)),
    ),
    Operation.SEND_ROUTING_INFO_FOR_SM: (
        inside(
            SEQUENCE,
            imsi(),
            inside(
                C(0),
                number(C(1), Identity.MSC_GT),
                inside(C(6), number(C(0), Identity.MSC_GT), number(C(1), Identity.SGSN_GT)),
            ),
        ),
    ),
    Operation.SEND_IMSI: (imsi(),),
    Operation.PROVIDE_SUBSCRIBER_INFO: (inside(SEQUENCE, inside(SEQUENCE, *LOCATION)),),
    Operation.ANY_TIME_INTERROGATION: (inside(SEQUENCE, inside(SEQUENCE, *LOCATION)),),
}


def compile_grammar():
    """The tables above as arrays for the kernel."""
    nodes, queue = [], []

    def add(rules):
        queue.append(rules)
        return len(queue) - 1

    root = np.full((2, 256), -1, np.int64)
    for which, table in enumerate((ARGUMENTS, RESULTS)):
        for operation, rules in table.items():
            root[which, operation] = add(rules)
    at = 0
    while at < len(queue):
        nodes.append(
            [
                ((tag >> 6) << 8 | tag & 0x1F, identity, form, -1 if rules is None else add(rules))
                for tag, identity, form, rules in queue[at]
            ]
        )
        at += 1
    first = np.cumsum([0] + [len(node) for node in nodes]).astype(np.int64)
    flat = np.array([rule for node in nodes for rule in node], np.int64).reshape(-1, 4)
    columns = [np.ascontiguousarray(flat[:, index]) for index in range(4)]
    return Grammar(root, first, *columns)
