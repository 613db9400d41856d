"""One wire module against the vectors of its layer, with nothing around them.

A parser gets octets that lie between others, in one buffer: it must read nothing but its own, so
what lies around may not change what it says.
"""

from collections.abc import Callable

import numpy as np

from tests.vectors.load import FOLDER, load

BEFORE, AROUND = 5, (0x00, 0xFF, 0x30)


def vectors(name: str) -> list[bytes]:
    """The octets of all vectors of a layer's own file."""
    return [vector.octets for vector in load(FOLDER / f"{name}.toml")]


def between(octets: bytes, filling: int) -> np.ndarray:
    """The octets between others."""
    return np.frombuffer(bytes([filling]) * BEFORE + octets + bytes([filling]) * 300, np.uint8)


def changes(parse: Callable, octets: bytes) -> list[int]:
    """Sizes at which what lies around the first octets changes what a parser says of them."""
    return [
        size
        for size in range(len(octets) + 1)
        if len({parse(between(octets[:size], fill), BEFORE, BEFORE + size) for fill in AROUND}) > 1
    ]
