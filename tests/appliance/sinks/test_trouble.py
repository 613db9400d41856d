"""A trouble is told when it begins, changes or ends, and not in between."""

from appliance.sinks.trouble import NOTES_MAX, Trouble


def test_trouble__is_told_once_however_often_it_is_met():
    trouble = Trouble()
    assert [] == trouble.take()
    trouble.begin("down")
    trouble.begin("down")
    assert ["down"] == trouble.take()
    trouble.begin("down")
    assert [] == trouble.take()
    assert 3 == trouble.errors


def test_trouble__tells_a_change_and_the_end():
    trouble = Trouble()
    trouble.begin("down")
    trouble.take()
    trouble.begin("no such name")
    assert ["no such name"] == trouble.take()
    trouble.end("up")
    trouble.end("up")
    assert ["up"] == trouble.take()
    assert [] == trouble.take()


def test_trouble__that_is_over_before_it_was_told_is_not_told():
    trouble = Trouble()
    trouble.begin("down")
    trouble.end("up")
    assert [] == trouble.take()
    trouble.begin("down")
    assert ["down"] == trouble.take()


def test_trouble__that_comes_back_before_its_end_was_told_is_no_news():
    trouble = Trouble()
    trouble.begin("down")
    trouble.take()
    trouble.end("up")
    trouble.begin("down")
    assert [] == trouble.take()


def test_note__is_told_whatever_follows_and_never_piles_up():
    trouble = Trouble()
    for number in range(NOTES_MAX + 2):
        trouble.note(f"{number}")
    trouble.begin("down")
    trouble.end("up")
    assert [f"{number}" for number in range(2, NOTES_MAX + 2)] == trouble.take()
