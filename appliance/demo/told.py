"""The outcome in words, for a terminal of 80 to 100 columns and for a pipe.

Says what was caught and when, what was missed and why nothing saw it, and which alerts are false.
Colours only where rich finds a terminal; into a pipe goes the same text, plain.
"""

import shutil
import sys
import textwrap
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from appliance.demo.matching import Campaign
from appliance.demo.performance import Outcome
from appliance.demo.table import clock, counted, table
from appliance.demo.why import why_alerted, why_missed

INDENT = 2
BULLET = "- "
PARAMETERS_SHOWN = 3
UNLABELLED_SHOWN = 5


def tell(console: Console, outcome: Outcome) -> None:
    """Everything, in the order in which a newcomer asks."""
    with console.capture() as said:
        tell_all(console, outcome)
    for line in said.get().splitlines():
        print(line.rstrip())  # tables fill their lines with spaces


def tell_all(console: Console, outcome: Outcome) -> None:
    """As `tell`, in lines of full width."""
    tell_steps(console, outcome)
    tell_one_message(console, outcome)
    campaigns = outcome.truth.campaigns
    attacks = [one for one in campaigns if one.is_attack]
    tell_attacks(console, attacks, outcome)
    tell_ordinary(console, [one for one in campaigns if not one.is_attack], outcome)
    tell_sums(console, outcome)
    tell_files(console, outcome)


def tell_steps(console: Console, outcome: Outcome) -> None:
    """What was done."""
    head, ports, received = outcome.truth.head, outcome.ports, outcome.received
    counts = head["counts"]
    arrived = {name: len(messages) for name, messages in received.messages.items()}
    heading(console, "What was done")
    steps = {
        "simulated": f"{head['duration_s'] / 60:g} minutes at the border of an invented"
        f" mobile network: {counts['frames']} frames, {counts['messages']} messages,"
        f" {counts['attack']} of them attacks (seed {head['seed']})",
        "replayed": f"{counts['frames']} frames through the engine of sigwatch run"
        f" in {outcome.replayed.wall_s:.2f} s; {counted(len(outcome.raised), 'alert')}",
        "sent": "to a syslog receiver in a process of its own, on 127.0.0.1:"
        f" UDP port {ports['udp']}, TCP port {ports['tcp']}",
        "arrived": f"{arrived['udp']} by UDP, {arrived['tcp']} by TCP with octet counting;"
        f" {len(received.malformed) or 'none'} malformed (RFC 5424)",
    }
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for step, said in steps.items():
        grid.add_row(step, said)
    console.print(set_in(grid), highlight=False)


def tell_one_message(console: Console, outcome: Outcome) -> None:
    """The first alert as it arrived, most of its structured data left out."""
    if not outcome.received.messages["tcp"]:
        return
    first = outcome.received.messages["tcp"][0]
    name, parameters = next(iter(first.elements.items()))
    shown = [f'{key}="{value}"' for key, value in parameters.items()][:PARAMETERS_SHOWN]
    heading(console, "The first message, as it arrived")
    paragraph(
        console,
        f"<{first.priority}>1 {first.timestamp} {first.hostname} {first.app_name} {first.procid}"
        f" {first.msgid} [{name} {' '.join(shown)} and {len(parameters) - len(shown)} more]"
        f" {first.text}",
    )


def tell_attacks(console: Console, attacks: list[Campaign], outcome: Outcome) -> None:
    """What was caught, when and by what; what was missed, and why."""
    missed = [one for one in attacks if not one.alerts]
    heading(console, f"Attacks: {len(attacks) - len(missed)} of {len(attacks)} raised alerts")
    paragraph(console, "Times are of the capture (UTC); delays count from the first message.")
    show(console, table(attacks))
    for one in missed:
        paragraph(console, f"Why nothing saw {place(one)}:")
        for sentence in why_missed(one, outcome.config):
            paragraph(console, BULLET + sentence)


def tell_ordinary(console: Console, look_alikes: list[Campaign], outcome: Outcome) -> None:
    """Which alerts are about nothing bad."""
    counts = outcome.truth.head["counts"]
    false = sum(len(one.alerts) for one in look_alikes) + len(outcome.unlabelled)
    of = counted(len(outcome.raised), "alert")
    heading(console, f"No attacks, though they may look so: {false} of {of} are false")
    if look_alikes:
        show(console, table(look_alikes))
    for one in look_alikes:
        if one.alerts:
            paragraph(console, f"Why {place(one)} raised alerts:")
            for sentence in why_alerted(one):
                paragraph(console, BULLET + sentence)
    ordinary = counts["messages"] - counts["labels"]
    said = counted(len(outcome.unlabelled), "false alert") if outcome.unlabelled else "no alert"
    paragraph(console, f"All other traffic, {ordinary} messages of ordinary life: {said}.")
    for alert in outcome.unlabelled[:UNLABELLED_SHOWN]:
        paragraph(console, f"{BULLET}{clock(alert.ts_ns)} {alert.detector}: {alert.source}")


def tell_sums(console: Console, outcome: Outcome) -> None:
    """Every frame, message, finding and alert has one fate."""
    heading(console, "Sums")
    for line in (*outcome.replayed.troubles, *(each.line() for each in outcome.replayed.sums)):
        paragraph(console, line)


def tell_files(console: Console, outcome: Outcome) -> None:
    """What was left behind, and what to try on it."""
    stage = outcome.stage
    heading(console, f"Files in {stage.directory}")
    grid = Table.grid(padding=(0, 2))
    for path, said in (
        (stage.capture, "the capture; wireshark reads it too"),
        (stage.labels, "what each message of a campaign is, and who is at home"),
        (stage.configuration, "the probe's configuration"),
        (stage.alerts, "the alerts as raised, one JSON object per line"),
        (stage.received, "the syslog messages as received"),
    ):
        grid.add_row(path.name, said)
    console.print(set_in(grid), highlight=False)
    heading(console, "Try next")
    config, capture = stage.configuration, stage.capture
    for command in (
        f"decode {capture} | less",
        f"replay --config {config} {capture}",
        f"check --config {config}",
    ):
        console.print(f"{' ' * INDENT}{program()} {command}", soft_wrap=True, highlight=False)


def place(campaign: Campaign) -> str:
    """A campaign by where it came from."""
    return f"{campaign.country} {campaign.source}"


def program() -> str:
    """How the program is called from here: by its name, if that is where the shell looks."""
    called = Path(sys.argv[0])
    found = shutil.which(called.name)
    return called.name if found and Path(found).samefile(called) else str(called)


def heading(console: Console, text: str) -> None:
    """A line that stands out."""
    console.print()
    console.print(text, style="bold", highlight=False)


def show(console: Console, rows: Table) -> None:
    """A table, and air around it."""
    console.print()
    console.print(set_in(rows), highlight=False)
    console.print()


def set_in(rows: Table) -> Padding:
    """As far from the edge as everything else."""
    return Padding(rows, (0, 0, 0, INDENT))


def paragraph(console: Console, text: str) -> None:
    """Text folded to the width; further lines stand under the first word."""
    inner = INDENT + (len(BULLET) if text.startswith(BULLET) else 0)
    lines = textwrap.wrap(
        text,
        console.width,
        initial_indent=" " * INDENT,
        subsequent_indent=" " * inner,
        break_on_hyphens=False,
    )
    console.print("\n".join(lines), highlight=False, markup=False)
