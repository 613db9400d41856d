"""The sums in words, and that one which does not hold is seen and fails the command."""

import numpy as np
import pytest

from appliance import startup
from appliance.capture.trace import TraceSource
from appliance.engine.account import Sum, fates, sums
from kernels.outcome import Layer, Stop
from tests.breathing import MadeUpSource, engine_over
from tests.commanding import sigwatch
from tests.small_country import write_site, write_small


def test_sum__says_its_parts_and_leaves_zeros_out():
    entry = Sum("frames", 120, {"decoded": 100, "link not_ip": 20, "ip truncated": 0})
    assert "frames 120 = 100 decoded + 20 link not_ip" == entry.line()
    assert entry.holds
    assert "findings 0 = 0" == Sum("findings", 0, {"alerts": 0}).line()


def test_sum__that_does_not_hold_says_so():
    entry = Sum("frames", 3, {"decoded": 2})
    assert not entry.holds
    assert "frames 3 IS NOT 2 decoded" == entry.line()


def test_fates__are_named_by_layer_and_stop():
    table = np.zeros((max(Layer) + 1, max(Stop) + 1), np.int64)
    table[Layer.NONE, Stop.NONE], table[Layer.MAP, Stop.NONE] = 3, 4
    table[Layer.IP, Stop.TRUNCATED], table[Layer.LINK, Stop.NOT_IP] = 5, 6
    assert {"decoded": 7, "ip truncated": 5, "link not_ip": 6} == fates(table)


class Miscounting(MadeUpSource):
    """Says one frame more than it gave."""

    def counters(self):
        return super().counters() | {"taken": self._taken + 1}


def test_sums__show_a_source_that_miscounts(country, secret):
    engine = engine_over(Miscounting(country, iter([100] * 2)), secret)
    engine.breathe()
    assert ["frames"] == [entry.name for entry in sums(engine) if not entry.holds]


@pytest.mark.parametrize("words", [["replay", "-q", "--config", "site.yaml"], ["decode"]])
def test_command__fails_when_a_sum_does_not_hold(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    write_site(tmp_path)
    trace = write_small(tmp_path / "small.pcap")
    honest = TraceSource.counters
    monkeypatch.setattr(
        TraceSource, "counters", lambda self: honest(self) | {"taken": honest(self)["taken"] + 1}
    )
    ran = sigwatch(*words, trace)
    assert 1 == ran.status
    assert " IS NOT " in ran.lines[0]


def test_sums__know_what_an_earlier_run_left_in_a_spool(country, secret, tmp_path):
    """A receiver that is not there: alerts of two runs wait, and both sums hold."""
    sinks = f"sinks: {{syslog: [{{transport: tcp, port: 9, spool: {{directory: {tmp_path}}}}}]}}\n"
    waiting = []
    for _ in range(2):
        config = startup.read_config(write_site(tmp_path, sinks))
        receivers = startup.configured_sinks(config)
        engine = engine_over(MadeUpSource(country, iter([4096] * 2)), secret, receivers)
        engine.breathe()
        for sink in receivers:
            sink.close()
        last = sums(engine)[-1]
        assert last.holds, last.line()
        waiting.append((engine.tally.alerts, last.parts["waiting"]))
    (first, left), (second, both) = waiting
    assert (first, first + second) == (left, both)
