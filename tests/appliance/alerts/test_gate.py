"""The gate: cooldown, cap, eviction, and that every event is told of exactly once."""

from hypothesis import given
from hypothesis import strategies as st

from appliance.alerts.gate import EVICTED, SECOND_NS, Gate, GateSettings, Passed, Suppressed

T = 1_700_000_040 * SECOND_NS  # the beginning of a minute
GT = ("12465550199",)


def at(seconds: float) -> int:
    return T + int(seconds * SECOND_NS)


def gate(cooldown_s: int = 300, per_minute_max: int = 60, keys_max: int = 100) -> Gate:
    return Gate(
        GateSettings(cooldown_s=cooldown_s, per_minute_max=per_minute_max, keys_max=keys_max)
    )


def test_gate__passes_the_first_event_of_a_key():
    assert Passed(0, at(0), at(0), 1) == gate().consider("ati", GT, at(0))


def test_gate__holds_back_until_the_cooldown_is_over_and_then_tells_all():
    it = gate(cooldown_s=300)
    it.consider("ati", GT, at(0))
    assert None is it.consider("ati", GT, at(10))
    assert None is it.consider("ati", GT, at(299.999))
    assert Passed(2, at(10), at(300), 3) == it.consider("ati", GT, at(300))
    assert Passed(0, at(600), at(600), 1) == it.consider("ati", GT, at(600))
    assert 2 == it.counters()["suppressed_cooldown"]


def test_gate__measures_the_cooldown_from_the_last_pass_not_from_the_last_event():
    it = gate(cooldown_s=60)
    passes = [it.consider("ati", GT, at(second)) is not None for second in range(0, 181, 20)]
    assert [True, False, False] * 3 + [True] == passes


def test_gate__keeps_keys_and_detectors_apart():
    it = gate()
    for detector, key in (("ati", GT), ("ati", ("12685550100",)), ("psi", GT), ("ati", ())):
        assert it.consider(detector, key, at(0)) is not None
    assert 4 == it.counters()["keys"]


def test_gate__without_a_cooldown_passes_everything():
    it = gate(cooldown_s=0)
    assert all(it.consider("ati", GT, at(0)) for _ in range(60))


def test_gate__caps_each_minute_over_all_keys_and_counts_it_apart():
    it = gate(per_minute_max=2)
    passes = [it.consider("ati", (number,), at(number)) is not None for number in range(5)]
    assert [True, True, False, False, False] == passes
    assert Passed(1, at(3), at(60), 2) == it.consider("ati", (3,), at(60))
    counts = it.counters()
    assert (3, 0) == (counts["suppressed_cap"], counts["suppressed_cooldown"])


def test_gate__what_comes_a_little_late_does_not_open_a_new_minute():
    it = gate(per_minute_max=1)
    assert it.consider("ati", (1,), at(60)) is not None
    assert it.consider("ati", (2,), at(59)) is None
    assert it.consider("ati", (3,), at(61)) is None


def test_gate__a_clock_set_far_back_does_not_silence_a_key():
    it = gate(cooldown_s=300)
    assert it.consider("ati", GT, at(86_400)) is not None
    assert it.consider("ati", GT, at(0)) is not None


def test_gate__forgets_an_expired_and_silent_key_first():
    it = gate(cooldown_s=100, keys_max=3)
    it.consider("ati", ("counted",), at(0))
    it.consider("ati", ("counted",), at(1))
    it.consider("ati", ("silent",), at(2))
    it.consider("ati", ("live",), at(90))
    it.consider("ati", ("new",), at(110))
    counts = it.counters()
    assert (1, 0, 3) == (counts["evicted_expired"], counts["evicted_live"], counts["keys"])
    assert Passed(1, at(1), at(111), 2) == it.consider("ati", ("counted",), at(111))


def test_gate__counts_an_evicted_live_key_and_keeps_its_tally():
    it = gate(cooldown_s=300, keys_max=1)
    it.consider("ati", ("a",), at(0))
    it.consider("ati", ("a",), at(1))
    it.consider("ati", ("a",), at(2))
    it.consider("ati", ("b",), at(3))
    assert 1 == it.counters()["evicted_live"]
    assert [Suppressed("ati", EVICTED, 2, at(1), at(2))] == it.drain()


def test_gate__drains_what_is_still_held_back_once():
    it = gate()
    for second in (0, 5, 7):
        it.consider("ati", GT, at(second))
    it.consider("psi", GT, at(8))
    assert [Suppressed("ati", GT, 2, at(5), at(7))] == it.drain()
    assert [] == it.drain()


events = st.lists(
    st.tuples(st.sampled_from(["ati", "psi"]), st.integers(0, 6), st.integers(-40, 900)),
    max_size=60,
)


@given(events, st.integers(0, 120), st.integers(1, 5), st.integers(1, 5))
def test_gate__tells_of_every_event_exactly_once(seen, cooldown_s, per_minute_max, keys_max):
    it = gate(cooldown_s, per_minute_max, keys_max)
    said = [it.consider(detector, (key,), at(second)) for detector, key, second in seen]
    told = [passed for passed in said if passed is not None]
    left = it.drain()
    assert len(seen) == sum(p.count for p in told) + sum(s.count for s in left)
    counts = it.counters()
    held = counts["suppressed_cooldown"] + counts["suppressed_cap"]
    assert len(seen) == counts["considered"] == counts["passed"] + held
    assert len(told) == counts["passed"]
    assert counts["keys"] <= keys_max
    for span in (*told, *left):
        assert span.first_ts <= span.last_ts
        assert {span.first_ts, span.last_ts} <= {at(second) for _, _, second in seen}


@given(events)
def test_gate__says_the_same_of_the_same_events(seen):
    first, second = gate(30, 3, 3), gate(30, 3, 3)
    for detector, key, when in seen:
        one = first.consider(detector, (key,), at(when))
        assert one == second.consider(detector, (key,), at(when))
    assert first.drain() == second.drain()
