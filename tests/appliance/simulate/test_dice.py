"""Chance: as even as it should be, and exponential without a logarithm."""

from appliance.simulate.dice import Dice, between_ns

DRAWS = 20_000


def test_wait__has_the_mean_and_the_tail_of_an_exponential():
    dice = Dice(1, "waits")
    waits = [dice.wait_ns(1000) for _ in range(DRAWS)]
    assert 970 < sum(waits) / DRAWS < 1030
    assert 0.125 < sum(wait > 2000 for wait in waits) / DRAWS < 0.146  # exp(-2) is 0.135


def test_around__has_a_floor_and_the_mean():
    dice = Dice(1, "around")
    waits = [dice.around_ns(1000) for _ in range(DRAWS)]
    assert min(waits) >= 500
    assert 980 < sum(waits) / DRAWS < 1020


def test_shuffled__keeps_everything():
    dice = Dice(1, "order")
    order = dice.shuffled(range(100))
    assert list(range(100)) == sorted(order)
    assert list(range(100)) != order


def test_names__give_streams_of_their_own():
    assert Dice(1, "a").octets(8) != Dice(1, "b").octets(8)
    assert Dice(1, "a").octets(8) == Dice(1, "a").octets(8)


def test_rare_events__wait_long_but_not_for_ever():
    assert 60_000_000_000 == between_ns(1)
    assert between_ns(1e-300) < 2**63 * 4
