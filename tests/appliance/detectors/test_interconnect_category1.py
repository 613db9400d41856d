"""Operations that no foreign network may send."""

import pytest

from appliance.alerts.alert import Severity
from appliance.detectors.interconnect_category1 import (
    InterconnectCategory1,
    InterconnectCategory1Settings,
)
from appliance.network.home import HomeSettings
from kernels.judge.foreign import choose
from tests.build.signals import invoke
from tests.build.surroundings import surroundings
from tests.judging import START_NS, judged

FOREIGN, HOME = "12465550100", "15550100"
IMSI, MSISDN = "001010000000001", "15550123"
ATI = invoke(71, 29, 3, cgpa_gt=FOREIGN, msisdn=MSISDN, ts_ns=START_NS)


def detector(home=None, **settings):
    around = surroundings() if home is None else surroundings(home)
    return InterconnectCategory1(InterconnectCategory1Settings(**settings), around)


def test_any_time_interrogation__from_abroad_is_found():
    (finding,) = judged(detector(), [ATI])
    assert (FOREIGN, 71) == finding.key
    assert (0, START_NS, Severity.HIGH, 1.0) == (
        finding.row, finding.ts_ns, finding.severity, finding.score,
    )  # fmt: skip
    assert {
        "risk": 5,
        "direction": "gsmSCF>HLR",
        "provenance": ["sigfw"],
        "source": "foreign",
        "context": "listed",
        "leak": ["location", "state", "imei"],
    } == finding.terms


QUIET = {
    "from home": {**ATI, "cgpa_gt": HOME},
    "a result": {**ATI, "component": 0xA2},
    "another user of TCAP": {**ATI, "protocol": 1},
    "no operation": {**ATI, "op": -1},
    "category 3": invoke(2, 1, 3, cgpa_gt=FOREIGN, imsi=IMSI, ts_ns=START_NS),
    "short message routing": invoke(45, 20, 3, cgpa_gt=FOREIGN, msisdn=MSISDN, ts_ns=START_NS),
    "home by IMSI-like title": {**ATI, "cgpa_gt": IMSI, "cgpa_plan": 6},
    "code out of range": invoke(400, 29, 3, cgpa_gt=FOREIGN, ts_ns=START_NS),
}


@pytest.mark.parametrize("row", QUIET.values(), ids=QUIET)
def test_detector__is_silent_on(row):
    assert [] == judged(detector(), [row])


LOUD = {
    "context absent": (
        {**ATI, "ac": -1, "ac_version": -1},
        "context",
        "absent, though no version 1 operation",
    ),
    "context absent in version 1": (
        invoke(9, cgpa_gt=FOREIGN, ts_ns=START_NS),
        "context",
        "absent",
    ),
    "context of another operation": ({**ATI, "ac": 28}, "context", "not one of this operation's"),
    "a version that is not": ({**ATI, "ac_version": 9}, "context", "not one of this operation's"),
    "no title": (invoke(71, 29, 3, ts_ns=START_NS), "source", "untitled"),
    "national number": ({**ATI, "cgpa_nai": 3}, "source", "unreadable"),
    "telex number": ({**ATI, "cgpa_plan": 4}, "source", "unreadable"),
    "foreign E.212 title": (
        {**ATI, "cgpa_gt": "999990000000001", "cgpa_plan": 6},
        "source",
        "unreadable",
    ),
    "title without a plan": ({**ATI, "cgpa_plan": -1, "cgpa_nai": -1}, "source", "foreign"),
    "E.214 title": ({**ATI, "cgpa_plan": 7}, "source", "foreign"),
    "code without an operation": (invoke(96, cgpa_gt=FOREIGN, ts_ns=START_NS), "risk", 2),
    "message that stopped later": ({**ATI, "stop": 1}, "source", "foreign"),
}


@pytest.mark.parametrize(("row", "term", "value"), LOUD.values(), ids=LOUD)
def test_detector__reads_through(row, term, value):
    (finding,) = judged(detector(), [row])
    assert value == finding.terms[term]


def test_unreadable_source__is_home_when_settings_say_so():
    rows = [LOUD["no title"][0], LOUD["national number"][0], ATI]
    assert [2] == [f.row for f in judged(detector(judge_unreadable_source=False), rows)]


def test_severity__rises_with_the_base_risk():
    rows = [
        invoke(op, cgpa_gt=FOREIGN, ts_ns=START_NS)
        for op in (39, 26, 68, 24, 71)  # risks 1 to 5
    ]
    expected = [Severity.LOW, Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.HIGH]
    assert expected == [f.severity for f in judged(detector(), rows)]


def test_allowed_operation__passes():
    assert [] == judged(detector(allowed_operations=["anyTimeInterrogation"]), [ATI])
    with pytest.raises(ValueError, match="no MAP operation of that name"):
        detector(allowed_operations=["anyTimeInterogation"])


def test_empty_home__silences_and_says_so():
    silent = detector(home=HomeSettings(plmns=["00101"]))
    assert [] == judged(silent, [ATI])
    assert "gt_prefixes is empty" in silent.silent_because
    assert 1 == silent.counters()["silent"]
    assert detector().silent_because is None


@pytest.mark.parametrize(
    ("mode", "found", "said"), [("off", 0, 0), ("learn", 1, 0), ("test", 1, 1)]
)
def test_mode__decides_what_is_said(mode, found, said):
    one = detector(mode=mode)
    assert said == len(judged(one, [ATI]))
    assert found == one.counters()["findings"]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_findings__do_not_depend_on_batches(size):
    rows = [*QUIET.values(), *(row for row, _, _ in LOUD.values())] * 3
    assert judged(detector(), rows) == judged(detector(), rows, size)


def test_sentence__says_what_from_where_and_what_to_do():
    one = detector()
    (finding,) = judged(one, [ATI])
    row = {
        "op_name": "anyTimeInterrogation",
        "cgpa_gt": FOREIGN,
        "source_country": "BB",
        "msisdn": "sub-1",
    }
    assert (
        "anyTimeInterrogation about sub-1 came from global title 12465550100 in a range of "
        "Barbados, but belongs inside one network only; an answer gives away location, state, "
        "imei. Refuse it at the interconnect, or list the sender under network.home if it is ours."
    ) == one.explain(finding, row)


def test_sentence__speaks_of_what_is_missing():
    one = detector()
    (finding,) = judged(one, [invoke(96, ts_ns=START_NS)])
    assert one.explain(finding, {"opc": 7}).startswith(
        "operation 96 came from a sender without a global title at point code 7, but"
    )


def test_kernel__has_one_signature(lane):
    if lane == "interpreted":
        pytest.skip("nothing is compiled in this lane")
    judged(detector(), [ATI])
    judged(detector(judge_unreadable_source=False), [ATI] * 3, 2)
    assert 1 == len(choose.signatures)
