"""SCCP connectionless messages: UDT and XUDT with global titles (ITU-T Q.713).

    UDT    | type 9 | class | 3 pointers | called | calling | data |
    XUDT   | type 17| class | hops | 4 pointers | called | calling | data |

    address  | 0 RI 0100 1 0 | SSN | translation type | plan, encoding | nature | digits ... |

Leaves out: segmentation, service messages, point codes in addresses, title indicators other than
4.
"""

from enum import IntEnum
from typing import NamedTuple

from appliance.simulate.encoding.tbcd import pack


class Plan(IntEnum):
    """Numbering plan of a global title (Q.713 3.4.2.3.3)."""

    E164 = 1
    E214 = 7


class Subsystem(IntEnum):
    """Subsystem numbers (Q.713 3.4.2.2 and TS 23.003 8)."""

    HLR = 6
    VLR = 7
    MSC = 8
    GMLC = 145
    GSM_SCF = 147


class Address(NamedTuple):
    """A party: digits of its global title, subsystem, numbering plan."""

    gt: str
    ssn: int
    plan: Plan = Plan.E164


_UNITDATA = 9
_EXTENDED_UNITDATA = 17
_CLASS_1_RETURN_ON_ERROR = 0x81
_HOPS = 15
_GT4_WITH_SSN = 0x12  # routing on GT, title indicator 0100, SSN present, no point code
_TRANSLATION_TYPE_NONE = 0
_BCD_ODD = 1
_BCD_EVEN = 2
_NATURE_INTERNATIONAL = 4

DATA_MAX = 255
"""Q.713 3.16: the length indicator of the data parameter is one octet."""


def unitdata(called: Address, calling: Address, data: bytes) -> bytes:
    """UDT in class 1 with return on error (Q.713 4.10)."""
    head = bytes((_UNITDATA, _CLASS_1_RETURN_ON_ERROR))
    return head + _pointed(3, _address(called), _address(calling), _counted(data))


def extended_unitdata(called: Address, calling: Address, data: bytes) -> bytes:
    """XUDT in one piece: its fourth pointer, to optional parameters, is zero (Q.713 4.18)."""
    head = bytes((_EXTENDED_UNITDATA, _CLASS_1_RETURN_ON_ERROR, _HOPS))
    return head + _pointed(4, _address(called), _address(calling), _counted(data))


def _pointed(pointers: int, called: bytes, calling: bytes, data: bytes) -> bytes:
    """Pointers, each counting from itself to its parameter, then the parameters (Q.713 1.5)."""
    to_called = pointers
    to_calling = pointers - 1 + len(called)
    to_data = pointers - 2 + len(called) + len(calling)
    return bytes((to_called, to_calling, to_data)).ljust(pointers, b"\0") + called + calling + data


def _address(party: Address) -> bytes:
    """Length and party address (Q.713 3.4)."""
    odd = len(party.gt) % 2
    return _counted(
        bytes(
            (
                _GT4_WITH_SSN,
                party.ssn,
                _TRANSLATION_TYPE_NONE,
                party.plan << 4 | (_BCD_ODD if odd else _BCD_EVEN),
                _NATURE_INTERNATIONAL,
            )
        )
        + pack(party.gt, filler=0)
    )


def _counted(contents: bytes) -> bytes:
    """A variable parameter: one octet of length, then the contents; ValueError above 255."""
    return bytes((len(contents),)) + contents
