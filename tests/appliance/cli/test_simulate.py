"""`sigwatch simulate`: two files on success, one clear line and the right status otherwise."""

import json

import pytest
import typer
from typer.testing import CliRunner

from appliance.cli.simulate import simulate

TINY = "name: tiny\nduration_s: 3\n"


@pytest.fixture(name="run")
def command():
    app = typer.Typer()
    app.command()(simulate)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_simulate__writes_capture_and_labels(run, tmp_path):
    (tmp_path / "tiny.yaml").write_text(TINY)
    capture, labels = tmp_path / "out.pcap", tmp_path / "out.jsonl"
    ran = run(tmp_path / "tiny.yaml", "-o", capture, "--labels", labels, "--seed", 5)
    assert 0 == ran.exit_code, ran.output
    assert capture.stat().st_size > 1000
    assert 5 == json.loads(labels.read_text().splitlines()[0])["seed"]
    assert f"{capture}: " in ran.stdout
    assert "" == ran.stderr


@pytest.mark.parametrize(
    ("scenario", "output", "why"),
    [
        ("none-such", "out.pcap", "none-such: no such scenario"),
        ("bad.yaml", "out.pcap", "bad.yaml:1: nam: unknown key"),
        ("quiet", "none/out.pcap", "none/out.pcap: No such file or directory"),
        ("quiet", "/dev/full", "/dev/full: No space left on device"),
    ],
)
def test_simulate__says_in_one_line_what_is_wrong(
    run, tmp_path, monkeypatch, scenario, output, why
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_text("nam: x\nname: x\n")
    ran = run(scenario, "-o", output)
    assert 1 == ran.exit_code
    assert ran.stderr.startswith(why)
    assert 1 == len(ran.stderr.splitlines())


def test_simulate__without_an_output_is_a_usage_error(run):
    assert 2 == run("quiet").exit_code


def test_simulate__into_one_file_is_a_usage_error(run, tmp_path):
    ran = run("quiet", "-o", tmp_path / "both", "--labels", tmp_path / "both")
    assert 2 == ran.exit_code
    assert not (tmp_path / "both").exists()
