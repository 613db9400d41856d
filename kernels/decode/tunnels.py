"""What stands inside an IP packet, and inside what stands there: on to the next IP, or a carrier.

  IP -> SCTP, TCP                                       a carrier: messages
     -> IP (4, 41)                                      IP in IP
     -> GRE -> IP, Ethernet, MPLS, ERSPAN -> Ethernet
     -> UDP -> VXLAN -> Ethernet; Geneve -> IP, Ethernet; GTP-U -> IP; SCTP
  Ethernet, cooked capture -> MPLS -> IP, Ethernet      the same behind any of them

Each step takes one envelope off; whoever calls counts them.
"""

from typing import NamedTuple

import numpy as np

from kernels.jit import leaf
from kernels.meanings import Carrier, Tunnel
from kernels.outcome import Layer, Stop
from kernels.wire import erspan, geneve, gre, gtp_u, ip, link, mpls, mtp2, udp, vxlan

TUNNELS_MAX = 4  # one inside the other
NO_CARRIER, NO_ETHERTYPE = np.int64(0), np.int64(0)
ETHERNET, ANY_IP = np.int64(link.EtherType.ETHERNET), link.ANY_IP


class Inner(NamedTuple):
    """What stands at `at`: IP, unless there is a carrier or a stop."""

    at: int
    end: int
    carrier: int  # Carrier, or NO_CARRIER
    tunnels: int  # bit set of Tunnel: the envelopes taken off
    depth: int  # how many
    layer: int  # of the stop
    is_short: bool  # MTP2 claims more octets than there are
    stop: int


class Opened(NamedTuple):
    """What one header of an IP payload leads to."""

    at: int
    end: int
    ethertype: int  # of what stands there; NO_ETHERTYPE of a carrier
    carrier: int
    tunnel: int  # Tunnel, or -1: no envelope
    stop: int


@leaf
def carried(at, end, carrier):
    """A carrier directly in IP."""
    return Opened(at, end, NO_ETHERTYPE, np.int64(carrier), np.int64(-1), np.int64(0))


@leaf
def tunnelled(at, end, ethertype, tunnel, stop):
    """Behind a tunnel's header."""
    return Opened(at, end, ethertype, NO_CARRIER, np.int64(tunnel), stop)


@leaf
def refused(stop):
    """IP holds something else."""
    zero, absent = np.int64(0), np.int64(-1)
    return Opened(zero, zero, NO_ETHERTYPE, NO_CARRIER, absent, np.int64(stop))


@leaf
def is_read(protocol):
    """Whether open_ip, or the walk over extension headers, looks into this protocol."""
    return protocol in (
        ip.NextHeader.SCTP,
        ip.NextHeader.TCP,
        ip.NextHeader.UDP,
        ip.NextHeader.GRE,
        ip.NextHeader.IPV4,
        ip.NextHeader.IPV6,
        ip.NextHeader.AUTHENTICATION,
    )


@leaf
def open_ip(buf, at, end, protocol):
    """The payload of an IP packet."""
    if protocol == ip.NextHeader.SCTP:
        return carried(at, end, Carrier.SCTP)
    if protocol == ip.NextHeader.TCP:
        return carried(at, end, Carrier.TCP)
    if protocol == ip.NextHeader.UDP:
        return open_udp(buf, at, end)
    if protocol == ip.NextHeader.GRE:
        return open_gre(buf, at, end)
    if protocol == ip.NextHeader.IPV4 or protocol == ip.NextHeader.IPV6:
        return tunnelled(at, end, ANY_IP, Tunnel.IP_IN_IP, np.int64(0))
    return refused(Stop.ENCRYPTED if protocol == ip.NextHeader.ESP else Stop.NOT_SCTP)


@leaf
def open_udp(buf, at, end):
    """UDP, by its ports."""
    x = udp.parse(buf, at, end)
    if x.stop == Stop.TRUNCATED:
        return refused(Stop.TRUNCATED)
    if x.sport == udp.Port.SCTP or x.dport == udp.Port.SCTP:
        carrier, tunnel = np.int64(Carrier.SCTP), np.int64(Tunnel.UDP_ENCAPSULATION)
        return Opened(x.at, x.end, NO_ETHERTYPE, carrier, tunnel, x.stop)
    if x.dport == udp.Port.VXLAN:
        v = vxlan.parse(x.at, x.end)
        return tunnelled(v.at, x.end, ETHERNET, Tunnel.VXLAN, v.stop)
    if x.dport == udp.Port.GENEVE:
        g = geneve.parse(buf, x.at, x.end)
        return tunnelled(g.at, x.end, g.protocol, Tunnel.GENEVE, g.stop)
    if x.dport == udp.Port.GTP_U:
        t = gtp_u.parse(buf, x.at, x.end)
        return tunnelled(t.at, t.end, ANY_IP, Tunnel.GTP_U, t.stop)
    is_esp = udp.is_esp(buf, x.at, x.end) and udp.Port.IPSEC in (x.sport, x.dport)
    return refused(Stop.ENCRYPTED if is_esp else Stop.NOT_SCTP)


@leaf
def open_gre(buf, at, end):
    """GRE, and ERSPAN in it."""
    x = gre.parse(buf, at, end)
    if x.stop != 0:
        return tunnelled(at, end, NO_ETHERTYPE, Tunnel.GRE, x.stop)
    if x.protocol == gre.ERSPAN and not x.has_sequence:
        return tunnelled(x.at, end, ETHERNET, Tunnel.ERSPAN, np.int64(0))
    if x.protocol == gre.ERSPAN:
        y = erspan.parse_ii(buf, x.at, end)
    elif x.protocol == gre.ERSPAN_3:
        y = erspan.parse_iii(buf, x.at, end)
    else:
        return tunnelled(x.at, end, x.protocol, Tunnel.GRE, np.int64(0))
    return tunnelled(y.at, end, ETHERNET if y.is_ethernet else ANY_IP, Tunnel.ERSPAN, y.stop)


@leaf
def stopped(layer, stop):
    """The walk ends here."""
    zero = np.int64(0)
    return Inner(zero, zero, NO_CARRIER, zero, zero, np.int64(layer), False, np.int64(stop))


@leaf
def reach_ip(buf, x, end):
    """From what a link header said (Link) on to IP, through MPLS, or to a carrier of MTP."""
    zero, tunnels = np.int64(0), np.int64(0)
    for depth in range(TUNNELS_MAX + 1):
        if x.stop != 0:
            return stopped(Layer.LINK, x.stop)
        if x.inside == link.Inside.IP:
            return Inner(x.at, end, NO_CARRIER, tunnels, np.int64(depth), zero, False, zero)
        if x.inside != link.Inside.MPLS:
            return signalling(buf, x, end)
        tunnels = np.int64(1 << Tunnel.MPLS)
        y = mpls.parse(buf, x.at, end)
        if y.stop != 0:
            return stopped(Layer.TUNNEL, y.stop)
        x = link.enter(buf, y.at, end, ETHERNET if y.is_ethernet else ANY_IP)
    return stopped(Layer.TUNNEL, Stop.TOO_DEEP)


@leaf
def signalling(buf, x, end):
    """MTP2, MTP3 or SCCP directly in a frame of a trace file."""
    zero, carrier = np.int64(0), np.int64(Carrier.MTP3)
    if x.inside == link.Inside.SCCP:
        carrier = np.int64(Carrier.SCCP)
    elif x.inside == link.Inside.MTP2:
        y = mtp2.parse(buf, x.at, end, False)
        return Inner(y.at, y.end, carrier, zero, zero, np.int64(Layer.LINK), y.is_short, y.stop)
    elif x.inside == link.Inside.MTP2_WITH_PHDR:
        y = mtp2.parse_with_header(buf, x.at, end)
        return Inner(y.at, y.end, carrier, zero, zero, np.int64(Layer.LINK), y.is_short, y.stop)
    return Inner(x.at, end, carrier, zero, zero, zero, False, zero)


@leaf
def take_off(buf, at, end, protocol):
    """One envelope: from an IP payload to the next IP, or a carrier."""
    x = open_ip(buf, at, end, protocol)
    layer = np.int64(Layer.IP if x.tunnel < 0 else Layer.TUNNEL)
    if x.stop != 0:
        return stopped(layer, x.stop)
    tunnels = np.int64(1) << x.tunnel if x.tunnel >= 0 else np.int64(0)
    depth = np.int64(1 if x.tunnel >= 0 else 0)
    if x.carrier != NO_CARRIER:
        zero = np.int64(0)
        return Inner(x.at, x.end, x.carrier, tunnels, depth, zero, False, zero)
    if not link.is_known(x.ethertype):
        return stopped(Layer.TUNNEL, Stop.NOT_IP)
    y = reach_ip(buf, link.enter(buf, x.at, x.end, x.ethertype), x.end)
    return Inner(
        y.at, y.end, y.carrier, tunnels | y.tunnels, depth + y.depth, y.layer, False, y.stop
    )
