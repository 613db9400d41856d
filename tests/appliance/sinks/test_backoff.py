"""Delays double, stay within their jitter and bound, and begin again after success."""

from appliance.sinks.backoff import Backoff


def test_backoff__doubles_up_to_its_bound_with_jitter_below():
    backoff = Backoff(1.0, 8.0, seed=7)
    for delay_s in (1.0, 2.0, 4.0, 8.0, 8.0, 8.0):
        assert delay_s / 2 <= backoff.next_s() <= delay_s


def test_backoff__begins_again_after_success():
    backoff = Backoff(1.0, 8.0, seed=7)
    for _ in range(2000):
        backoff.next_s()
    backoff.reset()
    assert backoff.next_s() <= 1.0


def test_backoff__is_known_by_its_seed():
    one, same, other = (Backoff(1.0, 60.0, seed) for seed in (7, 7, 8))
    delays = [one.next_s() for _ in range(5)]
    assert delays == [same.next_s() for _ in range(5)]
    assert delays != [other.next_s() for _ in range(5)]
