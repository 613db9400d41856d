"""Every tunable says what it is, and stands in the shipped configuration file."""

import importlib
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pydantic
import pytest
import yaml

from tests.tidy import tree

SHIPPED = tree.ROOT / "packaging/config/sigwatch.yaml"


def parts(model: type[pydantic.BaseModel], at: str = "") -> list[tuple[str, Any]]:
    """Dotted key and field of every tunable under `model`, parts within parts followed."""
    found: list[tuple[str, Any]] = []
    for name, field in model.model_fields.items():
        key = f"{at}.{name}" if at else name
        found.append((key, field))
        if inner := part_of(field.annotation):
            found += parts(inner, key)
    return found


def part_of(annotation: Any) -> type[pydantic.BaseModel] | None:
    """The Settings that a field holds: itself or optional; not those inside lists."""
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        return annotation
    if get_origin(annotation) in {Union, UnionType}:
        inner = [part for each in get_args(annotation) if (part := part_of(each))]
        return inner[0] if len(inner) == 1 else None
    return None


@pytest.fixture(scope="module")
def config() -> type[pydantic.BaseModel]:
    if not (tree.ROOT / "appliance/config/config.py").exists():
        pytest.skip("no configuration yet")
    found: type[pydantic.BaseModel] = importlib.import_module("appliance.config.config").Config
    return found


def test_every_settings__is_documented(config):
    from appliance.settings import Settings

    def under(model: type) -> set[type]:
        return {model}.union(*(under(each) for each in model.__subclasses__()))

    silent = [
        f"{model.__module__}.{model.__name__}.{name}"
        for model in under(Settings)
        if model.__module__.startswith("appliance.")
        for name, field in model.model_fields.items()
        if not (field.description or documented(field.annotation))
    ]
    assert [] == silent


def documented(annotation: Any) -> bool:
    """Whether a field holds a whole part, whose own docstring speaks for it."""
    part = part_of(annotation)
    return part is not None and bool((part.__doc__ or "").strip())


def test_every_key__stands_in_the_shipped_file(config):
    # A key may stand there as a comment: `# name:` shows the default without fixing it.
    shipped = SHIPPED.read_text()
    missing = [key for key, _ in parts(config) if not shown(key.rsplit(".", 1)[-1], shipped)]
    assert [] == missing


def shown(name: str, text: str) -> bool:
    """Whether a line of the file is about this key, commented out or not."""
    return any(line.lstrip(" #-").startswith(f"{name}:") for line in text.splitlines())


def test_shipped_file__is_yaml():
    if not SHIPPED.exists():
        pytest.skip("no configuration yet")
    assert isinstance(yaml.load(SHIPPED.read_text(), yaml.CBaseLoader), dict)
