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
    **dict.fromkeys(
        ("cap: establishTemporaryConnection", "cap: connectSMS", "cap: octets after the parameter"),
        "tshark tells a number of ISUP's or the radio interface's form under another name",
    ),
    "cap: elements out of order": "tshark stops at an element that is out of order",
    **dict.fromkeys(
        ("diameter: LCS-Routing-Info-Answer", "diameter: MT-Forward-Short-Message-Request"),
        "tshark shows MSC-Number and SC-Address as octets, and the number in a short message",
    ),
    "diameter: User-Data-Request by telephone number": "tshark shows a tel: URI as a name",
    "diameter: Server-Assignment-Request of a private identity at its realm": "a name to tshark",
    "diameter: AVP twice": "we keep the first",
    "diameter: AVP shorter than its header, in a group": "tshark gives up",
    "gsm_map: an element in front of the IMSI that the operation does not have": "tshark gives up",
    **dict.fromkeys(
        (
            "gsm_map: a letter in an IMSI",
            "gsm_map: a letter in a number of no plan",
            "gsm_map: a letter in an E.164 number",
            "routing: a letter within digits",
        ),
        "tshark spells the digits beyond 9 otherwise",
    ),
    **dict.fromkeys(
        ("routing: filler within digits", "routing: ST behind the digits"),
        "the end-of-digits signal ends our number; tshark spells it and goes on",
    ),
    **dict.fromkeys(
        (
            "routing: CC with TCAP",
            "routing: DT1 with TCAP",
            "routing: DT2 with TCAP",
            "sua: CODT with TCAP",
        ),
        "tshark knows no user of a connection whose request it did not see",
    ),
    **dict.fromkeys(
        (
            "routing: M3UA under the PPID of M2PA",
            "routing: M2PA under the PPID of M3UA",
            "routing: SUA under an unknown PPID, turned round",
            "routing: Diameter under PPID 0",
        ),
        "tshark goes by the PPID, then by the port",
    ),
    **dict.fromkeys(
        (
            "sccp: no dialogue, subsystem 146",
            "sccp: no dialogue, subsystem 241",
            "sccp: no dialogue, subsystem 149",
        ),
        "tshark takes it for MAP by the other subsystem",
    ),
    "sctp: diameter": "a header without AVPs is too short for tshark, which goes by the port then",
    **dict.fromkeys(
        ("sua: CLDT", "sua: CLDT to a subsystem of a point code", "sua: CLDR"),
        "tshark tells addresses and causes of SUA under other names",
    ),
    "tcp: two messages in a segment, on another port": "tshark knows Diameter over TCP by its port",
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
