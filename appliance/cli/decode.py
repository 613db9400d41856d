"""`sigwatch decode`: one line per signal of a trace file, for people or as JSON lines."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from appliance.cli.ending import WRONG, one_line_errors

if TYPE_CHECKING:
    from appliance.alerts.pseudonym import Pseudonymiser
    from appliance.signal_names import Row

FRAMES_MAX, OCTETS_MAX = 1024, 1 << 22


def decode(
    file: Annotated[str, typer.Argument(help="pcap or pcapng, gzip too; - is standard input.")],
    json_lines: Annotated[bool, typer.Option("--json", help="JSON lines.")] = False,
    pseudonymise: Annotated[
        bool,
        typer.Option("--pseudonymise", help="Keyed pseudonyms instead of subscribers' digits."),
    ] = False,
) -> None:
    """Print what a trace file says, one line per signal. Subscribers appear in clear."""
    with one_line_errors():
        show(file, json_lines, pseudonymise)


def show(file: str, json_lines: bool, pseudonymise: bool) -> None:
    """Read to the end, print each signal, then say on standard error what became of every frame."""
    from appliance.capture.merged import open_traces
    from appliance.capture.ring import FrameRing
    from appliance.cli.summary import decoder_sums, source_lines
    from appliance.signal_json import describe
    from appliance.signal_privacy import pseudonymised
    from appliance.warming import DECODE, warm
    from kernels.decode.batch import Decoder

    source = open_traces([file])
    ring, decoder = FrameRing(FRAMES_MAX, OCTETS_MAX), Decoder(FRAMES_MAX)
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
        f"signals {decoder.signals_read}",
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


def as_line(row: "Row") -> str:
    """One line for a person: frame, from and to, what, about whom, and what was odd."""
    from appliance.signal_names import IDENTITIES

    ends = f"{row.get('cgpa_gt', row.get('opc', '?'))} > {row.get('cdpa_gt', row.get('dpc', '?'))}"
    what = [str(row[name]) for name in ("sccp", "tcap", "component") if name in row]
    if "op" in row:
        what.append(f"{row.get('op_name', 'operation')}({row['op']})")
    if "error" in row:
        what.append(f"error({row['error']})")
    about = [f"{name}={row[name]}" for name in IDENTITIES if name in row]
    odd = ["odd=" + ",".join(row["oddities"])] if "oddities" in row else []
    stop = [f"stopped={row['stop_layer']}:{row['stop']}"] if "stop" in row else []
    return "  ".join([f"{row['frame']:>6} {row['ts']}", ends, " ".join(what), *about, *odd, *stop])
