"""Each parser alone: what lies around its octets changes nothing, at any size of them."""

import pytest

from kernels.meanings import PointCodes
from kernels.wire import ip, link, m3ua, sccp, sccp_address, sctp, sigtran, tcap
from tests.kernels.wire.layer import changes, vectors

PARSERS = {
    "link": [
        lambda buf, at, end, kind=kind: link.parse(buf, at, end, kind) for kind in (1, 113, 276)
    ],
    "ip": [ip.parse],
    "sctp": [sctp.parse, sctp.chunk],
    "m3ua": [m3ua.parse, sigtran.class_of],
    "sccp": [
        sccp.parse,
        *(
            lambda buf, at, end, codes=codes: sccp_address.parse(buf, at, end, codes)
            for codes in map(int, PointCodes)
        ),
    ],
    "tcap": [tcap.parse, tcap.component],
}


@pytest.mark.parametrize("name", PARSERS)
def test_what_lies_around__changes_nothing(name: str, lane: str):
    step = 6 if lane == "interpreted" else 1
    for octets in vectors(name)[::step]:
        for parse in PARSERS[name]:
            assert [] == changes(parse, octets), octets.hex()


@pytest.mark.parametrize("name", PARSERS)
def test_inner_parsers__read_nothing_around_either(name: str, lane: str):
    step = 6 if lane == "interpreted" else 1
    for octets in vectors(name)[::step]:
        for at in range(0, len(octets), 3):
            for parse in PARSERS[name]:
                assert [] == changes(parse, octets[at:][:24]), (at, octets.hex())
