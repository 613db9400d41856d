"""Strings to the values their keys take: numbers, yes and no; and why a string is not one.

YAML 1.1 would guess from the string alone; here the key decides, so `no` is text under a text key
and false under a yes-or-no key, and a number that YAML readers disagree about is refused. Bounds
are pydantic's.
"""

import re
from typing import Any

from appliance.config.errors import Complaint, Path, shown
from appliance.config.shapes import Shape, Shapes

TRUE = frozenset({"true", "yes", "on"})
FALSE = frozenset({"false", "no", "off"})
WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,19})")
NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,19})(\.[0-9]{1,19})?([eE][-+]?[0-9]{1,2})?")
WITH_UNIT = re.compile(r"[-+]?[0-9][0-9.]* *[A-Za-z%]+")


class Speller:
    """One pass over the data of a file."""

    def __init__(self, shapes: Shapes) -> None:
        """Nothing complained of yet."""
        self.shapes = shapes
        self.complaints: list[Complaint] = []

    def spell(self, data: Any, shape: Shape, path: Path = ()) -> Any:
        """`data` with each string turned into what its shape takes; complaints are kept."""
        if data is None:
            return self._nothing(shape, path)
        shape = self.shapes.solid(shape)
        if isinstance(data, dict):
            return {
                key: self.spell(value, self.shapes.child(shape, key), (*path, key))
                for key, value in data.items()
            }
        if isinstance(data, list):
            return [
                self.spell(value, self.shapes.child(shape, at), (*path, at))
                for at, value in enumerate(data)
            ]
        return self._scalar(data, shape, path)

    def _nothing(self, shape: Shape, path: Path) -> Any:
        """A key without a value: null where valid, a section of defaults, else a complaint."""
        if not shape or self.shapes.takes_nothing(shape):
            return None
        if self.shapes.solid(shape).get("type") == "object":
            return {}
        reason = f"has no value; give {self.shapes.words(path)}"
        if self.shapes.solid(shape).get("type") == "array":
            reason += ", or [] for none"
        self.complaints.append(Complaint(path, reason))
        return None

    def _scalar(self, text: str, shape: Shape, path: Path) -> Any:
        """One string; left as it is when it is text, or no value of its shape."""
        kind = shape.get("type")
        if kind == "boolean" and text.lower() in TRUE | FALSE:
            return text.lower() in TRUE
        if kind == "integer" and WHOLE.fullmatch(text):
            return int(text)
        if kind == "number" and NUMBER.fullmatch(text):
            return float(text)
        if kind in {"boolean", "integer", "number"}:
            reason = f"{shown(text)} is {why_not(text, kind)}; give {self.shapes.words(path)}"
            self.complaints.append(Complaint(path, reason))
        if shape.get("format") == "path" and (not text or text.startswith("~")):
            reason = f"{shown(text)} is not taken as a home directory; give the whole path"
            self.complaints.append(Complaint(path, reason if text else "empty; give a file path"))
        return text


def why_not(text: str, kind: str) -> str:
    """What keeps `text` from being of this kind; the traps of YAML 1.1 by name."""
    if kind == "boolean":
        return "neither true nor false"
    bare = text.lstrip("+-")
    if re.fullmatch(r"0[0-9_]+", bare):
        return "a number with a leading zero, which some readers take for octal"
    if re.fullmatch(r"[0-9]+(:[0-9]+)+(\.[0-9]*)?", bare):
        return "a number with colons, which some readers take for base 60"
    if re.fullmatch(r"[0-9_.]*_[0-9_.]*", bare):
        return "a number with underscores"
    if re.fullmatch(r"0[xXoObB][0-9a-fA-F_]+", bare):
        return "not a decimal number"
    if WITH_UNIT.fullmatch(text):
        return "not a plain number (the unit is in the key's name)"
    if kind == "integer" and NUMBER.fullmatch(text):
        return "not a whole number"
    return "not a number"
