"""Diameter messages read without what stands around them: octets in, plain dictionaries out."""

import numpy as np

from kernels.columns import (
    ABSENT,
    FIRST_IDENTITY,
    NO_DIGITS,
    Cell,
    DiameterCell,
    Frames,
    MessageCell,
    Messages,
    Signals,
    allocate,
)
from kernels.decode.avp_table import compile_avps
from kernels.decode.diameter import read_diameter
from kernels.decode.limits import Limits
from kernels.meanings import Identity, Leak, Protocol
from kernels.outcome import Oddity, Stop
from kernels.store import requests
from tests.decoding import digits

SECOND = 1_000_000_000
AVPS = compile_avps()


class Reader:
    """A store of requests, and what is read with it."""

    def __init__(self, **limits):
        self.requests = requests.of(Limits(**({"requests": 64} | limits)))

    def read(self, *messages: bytes, ports: tuple[int, int] = (40000, 3868), now: int = 1) -> list:
        """The fields of messages that came one after the other, those absent left out."""
        joined = b"".join(messages)
        octets = np.frombuffer(joined + b"\x00", np.uint8).copy()
        frames, around = allocate(Frames, 1), allocate(Messages, 1)
        frames.ts_ns[0] = now
        around.numbers[MessageCell.SPORT, 0], around.numbers[MessageCell.DPORT, 0] = ports
        signals = allocate(Signals, len(messages))
        rows = len(messages)
        ends = np.cumsum([len(message) for message in messages])
        for cell, values in (
            (Cell.FRAME, 0),
            (Cell.MESSAGE, 0),
            (Cell.PROTOCOL, Protocol.DIAMETER),
            *((cell, 0) for cell in (Cell.LEAKS, Cell.UNEXPLAINED, Cell.STOP, Cell.STOP_LAYER)),
            (Cell.PARAMETER_END, ends),
            (Cell.PARAMETER_AT, ends - [len(message) for message in messages]),
        ):
            signals.numbers[cell, :rows] = values
        read_diameter(octets, frames, around, signals, rows, AVPS, self.requests)
        return [spelled(octets, signals, row) for row in range(rows)]


def read(*messages: bytes) -> list[dict]:
    """The fields of messages, each as if alone."""
    return Reader(requests=0).read(*messages)


def spelled(octets: np.ndarray, signals: Signals, row: int) -> dict:
    """One row by names; texts as text, bit sets as lists of names."""
    out: dict = {}
    fields = {cell.name.lower(): int(signals.diameter[cell, row]) for cell in DiameterCell}
    for name, value in fields.items():
        if value == ABSENT or (name.endswith("_end") and name != "end_to_end"):
            continue
        if name.endswith("_at"):
            text = octets[value : fields[f"{name[:-3]}_end"]].tobytes()
            out[name[:-3]] = text if name == "sm_rp_ui_at" else text.decode()
        else:
            out[name] = value
    for one in Identity:
        value = int(signals.words[FIRST_IDENTITY + one, row])
        if value != int(NO_DIGITS):
            out[one.name.lower()] = digits(value)
    numbers = {cell.name.lower(): int(signals.numbers[cell, row]) for cell in Cell}
    out["oddities"] = [each.name.lower() for each in Oddity if numbers["oddities"] >> each & 1]
    out["leaks"] = [each.name.lower() for each in Leak if numbers["leaks"] >> each & 1]
    out["stop"] = Stop(numbers["stop"]).name.lower()
    out |= {name: numbers[name] for name in ("dialogue", "unexplained", "op")}
    return out
