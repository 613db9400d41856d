"""What holds of every row, whatever the frame: ranges, places, a digest, and what is new in it."""

from typing import NamedTuple

import numpy as np

from kernels.columns import Cell, DiameterCell
from kernels.jit import kernel, leaf
from kernels.meanings import Leak, Protocol
from kernels.outcome import FIRST_NOT_OURS, Layer, Oddity, Stop

PAIRS = np.array(
    [(each, Cell[each.name[:-3] + "_END"]) for each in Cell if each.name[-3:] == "_AT"]
)
TEXTS = np.array(
    [
        (each, DiameterCell[each.name[:-3] + "_END"])
        for each in DiameterCell
        if each.name[-3:] == "_AT"
    ]
)
ANY = np.iinfo(np.int64)
OCTET_CELLS = (
    *(Cell.SI, Cell.NI, Cell.MP, Cell.SLS, Cell.SCCP, Cell.TCAP, Cell.COMPONENT, Cell.INVOKE_ID),
    *(Cell.CGPA_SSN, Cell.CGPA_TT, Cell.CDPA_SSN, Cell.CDPA_TT, Cell.CGPA_NAI, Cell.CDPA_NAI),
    *(Cell.CGPA_PLAN, Cell.CDPA_PLAN, Cell.CGPA_GTI, Cell.CDPA_GTI),
    *(Cell.SM_PID, Cell.SM_DCS, Cell.SM_IEI),
)
WORD, THREE, POINT_CODE = 2**32 - 1, 2**24 - 1, 2**32 - 1  # SUA has 32 bits for a point code
TEXT_OCTETS = 48  # of a text that go into the digest
FEATURES = 1 << 18
BITS = max(Oddity) + 1


class Rules(NamedTuple):
    """Ranges of the columns, stops that there are, and where positions stand."""

    lowest: np.ndarray
    highest: np.ndarray
    diameter_lowest: np.ndarray
    diameter_highest: np.ndarray
    legal: np.ndarray
    pairs: np.ndarray
    texts: np.ndarray


def rules() -> Rules:
    """As the columns are described."""
    lowest, highest = np.full(len(Cell), -1, np.int64), np.full(len(Cell), ANY.max)
    highest[list(OCTET_CELLS)] = 0xFF
    highest[[Cell.CGPA_PC, Cell.CDPA_PC, Cell.OPC, Cell.DPC]] = POINT_CODE
    highest[Cell.RETURN_CAUSE] = 0xFFFF
    highest[Cell.ABORT_CAUSE] = 256
    highest[Cell.PROTOCOL] = max(Protocol)
    highest[Cell.LEAKS] = 2 ** (max(Leak) + 1) - 1
    highest[Cell.SM_UDHI] = 1
    highest[Cell.UNEXPLAINED] = 1 << 16
    highest[Cell.ODDITIES] = 2 ** (max(Oddity) + 1) - 1
    highest[Cell.STOP_LAYER] = max(Layer)
    highest[Cell.STOP] = FIRST_NOT_OURS - 1
    never_absent = [Cell.FRAME, Cell.MESSAGE, Cell.ODDITIES, Cell.STOP_LAYER, Cell.STOP]
    lowest[[*never_absent, Cell.LEAKS, Cell.UNEXPLAINED]] = 0
    lowest[[Cell.OP, Cell.ERROR, Cell.ASKED_OP, Cell.TS_NS]] = ANY.min
    low, high = np.full(len(DiameterCell), -1, np.int64), np.full(len(DiameterCell), ANY.max)
    words = (DiameterCell.APP_ID, DiameterCell.HOP_BY_HOP, DiameterCell.END_TO_END)
    words += (DiameterCell.RESULT_CODE, DiameterCell.EXPERIMENTAL_RESULT, DiameterCell.IDR_FLAGS)
    high[list(words)] = WORD
    high[[DiameterCell.COMMAND, DiameterCell.VISITED_PLMN]] = THREE
    high[DiameterCell.IS_REQUEST], high[DiameterCell.FLAGS] = 1, 0xFF
    high[DiameterCell.ROUTE_RECORDS] = 1 << 16
    legal = np.zeros(max(Stop) + 1, np.bool_)
    legal[list(Stop)] = True
    return Rules(lowest, highest, low, high, legal, PAIRS, TEXTS)


@leaf
def misplaced(matrix, pairs, row, at, end, tail, size):
    """The column of a position that lies neither in the frame nor, from `tail` on, behind."""
    for pair in range(pairs.shape[0]):
        first, last = matrix[pairs[pair, 0], row], matrix[pairs[pair, 1], row]
        is_inside = at <= first <= last <= end
        is_behind = tail <= first <= last <= size
        if not is_inside and not is_behind and (first != -1 or last != -1):
            return pairs[pair, 0]
    return np.int64(-1)


@leaf
def beyond(matrix, row, lowest, highest):
    """The first column whose value is out of its range."""
    for cell in range(matrix.shape[0]):
        if matrix[cell, row] < lowest[cell] or matrix[cell, row] > highest[cell]:
            return np.int64(cell)
    return np.int64(-1)


@kernel
def first_broken(signals, rows, frames, size, tail, rules):
    """(row, cell, matrix) of the first value out of its range or place, or (-1, -1, -1)."""
    numbers, diameter = signals.numbers, signals.diameter
    for row in range(rows):
        frame = numbers[Cell.FRAME, row]
        if frame < 0 or frame >= frames.at.shape[0]:
            return row, np.int64(Cell.FRAME), 0
        at, end = frames.at[frame], frames.end[frame]
        cell = beyond(numbers, row, rules.lowest, rules.highest)
        if cell < 0:
            cell = misplaced(numbers, rules.pairs, row, at, end, tail, size)
        stop, layer = numbers[Cell.STOP, row], numbers[Cell.STOP_LAYER, row]
        if cell < 0 and (not rules.legal[stop] or (stop == Stop.NONE) != (layer == Layer.NONE)):
            cell = np.int64(Cell.STOP)
        if cell >= 0:
            return row, cell, 0
        cell = beyond(diameter, row, rules.diameter_lowest, rules.diameter_highest)
        if cell < 0:
            cell = misplaced(diameter, rules.texts, row, at, end, tail, size)
        if cell >= 0:
            return row, cell, 2
    return np.int64(-1), np.int64(-1), -1


@leaf
def folded(digest, value):
    """The digest with one value folded in."""
    return (digest ^ np.uint64(value)) * np.uint64(0x100000001B3)


@leaf
def fold_matrix(octets, matrix, pairs, row, first, digest):
    """The columns of a row from `first` on; of positions how much stands there, and what."""
    for cell in range(first, matrix.shape[0]):
        is_place = False
        for pair in range(pairs.shape[0]):
            is_place = is_place or pairs[pair, 0] == cell or pairs[pair, 1] == cell
        if not is_place:
            digest = folded(digest, matrix[cell, row])
    for pair in range(pairs.shape[0]):
        at, end = matrix[pairs[pair, 0], row], matrix[pairs[pair, 1], row]
        digest = folded(digest, end - at)
        for place in range(at, min(end, at + TEXT_OCTETS)):
            digest = folded(digest, octets[place])
    return digest


@kernel
def fold(octets, signals, rows, frames, rules, digest):
    """The digest with these rows folded in, wherever the frame and its rows lie."""
    for row in range(rows):
        digest = folded(digest, frames.number[signals.numbers[Cell.FRAME, row]])
        digest = fold_matrix(octets, signals.numbers, rules.pairs, row, Cell.TS_NS, digest)
        digest = fold_matrix(octets, signals.diameter, rules.texts, row, 0, digest)
        for word in range(signals.words.shape[0]):
            digest = folded(digest, signals.words[word, row])
        digest ^= digest >> np.uint64(29)
    return digest


@leaf
def feature(first, second, third):
    """A number below FEATURES for three."""
    digest = folded(folded(folded(np.uint64(14695981039346656037), first), second), third)
    return np.int64((digest ^ digest >> np.uint64(32)) % np.uint64(FEATURES))


@leaf
def pattern(signals, row):
    """Which columns of a row are there, as one number."""
    digest = np.uint64(0)
    for cell in range(signals.numbers.shape[0]):
        digest = folded(digest, signals.numbers[cell, row] == -1)
    for cell in range(signals.diameter.shape[0]):
        digest = folded(digest, signals.diameter[cell, row] == -1)
    for word in range(signals.words.shape[0]):
        digest = folded(digest, signals.words[word, row] == np.uint64(0xFFFF_FFFF_FFFF_FFFF))
    return digest >> np.uint64(1)


@kernel
def note(signals, rows, frames, seen, fresh):
    """Mark in `fresh` the frames that reached a stop, an oddity or columns never `seen` before."""
    for row in range(rows):
        numbers, frame = signals.numbers, signals.numbers[Cell.FRAME, row]
        stop = numbers[Cell.STOP_LAYER, row] * 64 + numbers[Cell.STOP, row]
        kind = numbers[Cell.SCCP, row] * 65536 + numbers[Cell.TCAP, row] * 256
        kind += numbers[Cell.COMPONENT, row]
        places = feature(stop, kind, 1), feature(stop, pattern(signals, row), 2)
        for place in places:
            fresh[frame] |= not seen[place]
            seen[place] = True
        for bit in range(BITS):
            if numbers[Cell.ODDITIES, row] >> bit & 1:
                place = feature(stop, bit, 3)
                fresh[frame] |= not seen[place]
                seen[place] = True
    for frame in range(fresh.shape[0]):
        place = feature(frames.stop_layer[frame] * 64 + frames.stop[frame], 0, 4)
        fresh[frame] |= not seen[place]
        seen[place] = True
