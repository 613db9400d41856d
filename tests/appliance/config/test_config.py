"""A right file becomes a Config; a wrong one is told line by line, all of it at once."""

import tomllib
from pathlib import Path

import pytest

from appliance.capture.source import CaptureError
from appliance.config.config import Config, ConfigError, examine, examine_text, load, loads, shapes
from appliance.config.detection import key_of
from appliance.config.errors import LINES_MAX
from appliance.config.shapes import listed
from appliance.detectors.catalogue import DETECTORS

HERE = Path(__file__).parent


def cases(name, *fields):
    """The fields of each case of a table; the case's name is the test's."""
    table = tomllib.loads((HERE / name).read_text(encoding="utf-8"))
    return [pytest.param(*map(case.get, fields), id=case["name"]) for case in table["case"]]


BAD = [*cases("bad.toml", "text", "lines"), *cases("not_yaml.toml", "text", "lines")]


def lines_of(text):
    """What is said of a text that is wrong."""
    with pytest.raises(ConfigError) as caught:
        loads(text, "site.yaml")
    return list(caught.value.lines)


@pytest.mark.parametrize(("text", "lines"), BAD)
def test_loads__says_what_is_wrong_where_and_what_is_valid(text, lines):
    for word, path in (("{top}", ()), ("{detectors}", ("detectors",))):
        lines = [line.replace(word, listed(shapes().keys(shapes().at(path)))) for line in lines]
    assert [f"site.yaml{line}" for line in lines] == lines_of(text)


def test_loads__keeps_what_yaml_1_1_would_guess_at():
    config = loads(
        "capture: {interfaces: [no, 0123, 12:30:45, 1e3], filter: sctp, promiscuous: no}\n"
        "network: {home: {plmns: [00101], gt_prefixes: [010]}}\n"
        "sinks:\n"
        "  jsonl: {path: a}\n"
        "  syslog: [{hostname: null}, {hostname: no, port: 1}, {hostname: 'null', host: 0x7f}]\n"
    )
    assert ["no", "0123", "12:30:45", "1e3"] == config.capture.interfaces
    assert not config.capture.promiscuous
    assert ["00101"] == config.network.home.plmns
    assert ["010"] == config.network.home.gt_prefixes
    assert [None, "no", "null"] == [one.hostname for one in config.sinks.syslog]
    assert config.sinks.syslog[2].host == "0x7f"


def test_loads__asks_libpcap_about_the_filter():
    (line,) = lines_of("capture:\n  filter: sctp and (\n")
    assert line.startswith("site.yaml:2:3: capture.filter: 'sctp and (': ")  # then libpcap's words
    assert line.endswith("; write it as pcap-filter(7) says")


def test_loads__has_no_word_on_the_filter_without_libpcap(monkeypatch):
    def absent(*_, **__):
        raise CaptureError("libpcap is not installed")

    monkeypatch.setattr("appliance.config.crosscheck.filter_fault", absent)
    assert loads("capture: {filter: '('}").capture.filter == "("


@pytest.mark.parametrize("word", ["true", "Yes", "ON", "'on'"])
def test_loads__takes_yes_in_words(word):
    assert loads(f"capture: {{promiscuous: {word}}}").capture.promiscuous


@pytest.mark.parametrize("word", ["false", "No", "OFF", "'off'"])
def test_loads__takes_no_in_words(word):
    assert not loads(f"capture: {{promiscuous: {word}}}").capture.promiscuous


def test_loads__takes_a_section_without_keys_as_its_defaults():
    assert Config() == loads("capture:\nnetwork:\n  home:\ndetectors:\n")


def test_loads__takes_aliases_within_reason():
    config = loads("network: {home: {gt_prefixes: &a ['1212'], msisdn_prefixes: *a}}")
    assert ["1212"] == config.network.home.msisdn_prefixes


def test_loads__refuses_aliases_that_multiply():
    text = "a0: &a0 [x]\n" + "".join(
        f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(9)
    )
    assert "too many values, aliases spelt out; at most 50000" in lines_of(text)[0]


def test_loads__refuses_depth_without_falling_over_it():
    assert lines_of("[" * 1_000_000) == [
        "site.yaml:1:18: not YAML: nested too deep; at most 16 levels"
    ]


def test_loads__says_at_most_so_many_lines():
    lines = lines_of("".join(f"key{n}: 1\n" for n in range(LINES_MAX + 3)))
    assert len(lines) == LINES_MAX + 1
    assert lines[-1] == "site.yaml: and 3 more"


def test_loads__names_the_octet_that_is_not_utf_8():
    lines = lines_of(b"capture:\n  filter: \xff\n")
    assert ["site.yaml:2:11: not YAML: octet 0xff is not UTF-8; save the file as UTF-8"] == lines


def test_loads__takes_a_byte_order_mark_and_windows_line_ends():
    assert Config() == loads(b"\xef\xbb\xbfcapture: {}\r\nnetwork: {}\r\n")


def test_loads__shows_long_values_cut():
    line = lines_of(f"capture: {{timeout_ms: {'x' * 1000}}}")[0]
    assert len(line) < 200


def test_load__reads_a_file(tmp_path):
    path = tmp_path / "site.yaml"
    path.write_text("capture: {timeout_ms: 7}\n")
    assert load(path).capture.timeout_ms == 7


def test_load__says_why_a_file_cannot_be_read(tmp_path):
    absent = tmp_path / "absent.yaml"
    for path, line in (
        (absent, f"{absent}: no such file; name another with --config"),
        (tmp_path, f"{tmp_path}: a directory; name a file"),
        (Path("a\0b"), "a\0b: embedded null byte"),
    ):
        with pytest.raises(ConfigError) as caught:
            load(path)
        assert (line,) == caught.value.lines


def test_load__says_when_this_user_may_not_read(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # root may read all
    with pytest.raises(ConfigError, match="this user may not read it"):
        load(tmp_path / "x")


def test_load__refuses_a_file_without_end():
    with pytest.raises(ConfigError) as caught:
        load(Path("/dev/zero"))
    assert caught.value.lines == ("/dev/zero: too large; at most 4194304 octets are read",)


def test_examine__to_run_asks_for_an_interface_and_a_home(tmp_path):
    path = tmp_path / "site.yaml"
    path.write_text("capture: {}\n")
    assert examine(path).config == Config()
    with pytest.raises(ConfigError) as caught:
        load(path, to_run=True)
    first, second = caught.value.lines
    assert first.startswith(f"{path}:1:1: capture.interfaces: empty, so sigwatch run has nothing")
    assert second.startswith(f"{path}:1:1: network.home.gt_prefixes: empty, so nothing counts")
    path.write_text("capture: {interfaces: [lo]}\nnetwork: {home: {gt_prefixes: ['1212555']}}\n")
    assert load(path, to_run=True).capture.interfaces == ["lo"]


RIGHT = """\
capture: {interfaces: [eth1]}
network:
  home: {plmns: ["00101"], gt_prefixes: ["1212555"]}
sinks: {syslog: [{}]}
"""


def test_examine__has_nothing_to_remark_on_a_good_file():
    assert examine_text(RIGHT, "site.yaml").warnings == ()


@pytest.mark.parametrize(("old", "new", "lines"), cases("remarks.toml", "old", "new", "lines"))
def test_examine__remarks_on_what_may_not_be_meant(old, new, lines):
    expected = tuple(f"site.yaml{line}" for line in lines)
    assert expected == examine_text(RIGHT.replace(old, new), "site.yaml").warnings


def test_examine__remarks_when_no_detector_looks():
    off = "".join(f"  {key_of(detector)}: {{mode: off}}\n" for detector in DETECTORS)
    (line,) = examine_text(f"{RIGHT}detectors:\n{off}", "site.yaml").warnings
    assert line == "site.yaml:5:1: detectors: all are off, so nothing is ever alerted"


def test_config__has_a_section_for_each_detector():
    for detector in DETECTORS:
        assert Config().detectors.of(detector) == detector.settings_type()
