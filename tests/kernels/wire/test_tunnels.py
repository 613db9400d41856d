"""Tunnel headers, each parser alone: what each field does to where the payload begins."""

import numpy as np
import pytest

from kernels.outcome import Stop
from kernels.wire import erspan, geneve, gre, gtp_u, ip, link, mpls, mtp2, udp, vxlan
from tests.build import ip as build_ip
from tests.build import link as build_link
from tests.build import tunnel
from tests.kernels.wire.layer import BEFORE, between, changes

INSIDE = build_ip.ip4(b"payload!")
FRAME = build_link.ethernet(INSIDE)
UDP_LEN, GRE_LEN, SEQUENCED_LEN = 8, 4, 8
EXTENDED = tunnel.gtp_u(INSIDE, extensions=((0x85, b"\x10\x09"), (0xC0, b"\x00\x01")))
PARSERS = {
    "mpls": (mpls.parse, tunnel.mpls(INSIDE, 100, 200)),
    "mpls pseudowire": (mpls.parse, tunnel.mpls(tunnel.CONTROL_WORD + FRAME, 100)),
    "gre": (gre.parse, tunnel.gre(INSIDE, checksum=True, key=1, sequence=2)),
    "erspan ii": (erspan.parse_ii, tunnel.erspan_ii(FRAME)[SEQUENCED_LEN:]),
    "erspan iii": (erspan.parse_iii, tunnel.erspan_iii(FRAME, subheader=True)[SEQUENCED_LEN:]),
    "udp": (udp.parse, tunnel.udp(INSIDE, 53)),
    "geneve": (geneve.parse, tunnel.geneve(FRAME, options=bytes(8))[UDP_LEN:]),
    "gtp-u": (gtp_u.parse, EXTENDED[UDP_LEN:]),
    "mtp2": (
        lambda buf, at, end: mtp2.parse(buf, at, end, False),
        build_link.signal_unit(b"12345"),
    ),
    "mtp2 with pseudo-header": (
        mtp2.parse_with_header,
        build_link.pseudo_header(build_link.signal_unit(b"12345", extended=True), 1),
    ),
    "pppoe": (link.pppoe, build_link.pppoe(INSIDE)),
    "snap": (link.snap, build_link.snap(INSIDE)),
    "extension headers": (
        lambda buf, at, end: ip.chain(buf, at, end, 0),
        build_ip.ip6(b"payload!", extensions=((0, b""), (60, b""), (51, bytes(10))))[40:],
    ),
}


@pytest.mark.parametrize("name", PARSERS)
def test_what_lies_around__changes_nothing(name: str):
    parse, octets = PARSERS[name]
    assert [] == changes(parse, octets)
    for at in range(1, len(octets), 3):
        assert [] == changes(parse, octets[at:][:24])


@pytest.mark.parametrize("name", PARSERS)
def test_whole_header__leads_to_the_payload(name: str):
    parse, octets = PARSERS[name]
    x = parse(between(octets, 0), BEFORE, BEFORE + len(octets))
    inner = FRAME if getattr(x, "is_ethernet", False) or name == "geneve" else INSIDE
    inner = {"extension headers": b"payload!"}.get(name, inner)
    inner = b"12345" if name.startswith("mtp2") else inner
    assert (0, len(octets) - len(inner)) == (x.stop, x.at - BEFORE)


@pytest.mark.parametrize("count", range(1, 20))
def test_labels__are_stepped_over_up_to_a_limit(count: int):
    octets = tunnel.mpls(INSIDE, *range(16, 16 + count))
    x = mpls.parse(np.frombuffer(octets, np.uint8), 0, len(octets))
    expected = (0, 4 * count) if count <= mpls.LABELS_MAX else (Stop.TOO_MANY, 0)
    assert expected == (x.stop, x.at)


@pytest.mark.parametrize("nibble", range(16))
def test_pseudowire__is_told_by_its_ethertype_whatever_its_address(nibble: int):
    if nibble in {4, 6}:
        pytest.skip("cannot be told from IP")
    frame = bytes([nibble << 4 | 2]) + FRAME[1:]
    octets = tunnel.mpls(frame, 100)
    x = mpls.parse(np.frombuffer(octets, np.uint8), 0, len(octets))
    assert (0, 4, True) == (x.stop, x.at, x.is_ethernet)


@pytest.mark.parametrize("length", [3, 5, 62, 63])
def test_check_bits__are_left_out(length: int):
    for check in (False, True):
        unit = build_link.signal_unit(b"m" * length, check=check)
        x = mtp2.parse(np.frombuffer(unit, np.uint8), 0, len(unit), False)
        # 63 is "that or more": nothing says whether two more octets are the message's.
        behind = 2 if check and length == 63 else 0
        assert (0, length + behind, False) == (x.stop, x.end - x.at, x.is_short)


@pytest.mark.parametrize("length", range(3))
def test_fill_in_and_status_units__hold_no_message(length: int):
    unit = build_link.signal_unit(bytes(length))
    x = mtp2.parse(np.frombuffer(unit, np.uint8), 0, len(unit), False)
    assert Stop.NO_DATA == x.stop


def test_length_indicator_beyond_the_frame__is_short():
    unit = build_link.signal_unit(b"12345", length=9)
    x = mtp2.parse(np.frombuffer(unit, np.uint8), 0, len(unit), False)
    assert (0, 5, True) == (x.stop, x.end - x.at, x.is_short)


@pytest.mark.parametrize("size", [0, 7, 8, 9, 15, 16, 17, 65535])
def test_udp_length__is_the_payload_or_less(size: int):
    octets = tunnel.udp(b"payload!", 53, size=size)
    x = udp.parse(np.frombuffer(octets, np.uint8), 0, len(octets))
    expected = 16 if size == 0 else min(size, 16)
    assert (expected, size in range(1, 8)) == (x.end, x.stop == Stop.BAD_LENGTH)


@pytest.mark.parametrize("size", range(9))
def test_vxlan__is_eight_octets(size: int):
    x = vxlan.parse(5, 5 + size)
    assert ((13, 0) if size == 8 else (0, Stop.TRUNCATED)) == (x.at, x.stop)
