"""Reads a scenario file, and says file, line and key where it is wrong.

Strategy: PyYAML composes the nodes with their lines; every scalar stays text (so `no` and `010`
mean what they say) and pydantic gives it its type. Shipped scenarios are found by name, others by
path.
"""

from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from appliance.simulate.scenario import Scenario

_SHIPPED = files("appliance.simulate") / "scenarios"
_SUFFIX = ".yaml"

Place = tuple[str | int, ...]
Lines = dict[Place, int]

_PLAINER = {
    "extra_forbidden": "unknown key",
    "missing": "is missing",
    "model_type": "should be keys and their values",
    "tuple_type": "should be a list",
}
"""Plainer words for what pydantic says."""


class ScenarioError(Exception):
    """A scenario that cannot be used; its text is one line for the user."""


def shipped_names() -> list[str]:
    """Scenarios that come with the program."""
    return sorted(
        entry.name.removesuffix(_SUFFIX)
        for entry in _SHIPPED.iterdir()
        if entry.name.endswith(_SUFFIX)
    )


def load(name_or_path: str) -> Scenario:
    """A shipped scenario by name, or a file by path; ScenarioError if it is missing or wrong."""
    if name_or_path in shipped_names():
        text = (_SHIPPED / f"{name_or_path}{_SUFFIX}").read_text(encoding="utf-8")
        return parse(text, name_or_path)
    path = Path(name_or_path)
    try:
        return parse(path.read_text(encoding="utf-8"), name_or_path)
    except FileNotFoundError:
        known = ", ".join(shipped_names())
        raise ScenarioError(
            f"{name_or_path}: no such scenario; give a file, or one of {known}"
        ) from None
    except (OSError, UnicodeDecodeError) as reason:
        said = reason.strerror if isinstance(reason, OSError) else "not text in UTF-8"
        raise ScenarioError(f"{name_or_path}: {said}") from None


def parse(text: str, origin: str) -> Scenario:
    """A scenario from YAML; `origin` names it in errors."""
    reader = _Reader()
    try:
        values = reader.read(text)
    except yaml.MarkedYAMLError as reason:
        line = reason.problem_mark.line + 1 if reason.problem_mark else 1
        raise ScenarioError(f"{origin}:{line}: {reason.problem}") from None
    except yaml.YAMLError:
        raise ScenarioError(f"{origin}: holds a character that YAML forbids") from None
    try:
        return Scenario.model_validate(values)
    except ValidationError as reason:
        raise ScenarioError(_sentence(reason, origin, reader.lines)) from None


class _Reader:
    """YAML to dicts, lists and text, and the line on which each of them stands."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self.lines: Lines = {(): 1}
        self._seen: set[int] = set()

    def read(self, text: str) -> Any:
        """The whole document; yaml.YAMLError if it is none."""
        tree = yaml.compose(text, Loader=yaml.CBaseLoader)
        return self._plain(tree, ()) if tree else {}

    def _plain(self, node: yaml.Node, place: Place) -> Any:
        self.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if id(node) in self._seen:
            raise yaml.MarkedYAMLError(
                problem=f"{_dotted(place)}: anchors are not used here", problem_mark=node.start_mark
            )
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*place, at)) for at, item in enumerate(node.value)]
        return self._mapping(node, place)

    def _mapping(self, node: yaml.Node, place: Place) -> dict[str, Any]:
        plain: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem="a key must be one word", problem_mark=key.start_mark
                )
            inner = (*place, key.value)
            if key.value in plain:
                raise yaml.MarkedYAMLError(
                    problem=f"{_dotted(inner)}: stands twice", problem_mark=key.start_mark
                )
            plain[key.value] = self._plain(value, inner)
            self.lines[inner] = key.start_mark.line + 1
        return plain


def _sentence(reason: ValidationError, origin: str, lines: Lines) -> str:
    """The first mistake: file, line, key, what is wrong."""
    first = reason.errors()[0]
    place = tuple(first["loc"])
    said = _PLAINER.get(first["type"], first["msg"].removeprefix("Value error, "))
    line = next(lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines)
    where = f"{_dotted(place)}: " if place else ""
    return f"{origin}:{line}: {where}{said[0].lower() + said[1:]}"


def _dotted(place: Place) -> str:
    """A place as a person writes it: campaigns[2].per_min."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)[1:]
