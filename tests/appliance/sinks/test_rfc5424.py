"""Messages against a strict reader of RFC 5424 6, written here from its ABNF alone."""

import re
import string
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.alerts.alert import Severity, Source
from appliance.alerts.spelling import spell
from appliance.sinks.rfc5424 import UDP_SIZE_MAX, Speaker, build, text_octets, timestamp, writable
from tests.speaking import START_NS, alert

SPEAKER = Speaker("probe.example", 42)
BOM = b"\xef\xbb\xbf"
HEADER = re.compile(
    rb"<(0|[1-9][0-9]{0,2})>1 "
    rb"(-|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    rb"(?:Z|[+-][0-9]{2}:[0-9]{2})) "
    rb"([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) "
)
NAME = rb"[!#-<>-\\^-~]{1,32}"  # PRINTUSASCII without =, SP, ] and "
ELEMENT_ID = re.compile(rb"\[(" + NAME + rb")")
PARAMETER = re.compile(rb" (" + NAME + rb')="((?:[^"\\\]]|\\["\\\]])*)"')


def read(message: bytes) -> dict:
    """The one reading that the grammar allows; an AssertionError where there is none."""
    header = HEADER.match(message)
    assert header, message
    priority, when, host, app, process, msgid = (part.decode() for part in header.groups())
    assert int(priority) <= 191
    at = header.end()
    element = ELEMENT_ID.match(message, at)
    assert element, message[at:]
    at = element.end()
    parameters = []
    while found := PARAMETER.match(message, at):
        value = re.sub(r'\\(["\\\]])', r"\1", found[2].decode())
        parameters.append((found[1].decode(), value))
        at = found.end()
    assert message[at : at + 1] == b"]", message[at:]
    rest = message[at + 1 :]
    assert not rest or rest.startswith(b" ")
    text = rest[1:]
    if not text.isascii():
        assert text.startswith(BOM)
    return {
        "priority": int(priority), "when": when, "host": host, "app": app, "process": process,
        "msgid": msgid, "element": element[1].decode(), "parameters": parameters,
        "text": text.removeprefix(BOM).decode(),
    }  # fmt: skip


def test_build__writes_header_structured_data_and_sentence():
    heard = read(build(alert(1), SPEAKER))
    assert 20 * 8 + 1 == heard["priority"]
    assert "2023-11-14T22:13:21.000000Z" == heard["when"]
    expected = ("probe.example", "sigwatch", "42", "foreign-operation", "sigwatch@32473")
    assert expected == tuple(heard[k] for k in ("host", "app", "process", "msgid", "element"))
    assert alert(1).message == heard["text"]


def test_build__names_every_field():
    heard = dict(read(build(alert(1, terms={"subscribers": 7}), SPEAKER))["parameters"])
    expected = {
        "id": "a1", "sid": "1001", "rev": "1", "detector": "foreign-operation", "class": "location",
        "category": "interconnect-category-1", "severity": "1", "mode": "active",
        "first_ts": "1700000001.000000000", "last_ts": "1700000001.000000000", "count": "1",
        "suppressed": "0", "source_gt": "12465550199", "source_country": "BB",
        "target": "imsi:0123456789abcdef", "target_role": "home",
        "operation": "anyTimeInterrogation", "score": "1.0", "term_subscribers": "7",
        "technique": "MOT3003",
    }  # fmt: skip
    assert expected == heard


@pytest.mark.parametrize(
    ("severity", "code"),
    [(Severity.HIGH, 1), (Severity.MEDIUM, 4), (Severity.LOW, 5), (Severity.INFORMATION, 6)],
)
@pytest.mark.parametrize(("facility", "number"), [("kern", 0), ("local0", 16), ("local7", 23)])
def test_build__maps_severity_and_facility_to_pri(severity, code, facility, number):
    speaker = SPEAKER._replace(facility=facility, enterprise_number=4711)
    heard = read(build(alert(severity=severity), speaker))
    assert (number * 8 + code, "sigwatch@4711") == (heard["priority"], heard["element"])


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=40))
def test_build__carries_any_text_through_a_strict_reader(operator, message, name):
    spoken = alert(message=message, source=Source(operator=operator), terms={name: operator})
    heard = read(build(spoken, SPEAKER))
    values = [value for key, value in heard["parameters"] if key == "source_operator"]
    assert ([writable(operator)] if operator else []) == values
    assert writable(message) == heard["text"]
    assert len(spell(spoken).get("terms", ())) == sum(
        key.startswith("term_") for key, _ in heard["parameters"]
    )


@given(st.text(alphabet='"]\\[ ä', max_size=40))
def test_build__escapes_exactly_what_must_be(value):
    message = build(alert(source=Source(operator=value)), SPEAKER)
    assert (value or None) == dict(read(message)["parameters"]).get("source_operator")


@given(st.text(min_size=0, max_size=300), st.text(max_size=300))
def test_build__has_a_valid_header_whatever_the_names_are(hostname, detector):
    read(build(alert(detector=detector), SPEAKER._replace(hostname=hostname)))


def test_text__has_a_byte_order_mark_exactly_when_it_is_not_ascii():
    assert b"plain" == text_octets("plain")
    assert BOM + "Zürich".encode() == text_octets("Zürich")
    assert b"" == text_octets("")


def test_text__is_one_line_of_valid_utf8():
    assert "a\ufffdb\ufffdc\ufffd" == text_octets("a\nb\x00c\ud800").removeprefix(BOM).decode()


@given(st.integers(0, 2**63 - 1))
def test_timestamp__is_utc_with_six_decimals(ts_ns):
    spelt = timestamp(ts_ns)
    assert re.fullmatch(r"[0-9T:-]{19}\.[0-9]{6}Z", spelt)
    since = datetime.fromisoformat(spelt) - datetime.fromisoformat("1970-01-01T00:00:00Z")
    assert ts_ns // 1000 == since // timedelta(microseconds=1)


def test_build__takes_the_time_of_the_last_event():
    heard = read(build(alert(last_ts=START_NS + 123_456_789), SPEAKER))
    assert "2023-11-14T22:13:20.123456Z" == heard["when"]


def test_size__cuts_the_sentence_first_and_says_so():
    message = build(alert(message="ä" * 3000), SPEAKER)
    heard = read(message)
    assert UDP_SIZE_MAX - 16 <= len(message) <= UDP_SIZE_MAX
    assert "message" == dict(heard["parameters"])["cut"]
    assert "MOT3003" == dict(heard["parameters"])["technique"]
    assert set("ä") == set(heard["text"])


def test_size__then_drops_parameters_from_the_last_backwards():
    terms = {f"t{number}": "x" * 200 for number in range(30)}
    message = build(alert(terms=terms), SPEAKER)
    heard = dict(read(message)["parameters"])
    assert len(message) <= UDP_SIZE_MAX
    assert "message,parameters" == heard["cut"]
    assert ("a1", "x" * 200) == (heard["id"], heard["term_t0"])
    assert "term_t29" not in heard


def test_size__keeps_one_long_value_from_driving_out_the_others():
    heard = dict(read(build(alert(source=Source(host="h" * 5000)), SPEAKER))["parameters"])
    assert "h" * 254 + "…" == heard["source_host"]
    assert "cut" not in heard


@given(
    st.text(string.ascii_letters + "ä€😀", max_size=4000),
    st.dictionaries(st.text(max_size=40), st.text('"x€', max_size=400), max_size=40),
    st.text("🂡", max_size=400),
)
def test_size__is_never_above_what_a_datagram_may_hold(message, terms, identity):
    spoken = build(alert(id=identity, message=message, terms=terms), SPEAKER)
    read(spoken)
    assert len(spoken) <= UDP_SIZE_MAX
    if "cut" not in dict(read(spoken)["parameters"]):
        assert writable(message) == read(spoken)["text"]
