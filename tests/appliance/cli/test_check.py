"""`sigwatch check`: one line when right, one per reason when wrong; the exit status says which."""

import pytest
import typer
from typer.testing import CliRunner

from appliance.cli.check import check


@pytest.fixture(name="run_check")
def run_check_fixture():
    app = typer.Typer()
    app.command()(check)
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])


def test_check__says_right(tmp_path, run_check):
    path = tmp_path / "site.yaml"
    path.write_text(
        "capture: {interfaces: [eth1]}\n"
        "network: {home: {plmns: ['00101'], gt_prefixes: ['1212555']}}\n"
        "sinks: {syslog: [{}]}\n"
    )
    result = run_check("--config", path)
    assert (0, f"{path}: right\n", "") == (result.exit_code, result.stdout, result.stderr)


def test_check__warns_of_an_empty_home(tmp_path, run_check):
    path = tmp_path / "site.yaml"
    path.write_text("capture: {interfaces: [eth1]}\nsinks: {syslog: [{}]}\n")
    result = run_check("--config", path)
    first, second, last = result.stdout.splitlines()
    assert result.exit_code == 0
    assert first.startswith(f"warning: {path}:1:1: network.home.gt_prefixes: empty")
    assert second.startswith(f"warning: {path}:1:1: network.home.plmns: empty")
    assert f"{path}: right, with 2 warnings" == last


def test_check__says_all_that_is_wrong_on_standard_error(tmp_path, run_check):
    path = tmp_path / "site.yaml"
    path.write_text("capture:\n  timeout_ms: 0\n  promiscuous: maybe\n")
    result = run_check("--config", path)
    assert (1, "") == (result.exit_code, result.stdout)
    first, second = result.stderr.splitlines()
    assert first.startswith(f"{path}:2:3: capture.timeout_ms: 0 is out of bounds; give a whole")
    assert second.startswith(f"{path}:3:3: capture.promiscuous: 'maybe' is neither true nor false")


def test_check__says_when_there_is_no_file(tmp_path, run_check):
    result = run_check("--config", tmp_path / "absent.yaml")
    assert result.exit_code == 1
    assert f"{tmp_path}/absent.yaml: no such file; name another with --config\n" == result.stderr


def test_check__leaves_usage_to_typer(run_check):
    assert run_check("--confg", "x").exit_code == 2
