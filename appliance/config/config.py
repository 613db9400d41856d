"""A file becomes a Config, or a ConfigError that holds every line there is to say about it.

Strategy: read (plain data and marks), spell (strings to values), validate (pydantic), cross-
check; the first step that finds something wrong speaks, except that spelling and validation speak
together.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from appliance.config import verdict
from appliance.config.composed import Config
from appliance.config.crosscheck import contradictions, needed_to_run, remarks
from appliance.config.errors import ConfigError, lines_of
from appliance.config.files import octets_of
from appliance.config.reader import Document, read
from appliance.config.shapes import Shapes
from appliance.config.spelling import Speller

__all__ = ["Config", "ConfigError", "Examined", "examine", "examine_text", "load", "loads"]


class Examined(NamedTuple):
    """A right configuration, and what a person should know about it, one line each."""

    config: Config
    warnings: tuple[str, ...]


def load(path: Path, *, to_run: bool = False) -> Config:
    """The configuration in the file at `path`; ConfigError when it is not right.

    `to_run` also asks for what the daemon cannot do without: an interface and a home.
    """
    return examine(path, to_run=to_run).config


def loads(text: str | bytes, name: str = "text") -> Config:
    """The configuration in `text`; lines of a ConfigError call it `name`."""
    return examine_text(text, name).config


def examine(path: Path, *, to_run: bool = False) -> Examined:
    """As `load`, with warnings."""
    return examine_text(octets_of(path), str(path), to_run=to_run)


def examine_text(text: str | bytes, name: str, *, to_run: bool = False) -> Examined:
    """As `loads`, with warnings."""
    document = read(text, name)
    if not isinstance(document.data, dict):
        raise ConfigError([not_a_mapping(document, name)])
    config = validated(document, name)
    wrong = contradictions(config) + (needed_to_run(config) if to_run else [])
    if wrong:
        raise ConfigError(lines_of(name, document.marks, wrong))
    return Examined(config, tuple(lines_of(name, document.marks, remarks(config))))


def not_a_mapping(document: Document, name: str) -> str:
    """Why the whole file is no configuration."""
    keys = ", ".join(shapes().keys(shapes().top))
    if document.data is None:
        return f"{name}: holds no settings; valid at top level: {keys}"
    kind = "a list" if isinstance(document.data, list) else "text"
    return f"{name}:1:1: top level: {kind} stands here; give sections: {keys}"


def validated(document: Document, name: str) -> Config:
    """The typed Config; ConfigError with all that is wrong."""
    speller = Speller(shapes())
    values = speller.spell(document.data, shapes().top)
    try:
        config = Config.model_validate(values)
        found = []
    except ValidationError as error:
        found = verdict.complaints(error, values, shapes())
    said = {one.path for one in speller.complaints}
    found = [one for one in found if one.path not in said]
    if speller.complaints or found:
        raise ConfigError(lines_of(name, document.marks, speller.complaints + found))
    return config


@cache
def shapes() -> Shapes:
    """The shapes of Config, asked for once."""
    return Shapes(Config)
