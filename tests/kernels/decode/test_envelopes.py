"""Envelopes, one in the other and cut into fragments: what is inside stays the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.decode import links
from kernels.decode.batch import Decoder
from kernels.decode.limits import PACKETS, REGION_OCTETS, Limits
from kernels.decode.tunnels import TUNNELS_MAX
from kernels.meanings import PointCodes, Role, Tunnel
from kernels.outcome import Layer, Stop
from tests.build import ip, link, m3ua, sctp, tunnel
from tests.build.frame import Frame, argument, sctp_of, unitdata
from tests.decoding import Row, decode, laid_out, spelled

OUTER = {"src": "203.0.113.1", "dst": "203.0.113.2"}
USER = m3ua.data(unitdata(argument(b"\x80\x08\x00\x01\x01\x21\x43\x65\x87\xf9")))
INSIDE = ip.ip4(sctp_of(USER))
TOLD = ("ip_src", "ip_dst", "opc", "dpc", "cgpa_gt", "cdpa_gt", "otid", "op")
VXLAN, GENEVE, GTP_U = Tunnel.VXLAN, Tunnel.GENEVE, Tunnel.GTP_U


def over(payload: bytes, protocol: int) -> bytes:
    """IPv4 around GRE, UDP or IP."""
    return ip.ip4(payload, protocol=protocol, **OUTER)


def gre(payload: bytes) -> bytes:
    """IPv4 around GRE."""
    return over(payload, tunnel.GRE_PROTOCOL)


def udp(payload: bytes) -> bytes:
    """IPv4 around UDP."""
    return over(payload, tunnel.UDP_PROTOCOL)


def pseudowire(packet: bytes) -> bytes:
    """An Ethernet frame behind a label, in GRE."""
    inside = tunnel.CONTROL_WORD + link.ethernet(packet, 7)
    return gre(tunnel.gre(tunnel.mpls(inside, 100), tunnel.MPLS))


ENVELOPES = {
    "gre": (gre_of := lambda packet: gre(tunnel.gre(packet)), Tunnel.GRE),
    "bridged gre": (
        lambda packet: gre(tunnel.gre(link.ethernet(packet, 9), tunnel.BRIDGED, key=3)),
        Tunnel.GRE,
    ),
    "erspan i": (lambda packet: gre(tunnel.erspan_i(link.ethernet(packet))), Tunnel.ERSPAN),
    "erspan ii": (lambda packet: gre(tunnel.erspan_ii(link.ethernet(packet, 5))), Tunnel.ERSPAN),
    "erspan iii": (
        lambda packet: gre(tunnel.erspan_iii(link.ethernet(packet), subheader=True)),
        Tunnel.ERSPAN,
    ),
    "erspan iii, ip": (lambda packet: gre(tunnel.erspan_iii(packet, kind=2)), Tunnel.ERSPAN),
    "vxlan": (lambda packet: udp(tunnel.vxlan(link.ethernet(packet, 8))), VXLAN),
    "geneve": (lambda packet: udp(tunnel.geneve(link.ethernet(packet), options=bytes(8))), GENEVE),
    "geneve, ip": (
        lambda packet: udp(tunnel.geneve(packet, link.ethertype_of(packet))),
        GENEVE,
    ),
    "gtp-u": (lambda packet: udp(tunnel.gtp_u(packet, extensions=((0x85, b"\x10\x09"),))), GTP_U),
    "ip in ip": (
        lambda packet: over(packet, {4: 4, 6: 41}[packet[0] >> 4]),
        Tunnel.IP_IN_IP,
    ),
    "ipv4 in ipv6": (
        lambda packet: ip.ip6(packet, following={4: 4, 6: 41}[packet[0] >> 4]),
        Tunnel.IP_IN_IP,
    ),
}
nests = st.lists(st.sampled_from(sorted(ENVELOPES)), max_size=TUNNELS_MAX)


def wrapped(names: list[str], packet: bytes = INSIDE) -> bytes:
    """The packet in these envelopes, the innermost first."""
    for name in names:
        packet = ENVELOPES[name][0](packet)
    return packet


def inside(row: Row) -> dict:
    """What is read of a row, whatever is around it."""
    row_said = spelled(row)
    return {name: row_said[name] for name in TOLD}


def said(frames: list[Frame]) -> list[dict]:
    """What is read inside these frames."""
    return [inside(row) for row in decode(frames, limits=Limits()).rows]


EXPECTED = said([Frame(INSIDE)])


@given(nests)
def test_nest__holds_what_it_holds(names: list[str]):
    reading = decode([Frame(link.ethernet(wrapped(names), 100, 200), link.ETHERNET)])
    (row,) = reading.rows
    expected = sum({1 << ENVELOPES[name][1] for name in names})
    assert (expected, 100, 200) == tuple(
        row.packet[name] for name in ("tunnels", "vlan", "vlan_inner")
    )
    assert EXPECTED == [inside(row)]


@pytest.mark.parametrize("version", [4, 6])
@given(names=nests, units=st.lists(st.integers(1, 200), max_size=5))
def test_nest_in_fragments__holds_what_it_holds(version: int, names: list[str], units: list[int]):
    # The outermost packet is cut, and so is one inside it.
    nest = wrapped(names[: TUNNELS_MAX // 2])
    cuts = sorted({8 * unit for unit in units if 8 * unit < len(nest) - 20})
    frames = []
    pieces = ip.fragments4(nest[20:], *cuts, protocol=nest[9], **OUTER)
    if not names or nest[0] >> 4 == 6:
        pieces = [nest]
    for number, piece in enumerate(pieces):
        packet = tunnel.gre(piece)
        if version == 6:
            cut = ip.fragments6(packet, 16, identification=number, following=47)
        else:
            cut = ip.fragments4(packet, 16, identification=number, protocol=47, **OUTER)
        frames += [Frame(each) for each in reversed(cut)]
    assert EXPECTED == said(frames)


@pytest.mark.parametrize("name", ENVELOPES)
def test_one_envelope_too_many__is_too_deep(name: str):
    deepest = decode([Frame(wrapped([name] * TUNNELS_MAX))])
    assert EXPECTED == [inside(row) for row in deepest.rows]
    deeper = decode([Frame(wrapped([name] * (TUNNELS_MAX + 1)))])
    assert (Layer.TUNNEL, Stop.TOO_DEEP) == (deeper.frames.stop_layer[0], deeper.frames.stop[0])


def test_pseudowire_in_gre__counts_twice():
    (row,) = decode([Frame(pseudowire(INSIDE))]).rows
    assert 1 << Tunnel.GRE | 1 << Tunnel.MPLS == row.packet["tunnels"]
    assert EXPECTED == [inside(row)]


def test_sctp_in_udp__is_read_by_either_port():
    for sport, dport in ((9899, 9899), (9899, 40_000), (40_000, 9899)):
        (row,) = decode([Frame(ip.ip4(tunnel.udp(sctp_of(USER), dport, sport), protocol=17))]).rows
        assert 1 << Tunnel.UDP_ENCAPSULATION == row.packet["tunnels"]
        assert EXPECTED == [inside(row)]


@pytest.mark.parametrize("name", ENVELOPES)
def test_cut_anywhere__says_nothing_else(name: str):
    whole = Frame(wrapped([name]))
    cuts = [whole.cut(size) for size in range(1, len(whole.octets))]
    reading = decode(cuts)
    assert Stop.TRUNCATED not in set(reading.frames.stop.tolist())
    assert 0 == reading.fates_messages[:, Stop.NONE].sum()


def test_datagrams_beyond_the_room__are_read_in_turns():
    # 80 datagrams of 16 KB do not fit into the room for joined packets at once.
    users = [sctp.data(USER.ljust(size, b"\x00"), tsn=size) for size in range(16_200, 16_280)]
    frames = []
    for name, chunk in enumerate(users):
        packet = sctp.packet(chunk, crc=False)
        frames += map(Frame, ip.fragments4(packet, 1400, 15_000, identification=name))
    assert sum(map(len, users)) > REGION_OCTETS
    limits = Limits(datagrams=4096)
    found = [inside(row) for row in decode(frames, limits=limits).rows]
    assert EXPECTED * len(users) == found


def test_fragments__are_joined_over_batches():
    frames = [Frame(each) for each in ip.fragments4(sctp_of(USER), 24, 48)]
    octets, columns = laid_out(frames)
    decoder, found = Decoder(1), []
    for place in range(len(frames)):
        one = type(columns)(*(column[place : place + 1] for column in columns))
        found += list(decoder.read(octets, one, 1))
    assert [1] == found
    assert [0] == decoder.signals.stop[:1].tolist()
    at = octets.shape[0] - int(PACKETS)
    assert at < decoder.messages.at[0] < at + REGION_OCTETS


def test_tcp_and_snapped_fragments__have_their_fates():
    whole = Frame(ip.ip4(bytes(40), fragment=8, more=True))
    frames = [whole.cut(50), whole.cut(50, snapped=False)]
    assert [Stop.CUT, Stop.TRUNCATED] == decode(frames, limits=Limits()).frames.stop.tolist()


RULES = [
    links.Rule(source=1, role=Role.INTERNAL),
    links.Rule(vlan=100, role=Role.NATIONAL),
    links.Rule(version=4, address=0xC6336400, prefix=24, point_codes=PointCodes.ANSI),
    links.Rule(version=6, address=0x20010DB8 << 96, prefix=33, role=Role.INTERCONNECT),
    links.Rule(version=6, address=0x20010DB8 << 96, prefix=128, role=Role.NATIONAL),
    links.Rule(version=4, prefix=0, point_codes=PointCodes.JAPAN),
]


@pytest.mark.parametrize(
    ("packet", "vlans", "source", "expected"),
    [
        (INSIDE, (), 1, (PointCodes.ITU, Role.INTERNAL)),
        (INSIDE, (100,), 0, (PointCodes.ITU, Role.NATIONAL)),
        (INSIDE, (101,), 0, (PointCodes.ANSI, Role.UNKNOWN)),
        (ip.ip4(b"", "198.51.100.9", "192.0.2.1"), (), 0, (PointCodes.ANSI, Role.UNKNOWN)),
        (ip.ip4(b"", "198.51.101.9", "192.0.2.1"), (), 0, (PointCodes.JAPAN, Role.UNKNOWN)),
        (gre_of(INSIDE), (), 0, (PointCodes.ANSI, Role.UNKNOWN)),
        (ip.ip6(b""), (), 0, (PointCodes.ITU, Role.INTERCONNECT)),
        (ip.ip6(b"", src="2001:db9::1", dst="2001:db8::"), (), 0, (0, Role.INTERCONNECT)),
        (ip.ip6(b"", "2001:db8:ffff::1", "2001:db8:ffff::2"), (), 0, (0, Role.UNKNOWN)),
    ],
)
def test_first_rule_that_fits__marks_the_packet(
    packet: bytes, vlans: tuple[int, ...], source: int, expected: tuple[int, int]
):
    octets, columns = laid_out([Frame(link.ethernet(packet, *vlans), link.ETHERNET)])
    columns.source[:] = source
    decoder = Decoder(1)
    decoder.links = links.of(RULES)
    for _ in decoder.read(octets, columns, 1):
        pass
    found = int(decoder.packets.point_codes[0]), int(decoder.packets.role[0])
    assert expected == found


def test_without_rules__nothing_is_said_of_a_link():
    octets, columns = laid_out([Frame(INSIDE)])
    decoder = Decoder(1)
    assert [1] == list(decoder.read(octets, columns, 1))
    assert (PointCodes.ITU, Role.UNKNOWN) == (
        decoder.packets.point_codes[0],
        decoder.packets.role[0],
    )
    assert np.int64(0) == decoder.packets.oddities[0]
