"""Second opinion on every frame: tshark finds nothing odd and reads what was put in."""

import subprocess
from collections import Counter

import pytest

from tests.appliance.simulate.conftest import Written

NOTE = 0x400000  # the lowest severity that says something is odd
FIELDS = (
    "frame.time_epoch",
    "_ws.expert.severity",
    "_ws.malformed",
    "sctp.checksum.status",
    "sctp.chunk_type",
    "ip.checksum.status",
    "vlan.id",
    "ipv6.src",
    "tcap.otid",
    "tcap.dtid",
    "tcap.application_context_name",
    "gsm_old.localValue",
    "e212.imsi",
    "e164.msisdn",
    "sccp.calling.digits",
    "sccp.called.digits",
    "sccp.message_type",
)
GOOD = "1"
DATA, SACK, HEARTBEAT, HEARTBEAT_ACK = "0", "3", "4", "5"


@pytest.fixture(scope="module")
def rows(tshark: str, written: Written) -> list[dict[str, list[str]]]:
    """One row per frame: every occurrence of each field."""
    preferences = ("sctp.checksum:CRC 32c", "ip.check_checksum:TRUE")
    command = [tshark, "-n", "-r", str(written.capture), "-T", "fields", "-E", "aggregator=;"]
    command += [part for preference in preferences for part in ("-o", preference)]
    command += [part for field in FIELDS for part in ("-e", field)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    lines = ran.stdout.splitlines()
    return [
        {
            field: value.split(";") if value else []
            for field, value in zip(FIELDS, line.split("\t"), strict=True)
        }
        for line in lines
    ]


def test_every_frame__is_there_in_time(rows, frames):
    expected = [f"{f.ts_ns // 10**9}.{f.ts_ns % 10**9:09d}" for f in frames]
    assert expected == [row["frame.time_epoch"][0] for row in rows]
    assert expected == sorted(expected)


def test_no_frame__is_odd(rows):
    odd = [
        number
        for number, row in enumerate(rows, 1)
        if row["_ws.malformed"] or any(int(level) >= NOTE for level in row["_ws.expert.severity"])
    ]
    assert [] == odd


def test_every_checksum__is_good(rows):
    assert {GOOD} == {status for row in rows for status in row["sctp.checksum.status"]}
    assert {GOOD} == {status for row in rows for status in row["ip.checksum.status"]}


def test_every_field__is_what_was_put_in(rows, frames):
    wrong = [
        (number, name, expected, row[name])
        for number, (frame, row) in enumerate(zip(frames, rows, strict=True), 1)
        for name, expected in truth(frame.messages).items()
        if expected != row[name]
    ]
    assert [] == wrong[:5]


def truth(messages):
    """What tshark must say of a frame with these messages."""
    facts = [message.facts for message in messages]
    return {
        "tcap.otid": [fact.otid for fact in facts if fact.otid],
        "tcap.dtid": [fact.dtid for fact in facts if fact.dtid],
        "sccp.calling.digits": [message.calling.gt for message in messages],
        "sccp.called.digits": [message.called.gt for message in messages],
        "sccp.message_type": ["0x11" if m.is_extended else "0x09" for m in messages],
        "gsm_old.localValue": [
            str(int(code)) for fact in facts if (code := max(fact.operation, fact.error)) >= 0
        ],
        "e212.imsi": [fact.imsi for fact in facts if fact.imsi],
    }


def test_every_msisdn_and_context__is_among_what_is_read(rows, frames):
    for frame, row in zip(frames, rows, strict=True):
        for message in frame.messages:
            assert not message.facts.msisdn or message.facts.msisdn in row["e164.msisdn"]
            assert (
                not message.facts.acn or message.facts.acn in row["tcap.application_context_name"]
            )


def test_links__carry_everything_that_real_links_carry(rows):
    chunks = [tuple(row["sctp.chunk_type"]) for row in rows]
    kinds = Counter(kind for packet in chunks for kind in packet)
    assert {DATA, SACK, HEARTBEAT, HEARTBEAT_ACK} == kinds.keys()
    bundled = Counter(packet.count(DATA) for packet in chunks)
    assert {0, 1, 2, 3} == bundled.keys()
    assert min(bundled.values()) >= 10
    tagged = {bool(row["vlan.id"]) for row in rows}
    assert {(True, True), (True, False), (False, True), (False, False)} == {
        (bool(row["vlan.id"]), bool(row["ipv6.src"])) for row in rows
    }
    assert {True, False} == tagged
