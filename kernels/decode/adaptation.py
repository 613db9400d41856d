"""Which adaptation layer brought a message, and what it carries: SCCP, SUA or Diameter.

  SCTP   M3UA | M2PA, M2UA > MTP3 > SCCP | SUA | Diameter      told by class, else by PPID
  MTP3   > SCCP         TCP   Diameter         SCCP

Classes that carry data belong to one layer each and decide, whatever the PPID says. A PPID decides
for what is broken, and for management, whose classes are shared.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import inlined, leaf
from kernels.meanings import Carrier, PointCodes
from kernels.octets import fits, u32
from kernels.outcome import Layer, Stop
from kernels.wire import diameter, m2pa, m2ua, m3ua, mtp3, sccp, sccp_address, sigtran, sua
from kernels.wire.sigtran import Class, Ppid

SUA_ADDRESS = np.int64(3)  # beside PointCodes: addresses as SUA writes them
NO_LAYER = np.int64(Layer.NONE)
NO_PRIORITY = np.int64(-1)  # beside the SIO


class Transfer(NamedTuple):
    """What lies outside of the message that carries user data; -1 where it was not said."""

    layer: int  # Layer of the outside, or where it stopped
    inner: int  # Layer inside: SCCP, SUA, DIAMETER; NONE if it stopped
    adaptation: int  # Layer over SCTP that brought it, or NONE
    opc: int
    dpc: int
    si: int
    ni: int
    mp: int
    sls: int
    at: int
    end: int
    is_short: bool  # a length claims more octets than there are
    unexplained: int  # octets that nothing names
    stop: int


@leaf
def around(layer, inner, adaptation, at, end, stop):
    """A message without a routing label, or where and why it stopped."""
    none = np.int64(-1)
    inner = NO_LAYER if stop != 0 else np.int64(inner)
    layer, adaptation, stop = np.int64(layer), np.int64(adaptation), np.int64(stop)
    zero = np.int64(0)
    return Transfer(
        layer, inner, adaptation, none, none, none, none, none, none, at, end, False, zero, stop
    )


@inlined
def is_plain(buf, at, end, ppid, carrier, came):
    """Whether this is an M3UA DATA message that says so."""
    is_said = ppid == Ppid.M3UA and carrier == Carrier.SCTP and came == 0
    return is_said and fits(at, m3ua.HEADER_LEN, end) and u32(buf, at) == m3ua.DATA_HEADER


@inlined
def plain(buf, at, end):
    """What M3UA carries."""
    x = m3ua.parse(buf, at, end)
    is_sccp = x.stop == 0 and x.si == mtp3.Service.SCCP
    stop = x.stop if x.stop != 0 or is_sccp else np.int64(Stop.NOT_SCCP)
    return Transfer(
        np.int64(Layer.M3UA),
        np.int64(Layer.SCCP if is_sccp else Layer.NONE),
        np.int64(Layer.M3UA),
        x.opc,
        x.dpc,
        x.si,
        x.ni,
        x.mp,
        x.sls,
        x.at,
        x.end,
        x.is_short,
        x.unexplained,
        stop,
    )


@leaf
def m3ua_of(buf, at, end):
    """What M3UA carries, for whoever does not come this way often."""
    return plain(buf, at, end)


@leaf
def mtp3_of(buf, at, end, codes, layer, is_short, unexplained, priority):
    """What the MTP3 message carries that `layer` brought, with a priority or NO_PRIORITY."""
    x = mtp3.parse(buf, at, end, codes)
    is_sccp = x.stop == 0 and x.si == mtp3.Service.SCCP
    stop = x.stop if x.stop != 0 or is_sccp else np.int64(Stop.NOT_SCCP)
    inner = np.int64(Layer.SCCP if is_sccp else Layer.NONE)
    label = np.int64(Layer.MTP3)
    return Transfer(
        label,
        inner,
        layer,
        x.opc,
        x.dpc,
        x.si,
        x.ni,
        x.mp if priority < 0 else priority,
        x.sls,
        x.at,
        end,
        is_short,
        unexplained,
        stop,
    )


@leaf
def m2pa_of(buf, at, end, codes):
    """What M2PA carries."""
    layer = np.int64(Layer.M2PA)
    x = m2pa.parse(buf, at, end)
    if x.stop != 0:
        return around(layer, NO_LAYER, layer, at, end, x.stop)
    # RFC 4165 2.3.1: PRI is spare but in Japan, whose SIO has no priority.
    priority = x.priority if codes == PointCodes.JAPAN else NO_PRIORITY
    return mtp3_of(buf, x.at, x.end, codes, layer, x.is_short, x.unexplained, priority)


@leaf
def m2ua_of(buf, at, end, codes):
    """What M2UA carries."""
    layer = np.int64(Layer.M2UA)
    x = m2ua.parse(buf, at, end)
    if x.stop != 0:
        return around(layer, NO_LAYER, layer, at, end, x.stop)
    return mtp3_of(buf, x.at, x.end, codes, layer, x.is_short, x.unexplained, NO_PRIORITY)


@leaf
def claimed(ppid):
    """The layer that a PPID names, or NONE."""
    if ppid == Ppid.M3UA:
        return np.int64(Layer.M3UA)
    if ppid == Ppid.M2PA:
        return np.int64(Layer.M2PA)
    if ppid == Ppid.M2UA:
        return np.int64(Layer.M2UA)
    if ppid == Ppid.SUA:
        return np.int64(Layer.SUA)
    is_diameter = ppid == Ppid.DIAMETER or ppid == Ppid.DIAMETER_DTLS
    return np.int64(Layer.DIAMETER if is_diameter else Layer.NONE)


@leaf
def layer_of(buf, at, end, said):
    """The layer of a message whose PPID names the layer `said`; NONE for another protocol's."""
    group = sigtran.class_of(buf, at, end)
    if said == Layer.DIAMETER and diameter.is_likely(buf, at, end):
        return said
    if group == Class.TRANSFER:
        return np.int64(Layer.M3UA)
    if group == Class.M2PA:
        return np.int64(Layer.M2PA)
    if group == Class.MAUP:
        return np.int64(Layer.M2UA)
    if group == Class.CONNECTIONLESS or group == Class.CONNECTION_ORIENTED:
        return np.int64(Layer.SUA)
    is_management = group >= 0 and group != Class.QPTM
    if is_management and said != Layer.NONE and said != Layer.DIAMETER:
        return said
    if diameter.is_likely(buf, at, end):
        return np.int64(Layer.DIAMETER)
    if is_management and said == Layer.NONE:
        return np.int64(Layer.M3UA)
    return said


@leaf
def adapted(buf, span, ppid, carrier, came, codes):
    """The message in `span`; `came` is the stop that its carrier gave it."""
    at, end = span.at, span.end
    if carrier == Carrier.TCP:
        return around(Layer.TCP, Layer.DIAMETER, NO_LAYER, at, end, came)
    if carrier == Carrier.MTP3:
        if came == 0:
            return mtp3_of(buf, at, end, codes, NO_LAYER, False, np.int64(0), NO_PRIORITY)
        return around(Layer.MTP3, NO_LAYER, NO_LAYER, at, end, came)
    if carrier == Carrier.SCCP:
        return around(Layer.SCCP, Layer.SCCP, NO_LAYER, at, end, came)
    said = claimed(sigtran.ppid(ppid))
    if came != 0:
        is_other = came == Stop.FRAGMENT and said == Layer.NONE and not may_begin(buf, at, end)
        came = np.int64(Stop.NOT_SIGTRAN) if is_other else came
        return around(Layer.SCTP, NO_LAYER, NO_LAYER, at, end, came)
    layer = layer_of(buf, at, end, said)
    is_broken = layer == Layer.NONE or layer == Layer.DIAMETER
    if is_broken and not diameter.is_likely(buf, at, end) and sigtran.is_dtls(buf, at, end):
        return around(Layer.SCTP, NO_LAYER, NO_LAYER, at, end, np.int64(Stop.ENCRYPTED))
    if layer == Layer.M3UA:
        return m3ua_of(buf, at, end)
    if layer == Layer.M2PA:
        return m2pa_of(buf, at, end, codes)
    if layer == Layer.M2UA:
        return m2ua_of(buf, at, end, codes)
    if layer == Layer.SUA:
        return around(layer, layer, layer, at, end, np.int64(0))
    if layer == Layer.DIAMETER:
        return around(Layer.SCTP, layer, NO_LAYER, at, end, np.int64(0))
    return around(Layer.SCTP, NO_LAYER, NO_LAYER, at, end, np.int64(Stop.NOT_SIGTRAN))


@leaf
def may_begin(buf, at, end):
    """Whether a fragment without a telling PPID may be the first one of a message of ours."""
    is_ours = diameter.is_plausible(buf, at, end)
    return is_ours or (fits(at, m3ua.HEADER_LEN, end) and u32(buf, at) == m3ua.DATA_HEADER)


@leaf
def unit_of(buf, x):
    """What is inside, where that is not SCCP: user data of SUA, Diameter, or nothing."""
    none, zero = np.int64(-1), np.int64(0)
    if x.inner == Layer.SUA:
        m = sua.parse(buf, x.at, x.end)
        is_part = m.segmentation >= 0 and m.segmentation & sccp.PARTS != sccp.FIRST_OF_SEVERAL
        is_part = is_part and m.kind == sua.MessageType.CLDT
        segmentation = m.segmentation if is_part else none
        is_lost = is_part and m.is_short and m.stop == 0  # a piece of a segment is not kept
        return sccp.Unitdata(
            none,
            m.cdpa_at,
            m.cdpa_end,
            m.cgpa_at,
            m.cgpa_end,
            m.at,
            m.end,
            m.cause,
            segmentation,
            m.is_short,
            zero,
            m.unexplained,
            np.int64(Stop.SEGMENT) if is_lost else m.stop,
        )
    at, end, stop = x.at, x.end, x.stop
    return sccp.Unitdata(none, zero, zero, zero, zero, at, end, none, none, False, zero, zero, stop)


@inlined
def party(buf, at, end, form):
    """The address in octets `at` to `end`: SCCP's with these PointCodes, or SUA's."""
    if form == SUA_ADDRESS:
        return sua_party(buf, at, end)
    return sccp_address.parse(buf, at, end, form)


@leaf
def sua_party(buf, at, end):
    """An address of SUA in the terms of SCCP."""
    x = sua.address(buf, at, end)
    gti, gt, ssn, pc, tt, nai, plan = x.gti, x.gt, x.ssn, x.pc, x.tt, x.nai, x.plan
    kept, long, decimal, on_ssn = x.digits, x.is_long, x.is_decimal, x.routes_on_ssn
    left = np.int64(0)
    return sccp_address.Party(gti, gt, ssn, pc, tt, nai, plan, kept, long, decimal, on_ssn, left)
