"""Subscriber identities leave the process as keyed pseudonyms, stable for one installation.

HMAC-SHA256 under a key derived from the install secret, cut to 64 bits: among n subscribers some
two share a pseudonym with odds of about n*n / 2**65 (3 in a million for 10 million subscribers, 3
in 10,000 for 100 million). Without the secret a pseudonym cannot be turned back by trying all
numbers; with it, it can: the secret is as sensitive as the traffic. Rotation of the secret is left
to whoever replaces the file.
"""

import hmac
import os
import secrets
import stat
from pathlib import Path
from typing import Literal

from appliance.alerts.state_directory import state_directory
from appliance.settings import Settings

SECRET_SIZE = 32  # octets
HEX_DIGITS = 16  # 64 bits of the HMAC
WIDE = stat.S_IRWXG | stat.S_IRWXO

Identity = Literal["imsi", "msisdn", "imei"]


class SecretError(Exception):
    """The install secret cannot be used; the text is one clear line for a person."""


class PseudonymSettings(Settings):
    """How subscriber identities leave the process."""

    pseudonymise: bool = True
    """Whether IMSI, MSISDN and IMEI leave as keyed pseudonyms; false writes them in clear."""

    secret_file: Path | None = None
    """File of the 32-octet install secret, made on first use; by default in the state directory."""

    def secret_path(self) -> Path:
        """`secret_file`, or its default for this process."""
        return self.secret_file or state_directory() / "secret"


class Pseudonymiser:
    """Spells subscriber identities for the outside."""

    def __init__(self, secret: bytes, *, enabled: bool = True) -> None:
        """Key the pseudonyms with `secret`; not `enabled`, identities are spelt in clear."""
        self._key = derive(secret, "pseudonym")
        self._enabled = enabled

    def imsi(self, digits: str) -> str:
        """`imsi:` and 16 hex digits (in clear: the digits)."""
        return self.spell("imsi", digits)

    def msisdn(self, digits: str) -> str:
        """`msisdn:` and 16 hex digits (in clear: the digits)."""
        return self.spell("msisdn", digits)

    def imei(self, digits: str) -> str:
        """`imei:` and 16 hex digits (in clear: the digits)."""
        return self.spell("imei", digits)

    def spell(self, kind: Identity, digits: str) -> str:
        """The identity as it may leave. Equal digits of two kinds give two pseudonyms."""
        if not self._enabled:
            return f"{kind}:{digits}"
        digest = hmac.digest(self._key, f"{kind}:{digits}".encode(), "sha256")
        return f"{kind}:{digest.hex()[:HEX_DIGITS]}"


def derive(secret: bytes, purpose: str) -> bytes:
    """A 32-octet key for one purpose; keys of two purposes say nothing about one another."""
    return hmac.digest(secret, b"sigwatch key for " + purpose.encode(), "sha256")


def load_or_create(path: Path) -> bytes:
    """The secret at `path`, made (mode 0600) when there is none. Raises SecretError."""
    try:
        if not path.exists():
            _create(path)
        return _load(path)
    except OSError as error:
        where = "" if error.filename in {None, str(path)} else f"{error.filename}: "
        raise SecretError(f"{path}: install secret: {where}{error.strerror or error}") from None


def _load(path: Path) -> bytes:
    with path.open("rb") as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise SecretError(f"{path}: install secret: not a regular file")
        if facts.st_mode & WIDE:
            mode = stat.S_IMODE(facts.st_mode)
            reason = f"mode {mode:04o} lets others read it; make it 0600 (chmod 600)"
            raise SecretError(f"{path}: install secret: {reason}")
        secret = file.read(SECRET_SIZE + 1)
    if len(secret) != SECRET_SIZE:
        size = facts.st_size
        raise SecretError(f"{path}: install secret: {size} octets where {SECRET_SIZE} must be")
    return secret


def _create(path: Path) -> None:
    """Whole or not at all: written beside, then linked, so that the first of several wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SECRET_SIZE))
            file.flush()
            os.fsync(file.fileno())
        os.link(beside, path)
    except FileExistsError:
        pass  # another process was first; its secret is the one
    finally:
        beside.unlink(missing_ok=True)
