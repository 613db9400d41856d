"""The syslog sink against a real rsyslog on loopback: what arrives, and what its death costs."""

import collections

import pytest

from appliance.alerts.alert import Source
from appliance.sinks.syslog import SyslogSettings, SyslogSink
from tests.speaking import PATIENCE_S, RSYSLOGD, Rsyslog, alert, until

TRANSPORTS = ["udp", "tcp"]
AWKWARD = 'quo"te, back\\slash, brack]et [open, a=b, Zürich Telecom, Ελλάς, 電話, 😀'


@pytest.fixture(autouse=True)
def needs_rsyslog(lane):
    if RSYSLOGD is None:
        pytest.skip("NO REAL RECEIVER TRIED: rsyslogd is not installed (apt-get install rsyslog)")
    if lane == "bounds":
        pytest.skip("no kernel takes part: the other two lanes are enough")


@pytest.fixture
def rsyslog(tmp_path):
    receivers = []

    def make(transport):
        receivers.append(Rsyslog(tmp_path, transport))
        return receivers[-1]

    yield make
    for receiver in receivers:
        receiver.kill()


@pytest.fixture
def opened(tmp_path):
    sinks = []

    def make(receiver, **settings):
        quick = {"retry_first_s": 0.05, "retry_max_s": 0.2, "hostname": "probe.example"}
        spool = {"directory": tmp_path / "spool"}
        both = {"transport": receiver.transport, "port": receiver.port, "spool": spool}
        sinks.append(SyslogSink(SyslogSettings(**both, **quick, **settings)))
        return sinks[-1]

    yield make
    for sink in sinks:
        sink.close()


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_rsyslog__reads_every_field_as_it_was_meant(transport, rsyslog, opened):
    receiver = rsyslog(transport)
    receiver.start()
    sink = opened(receiver)
    said = alert(1, source=Source(gt="12465550199", operator=AWKWARD), message=f"said: {AWKWARD}")
    sink.write(said)
    assert 0 == sink.flush(PATIENCE_S)
    (heard,) = until(receiver.received, "received")
    names = ("host", "app", "msgid", "facility", "severity", "when")
    expected = (
        *("probe.example", "sigwatch", "foreign-operation", "local4", "1"),
        "2023-11-14T22:13:21.000000Z",
    )
    assert expected == tuple(heard[name] for name in names)
    parameters = receiver.parameters(heard)
    assert AWKWARD == parameters["source_operator"]
    assert ("a1", "imsi:0123456789abcdef") == (parameters["id"], parameters["target"])
    escaped = AWKWARD.replace("\\", "\\\\").replace('"', '\\"').replace("]", "\\]")
    assert f'source_operator="{escaped}"' in heard["sd"]
    assert f"said: {AWKWARD}" == heard["msg"].removeprefix("\ufeff")


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_rsyslog__down_at_the_start_gets_the_alerts_when_it_comes(transport, rsyslog, opened):
    receiver = rsyslog(transport)
    sink = opened(receiver)
    for number in range(50):
        sink.write(alert(number))
    until(lambda: sink.counters()["errors"] >= 2, "refused twice")
    assert (0, 50) == (sink.counters()["delivered"], sink.counters()["waiting"])
    expected = f"{sink.name}: Connection refused; alerts wait in the spool"
    assert [expected] == sink.status()
    receiver.start()
    assert 0 == sink.flush(PATIENCE_S)
    until(lambda: len(receiver.received()) == 50, "50 alerts")
    assert [f"a{number}" for number in range(50)] == receiver.ids()
    assert [f"{sink.name}: delivering again"] == until(sink.status, "over")


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_rsyslog__killed_in_the_middle_loses_none_of_300(transport, rsyslog, opened):
    receiver = rsyslog(transport)
    receiver.start()
    # Longer than rsyslog needs from its kernel's buffer to its file, however busy the machine is.
    sink = opened(receiver, settle_s=2.0, datagrams_per_s=500)
    for number in range(150):
        sink.write(alert(number))
    until(lambda: len(receiver.received()) >= 60, "60 alerts")
    receiver.kill()
    for number in range(150, 230):
        sink.write(alert(number))
    until(lambda: sink.counters()["errors"] >= 2, "noticed")
    receiver.start()
    for number in range(230, 300):
        sink.write(alert(number))
    everyone = {f"a{number}" for number in range(300)}
    until(lambda: everyone <= set(receiver.ids()), "all 300")
    assert 0 == sink.flush(PATIENCE_S)
    counts = sink.counters()
    times = collections.Counter(receiver.ids())
    doubled = times.total() - 300
    print(f"{transport}: 300 alerts, {doubled} arrived twice, {counts['resent']} sent again")
    assert everyone == set(times)
    assert doubled <= counts["resent"]
    assert max(times.values()) <= 2
    assert (300, 300, 0) == (counts["taken"], counts["delivered"], counts["lost"])
