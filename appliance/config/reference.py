"""The two files that describe the configuration: the commented default YAML and the JSON Schema.

Both come from Settings alone: a key's comment is its docstring, its range its type, its value its
default. What is optional and absent is shown as a commented example, so every key there is can be
read here. `python -m appliance.config.reference` renews them in packaging/config; a test keeps
them current.
"""

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from appliance.config.composed import Config
from appliance.config.errors import Path as Keys
from appliance.config.shapes import Shape, Shapes, plain

YAML_NAME = "sigwatch.yaml"
SCHEMA_NAME = "sigwatch.schema.json"
WIDTH = 100
INDENT = "  "
PLAIN_TEXT = re.compile(r"[A-Za-z/][A-Za-z0-9._/-]*")  # YAML text that needs no quotes
WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
HEAD = """\
The configuration of sigwatch: every key, what it means, what it takes, and its default, which
holds when the key is left out. Is a file right? sigwatch check --config FILE
Digits (PLMNs, prefixes) stand in quotes, so that no other reader takes them for numbers."""
EXAMPLES: dict[Keys, Any] = {
    ("capture", "interfaces"): ["eth1"],
    ("capture", "filter"): "sctp or (vlan and sctp)",
    ("links", 0, "interface"): "eth1",
    ("network", "home", "plmns"): ["00101"],
    ("network", "home", "gt_prefixes"): ["1212555"],
    ("network", "home", "msisdn_prefixes"): ["1212555"],
    ("sinks", "jsonl", "path"): "/var/log/sigwatch/alerts.jsonl",
}


def reference() -> str:
    """The text of the default file."""
    shapes = Shapes(Config)
    lines = [f"# yaml-language-server: $schema={SCHEMA_NAME}"]
    lines += comment(HEAD, 0)
    defaults = Config().model_dump(mode="json")
    for key in shapes.keys(shapes.top):
        lines += ["", *entry(shapes, (key,), defaults[key])]
    return "\n".join(lines) + "\n"


def schema() -> str:
    """The text of the JSON Schema."""
    body = without_words(Config.model_json_schema())
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "sigwatch"}
    return json.dumps({**body, **head}, indent=2, ensure_ascii=False) + "\n"


def without_words(part: Any) -> Any:
    """The schema without our own keyword: editors need not know it."""
    if isinstance(part, dict):
        return {key: without_words(value) for key, value in part.items() if key != "words"}
    return [without_words(value) for value in part] if isinstance(part, list) else part


def entry(shapes: Shapes, path: Keys, default: Any) -> Iterator[str]:
    """One key: its comment, itself, what is below it."""
    shape = shapes.at(path)
    depth = len(path) - 1
    yield from comment(said(shape), depth)
    if isinstance(default, dict) and default:
        yield f"{INDENT * depth}{path[-1]}:"
        yield from section(shapes, path, default)
        return
    written = f"{INDENT * depth}{path[-1]}: {flow(default)}"
    long = isinstance(default, list) and len(written) > WIDTH
    solid = shapes.solid(shape)
    structured = solid.get("type") == "object" or shapes.child(solid, 0).get("type") == "object"
    if not structured:
        usual = "as listed here" if long else flow(default)
        otherwise = f"Default: {usual}." if "default" in shape else "Required."
        yield from comment(f"{sentence(shapes.words(path))} {otherwise}", depth)
    elif default is None or default == []:
        yield from comment(f"Default: {flow(default)}. With one it would read:", depth)
        yield from example(shapes, path, solid)
    if path in EXAMPLES and not default:
        yield from comment(f"For example: {path[-1]}: {flow(EXAMPLES[path])}", depth)
    yield from block(path, default) if long else (written,)


def block(path: Keys, items: list[Any]) -> Iterator[str]:
    """A key and its items, one to a line."""
    yield f"{INDENT * (len(path) - 1)}{path[-1]}:"
    yield from (f"{INDENT * len(path)}- {flow(item)}" for item in items)


def section(shapes: Shapes, path: Keys, defaults: dict[str, Any]) -> Iterator[str]:
    """The keys of a section, a blank line between those that hold sections of their own."""
    for at, key in enumerate(shapes.keys(shapes.at(path))):
        if at:
            yield ""
        yield from entry(shapes, (*path, key), defaults[key])


def example(shapes: Shapes, path: Keys, solid: Shape) -> Iterator[str]:
    """A section that is absent by default, every key of it, as comments."""
    lead = f"{INDENT * (len(path) - 1)}# "
    yield f"{lead}{path[-1]}:"
    item = solid.get("type") == "array"
    inner: Keys = (*path, 0) if item else path
    defaults = {key: default_of(shapes, (*inner, key)) for key in shapes.keys(shapes.at(inner))}
    bullet = f"{INDENT}- " if item else INDENT
    for line in filter(None, section(shapes, inner, defaults)):
        text = line[len(INDENT) * len(inner) :]
        commented = text.startswith("#")
        yield f"{lead}{' ' * len(bullet) if commented else bullet}{text}"
        bullet = bullet if commented else " " * len(bullet)


def default_of(shapes: Shapes, path: Keys) -> Any:
    """The default of a key inside an absent section; an example where it has none."""
    shape = shapes.at(path)
    if "default" in shape:
        return shape["default"]
    if shape.get("type") == "object":
        return {key: default_of(shapes, (*path, key)) for key in shapes.keys(shape)}
    return EXAMPLES[path]


def said(shape: Shape) -> str:
    """The docstring of a key or section, on one line."""
    return " ".join(shape.get("description", "").split())


def sentence(words: str) -> str:
    """Words with a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


def comment(text: str, depth: int) -> list[str]:
    """Text as comment lines at this depth."""
    lead = f"{INDENT * depth}# "
    lines = (textwrap.wrap(line, WIDTH - len(lead)) for line in text.splitlines())
    return [f"{lead}{line}" for wrapped in lines for line in wrapped]


def flow(value: Any) -> str:
    """A value on one line, as every reader of YAML understands it alike."""
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, str):
        bare = PLAIN_TEXT.fullmatch(value) and value.lower() not in WORDS_OF_YAML
        return value if bare else json.dumps(value, ensure_ascii=False)
    return plain(value) if isinstance(value, float) else json.dumps(value)


def main() -> None:
    """Renew both files in the folder given, or in packaging/config."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "packaging/config")
    (folder / YAML_NAME).write_text(reference(), encoding="utf-8")
    (folder / SCHEMA_NAME).write_text(schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
