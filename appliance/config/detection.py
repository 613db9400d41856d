"""The `detectors` section: one key per detector, from their catalogue, so that none is forgotten.

A detector's key is its name with underscores, as keys are spelt here; its section is the Settings
that stand beside it.
"""

from typing import TYPE_CHECKING, Any

from pydantic import create_model

from appliance.detectors.catalogue import DETECTORS
from appliance.detectors.detector import Detector, DetectorSettings
from appliance.settings import Field, Settings


def key_of(detector: type[Detector]) -> str:
    """The key under `detectors` that a detector is told things by."""
    return detector.name.replace("-", "_")


class DetectorSections(Settings):
    """What is looked for, one section per detector."""

    def of(self, detector: type[Detector]) -> DetectorSettings:
        """The section of one detector."""
        section: DetectorSettings = getattr(self, key_of(detector))
        return section


def sections() -> dict[str, Any]:
    """Each detector's key, with its Settings and their defaults."""
    return {
        key_of(detector): (
            detector.settings_type,
            Field(
                default=detector.settings_type(),
                description=detector.settings_type.__doc__,
            ),
        )
        for detector in DETECTORS
    }


if TYPE_CHECKING:
    DetectorsSettings = DetectorSections
else:
    DetectorsSettings = create_model(
        "DetectorsSettings",
        __base__=DetectorSections,
        __doc__=DetectorSections.__doc__,
        **sections(),
    )
