"""The demonstration's steps: a capture, a receiver, the engine, and what came of it.

The engine is built by `startup` from the configuration file, as `sigwatch run` builds it. Nothing
is printed here: `told` says it. Whether it went well is for `Outcome` to judge.
"""

import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from appliance import startup
from appliance.config.config import Config
from appliance.demo.matching import Arrived, Truth, arrived, attribute, read_labels
from appliance.demo.receiving import TRANSPORTS, Received, read_log, receiver
from appliance.demo.stage import SCENARIO, Stage
from appliance.engine.account import Sum, sums
from appliance.simulate.labelled_capture import write
from appliance.simulate.scenario import Scenario
from appliance.simulate.scenario_file import load
from appliance.warming import REPLAY, warm

DELIVERY_S = 15.0

Progress = Callable[[str, int, int | None], None]
"""Takes what is being done, how far it is, and how far it goes (None: not known)."""


@dataclass(slots=True)
class Replayed:
    """What the engine did."""

    wall_s: float
    sums: list[Sum]
    troubles: list[str]


@dataclass(slots=True)
class Outcome:
    """What came of it all."""

    stage: Stage
    config: Config
    ports: dict[str, int]
    replayed: Replayed
    received: Received
    raised: list[str]
    """Ids in the file of alerts."""
    truth: Truth
    unlabelled: list[Arrived]
    """Alerts about ordinary life."""

    @property
    def failures(self) -> list[str]:
        """What did not go as it must, one line each."""
        found = list(self.received.malformed[:1])
        for transport in TRANSPORTS:
            here = {arrived(message).id for message in self.received.messages[transport]}
            if missing := len(set(self.raised) - here):
                found.append(
                    f"{missing} of {len(self.raised)} alerts did not arrive by {transport}"
                )
        found += [each.line() for each in self.replayed.sums if not each.holds]
        if not any(one.alerts for one in self.truth.campaigns if one.is_attack):
            found.append("no attack was caught")
        return found


def perform(
    stage: Stage, seed: int, progress: Progress, scenario: Scenario | None = None
) -> Outcome:
    """Everything, in order. Raises OSError, StageError, ReceiverError, or what `startup` raises."""
    stage.prepare(seed)
    simulate(scenario or load(SCENARIO), stage, seed, progress)
    truth = read_labels(stage.labels)
    with receiver(stage.received) as ports:
        stage.configure(truth.head["home"], ports)
        config = startup.read_config(stage.configuration)
        replayed = replay(config, stage, progress)
    received = read_log(stage.received)
    # By TCP nothing is lost on the way, but what was in flight may come twice.
    once = {alert.id: alert for alert in map(arrived, received.messages["tcp"])}
    unlabelled = attribute(list(once.values()), truth)
    raised = raised_ids(stage)
    return Outcome(stage, config, ports, replayed, received, raised, truth, unlabelled)


def simulate(scenario: Scenario, stage: Stage, seed: int, progress: Progress) -> None:
    """The capture and its labels."""
    end_ns = scenario.duration_s * 1_000_000_000
    told = "writing a capture"
    write(scenario, stage.capture, stage.labels, seed, lambda at_ns: progress(told, at_ns, end_ns))
    progress(told, end_ns, end_ns)


def replay(config: Config, stage: Stage, progress: Progress) -> Replayed:
    """The capture through the engine, and its alerts to the receivers and the file."""
    warm(REPLAY)
    source = startup.open_files(config, [str(stage.capture)])
    with ExitStack() as stack:
        stack.callback(source.close)
        sinks = [*startup.configured_sinks(config), startup.alerts_file(stage.alerts)]
        for sink in sinks:
            stack.callback(sink.close)
        progress("starting the engine", 0, source.size)
        engine = startup.build(config, source, sinks)
        began_s = time.perf_counter()
        while not source.ended:
            engine.breathe()
            progress("replaying", source.position, source.size)
        wall_s = time.perf_counter() - began_s
        for sink in sinks:
            sink.flush(DELIVERY_S)
        troubles = [line for sink in sinks for line in sink.status()]
        return Replayed(wall_s, sums(engine), troubles)


def raised_ids(stage: Stage) -> list[str]:
    """Of every alert in the file of alerts, in their order."""
    if not stage.alerts.exists():
        return []  # the file is made with the first alert
    with stage.alerts.open(encoding="utf-8") as lines:
        return [json.loads(line)["id"] for line in lines]
