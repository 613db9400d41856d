"""Which link a packet came over, and what Settings say of it: point codes, and what it joins."""

from typing import NamedTuple

import numpy as np

from kernels.columns import ABSENT
from kernels.columns import PacketCell as Cell
from kernels.columns import PacketWord as Word
from kernels.jit import kernel
from kernels.meanings import PointCodes, Role

WORD_BITS = 64
ALL = (1 << WORD_BITS) - 1


class Rule(NamedTuple):
    """Packets of one link. What is ABSENT fits everything, and so does version ABSENT of a peer."""

    source: int = ABSENT  # index of the file or interface
    vlan: int = ABSENT  # outer VLAN id
    version: int = ABSENT  # of the peer's address: 4 or 6
    address: int = 0  # the peer's, at either end of the packet
    prefix: int = 0  # leading bits of it that count: 32 or 128 is one host
    point_codes: int = PointCodes.ITU
    role: int = Role.UNKNOWN


class Links(NamedTuple):
    """Rules tried in their order; the first that fits decides. -1 fits everything."""

    source: np.ndarray  # int64[rules]: index of the file or interface
    vlan: np.ndarray  # outer VLAN id
    version: np.ndarray  # of the peer's address
    point_codes: np.ndarray  # PointCodes
    role: np.ndarray  # Role
    peer: np.ndarray  # uint64[rules, 4]: address high, low; mask high, low


def of(rules):
    """The columns of these rules."""
    numbers = ("source", "vlan", "version", "point_codes", "role")
    columns = {name: [getattr(rule, name) for rule in rules] for name in numbers}
    peer = np.array([masked(rule) for rule in rules], np.uint64).reshape(len(rules), 4)
    return Links(peer=peer, **{name: np.array(each, np.int64) for name, each in columns.items()})


def none():
    """No rules: ITU point codes, role unknown."""
    return of([])


def masked(rule):
    """A peer's address and mask, two words each, an IPv4 address in the low 32 bits."""
    if rule.version == ABSENT:
        return 0, 0, 0, 0
    width = 32 if rule.version == 4 else 2 * WORD_BITS
    mask = (1 << width) - (1 << (width - rule.prefix))
    address = rule.address & mask
    return address >> WORD_BITS, address & ALL, mask >> WORD_BITS, mask & ALL


@kernel
def mark_links(frames, packets, first, taken, links):
    """Write point codes and role of packets `first` to `taken` that a rule fits."""
    numbers, words, peer = packets.numbers, packets.words, links.peer
    for frame in range(first, taken):
        version = numbers[Cell.IP_VERSION, frame]
        src_hi, src_lo = words[Word.SRC_HI, frame], words[Word.SRC_LO, frame]
        dst_hi, dst_lo = words[Word.DST_HI, frame], words[Word.DST_LO, frame]
        for rule in range(links.source.shape[0]):
            if links.source[rule] not in (ABSENT, frames.source[frame]):
                continue
            if links.vlan[rule] not in (ABSENT, numbers[Cell.VLAN, frame]):
                continue
            if links.version[rule] != ABSENT:
                high, low = peer[rule, 0], peer[rule, 1]
                mask_high, mask_low = peer[rule, 2], peer[rule, 3]
                is_src = src_hi & mask_high == high and src_lo & mask_low == low
                is_dst = dst_hi & mask_high == high and dst_lo & mask_low == low
                if links.version[rule] != version or not (is_src or is_dst):
                    continue
            numbers[Cell.POINT_CODES, frame] = links.point_codes[rule]
            numbers[Cell.ROLE, frame] = links.role[rule]
            break
