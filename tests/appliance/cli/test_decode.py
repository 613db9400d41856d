"""`sigwatch decode`: names and order of the design, nothing absent, nobody named unasked."""

import json
import re

import pytest

from tests.build import capture_files, gsm_map, ip, link, m3ua, sccp, tcap
from tests.build.capture_files import Record
from tests.build.frame import argument, sctp_of
from tests.commanding import sigwatch

PARTY = ("gt", "ssn", "pc", "tt", "nai", "plan")
ORDER = (
    *("frame", "ts", "tunnels", "vlan", "ip_src", "ip_dst", "sport", "dport", "ppid"),
    *("adaptation", "opc", "dpc", "ni", "si", "sls", "sccp", "return_cause"),
    *(f"cgpa_{part}" for part in PARTY),
    *(f"cdpa_{part}" for part in PARTY),
    *("tcap", "otid", "dtid", "acn", "abort_cause", "dialogue"),
    *("component", "invoke_id", "protocol", "op_family", "op", "op_name"),
    *("asked_op", "asked_op_name", "error", "error_name"),
    *("app_id", "command", "is_request", "hop_by_hop", "end_to_end", "session_id"),
    *("origin_host", "origin_realm", "destination_host", "destination_realm", "user_name"),
    *("route_record", "visited_plmn", "idr_flags", "result_code", "experimental_result"),
    *("imsi", "msisdn", "imei"),
    *("vlr_gt", "msc_gt", "sgsn_gt", "hlr_gt", "gmlc_gt", "scf_gt", "smsc_gt", "new_msc_gt"),
    *("forwarded_to", "sm_pid", "sm_dcs", "sm_udhi", "sm_iei", "leaks"),
    *("oddities", "unexplained", "stop_layer", "stop"),
)
TEXTS = {"ts", "ip_src", "ip_dst", "adaptation", "sccp", "tcap", "otid", "dtid", "acn"}
TEXTS |= {"component", "protocol", "op_name", "asked_op_name", "error_name"}
TEXTS |= {"imsi", "msisdn", "imei", "forwarded_to", "stop_layer", "stop"}
LISTS = {"tunnels", "leaks", "oddities"}
SUBSCRIBERS = ("imsi", "msisdn", "imei")
NUMBER, IMSI, NODE = "12075550123", "001010123456789", "12025550102"
MGT = "120255010123456"  # E.214: a country code and network made from an IMSI's, then its rest
CONTEXT = tcap.map_context(5, 3)
BROKEN = b"\x62\x06\x48\x09\x01\x02\x03\x04"  # a transaction id longer than its message


@pytest.fixture(scope="module")
def rows(small):
    """The small country as JSON."""
    ran = sigwatch("decode", "--json", small)
    assert 0 == ran.status
    return [json.loads(line) for line in ran.out.splitlines()]


def trace_of(path, *frames):
    path.write_bytes(capture_files.pcap([Record(n * 10**9, f) for n, f in enumerate(frames, 1)]))
    return path


def frame(user, called=NODE, plan=1, *vlans):
    """An Ethernet frame with one unitdata from a node to `called`."""
    parties = sccp.party(called, plan=plan), sccp.party(NODE, ssn=sccp.VLR)
    packet = ip.ip4(sctp_of(m3ua.data(sccp.udt(user, *parties))))
    return link.ethernet(packet, *vlans)


def test_json__has_the_designs_names_in_its_order(rows):
    for row in rows:
        assert [name for name in ORDER if name in row] == list(row)
    assert {"vlan", "imsi", "msisdn", "vlr_gt", "smsc_gt", "error", "dtid"} <= set().union(*rows)


def test_json__leaves_absent_values_out_and_writes_digits_as_text(rows):
    for row in rows:
        assert not [name for name, value in row.items() if value in (None, "", -1, [])]
        assert [] == [n for n, value in row.items() if isinstance(value, str) != is_text(n)]
        assert [] == [n for n, value in row.items() if isinstance(value, list) != (n in LISTS)]
    assert all(re.fullmatch(r"\d{10}\.\d{9}", row["ts"]) for row in rows)


def is_text(name):
    return name in TEXTS or name.endswith("_gt")


def test_json__names_oddities_and_where_reading_stopped(tmp_path):
    odd = tcap.begin(tcap.invoke(45, b"\x30\x00") + tcap.invoke(45, b"\x30\x00"))
    trace = trace_of(tmp_path / "odd.pcap", frame(BROKEN), frame(odd))
    ran = sigwatch("decode", "--json", trace)
    first, *rest = [json.loads(line) for line in ran.out.splitlines()]
    assert {"stop_layer", "stop"} < first.keys()
    assert all("several_invokes" in row["oddities"] for row in rest)
    assert ["frame", "ts"] == list(first)[:2]


def test_json__shows_both_tags_of_qinq(tmp_path):
    trace = trace_of(tmp_path / "tags.pcap", frame(argument(b"\x30\x00"), NODE, 1, 7, 9))
    assert [7, 9] == json.loads(sigwatch("decode", "--json", trace).out)["vlan"]


def subscribers_of(text):
    """Every subscriber's digits that a clear output holds."""
    return {row[n] for row in map(json.loads, text.splitlines()) for n in SUBSCRIBERS if n in row}


@pytest.mark.parametrize("form", [["--json"], []], ids=["json", "lines"])
def test_pseudonymise__hides_every_subscriber(small, rows, form):
    known = {row[name] for row in rows for name in SUBSCRIBERS if name in row}
    ran = sigwatch("decode", *form, "--pseudonymise", small)
    assert 0 == ran.status
    assert len(known) > 100
    assert len(rows) == len(ran.out.splitlines())
    runs = set(re.findall(r"\d{6,}", ran.out))
    assert set() == {digits for digits in known if any(digits in run for run in runs)}
    assert re.search(r"imsi[\":=]+imsi:[0-9a-f]{16}", ran.out)


def test_pseudonymise__keeps_who_is_the_same(small):
    clear, hidden = (
        [json.loads(line) for line in sigwatch("decode", "--json", *more, small).out.splitlines()]
        for more in ((), ("--pseudonymise",))
    )
    names = {}
    for one, other in zip(clear, hidden, strict=True):
        for kind in SUBSCRIBERS:
            if kind in one:
                assert names.setdefault((kind, one[kind]), other[kind]) == other[kind]
    assert len(names) == len(set(names.values()))


def test_pseudonymise__reaches_into_titles_made_from_a_subscriber(tmp_path):
    """A routing query goes to the number asked about, a registration to a title of an IMSI."""
    query = argument(b"\x30\x0d" + gsm_map.number(NUMBER, 0x80), op=22, context=CONTEXT)
    update = argument(gsm_map.update_location(IMSI, NODE, NODE), op=2)
    frames = (frame(query, NUMBER), frame(update, MGT, 7), frame(update, IMSI, 6))
    trace = trace_of(tmp_path / "titles.pcap", *frames)
    clear = sigwatch("decode", "--json", trace).out
    hidden = sigwatch("decode", "--json", "--pseudonymise", trace).out
    for digits in (NUMBER, MGT, IMSI):
        assert digits in clear
        assert digits not in hidden
    assert NODE in hidden
    titles = [json.loads(line)["cdpa_gt"] for line in hidden.splitlines()]
    assert json.loads(hidden.splitlines()[0])["msisdn"] == titles[0]
    assert json.loads(hidden.splitlines()[2])["imsi"] == titles[2]


def test_text_of_messages__is_nowhere(tmp_path):
    """An SMS whose body is told apart by every form a tool might print it in."""
    words = "Attack at dawn"
    submit = b"\x01\x00\x0b\x91" + bytes(6) + b"\x00\x04\x0e" + words.encode()
    argued = gsm_map.mo_forward_sm(NODE, NUMBER, IMSI, submit)
    user = argument(argued, op=46, context=tcap.map_context(21, 3))
    trace = trace_of(tmp_path / "sms.pcap", frame(user))
    for form in ([], ["--json"], ["--json", "--pseudonymise"]):
        out = sigwatch("decode", *form, trace).out
        assert "mo-ForwardSM" in out
        assert "dawn" not in out
        assert words.encode().hex() not in out.replace(" ", "")


def test_line__reads_well(tmp_path):
    update = argument(
        gsm_map.update_location(IMSI, "12025550103", "12025550104"),
        op=2,
        context=tcap.map_context(1, 3),
    )
    trace = trace_of(tmp_path / "one.pcap", frame(update))
    expected = (
        f"     1 1.000000000  {NODE} > {NODE}  UDT begin invoke updateLocation(2)"
        f"  imsi={IMSI}  vlr_gt=12025550104  msc_gt=12025550103\n"
    )
    ran = sigwatch("decode", trace)
    assert expected == ran.out
    size = ran.lines[2].split()[-2]
    octets = f"octets of messages {size} = {size} explained"
    assert ["frames 1 = 1 decoded", "messages 1 = 1 decoded", octets] == ran.lines[:3]
    assert {"TCAP dialogues kept 1 = 1 there", "signals 1"} < set(ran.lines)


def test_line__of_what_stopped_says_where(tmp_path):
    trace = trace_of(tmp_path / "cut.pcap", frame(BROKEN))
    assert re.search(r"  stopped=\w+:\w+\n$", sigwatch("decode", trace).out)
