"""The probe's own decoder on simulated traffic: two codes that share nothing must agree.

What each message says is known from the simulator (`Facts`); a difference is a mistake in one of
the two.
"""

import itertools

import pytest

from tests.build.frame import Frame
from tests.decoding import decode, spelled

ETHERNET = 1  # LINKTYPE_ETHERNET
FRAMES = {"compiled": 20_000, "bounds": 20_000, "interpreted": 300}


@pytest.fixture(scope="module")
def pairs(frames, lane):
    """Each message beside the row that the decoder made of it."""
    some = frames[: FRAMES[lane]]
    reading = decode([Frame(frame.octets, ETHERNET) for frame in some], rows_max=40_000)
    rows = [(row.frame, spelled(row)) for row in reading.rows]
    sent = [(n, message) for n, frame in enumerate(some) for message in frame.messages]
    return list(itertools.zip_longest(sent, rows, fillvalue=(-1, None)))


def test_every_message__is_one_row_of_its_frame(pairs):
    assert [sent for (sent, _), _ in pairs] == [read for _, (read, _) in pairs]


def test_every_row__says_what_was_put_in(pairs):
    wrong = [
        (number, name, expected, row.get(name))
        for (number, message), (_, row) in pairs
        for name, expected in truth(message).items()
        if expected != row.get(name)
    ]
    assert [] == wrong[:5]


def test_no_row__is_odd_or_cut_short(pairs):
    odd = [(n, row) for _, (n, row) in pairs if row.get("oddities") or row.get("stop")]
    assert [] == odd[:3]


def truth(message):
    """What the probe must say, under the names that leave the process; None is absent."""
    facts = message.facts
    return {
        "sccp": "XUDT" if message.is_extended else "UDT",
        "cgpa_gt": message.calling.gt,
        "cdpa_gt": message.called.gt,
        "cgpa_ssn": message.calling.ssn,
        "cdpa_ssn": message.called.ssn,
        "cdpa_plan": message.called.plan,
        "tcap": facts.package,
        "component": facts.component or None,
        "op": facts.operation if facts.operation >= 0 else None,
        "error": facts.error if facts.error >= 0 else None,
        "otid": facts.otid or None,
        "dtid": facts.dtid or None,
        "acn": facts.acn or None,
        "imsi": facts.imsi or None,
        "msisdn": facts.msisdn or None,
    }
