"""What tshark says of each frame of a file, under our names.

Name resolution is off (-n); reassembly stands as tshark has it, but for what OPTIONS say: fragments
and segments are joined and shown with their last piece. A field has a value for each message,
component or AVP.
"""

import shutil
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

FIELDS = {
    "protocols": "frame.protocols",
    "opc": "mtp3.opc",
    "dpc": "mtp3.dpc",
    "ni": "m3ua.protocol_data_ni",
    "si": "m3ua.protocol_data_si",
    "sls": "mtp3.sls",
    "sccp": "sccp.message_type",
    "return_cause": "sccp.return_cause",
    **{
        f"{ours}_{name}": f"sccp.{theirs}.{field}"
        for ours, theirs in (("cdpa", "called"), ("cgpa", "calling"))
        for name, field in (
            *(("gt", "digits"), ("ssn", "ssn"), ("pc", "pc")),
            *(("tt", "tt"), ("nai", "nai"), ("plan", "np")),
        )
    },
    "otid": "tcap.otid",
    "dtid": "tcap.dtid",
    "acn": "tcap.application_context_name",
    "abort_cause": "tcap.p_abortCause",
    "package": "ansi_tcap.identifier",
    "private": "ansi_tcap.private",
    "national": "ansi_tcap.national",
    "code": "gsm_old.localValue",
    "cap_code": "camel.local",
    "cap_error": "camel.error_code_local",
    "inap_code": "inap.local",
    "imsi": "e212.imsi",
    "number": "e164.msisdn",
    "sm_pid": "gsm_sms.tp-pid",
    "sm_dcs": "gsm_sms.tp-dcs",
    "sm_udhi": "gsm_sms.tp-udhi",
    "app_id": "diameter.applicationId",
    "command": "diameter.cmd.code",
    "is_request": "diameter.flags.request",
    "hop_by_hop": "diameter.hopbyhopid",
    "end_to_end": "diameter.endtoendid",
    "session_id": "diameter.Session-Id",
    "origin_host": "diameter.Origin-Host",
    "origin_realm": "diameter.Origin-Realm",
    "destination_host": "diameter.Destination-Host",
    "destination_realm": "diameter.Destination-Realm",
    "user_name": "diameter.User-Name",
    "route_record": "diameter.Route-Record",
    "visited_plmn": "diameter.Visited-PLMN-Id",
    "idr_flags": "diameter.IDR-Flags",
    "result_code": "diameter.Result-Code",
    "experimental_result": "diameter.Experimental-Result-Code",
}
# Where the first has no values: MTP3 that did not come through M3UA, ANSI point codes.
INSTEAD = {
    "ni": "mtp3.network_indicator",
    "si": "mtp3.service_indicator",
    "cdpa_pc": "sccp.called.ansi_pc",
    "cgpa_pc": "sccp.calling.ansi_pc",
}
NUMBERS = frozenset(
    {
        *("opc", "dpc", "ni", "si", "sls", "sccp", "return_cause", "abort_cause"),
        *(f"{party}_{part}" for party in ("cdpa", "cgpa") for part in ("ssn", "pc")),
        *(f"{party}_{part}" for party in ("cdpa", "cgpa") for part in ("tt", "nai", "plan")),
        *("private", "national", "code", "cap_code", "cap_error", "inap_code"),
        *("sm_pid", "sm_dcs", "sm_udhi", "app_id", "command", "is_request"),
        *("idr_flags", "result_code", "experimental_result"),
    }
)
NOTHING: dict[str, list] = {name: [] for name in FIELDS}
VALUES = "\x1f"  # stands between values of one field: in no text that is worth comparing

# What tshark must be told of a file: what no octet in it says, or Diameter on a port of its own.
OPTIONS: dict[str, tuple[str, ...]] = {
    "open5gs__open5gs__ipsec_to_ipsec_call.pcapng": ("-d", "tcp.port==3871,diameter"),
    "open5gs__open5gs__volte.pcapng": ("-d", "tcp.port==3871,diameter"),
    "realjimmy__sample-captures__ansi_map_win.pcap": ("-o", "mtp3.standard:ANSI"),
    "realjimmy__sample-captures__camel.pcap": ("-o", "camel.tcap.ssn:146,152,200"),
}


def options(path: Path) -> list[str]:
    """The options for a file, by the patterns that its name fits."""
    return [each for name, more in OPTIONS.items() if fnmatchcase(path.name, name) for each in more]


def require() -> str:
    """The path of tshark; skips, saying so, without one."""
    found = shutil.which("tshark")
    if found is None:
        pytest.skip("no tshark here")
    return found


def number(text: str) -> int:
    """A number as tshark writes it, in whatever base; network-cluster-member; a flag in words."""
    if text.count("-") == 2:
        network, cluster, member = map(int, text.split("-"))
        return network << 16 | cluster << 8 | member
    return int(text, 0) if text[:1].isdigit() else int(text == "True")


def frames(path: Path, *more: str) -> dict[int, dict[str, list]]:
    """Frame number to field to values."""
    asked = (*FIELDS.values(), *INSTEAD.values())
    arguments = [option for field in asked for option in ("-e", field)]
    arguments += ["-E", "separator=/t", "-E", "occurrence=a", "-E", f"aggregator={VALUES}"]
    command = [require(), "-n", *options(path), *more, "-r", str(path), "-T", "fields"]
    done = subprocess.run(
        [*command, "-e", "frame.number", *arguments], capture_output=True, text=True, check=False
    )
    found = {}
    for line in done.stdout.splitlines():
        frame, *cells = line.split("\t")
        told = dict(zip(asked, cells, strict=True))
        values: dict[str, list] = {
            name: cell.split(VALUES) if cell else []
            for name, field in FIELDS.items()
            for cell in [told[field] or told[INSTEAD.get(name, field)]]
        }
        for name in NUMBERS:
            values[name] = [number(value) for value in values[name]]
        found[int(frame)] = values
    return found
