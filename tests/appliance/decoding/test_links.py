"""Rules of links become arrays; a file stands for the interface that it is named after."""

import pytest
from pydantic import ValidationError

from appliance.decoding.links import LinkSettings, is_from, links_of
from kernels.decode import links
from kernels.meanings import PointCodes, Role


def said(rules, sources, *names):
    """Columns of the compiled rules, row by row."""
    table = links_of([LinkSettings(**rule) for rule in rules], sources)
    return list(zip(*(getattr(table, name).tolist() for name in names), strict=True))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("eth1", True),
        ("eth1.pcap", True),
        ("/var/tap/eth1_00001_20261122.pcapng", True),
        ("eth1-noon.pcap.gz", True),
        ("eth10", False),
        ("eth10.pcap", False),
        ("eth1b.pcap", False),
        ("/var/eth1/tap.pcap", False),
        ("standard input", False),
    ],
)
def test_source__is_the_interface_or_a_file_named_after_it(name, expected):
    assert expected == is_from(name, "eth1")


def test_name__with_signs_of_patterns_is_taken_as_it_is():
    assert is_from("a.1.pcap", "a.1")
    assert not is_from("ax1.pcap", "a.1")


def test_links__keep_their_order_and_numbers():
    rules = [
        {"interface": "eth2", "role": "internal"},
        {"vlan": 7, "point_codes": "ansi", "role": "interconnect"},
        {"point_codes": "japan"},
    ]
    expected = [
        (1, -1, PointCodes.ITU, Role.INTERNAL),
        (-1, 7, PointCodes.ANSI, Role.INTERCONNECT),
        (-1, -1, PointCodes.JAPAN, Role.UNKNOWN),
    ]
    assert expected == said(rules, ("eth1", "eth2"), "source", "vlan", "point_codes", "role")


def test_links__of_an_interface_are_for_each_of_its_files():
    found = said([{"interface": "eth1"}], ("eth1_1.pcap", "x.pcap", "eth1_2.pcap"), "source")
    assert [(0,), (2,)] == found


def test_links__of_an_interface_that_is_not_there_are_none():
    assert [] == said([{"interface": "eth9", "role": "internal"}], ("eth1",), "source")


def test_links__have_the_types_of_no_links():
    """Otherwise each kernel would be compiled twice."""
    for rules in ([], [LinkSettings(vlan=1)], [LinkSettings(), LinkSettings(vlan=2)]):
        for mine, none in zip(links_of(rules, ("eth1",)), links.none(), strict=True):
            assert (none.dtype, none.ndim) == (mine.dtype, mine.ndim)
            assert mine.flags.c_contiguous


@pytest.mark.parametrize("text", ["192.0.2.1/24", "2001:db8::/129", "tap", "", "192.0.2"])
def test_address__that_is_none_is_refused(text):
    with pytest.raises(ValidationError, match="is no address"):
        LinkSettings(address=text)


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ({}, {"vlan": 1}, True),
        ({"vlan": 1}, {}, False),
        ({"vlan": 1}, {"vlan": 2}, False),
        ({"interface": "eth1"}, {"interface": "eth1", "vlan": 2}, True),
        ({"address": "192.0.2.0/24"}, {"address": "192.0.2.7"}, True),
        ({"address": "192.0.2.7"}, {"address": "192.0.2.0/24"}, False),
        ({"address": "192.0.2.0/24"}, {"address": "2001:db8::1"}, False),
        ({"address": "2001:db8::/32"}, {"address": "2001:db8::1"}, True),
        ({"address": "2001:db8::/32"}, {"address": "192.0.2.1"}, False),
        ({"address": "192.0.2.0/24"}, {}, False),
    ],
)
def test_rule__covers_what_needs_no_less(wide, narrow, expected):
    assert expected == LinkSettings(**wide).covers(LinkSettings(**narrow))
