"""The shipped files say what Settings say: current, complete, and loading them changes nothing."""

import json
import re
from pathlib import Path

import jsonschema
import yaml

from appliance.config.config import Config, loads, shapes
from appliance.config.reference import SCHEMA_NAME, YAML_NAME, reference, schema

FOLDER = Path(__file__).resolve().parents[3] / "packaging" / "config"
RENEW = "python -m appliance.config.reference renews it"


def shipped(name):
    """The text of a shipped file."""
    return (FOLDER / name).read_text(encoding="utf-8")


def uncommented(text):
    """The default file with its examples of absent sections in force."""
    for lead, key in (("", "links"), ("  ", "syslog"), ("  ", "jsonl")):
        block = re.search(
            rf"(?m)^{lead}# {key}:\n((?:{lead}# .*\n)*){lead}{key}: (\[\]|null)\n", text
        )
        assert block, key
        text = text.replace(
            block[0], re.sub(rf"(?m)^{lead}# ", lead, f"{lead}# {key}:\n{block[1]}")
        )
    return text


def test_default_file__is_current():
    assert reference() == shipped(YAML_NAME), RENEW


def test_schema__is_current():
    assert schema() == shipped(SCHEMA_NAME), RENEW


def test_default_file__loads_as_the_defaults():
    assert Config() == loads(shipped(YAML_NAME))


def test_default_file__names_the_schema_in_its_first_line():
    first = shipped(YAML_NAME).partition("\n")[0]
    assert f"# yaml-language-server: $schema={SCHEMA_NAME}" == first


def test_default_file__holds_every_key():
    def keys(shape, data, path):
        for key in shapes().keys(shape):
            assert key in data, (*path, key)
            if isinstance(data[key], dict):
                keys(shapes().child(shape, key), data[key], (*path, key))

    data = yaml.safe_load(uncommented(shipped(YAML_NAME)))
    keys(shapes().top, data, ())
    keys(shapes().at(("sinks", "syslog", 0)), data["sinks"]["syslog"][0], ())
    keys(shapes().at(("links", 0)), data["links"][0], ())


def test_default_file__has_examples_that_load():
    config = loads(uncommented(shipped(YAML_NAME)))
    assert len(config.sinks.syslog) == len(config.links) == 1
    assert config.sinks.jsonl is not None


def test_default_file__reads_alike_in_other_readers_and_fits_its_schema():
    validator = jsonschema.Draft202012Validator(json.loads(shipped(SCHEMA_NAME)))
    validator.check_schema(validator.schema)
    for text in (shipped(YAML_NAME), uncommented(shipped(YAML_NAME))):
        validator.validate(yaml.safe_load(text))
    assert not validator.is_valid({"networks": {}})


def test_default_file__keeps_to_the_width():
    assert max(map(len, shipped(YAML_NAME).splitlines())) <= 104  # commented examples are indented


def test_shapes__have_words_for_everything():
    poor = ("matches", "a valid value")
    lines = [line for line in shipped(YAML_NAME).splitlines() if any(word in line for word in poor)]
    assert not lines
