"""How an alert is spelt: documented names, fixed order, nothing empty, nothing that is not JSON."""

import json
import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from appliance.alerts.alert import Severity, Source, Target
from appliance.alerts.spelling import json_line, seconds, spell
from tests.speaking import alert

NAMES = [
    *("id", "sid", "rev", "detector", "class", "category", "severity", "mode", "first_ts"),
    *("last_ts", "count", "suppressed", "source", "target", "operation", "outcome", "score"),
    *("terms", "technique", "evidence", "message"),
]


def full(**changes):
    everything = {
        "source": Source("12465550199", "hss.example", "Example Telecom", "BB"),
        "outcome": "answered",
        "evidence": "evidence/a1.pcap",
    }
    return alert(1, **{**everything, **changes})


def test_spell__uses_the_documented_names_in_order():
    spelt = spell(full())
    assert NAMES == list(spelt)
    assert ["gt", "host", "operator", "country"] == list(spelt["source"])
    assert ["pseudonym", "role"] == list(spelt["target"])
    assert ("location", 1, ["MOT3003"]) == (spelt["class"], spelt["severity"], spelt["technique"])


def test_spell__leaves_out_what_is_absent_and_keeps_zeros():
    bare = alert(
        source=Source(), target=Target(), operation=None, terms={}, technique=(), score=0.0
    )
    spelt = spell(bare)
    absent = {"source", "target", "operation", "outcome", "terms", "technique", "evidence"}
    assert set(NAMES) - absent == set(spelt)
    assert (0.0, 0) == (spelt["score"], spelt["suppressed"])


def test_spell__takes_numpy_scalars_and_leaves_out_what_is_no_number():
    terms = {
        "subscribers": np.int64(7),
        "rate": np.float32(0.5),
        "z": math.nan,
        "n": None,
        "t": (1, 2),
    }
    expected = {"subscribers": 7, "rate": 0.5, "t": [1, 2]}
    assert expected == json.loads(json_line(alert(terms=terms)))["terms"]


def test_spell__puts_extra_last_and_lets_it_replace_nothing():
    spelt = spell(alert(extra={"opc": 17, "id": "forged"}))
    assert ("a1", 17, "opc") == (spelt["id"], spelt["opc"], list(spelt)[-1])


def test_seconds__has_nine_decimals():
    assert "1700000000.000000001" == seconds(1_700_000_000_000_000_001)
    assert "0.999999999" == seconds(999_999_999)
    assert "-1.500000000" == seconds(-1_500_000_000)


@given(st.text(), st.dictionaries(st.text(max_size=8), st.text() | st.integers() | st.floats()))
def test_json_line__is_one_line_that_reads_back(message, terms):
    line = json_line(alert(message=message, terms=terms, severity=Severity.LOW))
    assert "\n" not in line
    expected = json.loads(json.dumps(spell(alert(message=message, terms=terms, severity=3))))
    assert expected == json.loads(line)


def test_json_line__is_the_same_for_equal_alerts():
    assert json_line(full()) == json_line(full())
