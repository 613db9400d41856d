"""Pseudonyms, and the secret that keys them: made once, whole, and for nobody else."""

import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from appliance.alerts.pseudonym import (
    Pseudonymiser,
    PseudonymSettings,
    SecretError,
    derive,
    load_or_create,
)

SECRET = bytes(range(32))
IMSI = "001010123456789"


def test_pseudonym__is_stable_and_readable_and_hides_the_digits():
    spelt = Pseudonymiser(SECRET).imsi(IMSI)
    assert re.fullmatch(r"imsi:[0-9a-f]{16}", spelt)
    assert IMSI not in spelt
    assert spelt == Pseudonymiser(SECRET).imsi(IMSI)


def test_pseudonym__differs_by_secret_digits_and_kind():
    one, other = Pseudonymiser(SECRET), Pseudonymiser(bytes(32))
    spelt = [
        one.imsi(IMSI),
        other.imsi(IMSI),
        one.imsi(IMSI[:-1]),
        one.msisdn(IMSI),
        one.imei(IMSI),
    ]
    assert 5 == len({text.split(":")[1] for text in spelt})


def test_pseudonym__is_the_identity_when_not_wanted():
    clear = Pseudonymiser(SECRET, enabled=False)
    assert "imsi:001010123456789" == clear.imsi(IMSI)
    assert "msisdn:12025550123" == clear.msisdn("12025550123")
    assert "imei:001010000000001" == clear.imei("001010000000001")


def test_derive__gives_each_purpose_its_own_key():
    keys = {derive(SECRET, "pseudonym"), derive(SECRET, "rate"), derive(bytes(32), "rate")}
    assert 3 == len(keys)
    assert {32} == {len(key) for key in keys}
    assert derive(SECRET, "rate") == derive(SECRET, "rate")


def test_secret__is_made_once_and_read_again(tmp_path):
    path = tmp_path / "state" / "secret"
    made = load_or_create(path)
    assert 32 == len(made)
    assert made == load_or_create(path)
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert [path] == list(path.parent.iterdir())


def test_secret__is_the_same_for_all_that_race_to_make_it(tmp_path):
    path = tmp_path / "secret"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(load_or_create, [path] * 32))
    assert 1 == len(secrets)
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("size", [0, 31, 33, 5000])
def test_secret__of_the_wrong_size_is_refused(tmp_path, size):
    path = tmp_path / "secret"
    path.touch(mode=0o600)
    path.write_bytes(bytes(size))
    with pytest.raises(SecretError) as refused:
        load_or_create(path)
    expected = f"{path}: install secret: {size} octets where 32 must be"
    assert expected == str(refused.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o622])
def test_secret__that_others_may_read_is_refused(tmp_path, mode):
    path = tmp_path / "secret"
    load_or_create(path)
    path.chmod(mode)
    with pytest.raises(SecretError, match=rf"secret: mode {mode:04o} .*chmod 600"):
        load_or_create(path)


def test_secret__that_is_a_directory_is_refused(tmp_path):
    with pytest.raises(SecretError, match="Is a directory"):
        load_or_create(tmp_path)


def test_secret__under_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SecretError, match=r"secret: install secret: .*/file: File exists"):
        load_or_create(tmp_path / "file" / "secret")


def test_secret__that_may_not_be_read_is_refused(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    path = tmp_path / "secret"
    load_or_create(path)
    path.chmod(0)
    with pytest.raises(SecretError, match="Permission denied"):
        load_or_create(path)


def test_settings__place_the_secret_in_the_state_directory(monkeypatch):
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/sigwatch:/var/lib/other")
    assert Path("/var/lib/sigwatch/secret") == PseudonymSettings().secret_path()
    monkeypatch.delenv("STATE_DIRECTORY")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/probe")
    assert Path("/home/probe/.local/state/sigwatch/secret") == PseudonymSettings().secret_path()
    chosen = PseudonymSettings(secret_file=Path("/etc/sigwatch.secret"))
    assert Path("/etc/sigwatch.secret") == chosen.secret_path()
