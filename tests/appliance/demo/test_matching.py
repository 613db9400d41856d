"""Alerts held against labels: by source and frame, and what is nobody's campaign left over."""

import json

import pytest

from appliance.config.config import Config
from appliance.demo.matching import Arrived, arrived, attribute, read_labels
from appliance.demo.syslog_message import parse
from appliance.demo.table import alerts_of, later, procedure
from appliance.demo.why import why_alerted, why_missed

SECOND = 1_000_000_000
BB, SE = "12465550150", "460001000057"


def label(frame, campaign, source, operation, component="invoke", **more):
    return {
        "frame": frame,
        "ts": f"{1000 + frame}.000000000",
        "campaign": campaign,
        "operation": operation,
        "component": component,
        "source": source,
        **more,
    }


@pytest.fixture(name="truth")
def truth_fixture(tmp_path):
    head = {
        "campaigns": [
            {"id": "burst", "procedure": "aggregator-burst", "source": "se-1"},
            {"id": "pings", "procedure": "location-by-subscriber-info", "source": "bb-1"},
            {"id": "late", "procedure": "imsi-harvest", "source": "gb-1"},
        ]
    }
    psi = "provideSubscriberInfo"
    lines = [
        head,
        label(1, "pings", BB, psi, victim_msisdn="12025550101"),
        label(2, "pings", BB, psi, "result", victim_msisdn="12025550101", obtained=["location"]),
        label(5, "pings", BB, psi, victim_imsi="001010000000001"),
        label(5, "burst", SE, "mt-forwardSM", victim_imsi="001010000000002"),
    ]
    path = tmp_path / "labels"
    path.write_text("\n".join(map(json.dumps, lines)) + "\n")
    return read_labels(path)


def test_labels__tell_campaigns_in_the_order_of_time(truth):
    pings, burst = truth.campaigns
    assert ("Barbados", BB, True, 1001 * SECOND) == (
        pings.country,
        pings.source,
        pings.is_attack,
        pings.first_ns,
    )
    assert (2, 1, 2) == (pings.requests, pings.answered, len(pings.victims))
    assert ("Sweden", False) == (burst.country, burst.is_attack)


def test_alerts__go_to_the_campaign_of_their_source_and_frame(truth):
    pings, burst = truth.campaigns
    mine = Arrived("1", "rule", BB, 5, 1005 * SECOND)
    false = Arrived("2", "rule", SE, 5, 1005 * SECOND)
    neither = [
        Arrived("3", "rule", SE, 1, 1001 * SECOND),
        Arrived("4", "rule", BB, 3, 1003 * SECOND),
    ]
    assert neither == attribute([false, neither[1], mine, neither[0]], truth)
    assert ([mine], [false]) == (pings.alerts, burst.alerts)


def test_arrived__reads_the_structured_data():
    said = 'id="7" last_ts="1.000000002" source_gt="124" evidence="a#b.pcap#12"'
    message = parse(f"<14>1 - host app - rule [x@1 {said}] text".encode())
    assert Arrived("7", "rule", "124", 12, SECOND + 2) == arrived(message)
    assert Arrived("", "lost", "", 0, 0) == arrived(parse(b"<14>1 - host app - lost - text"))


def test_missed__says_category_and_volume(truth):
    pings, _ = truth.campaigns
    first, last = why_missed(pings, Config())
    assert first.startswith("provideSubscriberInfo, category 2: only the subscriber's own network")
    assert "2 victims are too few for subscriber-harvest, which speaks at 50 within 300 s." == last


def test_false__says_what_to_do(truth):
    _, burst = truth.campaigns
    burst.alerts.append(Arrived("1", "subscriber-harvest", SE, 5, 0))
    assert f'exceptions: ["{SE}"]' in why_alerted(burst)[-1]


def test_alerts__are_told_with_their_delay(truth):
    pings, burst = truth.campaigns
    assert ["none: missed"] == [str(text) for text in alerts_of(pings)]
    assert ["none"] == [str(text) for text in alerts_of(burst)]
    pings.alerts += [Arrived(str(n), "rule", BB, 5, (1001 + 61 * n) * SECOND) for n in (1, 2)]
    assert ["rule (2)", "00:17:42, after 1 min 1 s"] == [str(text) for text in alerts_of(pings)]
    assert "location by subscriber info" == procedure(pings)
    assert ["at once", "after 29.4 s"] == [later(0), later(29_400_000_000)]
