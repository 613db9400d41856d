"""The whole appliance on one page: a breath takes what came in, understands it, judges it, speaks.

There is no Python statement per packet: a breath is a handful of kernel calls over a batch, and
only a finding, which is rare, is handled one by one. Time is the frames' own, and findings are
taken in the order of their rows, so a trace replayed and the same traffic live give the same
alerts, however the frames fall into batches.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from appliance.alerts.gate import Gate
from appliance.capture.ring import FrameRing
from appliance.capture.source import FrameSource
from appliance.detectors.detector import Detector, Finding
from appliance.engine.speech import Speech
from appliance.network.spoofing import Spoofing
from appliance.sinks.sink import Sink
from kernels.decode.batch import Decoder


@dataclass(slots=True)
class Tally:
    """What one engine has handled since it was made."""

    frames: int = 0
    messages: int = 0
    signals: int = 0
    findings: int = 0
    alerts: int = 0
    sink_errors: Counter[str] = field(default_factory=Counter)  # alerts it broke on, by sink


@dataclass(slots=True)
class Engine:
    """Parts built by `startup`, and nothing else: no configuration, no clock, no outside world."""

    source: FrameSource
    ring: FrameRing
    decoder: Decoder
    spoofing: Spoofing
    detectors: Sequence[Detector]
    gate: Gate
    speech: Speech
    sinks: Sequence[Sink]
    tally: Tally = field(default_factory=Tally)

    def breathe(self) -> int:
        """One turn; the number of frames it took. Raises CaptureError when the source is broken."""
        taken = self.source.fill(self.ring)  # pull
        for rows in self.decoder.read(self.ring.octets, self.ring.frames, taken):  # decode
            self.spoofing.mark(self.decoder.packets, self.decoder.signals, rows)
            for detector, finding in self._judge(rows):
                self._speak(detector, finding)
            self.tally.signals += rows  # account
        self.tally.frames += taken
        self.tally.messages += int(self.ring.frames.messages[:taken].sum())
        return taken

    def _judge(self, rows: int) -> Iterator[tuple[Detector, Finding]]:
        """Findings of all detectors over the first `rows` signals, in the order of the rows."""
        found = [
            (finding.row, index, finding)
            for index, detector in enumerate(self.detectors)
            for finding in detector.observe(
                self.ring.octets, self.ring.frames, self.decoder.signals, rows
            )
        ]
        found.sort(key=itemgetter(0, 1))
        for _, index, finding in found:
            yield self.detectors[index], finding

    def _speak(self, detector: Detector, finding: Finding) -> None:
        """A finding becomes an alert at every sink, unless the gate holds it back."""
        self.tally.findings += 1
        passed = self.gate.consider(detector.name, finding.key, finding.ts_ns)
        if passed is None:
            return
        batch = self.decoder.batch(self.ring.octets, self.ring.frames)
        alert = self.speech.alert(detector, finding, passed, batch)
        self.tally.alerts += 1
        for sink in self.sinks:
            try:
                sink.write(alert)
            except Exception:  # noqa: BLE001 - no sink may end the watch, whatever is wrong with it
                self.tally.sink_errors[sink.name] += 1
