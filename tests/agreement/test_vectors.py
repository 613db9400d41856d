"""Our own vectors, as tshark reads them: what is expected of the decoder is not ours alone.

EXPLAINED names the vectors that tshark reads otherwise: it, too, can be fooled.
"""

from pathlib import Path

import pytest

from tests.agreement import tshark
from tests.agreement.compare import compare
from tests.build.capture_files import Record, pcap
from tests.build.link import RAW
from tests.vectors.load import load_all

EXPLAINED = {
    "ip: ipv6 with mobility and host identity headers": "tshark ends at the mobility header",
    **dict.fromkeys(
        (
            "tunnel: erspan type I",
            "tunnel: erspan type II",
            "tunnel: erspan type III",
            "tunnel: erspan type III with a subheader",
            "tunnel: erspan in gre in vxlan",
        ),
        "tshark tells GRE beside the ERSPAN in it",
    ),
    **dict.fromkeys(
        (
            "tunnel: ipv4 in ipv4",
            "tunnel: ipv6 in ipv4",
            "tunnel: ipv4 in ipv6",
            "tunnel: four tunnels",
            "tunnel: sctp in udp",
        ),
        "tshark has no name for this envelope",
    ),
    "tunnel: erspan type III, an ip packet": "tshark takes every mirrored packet for Ethernet",
    "gsm_map: updateLocation result, version 2": "tshark takes a bare octet string for an IMSI",
    "sccp: no dialogue, subsystem 200": "tshark knows no user of that subsystem, so no TCAP",
    "odd: no subsystem number and no application context: still MAP": "tshark asks the subsystem",
    "odd: global operation code": "tshark knows no operation by its object identifier",
    "odd: transaction id of ten octets": "we keep the last eight",
    "odd: transaction id without octets": "tshark tells it as an empty value",
    "odd: the number before the IMSI": "tshark stops at an element that is out of order",
    "odd: dialogue portion without its abstract syntax": "tshark gives up",
    "odd: dialogue portion with no dialogue": "tshark gives up",
    "odd: an element that TCAP does not have": "tshark gives up",
    "odd: application context of others, to a subsystem of MAP": "tshark asks the subsystem",
    "tcap: ANSI query with an invoke": "ANSI under an ITU subsystem",
    "tcap: ANSI abort by the provider": "ANSI under an ITU subsystem",
    "odd: called address of eighteen digits": "we keep the first sixteen",
    "odd: subscriber number of seventeen digits": "we keep the first sixteen",
}


def test_vectors__are_read_by_tshark_too(lane: str, tmp_path: Path):
    if lane != "compiled":
        pytest.skip("one lane asks tshark")
    tshark.require()
    alone = [each for each in load_all() if not each.before]
    vectors = [each for each in alone if each.frame().link == RAW and each.fate[1] == "none"]
    path = tmp_path / "vectors.pcap"
    records = [Record(at, each.frame().octets) for at, each in enumerate(vectors)]
    path.write_bytes(pcap(records, link=RAW))
    # Each is the first chunk of the same association: all but one would be retransmissions.
    found = compare(path, "-o", "sctp.reassembly:FALSE", "-o", "sctp.tsn_analysis:FALSE")
    assert set(EXPLAINED) == {str(vectors[each.frame - 1]) for each in found.differences}
    assert found.compared > 10 * len(vectors) // 2
