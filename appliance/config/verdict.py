"""What pydantic found wrong, in the words of this room; none of its own wording gets through.

Strategy: an error's location is followed through the data, so that the names pydantic adds for
alternatives fall out; the reason comes from a short table by error type, and what is valid from
the shape.
"""

from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from appliance.config.errors import Complaint, Path, cut, shown
from appliance.config.shapes import KEYS_LISTED_MAX, Shapes, listed

BOUNDS = frozenset({"greater_than", "greater_than_equal", "less_than", "less_than_equal"})
LENGTHS = frozenset({"too_short", "too_long"})
OWN_WORDS = frozenset({"value_error", "assertion_error"})
KEY_ERRORS = frozenset({"missing", "extra_forbidden"})


def complaints(error: ValidationError, data: Any, shapes: Shapes) -> list[Complaint]:
    """All of pydantic's errors."""
    return [complaint(one, data, shapes) for one in error.errors(include_url=False)]


def complaint(error: ErrorDetails, data: Any, shapes: Shapes) -> Complaint:
    """One of them."""
    kind = error["type"]
    path = place(error["loc"], data, keep_last=kind in KEY_ERRORS)
    if kind == "missing":
        return Complaint(path, f"missing; give {shapes.words(path)}")
    if kind == "extra_forbidden":
        return Complaint(path, unknown_key(str(path[-1]), shapes.keys(shapes.at(path[:-1]))))
    if kind in OWN_WORDS:
        said = error.get("ctx", {}).get("error", "not valid")
        return Complaint(path, " ".join(str(said).split()))
    value = error["input"]
    reason = f"{wrong(kind, value, shapes, path)}; give {shapes.words(path)}"
    return Complaint(path, reason.replace("?;", "?"))


def wrong(kind: str, value: Any, shapes: Shapes, path: Path) -> str:
    """What is wrong with a value, without what would be right."""
    if isinstance(value, dict) and kind not in LENGTHS:
        return "a section stands here"
    if isinstance(value, list):
        return f"holds {len(value)} items" if kind in LENGTHS else "a list stands here"
    repeated = "the value" if shapes.solid(shapes.at(path)).get("writeOnly") else shown(value)
    if kind in BOUNDS:
        return f"{repeated} is out of bounds"
    choices = [str(one) for one in shapes.solid(shapes.at(path)).get("enum", [])]
    if near := get_close_matches(cut(str(value)), choices, n=1):
        return f"{repeated} is not valid, did you mean {near[0]}?"
    return f"{repeated} is not valid"


def unknown_key(key: str, valid: list[str]) -> str:
    """The nearest valid key, and all of them when they are few."""
    near = get_close_matches(cut(key), valid, n=1)
    meant = f"did you mean {near[0]}?" if near else ""
    if near and len(valid) > KEYS_LISTED_MAX:
        return f"no such key; {meant}"
    if key == "<<":
        meant = "merging is not taken;"
    here = f"valid here: {listed(valid)}" if valid else "none is valid here"
    return " ".join(filter(None, ("no such key;", meant, here)))


def place(location: tuple[str | int, ...], data: Any, *, keep_last: bool) -> Path:
    """The location as keys and positions of the file; what is not in the file is left out."""
    path: list[str | int] = []
    for at, part in enumerate(location):
        known = dict(enumerate(data)) if isinstance(data, list) else data
        if isinstance(known, dict) and part in known:
            data = known[part]
            path.append(part)
        elif keep_last and at == len(location) - 1:
            path.append(part)
    return tuple(path)
