"""Templates: the digits stand where they are said to stand."""

from appliance.simulate.encoding.tbcd import pack
from appliance.simulate.generate import generate
from appliance.simulate.templates import ABSENT, templates


def test_templates__know_their_places(attacked):
    made = templates(attacked, 400)
    assert 400 == len(made)
    frames = (frame for frame in generate(attacked) if len(frame.messages) == 1)
    for template, frame in zip(made, frames, strict=False):
        (message,) = frame.messages
        octets, facts = template.octets, message.facts
        assert frame.octets == octets
        for digits, at, filler in (
            (facts.imsi, template.imsi_at, 15),
            (facts.msisdn, template.msisdn_at, 15),
            (message.calling.gt, template.calling_at, 0),
        ):
            assert (at == ABSENT) == (not digits)
            assert at == ABSENT or octets[at:].startswith(pack(digits, filler))


def test_templates__are_varied(attacked):
    made = templates(attacked, 400)
    assert len({len(template.octets) for template in made}) > 30
    assert any(template.imsi_at >= 0 for template in made)
    assert any(template.msisdn_at >= 0 for template in made)
