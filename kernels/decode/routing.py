"""From messages to their routing: adaptation, MTP3 and SCCP, up to the octets that TCAP is to read.

Which layer brought a message is told by its octets, and by its payload protocol identifier where
the octets do not say; never by a port. A length that promises more than there is does not end the
walk: what is there is read, and the message keeps the layer at which octets were missing.

SUA takes the place of SCCP: it fills the columns of addresses, and leaves that of SCCP's message
type absent.
"""

import numpy as np

from kernels.columns import ABSENT, PacketCell
from kernels.columns import MessageCell as Cell
from kernels.columns import MessageWord as Word
from kernels.decode.adaptation import SUA_ADDRESS, adapted, is_plain, party, plain, unit_of
from kernels.decode.limits import MESSAGE_OCTETS_MAX, REGION_OCTETS, SEGMENTS
from kernels.decode.titles import oddities_of
from kernels.jit import inlined, kernel, leaf
from kernels.meanings import Protocol
from kernels.octets import Span, u8
from kernels.outcome import Layer, Stop
from kernels.store import segments as waiting
from kernels.wire import sccp

LAST_TYPE = np.int64(15)  # what is beyond is counted there


@leaf
def class_of(buf, at):
    """Class of an adaptation layer's message."""
    return min(u8(buf, at + 2), LAST_TYPE)


@leaf
def type_of(buf, at):
    """Type of an adaptation layer's message."""
    return min(u8(buf, at + 3), LAST_TYPE)


@leaf
def small(x, unit, size):
    """Whether so many octets of user data would have fitted into one message."""
    around = (x.end - x.at) - (unit.end - unit.at) - sccp.SEGMENTATION_LEN
    return waiting.SMALL if around + size <= waiting.SMALL_OCTETS else np.int64(0)


@inlined
def keep_label(numbers, row, x):
    """Write the routing label, and what brought it."""
    numbers[Cell.ADAPTATION, row] = x.adaptation
    numbers[Cell.OPC, row] = x.opc
    numbers[Cell.DPC, row] = x.dpc
    numbers[Cell.NI, row] = x.ni
    numbers[Cell.SI, row] = x.si
    numbers[Cell.MP, row] = x.mp
    numbers[Cell.SLS, row] = x.sls


@inlined
def keep_parties(numbers, row, cgpa, cdpa):
    """Write both addresses, but for their digits."""
    numbers[Cell.CGPA_GTI, row] = cgpa.gti
    numbers[Cell.CGPA_SSN, row] = cgpa.ssn
    numbers[Cell.CGPA_PC, row] = cgpa.pc
    numbers[Cell.CGPA_TT, row] = cgpa.tt
    numbers[Cell.CGPA_NAI, row] = cgpa.nai
    numbers[Cell.CGPA_PLAN, row] = cgpa.plan
    numbers[Cell.CDPA_GTI, row] = cdpa.gti
    numbers[Cell.CDPA_SSN, row] = cdpa.ssn
    numbers[Cell.CDPA_PC, row] = cdpa.pc
    numbers[Cell.CDPA_TT, row] = cdpa.tt
    numbers[Cell.CDPA_NAI, row] = cdpa.nai
    numbers[Cell.CDPA_PLAN, row] = cdpa.plan


@kernel
def read_routing(octets, frames, packets, messages, first, count, segments, management):
    """Fill messages `first` to `count`: routing label, party addresses, and where TCAP lies.

    The first message not looked at: it stops early when the room for joined segments is short.
    """
    numbers, words, outer = messages.numbers, messages.words, packets.numbers
    room = np.int64(octets.shape[0]) - SEGMENTS
    room_end = room + REGION_OCTETS - MESSAGE_OCTETS_MAX
    for row in range(first, count):
        if room > room_end:
            return np.int64(row)
        at, end, frame = numbers[Cell.AT, row], numbers[Cell.END, row], numbers[Cell.FRAME, row]
        form, ppid = outer[PacketCell.POINT_CODES, frame], numbers[Cell.PPID, row]
        carrier, came = numbers[Cell.CARRIER, row], numbers[Cell.STOP, row]
        if is_plain(octets, at, end, ppid, carrier, came):
            x = plain(octets, at, end)
        else:
            x = adapted(octets, Span(at, end), ppid, carrier, came, form)
        if x.inner == Layer.SCCP:
            unit = sccp.parse(octets, x.at, x.end)
        else:
            unit, form = unit_of(octets, x), SUA_ADDRESS
        cgpa = party(octets, unit.cgpa_at, unit.cgpa_end, form)
        cdpa = party(octets, unit.cdpa_at, unit.cdpa_end, form)
        oddities = numbers[Cell.ODDITIES, row] | outer[PacketCell.ODDITIES, frame]
        oddities |= oddities_of(unit, cgpa, cdpa)
        stop, user_at, user_end = unit.stop, unit.at, unit.end
        if unit.segmentation >= 0 and stop == 0:
            node = cgpa.pc if cgpa.pc >= 0 else x.opc
            who = waiting.group_of(segments.secret, unit.segmentation, cgpa.gt, cgpa.ssn, node)
            piece, now = Span(user_at, user_end), frames.ts_ns[frame]
            whole = waiting.join(segments, who, unit.segmentation, octets, piece, room, now)
            user_at, user_end, stop = whole.at, whole.end, whole.stop
            oddities |= whole.oddities
            if stop == 0:
                oddities |= small(x, unit, user_end - user_at)
                room = user_end
        elif stop == Stop.NOT_TRANSFER:
            management[class_of(octets, at), type_of(octets, at)] += 1
        if numbers[Cell.SHORT_LAYER, row] == Layer.NONE and (x.is_short or unit.is_short):
            numbers[Cell.SHORT_LAYER, row] = x.adaptation if x.is_short else x.inner
        is_diameter = x.inner == Layer.DIAMETER
        left = unit.hidden + unit.unexplained + cgpa.unexplained + cdpa.unexplained
        keep_label(numbers, row, x)
        keep_parties(numbers, row, cgpa, cdpa)
        words[Word.CGPA_GT, row] = cgpa.gt
        words[Word.CDPA_GT, row] = cdpa.gt
        numbers[Cell.SCCP, row] = unit.kind
        numbers[Cell.RETURN_CAUSE, row] = unit.cause
        numbers[Cell.PROTOCOL, row] = Protocol.DIAMETER if is_diameter else ABSENT
        numbers[Cell.USER_AT, row] = user_at
        numbers[Cell.USER_END, row] = user_end
        numbers[Cell.ODDITIES, row] = oddities
        numbers[Cell.UNEXPLAINED, row] = x.unexplained + left
        numbers[Cell.STOP_LAYER, row] = x.layer if x.stop != 0 else x.inner
        numbers[Cell.STOP, row] = stop
    return np.int64(count)
