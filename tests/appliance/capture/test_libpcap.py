"""The control plane: what it binds, what it never binds, what it says of filters."""

import re
from pathlib import Path

import pytest

from appliance.capture import libpcap
from appliance.capture.source import CaptureError
from tests.live_traffic import signalling, write_pcap

CAPTURE = Path(libpcap.__file__).parent
TRANSMITTING = re.compile(r"pcap_inject|pcap_sendpacket|pcap_sendqueue|\bsend(to|msg|all)?\(")


def test_source__has_nothing_that_transmits():
    guilty = [path.name for path in CAPTURE.glob("*.py") if TRANSMITTING.search(path.read_text())]
    assert [] == guilty


def test_version__names_the_library():
    assert libpcap.version().startswith("libpcap version 1.")


@pytest.mark.parametrize("text", ["", "sctp", "sctp or (vlan and sctp)", "ip6 proto 132"])
def test_filter_fault__is_none_for_a_filter(text):
    assert libpcap.filter_fault(text) is None


@pytest.mark.parametrize("text", ["sctpp", "port", "host 192.0.2.1 and (", "vlan 99999"])
def test_filter_fault__is_one_line(text):
    fault = libpcap.filter_fault(text)
    assert fault
    assert "\n" not in fault


def test_link__is_the_number_that_files_use(tmp_path):
    path = tmp_path / "raw.pcap"
    write_pcap(path, [signalling(1)[14:]], link_type=101)
    pcap = libpcap.Pcap.for_trace(str(path))
    assert 101 == pcap.link()
    pcap.close()


def test_for_trace__says_why_not(tmp_path):
    with pytest.raises(CaptureError, match="No such file"):
        libpcap.Pcap.for_trace(str(tmp_path / "absent.pcap"))


def test_configure__keeps_a_buffer_of_two_gib_within_an_int():
    pcap = libpcap.Pcap.for_interface("lo")
    pcap.configure(96, promiscuous=False, buffer_octets=1 << 31, timeout_ms=1)
    pcap.close()
