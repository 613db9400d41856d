"""What tshark says of each frame of a file, under our names.

Name resolution is off (-n); reassembly stands as tshark has it: SCTP fragments and SCCP segments
are joined and shown with their last piece. A field has a value for each message or component.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

FIELDS = {
    "opc": "m3ua.protocol_data_opc",
    "dpc": "m3ua.protocol_data_dpc",
    "ni": "m3ua.protocol_data_ni",
    "si": "m3ua.protocol_data_si",
    "sls": "m3ua.protocol_data_sls",
    "sccp": "sccp.message_type",
    "cdpa_gt": "sccp.called.digits",
    "cgpa_gt": "sccp.calling.digits",
    "cdpa_ssn": "sccp.called.ssn",
    "cgpa_ssn": "sccp.calling.ssn",
    "otid": "tcap.otid",
    "dtid": "tcap.dtid",
    "acn": "tcap.application_context_name",
    "code": "gsm_old.localValue",
    "imsi": "e212.imsi",
    "number": "e164.msisdn",
}
NOTHING: dict[str, list] = {name: [] for name in FIELDS}
DECIMAL = {"opc", "dpc", "ni", "si", "sls", "cdpa_ssn", "cgpa_ssn", "code"}


def require() -> str:
    """The path of tshark; skips, saying so, without one."""
    found = shutil.which("tshark")
    if found is None:
        pytest.skip("no tshark here")
    return found


def frames(path: Path, *options: str) -> dict[int, dict[str, list]]:
    """Frame number to field to values."""
    arguments = [option for field in FIELDS.values() for option in ("-e", field)]
    separators = ["-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=|"]
    command = [require(), "-n", *options, "-r", str(path), "-T", "fields", "-e", "frame.number"]
    done = subprocess.run(
        [*command, *arguments, *separators], capture_output=True, text=True, check=False
    )
    found = {}
    for line in done.stdout.splitlines():
        number, *cells = line.split("\t")
        values = {
            name: cell.split("|") if cell else [] for name, cell in zip(FIELDS, cells, strict=True)
        }
        for name in DECIMAL:
            values[name] = [int(value) for value in values[name]]
        found[int(number)] = values
    return found
