"""One table for campaigns, attacks or look-alikes: who, since when, what, and which alerts came."""

from collections.abc import Iterator
from datetime import UTC, datetime

from rich.table import Table
from rich.text import Text

from appliance.demo.matching import Campaign

SECOND_NS = 1_000_000_000
TENTH_NS = SECOND_NS // 10
MINUTE_S = 60
ABBREVIATIONS = {"gmlc", "imsi"}


def table(campaigns: list[Campaign]) -> Table:
    """One row per campaign, three to five lines each."""
    rows = Table(box=None, padding=(0, 2, 1, 0), pad_edge=False, header_style="underline")
    rows.add_column("from", min_width=19)
    rows.add_column("sent", min_width=27)
    rows.add_column("alerts (how many)", min_width=26)
    for one in campaigns:
        whom = "victims" if one.is_attack else "people"
        sent = (
            procedure(one),
            *one.operations,
            f"{one.requests} requests, {len(one.victims)} {whom}",
            f"{one.answered} answers gave data away",
        )
        rows.add_row(
            f"{one.country}\n{one.source}\nsince {clock(one.first_ns)}",
            "\n".join(sent),
            Text("\n").join(alerts_of(one)),
        )
    return rows


def alerts_of(campaign: Campaign) -> Iterator[Text]:
    """Each detector that spoke, how often, when first, and how long after the first message."""
    colour = "green" if campaign.is_attack else "yellow"
    if not campaign.alerts:
        yield Text("none: missed", "red") if campaign.is_attack else Text("none", "green")
    for name in dict.fromkeys(alert.detector for alert in campaign.alerts):
        times = [alert.ts_ns for alert in campaign.alerts if alert.detector == name]
        yield Text(f"{name} ({len(times)})", colour)
        yield Text(f"{clock(times[0])}, {later(times[0] - campaign.first_ns)}")


def procedure(campaign: Campaign) -> str:
    """Its name in words."""
    words = campaign.procedure.split("-")
    return " ".join(word.upper() if word in ABBREVIATIONS else word for word in words)


def clock(ts_ns: int) -> str:
    """Time of day in the capture, UTC."""
    return datetime.fromtimestamp(ts_ns // SECOND_NS, UTC).strftime("%H:%M:%S")


def later(delay_ns: int) -> str:
    """A delay, to the tenth of a second where that says something."""
    if delay_ns < TENTH_NS:
        return "at once"
    seconds = delay_ns / SECOND_NS
    if seconds < MINUTE_S:
        return f"after {seconds:.1f} s"
    return f"after {int(seconds) // MINUTE_S} min {int(seconds) % MINUTE_S} s"


def counted(number: int, noun: str) -> str:
    """`1 alert`, `2 alerts`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
