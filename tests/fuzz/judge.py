"""What holds of every row, whatever the frame: compiled checks, and a digest of readings."""

import numpy as np

from kernels.columns import Cell
from kernels.jit import kernel
from kernels.outcome import FIRST_NOT_OURS, Layer, Oddity, Stop

POSITIONS = np.zeros(len(Cell), np.bool_)
POSITIONS[[Cell.ACN_AT, Cell.ACN_END, Cell.PARAMETER_AT, Cell.PARAMETER_END]] = True

LOWEST = np.full(len(Cell), -1, np.int64)
HIGHEST = np.full(len(Cell), np.iinfo(np.int64).max)
OCTET_CELLS = (
    *(Cell.SI, Cell.NI, Cell.MP, Cell.SLS, Cell.SCCP, Cell.TCAP, Cell.COMPONENT, Cell.INVOKE_ID),
    *(Cell.CGPA_SSN, Cell.CGPA_TT, Cell.CDPA_SSN, Cell.CDPA_TT),
)
HIGHEST[list(OCTET_CELLS)] = 0xFF
HIGHEST[[Cell.CGPA_GTI, Cell.CDPA_GTI, Cell.CGPA_PLAN, Cell.CDPA_PLAN]] = 0xF
HIGHEST[[Cell.CGPA_NAI, Cell.CDPA_NAI]] = 0x7F
HIGHEST[[Cell.CGPA_PC, Cell.CDPA_PC]] = 0x3FFF
HIGHEST[Cell.ODDITIES] = 2 ** (max(Oddity) + 1) - 1
HIGHEST[Cell.STOP_LAYER] = max(Layer)
HIGHEST[Cell.STOP] = FIRST_NOT_OURS - 1
LOWEST[[Cell.FRAME, Cell.MESSAGE, Cell.ODDITIES, Cell.STOP_LAYER, Cell.STOP]] = 0
LOWEST[[Cell.OP, Cell.ERROR]] = HIGHEST.min() - np.iinfo(np.int64).max
LEGAL = np.zeros(HIGHEST.size and max(Stop) + 1, np.bool_)
LEGAL[list(Stop)] = True


@kernel
def first_broken(numbers, rows, frames, lowest, highest, positions, legal):
    """(row, cell) of the first value out of its range or outside its frame, or (-1, -1)."""
    for row in range(rows):
        frame = numbers[Cell.FRAME, row]
        if frame < 0 or frame >= frames.at.shape[0]:
            return row, np.int64(Cell.FRAME)
        for cell in range(numbers.shape[0]):
            value = numbers[cell, row]
            if value < lowest[cell] or value > highest[cell]:
                return row, np.int64(cell)
            is_outside = value < frames.at[frame] or value > frames.end[frame]
            if positions[cell] and value >= 0 and is_outside:
                return row, np.int64(cell)
        for first, last in (
            (Cell.ACN_AT, Cell.ACN_END),
            (Cell.PARAMETER_AT, Cell.PARAMETER_END),
        ):
            if numbers[first, row] > numbers[last, row]:
                return row, np.int64(first)
        stop, layer = numbers[Cell.STOP, row], numbers[Cell.STOP_LAYER, row]
        if not legal[stop] or (stop == Stop.NONE) != (layer == Layer.NONE):
            return row, np.int64(Cell.STOP)
    return np.int64(-1), np.int64(-1)


@kernel
def fold(numbers, words, rows, frames, positions, digest):
    """The digest with these rows folded in; positions count from the beginning of their frame."""
    prime = np.uint64(0x100000001B3)
    for row in range(rows):
        start = frames.at[numbers[Cell.FRAME, row]]
        for cell in range(numbers.shape[0]):
            value = numbers[cell, row]
            if positions[cell] and value >= 0:
                value -= start
            digest = (digest ^ np.uint64(value)) * prime
        for word in range(words.shape[0]):
            digest = (digest ^ words[word, row]) * prime
        digest ^= digest >> np.uint64(29)
    return digest
