"""Config: every part's Settings under one roof, each written beside its part."""

from appliance.alerts.gate import GateSettings
from appliance.alerts.pseudonym import PseudonymSettings
from appliance.capture.settings import CaptureSettings
from appliance.capture.trace import TraceSettings
from appliance.config.detection import DetectorsSettings
from appliance.decoding.links import LINKS_MAX, LinkSettings
from appliance.decoding.settings import DecodeSettings
from appliance.network.home import HomeSettings
from appliance.settings import Field, Settings
from appliance.sinks.jsonl import JsonlSettings
from appliance.sinks.syslog import SyslogSettings

SYSLOG_RECEIVERS_MAX = 16  # each costs two threads and a spool


class NetworkSettings(Settings):
    """Whose network this is."""

    home: HomeSettings = HomeSettings()


class SinksSettings(Settings):
    """Where alerts go: to any number of syslog receivers, and into a file."""

    syslog: list[SyslogSettings] = Field(default=[], max_length=SYSLOG_RECEIVERS_MAX)
    """RFC 5424 receivers; every alert goes to each."""

    jsonl: JsonlSettings | None = None
    """A file of JSON lines, one per alert; null for none."""


class AlertsSettings(Settings):
    """What becomes of findings."""

    gate: GateSettings = GateSettings()
    pseudonym: PseudonymSettings = PseudonymSettings()


class Config(Settings):
    """The configuration of one probe."""

    capture: CaptureSettings = CaptureSettings()

    links: list[LinkSettings] = Field(default=[], max_length=LINKS_MAX)
    """What is listened to, rule by rule; the first that fits a packet decides. A packet that no
    rule fits has ITU point codes, and nothing is known of its role."""

    decode: DecodeSettings = DecodeSettings()
    network: NetworkSettings = NetworkSettings()
    sinks: SinksSettings = SinksSettings()
    alerts: AlertsSettings = AlertsSettings()
    detectors: DetectorsSettings = DetectorsSettings()
    trace: TraceSettings = TraceSettings()
