"""The ordered list of steps from a Config to an Engine; the only reader of Config.

Nothing below this file sees the configuration: each part is handed its own Settings. What fails
here fails with one clear line (ConfigError, SecretError, CaptureError, OSError), before anything
is captured.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from appliance.alerts.gate import Gate
from appliance.alerts.pseudonym import Pseudonymiser, derive, load_or_create
from appliance.capture.merged import Traces, open_traces
from appliance.capture.ring import FrameRing
from appliance.capture.several import open_interfaces
from appliance.capture.source import FrameSource
from appliance.catalogue import operations
from appliance.config.config import Config, ConfigError, examine
from appliance.config.detection import key_of
from appliance.config.files import DEFAULT_PATH
from appliance.decoding.links import links_of
from appliance.decoding.settings import limits_of
from appliance.detectors.catalogue import DETECTORS
from appliance.detectors.detector import Detector, Surroundings
from appliance.engine.breath import Engine
from appliance.engine.speech import Speech
from appliance.network import country
from appliance.network.home import Home
from appliance.network.spoofing import Spoofing
from appliance.sinks.jsonl import JsonlSettings, JsonlSink
from appliance.sinks.sink import Sink
from appliance.sinks.syslog import SyslogSink
from kernels.columns import Frames, allocate
from kernels.decode.batch import Decoder

ROWS_PER_FRAME = 2  # of messages and signals per batch; a fuller batch is read in several turns


def read_config(path: Path | None, *, to_run: bool = False) -> Config:
    """The file at `path`, or the one in /etc; without either, the defaults (never to run)."""
    if path is None and not to_run and not DEFAULT_PATH.exists():
        return Config()
    return examine(path or DEFAULT_PATH, to_run=to_run).config


def warnings(engine: Engine) -> list[str]:
    """Detectors that can find nothing as things are, one line each."""
    return [
        f"{detector.name} is silent: {detector.silent_because}"
        for detector in engine.detectors
        if detector.silent_because is not None
    ]


def open_live(config: Config, report: Callable[[str], None]) -> FrameSource:
    """Every interface of the configuration; `report` gets a line whenever one goes or comes."""
    return open_interfaces(config.capture, report)


def open_files(config: Config, paths: Sequence[str]) -> Traces:
    """Trace files, merged by time."""
    return open_traces(paths, config.trace)


def configured_sinks(config: Config) -> list[Sink]:
    """The receivers and the file that the configuration names."""
    sinks: list[Sink] = [SyslogSink(settings) for settings in config.sinks.syslog]
    if config.sinks.jsonl is not None:
        sinks.append(JsonlSink(config.sinks.jsonl))
    return sinks


def alerts_file(path: Path) -> Sink:
    """A file of JSON lines, there from now on; what it held before is gone. Raises OSError."""
    # Also for no alerts at all, and to know at once that it can be written.
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o640))
    return JsonlSink(JsonlSettings(path=path))


def build(config: Config, source: FrameSource, sinks: Sequence[Sink]) -> Engine:
    """The engine over `source`, every kernel compiled."""
    alerts = config.alerts
    secret = load_or_create(alerts.pseudonym.secret_path())
    home = Home(config.network.home)
    countries = country.load()
    key = hash_key(derive(secret, "hashing"))
    around = Surroundings(home, countries, operations.shipped(), key)
    frames_max = config.capture.batch_frames_max
    decoder = build_decoder(config, source.names, frames_max, key)
    engine = Engine(
        source=source,
        ring=FrameRing(frames_max, config.capture.batch_octets_max),
        decoder=decoder,
        spoofing=Spoofing(home, decoder.links),
        detectors=build_detectors(config, around),
        gate=Gate(alerts.gate),
        speech=Speech(
            secret,
            Pseudonymiser(secret, enabled=alerts.pseudonym.pseudonymise),
            home,
            countries,
            source.names,
        ),
        sinks=sinks,
    )
    warm(engine)
    return engine


def build_decoder(
    config: Config, sources: Sequence[str], frames_max: int, key: tuple[int, int]
) -> Decoder:
    """A decoder with the memory and the links of the configuration."""
    rows = ROWS_PER_FRAME * frames_max
    decoder = Decoder(frames_max, rows, rows, limits_of(config.decode, key))
    decoder.links = links_of(config.links, sources)
    return decoder


def hash_key(octets: bytes) -> tuple[int, int]:
    """The first 128 bits of a derived key, for the tables of the kernels."""
    return int.from_bytes(octets[:8], "little"), int.from_bytes(octets[8:16], "little")


def build_detectors(config: Config, around: Surroundings) -> list[Detector]:
    """Every detector of the catalogue that is not off, in its order."""
    detectors = []
    for kind in DETECTORS:
        settings = config.detectors.of(kind)
        if settings.mode == "off":
            continue
        try:
            detectors.append(kind(settings, around))
        except ValueError as error:
            raise ConfigError([f"detectors.{key_of(kind)}.{error}"]) from None
    return detectors


def warm(engine: Engine) -> None:
    """Run every kernel once over nothing, so that none is compiled while frames are waiting."""
    ring, decoder = engine.ring, engine.decoder
    decoder.warm(ring.octets, ring.frames)
    warm_detectors(engine.detectors, decoder)


def warm_detectors(detectors: Sequence[Detector], decoder: Decoder) -> None:
    """Let each detector judge nothing."""
    octets, frames = np.zeros(1, np.uint8), allocate(Frames, 1)
    for detector in detectors:
        detector.observe(octets, frames, decoder.signals, 0)
