"""`sigwatch warm`."""

from typer.testing import CliRunner

from appliance import warming
from appliance.cli.app import app


def test_warm__leaves_nothing_cold():
    assert 0 == CliRunner().invoke(app, ["warm"]).exit_code
    assert not any(warming.is_cold(part) for part in warming.PARTS)


def test_warm__says_what_could_not_be_compiled(monkeypatch):
    monkeypatch.setattr(warming, "warm", lambda parts: None)
    monkeypatch.setattr(warming, "is_cold", lambda part: part == "live")
    told = CliRunner().invoke(app, ["warm"])
    assert (1, "not compiled: live\n") == (told.exit_code, told.output)
