"""YAML text to plain data and the place of every key, with none of YAML 1.1's guesses.

Strategy: the octets are decoded strictly, the events are counted against named limits, and only
then is the node tree composed with a loader to which every scalar is a string (`no`, `0123` and
`12:30:45` stay as written). What a string means is decided later, by the key it stands under.
Left out on purpose: tags, several documents, keys that are not plain text.
"""

import re
from typing import Any, NamedTuple

import yaml

from appliance.config.errors import (
    Complaint,
    ConfigError,
    Mark,
    Path,
    lines_of,
    located,
    shown,
)

DEPTH_MAX = 16  # levels of nesting; Config has six
NODES_MAX = 50_000  # values, aliases spelt out; an IR.21 list of prefixes is a few thousand
FILE_OCTETS_MAX = 4_194_304

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})  # YAML 1.1, 10.3.2
PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
# What YAML does not print (1.1, 4.1), and the line ends that editors do not count as such.
FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)

Plain = dict[str, Any] | list[Any] | str | None

HINTS = {
    "mapping values are not allowed": "a second colon or wrong indentation; quote text with ': '",
    "could not find expected ':'": "a key without its colon; write key: value",
    "did not find expected key": "wrong indentation; keys of one section start in one column",
    "expected <block end>": "wrong indentation; keys of one section start in one column",
    "undefined alias": "a name that starts with * is an alias; quote the text",
    "cannot start any token": "this character cannot start a value; put quotes around the value",
    "unexpected end of stream": "a quote is not closed; close it",
    "',' or ']'": "a list is not closed; close it with ]",
    "',' or '}'": "a section in braces is not closed; close it with }",
    "another document": "a second document starts here; keep one, without a line of ---",
    "tab character": "a tab; indent with spaces",
    "did not find expected node content": "a value is missing here; write it or take the sign away",
}


class Document(NamedTuple):
    """What a file says, untyped, and where it says it."""

    data: Plain
    marks: dict[Path, Mark]


def read(text: str | bytes, name: str) -> Document:
    """The one YAML document in `text`; ConfigError when it is not one, or passes a limit."""
    decoded = characters(text, name)
    try:
        within_limits(decoded, name)
        root = yaml.compose(decoded, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        raise ConfigError([syntax_line(error, decoded, name)]) from None
    except (yaml.YAMLError, ValueError):
        raise ConfigError([f"{name}: not YAML: it cannot be read as text"]) from None
    walk = Walk(name)
    data = walk.value(root, ()) if root is not None else None
    if walk.complaints:
        raise ConfigError(lines_of(name, walk.marks, walk.complaints))
    return Document(data, walk.marks)


def characters(text: str | bytes, name: str) -> str:
    """UTF-8 octets as characters YAML allows; a byte order mark is passed over."""
    if len(text) > FILE_OCTETS_MAX:
        raise ConfigError([f"{name}: too large; at most {FILE_OCTETS_MAX} octets are read"])
    text = utf_8(text, name) if isinstance(text, bytes) else text
    text = text.removeprefix("\ufeff")
    if bad := FORBIDDEN.search(text):
        reason = f"character U+{ord(bad[0]):04X} is not allowed; take it out"
        raise ConfigError([located(name, mark_at(text, bad.start()), "not YAML", reason)])
    return text


def utf_8(octets: bytes, name: str) -> str:
    """Octets as characters; ConfigError at the first that is none."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        mark = mark_at(octets[: error.start].decode("utf-8"), error.start)
        reason = f"octet 0x{octets[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise ConfigError([located(name, mark, "not YAML", reason)]) from None


def mark_at(text: str, at: int) -> Mark:
    """The position of character `at`."""
    before = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    return Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))


def within_limits(text: str, name: str) -> None:
    """Stop before nesting or size could hurt: the C composer calls itself for each level."""
    depth = nodes = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        refuse_beyond_limits(depth - 1, nodes, name, mark_of(event.start_mark))


def refuse_beyond_limits(depth: int, nodes: int, name: str, mark: Mark) -> None:
    """ConfigError at `mark` when a limit is passed."""
    if depth > DEPTH_MAX:
        reason = f"nested too deep; at most {DEPTH_MAX} levels"
        raise ConfigError([located(name, mark, "not YAML", reason)])
    if nodes > NODES_MAX:
        reason = f"too many values, aliases spelt out; at most {NODES_MAX}"
        raise ConfigError([located(name, mark, "not YAML", reason)])


def mark_of(mark: Any) -> Mark:
    """A position as people count it."""
    return Mark(mark.line + 1, mark.column + 1)


def syntax_line(error: yaml.MarkedYAMLError, text: str, name: str) -> str:
    """What YAML's grammar stumbled over, in words."""
    place = error.problem_mark or error.context_mark
    mark = mark_of(place) if place else Mark(1, 1)
    problem = " ".join(str(error.problem).split())
    hint = next((words for part, words in HINTS.items() if part in problem), problem)
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    row = rows[mark.line - 1] if mark.line <= len(rows) else ""
    if row[mark.column - 1 : mark.column] == "\t":
        hint = "a tab; indent with spaces"
    return located(name, mark, "not YAML", hint)


class Walk:
    """The node tree as plain data; aliases are spelt out, and what is spelt out is counted."""

    def __init__(self, name: str) -> None:
        """Nothing seen yet."""
        self.name = name
        self.marks: dict[Path, Mark] = {(): Mark(1, 1)}
        self.complaints: list[Complaint] = []
        self.nodes = 0

    def value(self, node: yaml.Node, path: Path) -> Plain:
        """The node at `path`; None for nothing and for what was complained of."""
        mark = mark_of(node.start_mark)
        self.nodes += 1
        refuse_beyond_limits(len(path), self.nodes, self.name, mark)
        self.marks.setdefault(path, mark)
        if node.tag not in PLAIN_TAGS:
            reason = f"tag {shown(node.tag)} is not taken; write the plain value"
            self.complaints.append(Complaint(path, reason, mark))
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, at)) for at, item in enumerate(node.value)]
        written_plain = not getattr(node, "style", None)
        return None if written_plain and node.value in NOTHING else str(node.value)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Plain]:
        """Keys as written; one given twice, or not plain text, is complained of."""
        found: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            mark = mark_of(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag not in PLAIN_TAGS:
                reason = "a key is not plain text; write name: value"
                self.complaints.append(Complaint(path, reason, mark))
                continue
            key = str(key_node.value)
            if key in found:
                reason = f"given twice, first in line {self.marks[*path, key].line}; keep one"
                self.complaints.append(Complaint((*path, key), reason, mark))
                continue
            self.marks[*path, key] = mark
            found[key] = self.value(value_node, (*path, key))
        return found
