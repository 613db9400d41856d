"""The demonstration's directory: which files lie in it, and the configuration it writes there.

A directory is used when it is new, empty or of an earlier demonstration, and no other, because its
files are replaced. The install secret is made from the seed: every subscriber here is invented, and
so the same seed gives the same pseudonyms, alert ids and file of alerts on every machine.
"""

import hashlib
import json
import shutil
import textwrap
from dataclasses import dataclass
from pathlib import Path

SCENARIO = "attacked-country"
FIRST_LINE = "# Written by sigwatch demo, for its own capture."
WIDTH = 96

CONFIGURATION = """\
{first_line}
# What each key means and what else there is: packaging/config/sigwatch.yaml.

network:
  home: # who is at home in the simulated country, as the first line of the labels says
    plmns: {plmns}
    gt_prefixes: {gt_prefixes}
    msisdn_prefixes:
{msisdn_prefixes}

sinks:
  syslog: # two receivers on ports that were free when the demonstration ran
    - transport: udp
      host: 127.0.0.1
      port: {udp}
      spool: {{directory: {spool}}}
    - transport: tcp
      host: 127.0.0.1
      port: {tcp}
      spool: {{directory: {spool}}}

alerts:
  pseudonym:
    # Made from the seed, so it is no secret: never use it elsewhere.
    secret_file: {secret}
"""


class StageError(Exception):
    """The directory cannot be used; the text is one clear line."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Every file of one demonstration."""

    directory: Path

    @property
    def capture(self) -> Path:
        """The frames."""
        return self.directory / f"{SCENARIO}.pcap"

    @property
    def labels(self) -> Path:
        """What each message of a campaign is."""
        return self.directory / f"{SCENARIO}.labels.jsonl"

    @property
    def configuration(self) -> Path:
        """The probe's configuration."""
        return self.directory / "sigwatch.yaml"

    @property
    def alerts(self) -> Path:
        """Alerts as they were raised."""
        return self.directory / "alerts.jsonl"

    @property
    def received(self) -> Path:
        """Alerts as they arrived."""
        return self.directory / "received.log"

    @property
    def secret(self) -> Path:
        """Key of the pseudonyms."""
        return self.directory / "secret"

    @property
    def spool(self) -> Path:
        """Where alerts wait for the receivers."""
        return self.directory / "spool"

    def prepare(self, seed: int) -> None:
        """Make or clear the directory, and lay the secret; StageError or OSError when it cannot."""
        if self.directory.exists() and not self.directory.is_dir():
            raise StageError(f"{self.directory}: a file; name a directory with --directory")
        self.directory.mkdir(parents=True, exist_ok=True)
        if any(self.directory.iterdir()) and not self._is_ours():
            raise StageError(
                f"{self.directory}: holds files that are not of a demonstration;"
                " name another with --directory"
            )
        # First, so that a demonstration that broke off leaves a directory known as its own.
        self.configuration.write_text(f"{FIRST_LINE}\n", encoding="utf-8")
        shutil.rmtree(self.spool, ignore_errors=True)
        self.secret.unlink(missing_ok=True)
        self.secret.touch(mode=0o600)
        self.secret.write_bytes(hashlib.sha256(f"sigwatch demo {seed}".encode()).digest())

    def configure(self, home: dict[str, list[str]], ports: dict[str, int]) -> None:
        """Write the configuration: `home` as the labels tell it, and the receiver's ports."""
        text = CONFIGURATION.format(
            first_line=FIRST_LINE,
            plmns=json.dumps(home["plmns"]),
            gt_prefixes=json.dumps(home["gt_prefixes"]),
            msisdn_prefixes=wrapped(home["msisdn_prefixes"]),
            spool=json.dumps(str(self.spool.absolute())),
            secret=json.dumps(str(self.secret.absolute())),
            **ports,
        )
        self.configuration.write_text(text, encoding="utf-8")

    def _is_ours(self) -> bool:
        try:
            with self.configuration.open(encoding="utf-8", errors="replace") as file:
                return file.readline().rstrip("\n") == FIRST_LINE
        except FileNotFoundError:
            return False


def wrapped(prefixes: list[str]) -> str:
    """A YAML list in lines of the file's width."""
    indent = " " * 6
    return textwrap.fill(
        json.dumps(prefixes), WIDTH, initial_indent=indent, subsequent_indent=indent + " "
    )
