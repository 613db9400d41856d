"""The `detectors` section: one key per detector, from their catalogue: none is forgotten."""

from typing import TYPE_CHECKING

from pydantic import create_model

from appliance.settings import Settings

try:
    from appliance.detectors.catalogue import DETECTORS
except ImportError:
    DETECTORS = ()

if TYPE_CHECKING:
    DetectorsSettings = Settings
else:
    DetectorsSettings = create_model(
        "DetectorsSettings",
        __base__=Settings,
        __doc__="What is looked for, one section per detector.",
    )
