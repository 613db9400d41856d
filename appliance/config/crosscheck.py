"""What no single key can know: settings that contradict, or leave the appliance deaf or mute.

Contradictions are errors. Remarks are warnings: the file may be used, but a person should know.
What only `run` needs (something to listen to, a home) is an error there and a warning elsewhere.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from appliance.capture.libpcap import filter_fault
from appliance.capture.settings import CaptureSettings
from appliance.capture.source import CaptureError
from appliance.catalogue.operations import shipped
from appliance.config.composed import Config
from appliance.config.detection import DetectorSections, key_of
from appliance.config.errors import Complaint, Path, cut, shown
from appliance.config.linkcheck import unknown_interfaces, unreachable
from appliance.detectors.catalogue import DETECTORS
from appliance.sinks.syslog import SyslogSettings

HOME: Path = ("network", "home")
MCC_MNC_SHORT = 5  # digits of an MCC and a 2-digit MNC


def contradictions(config: Config) -> list[Complaint]:
    """What cannot be meant."""
    syslog = config.sinks.syslog
    return [
        *bad_filter(config.capture),
        *unknown_interfaces(config.links, config.capture.interfaces),
        *unreachable(config.links),
        *same_receiver(syslog),
        *retry_order(syslog),
        *unknown_operations(config.detectors),
    ]


def remarks(config: Config) -> list[Complaint]:
    """What may be meant, but a person should know."""
    home = config.network.home
    found = needed_to_run(config)
    found += overlaps((*HOME, "gt_prefixes"), home.gt_prefixes)
    found += overlaps((*HOME, "msisdn_prefixes"), home.msisdn_prefixes)
    found += ambiguous_plmns((*HOME, "plmns"), home.plmns)
    if not home.plmns:
        reason = (
            "empty, so no IMSI counts as a home subscriber's; list MCC and MNC of your networks"
        )
        found.append(Complaint((*HOME, "plmns"), reason))
    if not config.sinks.syslog and config.sinks.jsonl is None:
        reason = "no receiver, so alerts go nowhere; give syslog or jsonl"
        found.append(Complaint(("sinks",), reason))
    if all(config.detectors.of(detector).mode == "off" for detector in DETECTORS):
        found.append(Complaint(("detectors",), "all are off, so nothing is ever alerted"))
    if not config.alerts.pseudonym.pseudonymise:
        reason = "false, so subscriber identities leave in clear"
        found.append(Complaint(("alerts", "pseudonym", "pseudonymise"), reason))
    return found


def unknown_operations(detectors: DetectorSections) -> Iterator[Complaint]:
    """Names that no MAP operation has, under keys that list operations."""
    names = shipped().names
    for detector in DETECTORS:
        for key, given in detectors.of(detector):
            for at, name in enumerate(given if key.endswith("operations") else ()):
                if name not in names:
                    near = get_close_matches(cut(name), sorted(names), n=1)
                    meant = f"did you mean {near[0]}?" if near else "write it as TS 29.002 does"
                    reason = f"{shown(name)} is no MAP operation; {meant}"
                    yield Complaint(("detectors", key_of(detector), key, at), reason)


def needed_to_run(config: Config) -> list[Complaint]:
    """What the daemon cannot do without."""
    found = []
    if not config.capture.interfaces:
        reason = "empty, so sigwatch run has nothing to listen to; list at least one interface"
        found.append(Complaint(("capture", "interfaces"), reason))
    if not config.network.home.gt_prefixes:
        reason = "empty, so nothing counts as foreign; list the first digits of your nodes' titles"
        found.append(Complaint((*HOME, "gt_prefixes"), reason))
    return found


def bad_filter(capture: CaptureSettings) -> Iterator[Complaint]:
    """What libpcap says of the filter, for Ethernet; nothing where there is no libpcap."""
    try:
        fault = filter_fault(capture.filter, snap_length_octets=capture.snap_length_octets)
    except CaptureError:
        return
    if fault:
        reason = f"{shown(capture.filter)}: {fault}; write it as pcap-filter(7) says"
        yield Complaint(("capture", "filter"), reason)


def same_receiver(receivers: Sequence[SyslogSettings]) -> Iterator[Complaint]:
    """Two sinks to one receiver would send every alert twice; two on one spool would mix theirs."""
    seen: dict[object, int] = {}
    for at, one in enumerate(receivers):
        first = seen.setdefault((one.transport, one.host.lower().rstrip("."), one.port), at)
        if first != at:
            reason = f"the same receiver as sinks.syslog.{first}; keep one"
            yield Complaint(("sinks", "syslog", at), reason)
            continue
        first = seen.setdefault(one.spool_path(), at)
        if first != at:
            reason = f"the same spool file as sinks.syslog.{first}; give another spool.directory"
            yield Complaint(("sinks", "syslog", at), reason)


def retry_order(receivers: Sequence[SyslogSettings]) -> Iterator[Complaint]:
    """The first pause may not be longer than the longest."""
    for at, one in enumerate(receivers):
        if one.retry_first_s > one.retry_max_s:
            path = ("sinks", "syslog", at)
            own = "retry_first_s" if "retry_first_s" in one.model_fields_set else "retry_max_s"
            reason = f"retry_first_s ({one.retry_first_s:g}) is above retry_max_s"
            reason += f" ({one.retry_max_s:g}); the first pause is the shortest"
            yield Complaint((*path, own), reason)


def overlaps(path: Path, prefixes: Sequence[str]) -> Iterator[Complaint]:
    """A prefix given twice, or one that a shorter one already covers."""
    first_at: dict[str, int] = {}
    for at, prefix in enumerate(prefixes):
        if first_at.setdefault(prefix, at) != at:
            reason = f"{prefix} is given twice, first as {path[-1]}.{first_at[prefix]}; keep one"
            yield Complaint((*path, at), reason)
    for prefix, at in first_at.items():
        covering = next((c for c in shorter(prefix) if c in first_at), None)
        if covering is not None:
            reason = f"{prefix} lies inside {covering}, which covers it already; one is enough"
            yield Complaint((*path, at), reason)
        if prefix.startswith("0"):
            reason = (
                f"{prefix} starts with 0, as no country code does; write the international form"
            )
            yield Complaint((*path, at), reason)


def shorter(prefix: str) -> Iterator[str]:
    """All that `prefix` starts with, shortest first, itself left out."""
    return (prefix[:size] for size in range(1, len(prefix)))


def ambiguous_plmns(path: Path, plmns: Sequence[str]) -> Iterator[Complaint]:
    """MNC of 2 and of 3 digits that begin alike: no IMSI can tell them apart (E.212)."""
    first_at: dict[str, int] = {}
    for at, plmn in enumerate(plmns):
        if first_at.setdefault(plmn, at) != at:
            reason = f"{plmn} is given twice, first as {path[-1]}.{first_at[plmn]}; keep one"
            yield Complaint((*path, at), reason)
    for plmn, at in first_at.items():
        short = plmn[:MCC_MNC_SHORT]
        if plmn != short and short in first_at:
            reason = (
                f"{plmn} begins as {short}, so an IMSI may be of either; an MNC has 2 digits or 3"
            )
            yield Complaint((*path, at), reason)
