"""The names of Diameter's commands and applications, from data."""

from functools import cache
from pathlib import Path

import yaml

PATH = Path(__file__).parent / "diameter_commands.yaml"
BASE = 0


@cache
def shipped() -> dict[int, tuple[str, dict[int, str]]]:
    """Name and commands of each application."""
    data = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return {number: (each["name"], each["commands"]) for number, each in data.items()}


def name(application: int, command: int) -> str | None:
    """A command as 3GPP spells it; those of the base protocol in every application."""
    for number in (application, BASE):
        commands = shipped().get(number, ("", {}))[1]
        if command in commands:
            return commands[command]
    return None


def application_name(application: int) -> str | None:
    """The reference point of an application: S6a, SLh."""
    return shipped()[application][0] if application in shipped() else None
