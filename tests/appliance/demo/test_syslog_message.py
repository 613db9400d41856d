"""The demonstration's reader of RFC 5424: what it takes apart, and what it refuses."""

import pytest

from appliance.demo.syslog_message import Malformed, parse
from appliance.sinks.rfc5424 import Speaker, build
from tests.speaking import alert

HEAD = b"<161>1 2026-03-02T08:00:45.666373Z probe sigwatch 12 rule "


def test_parse__takes_every_field():
    message = parse(HEAD + b'[a@1 x="1" y="2"][b z=""] \xef\xbb\xbfGr\xc3\xbc\xc3\x9fe')
    assert (161, "2026-03-02T08:00:45.666373Z", "probe", "sigwatch", "12", "rule") == message[:6]
    assert {"a@1": {"x": "1", "y": "2"}, "b": {"z": ""}} == message.elements
    assert "Grüße" == message.text


def test_parse__undoes_the_three_escapes_and_no_other():
    message = parse(HEAD + rb'[a x="\"\\\]\n"]')
    assert {"a": {"x": '"\\]\\n'}} == message.elements
    assert "" == message.text


def test_parse__takes_nil_everywhere():
    assert (0, "-", "-", "-", "-", "-", {}, "") == parse(b"<0>1 - - - - - -")


def test_parse__reads_what_the_sink_builds():
    spoken = alert(message='a "quoted" \\ ]sentence', detector="rule-x", operation='o"]\\')
    message = parse(build(spoken, Speaker("probe", 7)))
    (said,) = message.elements.values()
    assert ("rule-x", 'a "quoted" \\ ]sentence') == (message.msgid, message.text)
    assert ("a1", 'o"]\\', "12465550199") == (said["id"], said["operation"], said["source_gt"])


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"", "header"),
        (HEAD.replace(b"<161>", b"<192>") + b"-", "priority 192"),
        (HEAD.replace(b"<161>", b"<01>") + b"-", "header"),
        (HEAD.replace(b">1 ", b">2 ") + b"-", "header"),
        (HEAD.replace(b"-03-02", b"-02-30") + b"-", "time 2026-02-30"),
        (HEAD.replace(b"666373", b"6663731") + b"-", "header"),
        (HEAD.replace(b" rule", b"") + b"-", "header"),
        (HEAD + b"text without structured data", "structured data"),
        (HEAD + b'[a x="1"', "structured data"),
        (HEAD + b"[a x=1]", "structured data"),
        (HEAD + b'[a x="]"]', "structured data"),
        (HEAD + b'[a x="""]', "structured data"),
        (HEAD + b'[a x="1"][a y="2"]', "a stands twice"),
        (HEAD + b'[a x="1"]text', "no space"),
        (HEAD + b'[a x="\xff"]', "not UTF-8"),
        (HEAD + b"- \xff", "not UTF-8"),
    ],
)
def test_parse__refuses_with_a_reason(octets, why):
    with pytest.raises(Malformed, match=why):
        parse(octets)
