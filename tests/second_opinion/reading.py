"""Parameters straight into the walk of identities, with no frame around them."""

from typing import NamedTuple

import numba
import numpy as np

from kernels.columns import FIRST_IDENTITY, NO_DIGITS, Cell, Signals, allocate
from kernels.decode.grammar import compile_grammar
from kernels.decode.identities import allocate_stack, read_identities
from kernels.meanings import Identity, Leak, Protocol
from kernels.outcome import Oddity
from tests.decoding import digits

EXAMPLES = 5 if numba.config.DISABLE_JIT else 40  # the compiled lane carries the weight
COMPONENTS = {"invoke": 0xA1, "result": 0xA2}
GRAMMAR, STACK = compile_grammar(), allocate_stack()


class Parameter(NamedTuple):
    """What stands around a parameter, and its octets."""

    op: int
    component: str
    context: int
    octets: bytes
    protocol: Protocol = Protocol.MAP


class Read(NamedTuple):
    """What was read of one."""

    identities: dict[str, str]
    leaks: set[str]
    short_message: tuple[int, ...]
    unexplained: int
    oddities: list[str]
    stop: int


def read(parameters: list[Parameter]) -> list[Read]:
    """Read all of them at once."""
    octets = np.frombuffer(b"".join(each.octets for each in parameters) or b"\0", np.uint8)
    signals = allocate(Signals, len(parameters))
    at = 0
    for row, each in enumerate(parameters):
        cells = {
            Cell.OP: each.op,
            Cell.COMPONENT: COMPONENTS[each.component],
            Cell.PROTOCOL: each.protocol,
            Cell.AC: each.context,
            Cell.PARAMETER_AT: at if each.octets else -1,
            Cell.PARAMETER_END: at + len(each.octets) if each.octets else -1,
            Cell.LEAKS: 0,
            Cell.UNEXPLAINED: 0,
            Cell.STOP: 0,
        }
        for cell, value in cells.items():
            signals.numbers[cell, row] = value
        at += len(each.octets)
    read_identities(octets.copy(), signals, len(parameters), GRAMMAR, STACK)
    return [one(signals, row) for row in range(len(parameters))]


def one(signals: Signals, row: int) -> Read:
    """What stands in a row."""
    numbers = signals.numbers[:, row].tolist()
    words = signals.words[FIRST_IDENTITY:, row].tolist()
    return Read(
        {
            each.name.lower(): digits(words[each])
            for each in Identity
            if words[each] != int(NO_DIGITS)
        },
        {each.name.lower() for each in Leak if numbers[Cell.LEAKS] >> each & 1},
        tuple(numbers[Cell.SM_PID : Cell.SM_IEI + 1]),
        numbers[Cell.UNEXPLAINED],
        [each.name.lower() for each in Oddity if numbers[Cell.ODDITIES] >> each & 1],
        numbers[Cell.STOP],
    )
