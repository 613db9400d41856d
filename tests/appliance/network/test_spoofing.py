"""S1 through the engine: a link that Settings call an interconnect, and one that they do not."""

import pytest

from appliance.simulate.world.operators import HOME
from kernels.outcome import Oddity
from tests.breathing import MadeUpSource, engine_over
from tests.build import frame, gsm_map, ip, link, m3ua, sccp

OURS, OTHER, THEIRS = f"{HOME.prefix}55501", f"{HOME.prefix}55502", "12425550102"


def oddities(secret, calling: str, called: str, links: str) -> int:
    """What is marked of one message between these titles."""
    octets = frame.argument(gsm_map.send_imsi("12425550103"))
    octets = sccp.udt(octets, sccp.party(called), sccp.party(calling, ssn=sccp.VLR))
    octets = link.ethernet(ip.ip4(frame.sctp_of(m3ua.data(octets))))
    engine = engine_over(MadeUpSource([(1, octets, len(octets))], [1]), secret, more=links)
    engine.breathe()
    assert engine.tally.signals == 1
    return int(engine.decoder.signals.oddities[0]) >> Oddity.SPOOFED_HOME & 1


@pytest.mark.parametrize(
    ("calling", "called", "role", "expected"),
    [
        (OURS, OTHER, "interconnect", 1),
        (OURS, OTHER, "internal", 0),
        (OURS, THEIRS, "interconnect", 0),
        (THEIRS, OURS, "interconnect", 0),
    ],
)
def test_home_calling_home__is_marked_on_an_interconnect(tmp_path, calling, called, role, expected):
    links = f"links: [{{role: {role}}}]\n"
    assert expected == oddities(tmp_path / "secret", calling, called, links)


def test_home_calling_home__without_links__is_ordinary(tmp_path):
    assert 0 == oddities(tmp_path / "secret", OURS, OTHER, "")
