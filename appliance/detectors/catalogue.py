"""All detectors, in the order in which they judge; a test finds files that are not here."""

from appliance.detectors.detector import Detector
from appliance.detectors.interconnect_category1 import InterconnectCategory1
from appliance.detectors.subscriber_harvest import SubscriberHarvest

DETECTORS: tuple[type[Detector], ...] = (InterconnectCategory1, SubscriberHarvest)
