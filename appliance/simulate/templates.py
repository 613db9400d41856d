"""Realistic frames with known places, for whoever needs millions of them.

Strategy: take single-message frames of a scenario and note where the digits stand that a caller
may overwrite. Patched frames keep their size; their SCTP checksum is then wrong, as only an end
of the association would notice.
"""

from itertools import islice
from typing import NamedTuple

from appliance.simulate.encoding.tbcd import pack
from appliance.simulate.generate import SEED, generate
from appliance.simulate.scenario import Scenario
from appliance.simulate.traffic.carriage import SimulatedFrame

ABSENT = -1


class Template(NamedTuple):
    """One frame and the offsets in it of packed digits; ABSENT where it has none.

    Digits are in swapped half-octets. `imsi_at`: eight octets, 15 digits and a filler. `msisdn_at`:
    those after the nature octet, filled with 0xF. `calling_at`: the calling title's, filled with 0.
    """

    octets: bytes
    imsi_at: int
    msisdn_at: int
    calling_at: int


def templates(scenario: Scenario, count: int, seed: int = SEED) -> list[Template]:
    """The first `count` frames of a scenario with one message each, in order; fewer if it ends."""
    single = (frame for frame in generate(scenario, seed) if len(frame.messages) == 1)
    return [_template(frame) for frame in islice(single, count)]


def _template(frame: SimulatedFrame) -> Template:
    """Places found by what stands there, from the end: the message follows every address."""
    (message,) = frame.messages
    start = frame.octets.rindex(message.tcap)
    facts = message.facts
    return Template(
        octets=frame.octets,
        imsi_at=_place(frame.octets, pack(facts.imsi), start),
        msisdn_at=_place(frame.octets, pack(facts.msisdn), start),
        calling_at=frame.octets.rindex(pack(message.calling.gt, filler=0), 0, start),
    )


def _place(octets: bytes, packed: bytes, start: int) -> int:
    return octets.index(packed, start) if packed else ABSENT
