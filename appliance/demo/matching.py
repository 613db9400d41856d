"""Holds alerts against labels: which campaign each alert is about, and what was never alerted.

An alert belongs to a campaign when the frame it gives as evidence holds a message of that campaign
from the same source; so an operator would check it. Labels name subscribers in clear and alerts
name pseudonyms, which therefore play no part. Labels of the campaigns are kept (a few thousand).
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from appliance.demo.syslog_message import Message
from appliance.simulate.traffic.campaigns import ATTACK, PROCEDURES
from appliance.simulate.world import operators


@dataclass(slots=True)
class Campaign:
    """One campaign as its labels tell it, and the alerts about it in the order of arrival."""

    name: str
    procedure: str
    country: str
    is_attack: bool
    source: str = ""
    first_ns: int = 0
    requests: int = 0
    answered: int = 0
    operations: dict[str, None] = field(default_factory=dict)
    victims: set[str] = field(default_factory=set)
    alerts: list["Arrived"] = field(default_factory=list)

    def take(self, label: dict[str, Any]) -> None:
        """One message more."""
        if not self.source:
            self.source, self.first_ns = label["source"], nanoseconds(label["ts"])
        self.operations[label["operation"]] = None
        self.victims.add(label.get("victim_msisdn") or label.get("victim_imsi", ""))
        self.requests += label["component"] == "invoke"
        self.answered += "obtained" in label


class Arrived(NamedTuple):
    """What a received alert says that matters here."""

    id: str
    detector: str
    source: str
    frame: int  # in the capture; 0 when it names none
    ts_ns: int


@dataclass(slots=True)
class Truth:
    """The labels of one capture."""

    head: dict[str, Any]
    campaigns: list[Campaign]
    """Those that sent anything, in the order in which they began."""
    _by_frame: dict[tuple[int, str], Campaign]

    def campaign_of(self, alert: Arrived) -> Campaign | None:
        """The campaign whose message is the alert's evidence; None for ordinary life."""
        return self._by_frame.get((alert.frame, alert.source))


def read_labels(path: Path) -> Truth:
    """Every label of a capture."""
    with path.open(encoding="utf-8") as lines:
        head = json.loads(next(lines))
        campaigns = {plan["id"]: campaign_of_plan(plan) for plan in head["campaigns"]}
        by_frame = {}
        for label in map(json.loads, lines):
            campaign = campaigns[label["campaign"]]
            campaign.take(label)
            by_frame[label["frame"], label["source"]] = campaign
    active = [campaign for campaign in campaigns.values() if campaign.source]
    return Truth(head, sorted(active, key=lambda one: one.first_ns), by_frame)


def campaign_of_plan(plan: dict[str, Any]) -> Campaign:
    """A campaign of which nothing is known but its plan."""
    countries = {operator.code: operator.country for operator in operators.foreign(1)}
    procedure = plan["procedure"]
    is_attack = PROCEDURES[procedure].kind == ATTACK
    return Campaign(plan["id"], procedure, countries[plan["source"]], is_attack)


def arrived(message: Message) -> Arrived:
    """A received message as an alert."""
    said = {name: value for each in message.elements.values() for name, value in each.items()}
    _, _, frame = said.get("evidence", "").rpartition("#")
    return Arrived(
        id=said.get("id", ""),
        detector=message.msgid,
        source=said.get("source_gt", ""),
        frame=int(frame or 0),
        ts_ns=nanoseconds(said.get("last_ts", "0")),
    )


def attribute(alerts: list[Arrived], truth: Truth) -> list[Arrived]:
    """Give every alert to its campaign; those that are about ordinary life are left over."""
    left: list[Arrived] = []
    for alert in sorted(alerts, key=lambda one: one.ts_ns):
        campaign = truth.campaign_of(alert)
        (campaign.alerts if campaign else left).append(alert)
    return left


def nanoseconds(seconds: str) -> int:
    """Epoch seconds with nine decimals, exact."""
    whole, _, part = seconds.partition(".")
    return int(whole + part.ljust(9, "0"))
