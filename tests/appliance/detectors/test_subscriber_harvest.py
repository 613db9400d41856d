"""Distinct subscribers per foreign sender, against a twin that remembers every event."""

import json
import os
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.alerts.alert import Severity
from appliance.detectors.detector import Finding
from appliance.detectors.subscriber_harvest import (
    ASKING,
    SECOND_NS,
    SubscriberHarvest,
    SubscriberHarvestSettings,
)
from appliance.network.home import HomeSettings
from kernels.rate.crossing import cross
from tests.build.signals import invoke, signals_of
from tests.build.surroundings import surroundings
from tests.judging import START_NS, judged
from tests.reference.distinct import BUCKETS, Harvest

SOURCE = "12685550100"
WINDOW_S = 160
BUCKET_NS = WINDOW_S * SECOND_NS // BUCKETS


def detector(home=None, **settings):
    around = surroundings() if home is None else surroundings(home)
    told = {"window_s": WINDOW_S, "threshold": 5, "sources_max": 64, "pairs_max": 1024, **settings}
    return SubscriberHarvest(SubscriberHarvestSettings(**told), around)


def asks(target, at_s=0.0, source=SOURCE, **columns):
    """sendRoutingInfoForSM about a number of our own."""
    ts_ns = START_NS + int(at_s * SECOND_NS)
    return invoke(45, 20, 3, cgpa_gt=source, msisdn=f"155501{target:04}", ts_ns=ts_ns, **columns)


def test_threshold__is_reported_once_then_at_each_doubling():
    found = judged(detector(), [asks(n) for n in range(40)])
    assert [4, 9, 19, 39] == [f.row for f in found]
    assert [5, 10, 20, 40] == [f.terms["distinct"] for f in found]
    assert [None, Severity.HIGH, Severity.HIGH, Severity.HIGH] == [f.severity for f in found]
    assert [(SOURCE, level) for level in (5, 10, 20, 40)] == [f.key for f in found]
    assert sorted(f.score for f in found) == [f.score for f in found]


def test_terms__tell_count_window_threshold_and_operations():
    rows = [asks(n) for n in range(4)]
    rows.append(invoke(70, 28, 3, cgpa_gt=SOURCE, imsi="001010000000001", ts_ns=START_NS))
    (finding,) = judged(detector(), rows)
    assert {
        "distinct": 5,
        "window_s": WINDOW_S,
        "threshold": 5,
        "operations": ["sendRoutingInfoForSM", "provideSubscriberInfo"],
    } == finding.terms


def test_source__is_armed_again_when_its_count_has_fallen():
    first = [asks(n) for n in range(5)]
    again = [asks(n, at_s=WINDOW_S + 20) for n in range(5)]
    assert [4, 9] == [f.row for f in judged(detector(), [*first, *again])]


def test_source__stays_disarmed_while_its_count_hovers():
    rows = [asks(n, at_s=10 * n) for n in range(100)]  # 16 in the window, threshold 5
    assert [5, 10] == [f.terms["distinct"] for f in judged(detector(), rows)]


@pytest.mark.parametrize(
    "columns",
    [
        {"source": "15550199"},
        {"component": 0xA2},
        {"protocol": 1},
        {"op": 44, "ac": 25},
        {"msisdn": np.uint64(2**64 - 1)},
        {"cgpa_gt": np.uint64(2**64 - 1)},
    ],
    ids=["home", "results", "another user", "delivery", "nobody asked about", "no title"],
)
def test_detector__is_silent_on(columns):
    rows = [{**asks(n), **columns} for n in range(40)]
    if "source" in columns:
        rows = [asks(n, source=columns["source"]) for n in range(40)]
    assert [] == judged(detector(), rows)


def test_exceptions__may_ask():
    rows = [asks(n) for n in range(40)]
    assert [] == judged(detector(exceptions=["1268"]), rows)
    assert [] != judged(detector(exceptions=["1246"]), rows)


def test_repeats__do_not_count():
    assert [] == judged(detector(), [asks(n % 4) for n in range(400)])


def test_empty_home__silences_and_says_so():
    silent = detector(home=HomeSettings())
    assert [] == judged(silent, [asks(n) for n in range(40)])
    assert "gt_prefixes is empty" in silent.silent_because


@pytest.mark.parametrize(
    ("mode", "found", "said"), [("off", 0, 0), ("learn", 1, 0), ("test", 1, 1)]
)
def test_mode__decides_what_is_said(mode, found, said):
    one = detector(mode=mode)
    assert said == len(judged(one, [asks(n) for n in range(5)]))
    assert found == one.counters()["findings"]


def test_counters__tell_fills_and_capacities():
    one = detector()
    judged(one, [asks(n) for n in range(40)])
    counters = one.counters()
    assert (1, 40, 64, 1024) == tuple(
        counters[name] for name in ("sources", "pairs", "sources_capacity", "pairs_capacity")
    )


def test_operations__must_exist_and_leak():
    with pytest.raises(ValueError, match="no MAP operation of that name"):
        detector(operations=["sendRoutingInfoForSms"])
    rows = surroundings().operations.rows
    assert [] == [name for name in ASKING if not any(r.leak for r in rows if r.name == name)]


MOVES = st.sampled_from([0, 0, 0, 1, 2, 5, 15, 16, 17, -1, -3, -16, 300])
EVENTS = st.lists(st.tuples(MOVES, st.integers(0, 3), st.integers(0, 30)), max_size=150)


def crossings(found: list[Finding]) -> list[tuple[int, int, int]]:
    return [(f.row, f.terms["distinct"], f.key[1]) for f in found]


@given(events=EVENTS, size=st.integers(1, 60), ratio=st.sampled_from([0.0, 0.4, 0.5, 1.0]))
def test_findings__equal_the_twin_however_batches_fall(events, size, ratio):
    rows, expected, bucket = [], [], START_NS // BUCKET_NS
    twin = Harvest(5, -int(-5 * ratio // 1))
    for row, (move, source, target) in enumerate(events):
        bucket += move
        rows.append(asks(target, source=f"1268555010{source}") | {"ts_ns": bucket * BUCKET_NS + 7})
        crossed = twin.observe(bucket, source, target)
        if crossed:
            expected.append((row, *crossed))
    assert expected == crossings(judged(detector(clear_ratio=ratio), rows, size))


SCENARIO = """
import json
from tests.appliance.detectors.test_subscriber_harvest import scenario
print(json.dumps(scenario()))
"""


def scenario() -> list[object]:
    """Findings and counters over tables far too small, so that much is evicted and refused."""
    one = detector(sources_max=64, pairs_max=1024, threshold=4)
    draw = np.random.default_rng(7).integers
    rows = [
        asks(int(draw(400)), at_s=n / 10, source=f"1268555{int(draw(300) ** 2 // 300):04}")
        for n in range(3000)
    ]
    return [crossings(judged(one, rows, 500)), one.counters()]


def test_interpreted__equals_compiled(lane):
    other = {**os.environ, "NUMBA_DISABLE_JIT": "0" if lane == "interpreted" else "1"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCENARIO], env=other, check=True, capture_output=True
    )
    here = json.loads(json.dumps(scenario()))
    assert here[0]
    assert here[1]["pairs_evicted"] + here[1]["pairs_refused"] > 0
    assert json.loads(done.stdout) == here


def test_sentence__says_how_many_from_where_and_what_to_do():
    one = detector()
    (finding,) = judged(one, [asks(n) for n in range(5)])
    assert (
        "Global title 12685550100 in a range of Antigua and Barbuda asked about 5 different "
        "subscribers in 160 seconds (by sendRoutingInfoForSM; the threshold is 5). Ask the partner "
        "or block the range; list a known aggregator under detectors.subscriber_harvest.exceptions."
    ) == one.explain(finding, {"cgpa_gt": SOURCE, "source_country": "AG"})


def test_kernel__has_one_signature(lane):
    if lane == "interpreted":
        pytest.skip("nothing is compiled in this lane")
    judged(detector(), [asks(1)])
    judged(detector(exceptions=["7"], threshold=9), [asks(1)] * 3, 2)
    assert 1 == len(cross.signatures)


def test_pace__is_printed(lane, capsys):
    rows = 4096 if lane == "compiled" else 256
    signals = signals_of([asks(n % 1000, at_s=n / 1000) for n in range(rows)])
    one = detector(pairs_max=131_072, sources_max=16_384)
    one.observe(None, None, signals, rows)
    started = time.perf_counter()
    for _ in range(20):
        one.observe(None, None, signals, rows)
    each = (time.perf_counter() - started) / 20 / rows * 1e9
    with capsys.disabled():
        print(f"\nsubscriber-harvest, every row asking ({lane}): {each:.0f} ns a row")
    assert one.counters()["pairs"] == min(rows, 1000)
