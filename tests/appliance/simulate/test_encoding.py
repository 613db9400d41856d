"""Encoders against values worked out by hand from their specifications."""

import io
import struct

import pytest

from appliance.simulate.encoding import ber, capture_file, packet, sccp, sctp, tbcd
from appliance.simulate.encoding.packet import Path
from appliance.simulate.encoding.sccp import Address, Plan


def test_crc32c__of_the_check_string():
    assert 0xE306_9283 == sctp.crc32c(b"123456789")


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, "00"), (127, "7f"), (128, "8180"), (255, "81ff"), (256, "820100")],
)
def test_length__takes_the_fewest_octets(size, expected):
    assert expected == ber.length(size).hex()


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "020100"), (127, "02017f"), (128, "02020080"), (-1, "0201ff"), (-129, "0202ff7f")],
)
def test_integer__takes_the_fewest_octets(value, expected):
    assert expected == ber.integer(value).hex()


def test_object_identifier__joins_its_first_two_arcs():
    assert "06050011860501" == ber.object_identifier(0, 0, 17, 773, 1).hex()
    assert "0603883703" == ber.object_identifier(2, 999, 3).hex()


@pytest.mark.parametrize(
    ("digits", "expected"), [("", ""), ("12", "21"), ("123", "21f3"), ("0010", "0001")]
)
def test_digits__are_swapped_and_filled(digits, expected):
    assert expected == tbcd.pack(digits).hex()


@pytest.mark.parametrize(
    ("mcc", "mnc", "expected"), [("001", "01", "00f110"), ("342", "995", "435299")]
)
def test_plmn__packs_three_octets(mcc, mnc, expected):
    assert expected == tbcd.plmn(mcc, mnc).hex()


def test_unitdata__points_at_its_parts():
    octets = sccp.unitdata(Address("123", 6), Address("12345", 8), b"data")
    assert (9, 0x81) == tuple(octets[:2])
    starts = [at + octets[at] for at in (2, 3, 4)]
    parts = [octets[at + 1 : at + 1 + octets[at]] for at in starts]
    assert ["12060011042103", "1208001104214305", b"data".hex()] == [part.hex() for part in parts]


def test_extended_unitdata__points_at_its_parts_and_at_no_option():
    octets = sccp.extended_unitdata(Address("1234", 6, Plan.E214), Address("12", 7), b"data")
    assert (17, 0x81, 15) == tuple(octets[:3])
    starts = [at + octets[at] for at in (3, 4, 5)]
    parts = [octets[at + 1 : at + 1 + octets[at]] for at in starts]
    assert ["12060072042143", "120700120421", b"data".hex()] == [part.hex() for part in parts]
    assert 0 == octets[6]


def test_unitdata__refuses_what_its_length_cannot_say():
    with pytest.raises(ValueError, match="range"):
        sccp.unitdata(Address("1", 6), Address("1", 6), bytes(sccp.DATA_MAX + 1))


def test_ipv4_header__sums_to_all_ones():
    path = Path(bytes(6), bytes(6), "192.0.2.1", "198.51.100.1", vlan=5)
    octets = packet.frame(path, 77, b"x" * 33)
    assert "81000005" + "0800" == octets[12:18].hex()
    words = struct.unpack(">10H", octets[18:38])
    assert 0 == (sum(words) % 0xFFFF)
    assert 20 + 33 == words[1]


def test_capture_file__has_nanoseconds_and_whole_frames():
    out = io.BytesIO()
    capture_file.write_head(out)
    capture_file.write_frame(out, 1_000_000_002, b"abc")
    assert "4d3cb2a1" == out.getvalue()[:4].hex()
    assert (1, 2, 3, 3) == struct.unpack("<4I", out.getvalue()[24:40])
    assert b"abc" == out.getvalue()[40:]
