"""The JSON Schema of Settings as a tree of shapes, and each shape in words: what is valid here.

One description serves the spelling of strings, the error lines, the reference file and the
editors. Only what pydantic writes for Settings is understood; an unknown construct reads as "a
valid value".
"""

import re
from typing import Any

from pydantic import BaseModel

from appliance.config.errors import Path

Shape = dict[str, Any]  # one schema object, its $ref resolved

KEYS_LISTED_MAX = 12
UNITS = (
    ("_per_s", "per second"),
    ("_per_minute", "per minute"),
    ("_per_day", "per day"),
    ("_mib", "MiB"),
    ("_octets", "octets"),
    ("octets", "octets"),
    ("_days", "days"),
    ("_h", "hours"),
    ("_ms", "milliseconds"),
    ("_s", "seconds"),
)
DIGITS = re.compile(r"\^\[0-9\]\{(\d+),(\d+)\}\$")


class Shapes:
    """The shapes of one model, by path."""

    def __init__(self, model: type[BaseModel]) -> None:
        """Ask pydantic for the schema once."""
        self._schema = model.model_json_schema()
        self.top = self.resolve(self._schema)

    def resolve(self, shape: Shape) -> Shape:
        """The shape with its reference followed; what stands beside the reference wins."""
        if "$ref" not in shape:
            return shape
        target = self._schema["$defs"][shape["$ref"].rpartition("/")[2]]
        return {**target, **{key: value for key, value in shape.items() if key != "$ref"}}

    def options(self, shape: Shape) -> list[Shape]:
        """The alternatives of a shape; itself when there is one only."""
        shape = self.resolve(shape)
        alternatives = shape.get("anyOf") or shape.get("oneOf")
        return [self.resolve(one) for one in alternatives] if alternatives else [shape]

    def solid(self, shape: Shape) -> Shape:
        """The one alternative that is not null, where there is exactly one; else the shape."""
        some = [one for one in self.options(shape) if one.get("type") != "null"]
        return some[0] if len(some) == 1 else self.resolve(shape)

    def takes_nothing(self, shape: Shape) -> bool:
        """Whether null is valid here."""
        return any(one.get("type") == "null" for one in self.options(shape))

    def child(self, shape: Shape, key: str | int) -> Shape:
        """The shape under `key`; an empty one, which says nothing, when there is none."""
        for one in self.options(shape):
            if isinstance(key, int):
                inner = one.get("items")
            else:
                inner = one.get("properties", {}).get(key) or one.get("additionalProperties")
            if isinstance(inner, dict):
                return self.resolve(inner)
        return {}

    def at(self, path: Path) -> Shape:
        """The shape at `path`."""
        shape = self.top
        for key in path:
            shape = self.child(shape, key)
        return shape

    def keys(self, shape: Shape) -> list[str]:
        """The keys a section takes, in the order of its Settings."""
        return list(self.solid(shape).get("properties", {}))

    def words(self, path: Path) -> str:
        """What would be valid at `path`."""
        name = next((part for part in reversed(path) if isinstance(part, str)), "")
        return self.words_of(self.at(path), name)

    def words_of(self, shape: Shape, name: str = "") -> str:
        """What a shape takes; `name` is the key it stands under, whose ending is the unit."""
        if "words" in shape:
            return str(shape["words"])
        options = self.options(shape)
        if len(options) > 1:
            return " or ".join(
                "null" if one.get("type") == "null" else self.words_of(one, name) for one in options
            )
        return self._words_of_one(options[0], name)

    def _words_of_one(self, shape: Shape, name: str) -> str:
        """The words of a shape without alternatives."""
        if "enum" in shape or "const" in shape:
            choices = shape.get("enum", [shape.get("const")])
            return f"one of {', '.join(map(str, choices))}" if len(choices) > 1 else str(choices[0])
        kind = shape.get("type")
        if kind in {"integer", "number"}:
            noun = "a whole number" if kind == "integer" else "a number"
            return " ".join(filter(None, (noun, bounds(shape), unit(name))))
        if kind == "boolean":
            return "true or false"
        if kind == "string":
            return text_words(shape)
        if kind == "array":
            most = f", at most {shape['maxItems']}" if "maxItems" in shape else ""
            return f"a list, each item {self.words_of(shape.get('items', {}), name)}{most}"
        if kind == "object":
            return f"a section with the keys {listed(self.keys(shape))}"
        return "a valid value"


def bounds(shape: Shape) -> str:
    """`from 1 to 16`, `above 0 to 300`; empty when there are none."""
    low = high = ""
    if "minimum" in shape:
        low = f"from {plain(shape['minimum'])}"
    elif "exclusiveMinimum" in shape:
        low = f"above {plain(shape['exclusiveMinimum'])}"
    if "maximum" in shape:
        high = f"{'to' if low else 'at most'} {plain(shape['maximum'])}"
    elif "exclusiveMaximum" in shape:
        high = f"{'and ' if low else ''}under {plain(shape['exclusiveMaximum'])}"
    return " ".join(filter(None, (low, high)))


def plain(number: float) -> str:
    """A number as people write it: 300, not 300.0."""
    return str(int(number)) if float(number).is_integer() else str(number)


def unit(name: str) -> str:
    """The unit that a key's ending names; empty when it names none."""
    name = re.sub(r"_(max|min|first)$", "", name)
    return next((words for ending, words in UNITS if name.endswith(ending)), "")


def text_words(shape: Shape) -> str:
    """What a string may be."""
    if match := DIGITS.fullmatch(shape.get("pattern", "")):
        low, high = match.groups()
        between = "or" if int(high) - int(low) == 1 else "to"
        return f"{low} digits" if low == high else f"{low} {between} {high} digits"
    if "pattern" in shape:
        return f"text that matches {shape['pattern']}"
    if shape.get("format") == "path":
        return "a file path"
    low, high = shape.get("minLength"), shape.get("maxLength")
    if low is not None and high is not None:
        return f"text of {low} to {high} characters"
    if high is not None:
        return f"text of at most {high} characters"
    return "text, not empty" if low else "text"


def listed(keys: list[str]) -> str:
    """A few keys, or the first of many."""
    more = ", ..." if len(keys) > KEYS_LISTED_MAX else ""
    return ", ".join(keys[:KEYS_LISTED_MAX]) + more
