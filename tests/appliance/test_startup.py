"""From a Config to an Engine: every part gets its own, and all is compiled before a frame comes."""

import gc
import stat
from itertools import repeat

import pytest

from appliance import startup
from appliance.alerts.pseudonym import SecretError
from appliance.config.config import ConfigError, loads
from appliance.detectors.catalogue import DETECTORS
from appliance.simulate.generate import generate
from tests.breathing import MadeUpSource, engine_over
from tests.small_country import SEED, SITE, scenario


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    return tmp_path / "state"


def nothing():
    return MadeUpSource([], repeat(1))


def test_config__without_a_file_is_the_default_one(tmp_path, monkeypatch):
    monkeypatch.setattr(startup, "DEFAULT_PATH", tmp_path / "sigwatch.yaml")
    assert loads("{}") == startup.read_config(None)
    (tmp_path / "sigwatch.yaml").write_text(SITE)
    assert loads(SITE) == startup.read_config(None)


def test_config__to_run_must_be_there(tmp_path, monkeypatch):
    monkeypatch.setattr(startup, "DEFAULT_PATH", tmp_path / "sigwatch.yaml")
    with pytest.raises(ConfigError, match="no such file"):
        startup.read_config(None, to_run=True)


def test_build__gives_each_part_its_settings(tmp_path):
    config = loads(SITE + "capture: {batch_frames_max: 100, batch_octets_max: 300000}\n")
    engine = startup.build(config, nothing(), [])
    assert (100, 300_000) == (len(engine.ring.frames.at), len(engine.ring.arena))
    assert [kind.name for kind in DETECTORS] == [one.name for one in engine.detectors]
    assert [] == startup.warnings(engine)


def test_build__makes_the_install_secret_once(state):
    startup.build(loads(SITE), nothing(), [])
    secret = (state / "secret").read_bytes()
    startup.build(loads(SITE), nothing(), [])
    assert secret == (state / "secret").read_bytes()
    assert 0o600 == stat.S_IMODE((state / "secret").stat().st_mode)


def test_build__refuses_a_secret_that_is_none(state):
    state.mkdir()
    (state / "secret").mkdir()
    with pytest.raises(SecretError, match="install secret: "):
        startup.build(loads(SITE), nothing(), [])


def test_warnings__name_detectors_that_can_find_nothing():
    engine = startup.build(loads("{}"), nothing(), [])
    lines = startup.warnings(engine)
    assert len(DETECTORS) == len(lines)
    assert all(" is silent: network.home.gt_prefixes is empty" in line for line in lines)


def test_detectors__that_are_off_are_not_built():
    config = loads(SITE + "detectors: {subscriber_harvest: {mode: off}}\n")
    engine = startup.build(config, nothing(), [])
    assert ["interconnect-category1"] == [one.name for one in engine.detectors]


def test_alerts_file__is_emptied_not_replaced(tmp_path):
    path, link = tmp_path / "alerts.jsonl", tmp_path / "link"
    path.write_text("old\n")
    link.symlink_to(path)
    sink = startup.alerts_file(link)
    sink.close()
    assert link.is_symlink()
    assert "" == path.read_text()


def test_hash_key__is_two_words_of_a_derived_key():
    assert (1, 256) == startup.hash_key(b"\1" + bytes(7) + b"\0\1" + bytes(22))


def test_build__leaves_nothing_to_compile_when_frames_come(lane, tmp_path):
    """A kernel first called, or called with other types, after `build` has an overload more."""
    if lane == "interpreted":
        pytest.skip("nothing is compiled in this lane")
    frames = [(f.ts_ns, f.octets, len(f.octets)) for f in generate(scenario(), SEED)]
    engine = engine_over(MadeUpSource(frames, repeat(4096)), tmp_path / "secret")
    before = overloads()
    assert len([name for name, count in before.items() if count]) > 5
    while not engine.source.ended:
        engine.breathe()
    assert engine.tally.alerts
    assert before == overloads()


def overloads():
    """How many signatures of each kernel are ready, by name; leaves are part of their kernels."""
    from numba.core.dispatcher import Dispatcher

    found = {}
    for one in gc.get_objects():
        if isinstance(one, Dispatcher) and one.py_func.__module__.startswith(("kernels", "appl")):
            found[f"{one.py_func.__module__}.{one.py_func.__qualname__}"] = len(one.overloads)
    return found
