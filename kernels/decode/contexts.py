"""Which operations an application context has, and which subsystems can serve an operation.

MAP's contexts and operations are those of TS 29.002 17.1.6, 17.3 and 17.5, both directions: a
context lists what its initiator and its responder may invoke. CAP's are those of TS 29.078.
Subsystem numbers are those of TS 23.003 8.2; an operation that is not listed may be sent to any of
them. Where a subscriber is served (VLR, MSC) is taken for one, because one box mostly has both.
"""

from typing import NamedTuple

import numpy as np

from kernels.wire.gsm_map import Subsystem

CONTEXTS, VERSIONS = 64, 8  # larger ones are unknown
CAP = CONTEXTS * VERSIONS  # row of CAP's first context
OPERATIONS = 128  # bits of a row, in two words
HLR, VLR, MSC, SGSN = Subsystem.HLR, Subsystem.VLR, Subsystem.MSC, Subsystem.SGSN
VISITED = (VLR, MSC, SGSN)

# Operations by context, then by version.
MAP_CONTEXTS: dict[int, dict[int, tuple[int, ...]]] = {
    1: {1: (2, 7, 9, 38, 50), 2: (2, 7, 38, 50, 57), 3: (2, 7, 38, 50, 57)},
    2: {1: (3,), 2: (3,), 3: (3,)},
    3: {1: (4,), 2: (4,), 3: (4,)},
    4: {3: (87,)},
    5: {1: (22,), 2: (22,), 3: (22,)},
    6: {3: (6,), 4: (6,)},
    7: {3: (73, 74, 75)},
    8: {3: (76, 77)},
    9: {3: (88,)},
    10: {1: (37,), 2: (37,), 3: (37,)},
    11: {1: (28, 29, 30, 33, 34, 35, 52, 69), 2: (29, 33, 34, 68, 69), 3: (29, 33, 34, 68, 69)},
    12: {3: (31, 32)},
    13: {1: (43,), 2: (43,), 3: (43,)},
    14: {1: (9,), 2: (56,), 3: (56,)},
    15: {2: (55,), 3: (55,)},
    16: {1: (7, 8), 2: (7, 8), 3: (7, 8)},
    17: {1: (50, 51), 2: (50, 51), 3: (50, 51)},
    18: {1: (10, 11, 12, 13, 14, 17, 18, 19, 54), 2: (10, 11, 12, 13, 14, 17, 18)},
    19: {2: (59, 60, 61)},
    20: {1: (45, 47), 2: (45, 47, 63), 3: (45, 47, 63)},
    21: {1: (46,), 2: (46,), 3: (46,)},
    22: {3: (5,)},
    23: {1: (49,), 2: (64,)},
    24: {1: (48,), 2: (66,), 3: (66,)},
    25: {1: (46,), 2: (46,), 3: (44,)},
    26: {2: (58,)},
    27: {2: (67,), 3: (67,)},
    28: {3: (70,)},
    29: {3: (71,)},
    31: {3: (39, 40, 41, 42)},
    32: {3: (7, 23, 50)},
    33: {3: (24,), 4: (24,)},
    34: {3: (25,)},
    35: {3: (26,)},
    36: {3: (72,)},
    37: {3: (85,)},
    38: {3: (83, 86)},
    39: {3: (15,)},
    41: {3: (21,)},
    42: {3: (89,)},
    43: {3: (62, 65)},
    44: {3: (20,)},
    45: {3: (84,)},
    46: {3: (7, 53)},
    47: {3: (36,)},
}

# The operations of version 1, whose dialogues carry no context.
WITHOUT_CONTEXT = (
    *(2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19, 22, 28, 29, 30, 33, 34, 35, 37, 38),
    *(43, 45, 46, 47, 48, 49, 50, 51, 52, 54, 69),
)

RESOURCE = (16, 47, 48, 49, 53, 55)
SUPERVISED = (17, 18, 19, 20, 22, 23, 24, 27, 31, 32, 33, 34, 35, 36, 44, 45, 47, 48, 49, 53, 55)
CALL = (0, 16, *SUPERVISED, 41, 46, 86, 88, 90, 93, 95, 96, 97)
SHORT_MESSAGE = (60, 61, 62, 63, 64, 65, 66, 67)
PACKET = (70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83)
# By context, then by version where the name lies under MAP's own arcs (CAP 1 and 2), else by phase.
CAP_CONTEXTS: dict[int, dict[int, tuple[int, ...]]] = {
    4: {3: CALL, 4: CALL},
    6: {3: (16, 18, 19, 33, 47, 48, 49, 53, 55, 86), 4: (16, 18, 19, 33, 47, 48, 49, 53, 55, 86)},
    8: {4: (*SUPERVISED, 86, 88, 90, 93, 95, 96, 97)},
    14: {4: RESOURCE},
    50: {0: CALL, 1: CALL, 3: PACKET},
    51: {0: CALL, 1: CALL, 3: PACKET},
    52: {0: RESOURCE, 1: RESOURCE},
    61: {3: SHORT_MESSAGE, 4: SHORT_MESSAGE},
}

# Who can serve an operation that opens a dialogue.
SERVED_BY = {
    (HLR,): (
        *(2, 10, 11, 12, 13, 14, 15, 17, 19, 22, 23, 24, 25, 45, 47, 48, 56, 57, 58, 62, 65, 66),
        *(67, 74, 76, 77, 85),
    ),
    (HLR, Subsystem.GMLC): (71,),
    (HLR, VLR): (9,),
    VISITED: (3, 4, 7, 8, 37, 44, 50, 51, 55, 73, 75, 83),
    (VLR, SGSN): (70,),
    (MSC, SGSN): (46,),
    (MSC, VLR): (6, 20, 21, 28, 30, 39, 63, 68, 88),
    (MSC,): (49, 64),
    (Subsystem.EIR,): (43,),
    (Subsystem.GMLC,): (86,),
    (Subsystem.GSM_SCF,): (5, 72, 89),
    (Subsystem.GGSN,): (26,),
}


class Shapes(NamedTuple):
    """The tables as arrays."""

    contexts: np.ndarray  # int64[2 * CAP, 2]: bit per operation; CAP's behind MAP's
    without: np.ndarray  # int64[1, 2]: bit per operation
    subsystems: np.ndarray  # int64[256]: bit of a subsystem number, 0 for none of MAP's
    serving: np.ndarray  # int64[OPERATIONS]: bits of those that can serve it, 0: not said


def bits_of(operations: tuple[int, ...]) -> np.ndarray:
    """Two words with a bit for each of the operations."""
    words = np.zeros(2, np.uint64)
    for op in operations:
        words[op // 64] |= np.uint64(1) << np.uint64(op % 64)
    return words.view(np.int64)


def compile_shapes() -> Shapes:
    """The tables as arrays for the kernel."""
    contexts = np.zeros((2 * CAP, 2), np.int64)
    for start, table in ((0, MAP_CONTEXTS), (CAP, CAP_CONTEXTS)):
        for ac, versions in table.items():
            for version, operations in versions.items():
                contexts[start + ac * VERSIONS + version] = bits_of(operations)
    subsystems = np.zeros(256, np.int64)
    for bit, ssn in enumerate(Subsystem):
        if ssn not in (Subsystem.CAP, Subsystem.INAP):
            subsystems[ssn] = 1 << bit
    serving = np.zeros(OPERATIONS, np.int64)
    for nodes, operations in SERVED_BY.items():
        for op in operations:
            serving[op] = sum(subsystems[node] for node in nodes)
    return Shapes(contexts, bits_of(WITHOUT_CONTEXT).reshape(1, 2), subsystems, serving)
