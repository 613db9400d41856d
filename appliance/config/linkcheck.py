"""What is wrong between link rules: interfaces that nobody listens on, rules never reached."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from appliance.config.errors import Complaint, Path, shown
from appliance.decoding.links import LinkSettings

LINKS: Path = ("links",)


def unknown_interfaces(
    rules: Sequence[LinkSettings], interfaces: Sequence[str]
) -> Iterator[Complaint]:
    """Rules for an interface that is not captured; a file for traces alone captures none."""
    for at, rule in enumerate(rules):
        if rule.interface is None or not interfaces or rule.interface in interfaces:
            continue
        near = get_close_matches(rule.interface, interfaces, n=1)
        meant = f"did you mean {near[0]}?" if near else f"captured are {', '.join(interfaces)}"
        reason = f"{shown(rule.interface)} is not in capture.interfaces; {meant}"
        yield Complaint((*LINKS, at, "interface"), reason)


def unreachable(rules: Sequence[LinkSettings]) -> Iterator[Complaint]:
    """Rules behind one that takes all that they would: the first that fits decides."""
    for at, rule in enumerate(rules):
        first = next((n for n, earlier in enumerate(rules[:at]) if earlier.covers(rule)), None)
        if first is None:
            continue
        if rule.covers(rules[first]):
            said = "the same" if rules[first].outcome() == rule.outcome() else "other"
            reason = f"the packets of links.{first} again, with {said} words for them; keep one"
        else:
            reason = f"never reached: links.{first} takes all that fits it; put it before that one"
        yield Complaint((*LINKS, at), reason)
