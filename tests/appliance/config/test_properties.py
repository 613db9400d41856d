"""Whatever a file says, the answer is a Config or lines; whatever is altered, its line is named."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appliance.config.config import ConfigError, examine_text, shapes
from appliance.config.reference import reference

TEXT = reference()
ROWS = TEXT.splitlines()
KEYS = [at for at, row in enumerate(ROWS) if re.match(r" *[a-z_0-9]+:", row)]
LEAVES = [at for at in KEYS if not ROWS[at].endswith(":")]
LINE = re.compile(r"site\.yaml(:\d+:\d+)?: [^\n]+")
JARGON = re.compile("pydantic|Traceback|Input should|type=|https?://")

quick = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
scraps = st.sampled_from(
    [
        *(row.strip() for row in ROWS if row),
        *"-:?[]{}&*!|>'\"%@`#,~\t\n",
        "<<",
        "&a ",
        "*a",
        "---\n",
    ]
)
words = st.one_of(
    st.text(max_size=12), st.sampled_from(["", "~", "no", "0123", "1_0", "1:2", "nan"])
)
plain = st.recursive(
    words,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.sampled_from(sorted(shapes().keys(shapes().top))), words), inner
        ),
    ),
    max_leaves=12,
)


def answer(text):
    """The lines said of a text, none when it is right; checked for form."""
    wrong, warnings = (), ()
    try:
        warnings = examine_text(text, "site.yaml").warnings
    except ConfigError as error:
        wrong = error.lines or ("a ConfigError without lines",)
    assert_form([*wrong, *warnings])
    return wrong


def assert_form(lines):
    """Each is one line with its place, in our own words."""
    for line in lines:
        assert LINE.fullmatch(line), line
        assert not JARGON.search(line), line


@quick
@given(st.one_of(st.text(), st.binary(), st.lists(scraps, max_size=30).map(" ".join)))
def test_any_text__gives_a_config_or_lines(text):
    answer(text)


@quick
@given(st.lists(scraps, max_size=20).map("\n".join))
def test_any_lines__give_a_config_or_lines(text):
    answer(text)


@quick
@given(plain)
def test_any_data__gives_a_config_or_lines(data):
    answer(flow(data))


def flow(data):
    """Data as YAML's flow style, strings quoted so that any may stand there."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(flow, data)) + "]"
    if re.fullmatch(r"[a-z0-9_]+", data):
        return data
    escaped = "".join(f"\\U{ord(letter):08x}" for letter in data)
    return f'"{escaped}"'


def with_row(at, row):
    """The default file with one line altered."""
    return "\n".join([*ROWS[:at], row, *ROWS[at + 1 :]])


@quick
@given(st.sampled_from(KEYS), st.sampled_from(["x", "_max", "s", "_"]))
def test_a_renamed_key__is_named_with_its_line(at, ending):
    lines = answer(with_row(at, ROWS[at].replace(":", f"{ending}:", 1)))
    column = len(ROWS[at]) - len(ROWS[at].lstrip()) + 1
    assert any(line.startswith(f"site.yaml:{at + 1}:{column}: ") for line in lines), lines
    assert "no such key" in lines[0]


@quick
@given(st.sampled_from(LEAVES), st.sampled_from(["{a: 1}", "[[b]]", "'\\'", "0x!", "-1e9"]))
def test_an_altered_value__is_named_with_its_line_or_is_text(at, value):
    key, _, _ = ROWS[at].partition(":")
    lines = answer(with_row(at, f"{key}: {value}"))
    assert all(line.startswith(f"site.yaml:{at + 1}:") for line in lines)
    name = key.strip()
    free = {"filter", "secret_file", "directory"}
    assert lines or name in free or value == "0x!", (name, value)


@quick
@given(st.sampled_from(LEAVES))
def test_a_dropped_key__leaves_its_default(at):
    assert answer(with_row(at, "")) == ()


@quick
@given(st.sampled_from(LEAVES))
def test_a_key_given_twice__is_named_with_both_lines(at):
    lines = answer(with_row(at, f"{ROWS[at]}\n{ROWS[at]}"))
    assert lines[0].startswith(f"site.yaml:{at + 2}:")
    assert lines[0].endswith(f"given twice, first in line {at + 1}; keep one")


def test_the_default_file__is_right():
    assert answer(TEXT) == ()
