"""`sigwatch decode`: one line per signal of a trace file, for people or as JSON lines."""

import json
import secrets
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from appliance.cli.ending import WRONG, one_line_errors

if TYPE_CHECKING:
    from appliance.alerts.pseudonym import Pseudonymiser
    from appliance.config.config import Config
    from appliance.signal_names import Row

FRAMES_MAX, OCTETS_MAX = 1024, 1 << 22
CONFIG_HELP = "A configuration file: what the decoder remembers, and what each link is."


class PointCodes(StrEnum):
    """The national variant of every link in the file."""

    ITU = "itu"
    ANSI = "ansi"
    JAPAN = "japan"


def decode(
    file: Annotated[str, typer.Argument(help="pcap or pcapng, gzip too; - is standard input.")],
    json_lines: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False,
    pseudonymise: Annotated[
        bool,
        typer.Option("--pseudonymise", help="Keyed pseudonyms instead of subscribers' digits."),
    ] = False,
    point_codes: Annotated[
        PointCodes | None, typer.Option(help="The national variant; by default itu.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help=CONFIG_HELP)] = None,
) -> None:
    """Print what a trace file says, one line per signal. Subscribers appear in clear."""
    with one_line_errors():
        show(file, configured(config, point_codes), json_lines, pseudonymise)


def configured(path: Path | None, point_codes: PointCodes | None) -> "Config":
    """The configuration, with one variant for all links where that was asked for."""
    from appliance import startup
    from appliance.config.config import Config
    from appliance.decoding.links import LinkSettings

    config = startup.read_config(path) if path else Config()
    if point_codes is None:
        return config
    return config.model_copy(update={"links": [LinkSettings(point_codes=point_codes.value)]})


def show(file: str, config: "Config", json_lines: bool, pseudonymise: bool) -> None:
    """Read to the end, print each signal, then say on standard error what became of every frame."""
    from appliance import startup
    from appliance.capture.ring import FrameRing
    from appliance.cli.signal_line import as_line
    from appliance.cli.summary import decoder_lines, decoder_sums, source_lines
    from appliance.signal_json import describe
    from appliance.signal_privacy import pseudonymised
    from appliance.warming import DECODE, warm

    source = startup.open_files(config, [file])
    ring = FrameRing(FRAMES_MAX, OCTETS_MAX)
    key = secrets.randbits(64), secrets.randbits(64)  # of hashes; the output does not depend on it
    decoder = startup.build_decoder(config, source.names, FRAMES_MAX, key)
    batch = decoder.batch(ring.octets, ring.frames)
    speller = pseudonymiser() if pseudonymise else None
    spell = as_json if json_lines else as_line
    warm(DECODE)
    while not source.ended:
        taken = source.fill(ring)
        for rows in decoder.read(ring.octets, ring.frames, taken):
            for index in range(rows):
                row = describe(batch, index)
                print(spell(row if speller is None else pseudonymised(row, speller)))
        print(end="", flush=True)  # a pipe may have nothing more for long
    sums = decoder_sums(source.counters(), decoder)
    for line in (
        *source.warnings,
        *(entry.line() for entry in sums),
        *decoder_lines(decoder),
        *source_lines(source.counters()),
    ):
        typer.echo(line, err=True)
    if not all(entry.holds for entry in sums):
        raise typer.Exit(WRONG)


def pseudonymiser() -> "Pseudonymiser":
    """The one of this installation."""
    from appliance.alerts.pseudonym import Pseudonymiser, PseudonymSettings, load_or_create

    return Pseudonymiser(load_or_create(PseudonymSettings().secret_path()))


def as_json(row: "Row") -> str:
    """One JSON object."""
    return json.dumps(row, separators=(",", ":"), ensure_ascii=False)
