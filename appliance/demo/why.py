"""Why an attack raised no alert, and why something ordinary did: from the catalogue and Settings.

Worked out from what was sent, not written down per scenario, so that a detector more or a
threshold less changes what is said.
"""

from typing import cast

from appliance.catalogue.operations import shipped
from appliance.config.config import Config
from appliance.demo.matching import Campaign
from appliance.detectors.catalogue import DETECTORS
from appliance.detectors.subscriber_harvest import SubscriberHarvest, SubscriberHarvestSettings

GROUNDS = {
    "1": "belongs inside one network only",
    "2": "only the subscriber's own network may send it, so who asks must be held against whose"
    " subscriber it is",
    "3": "right from where the subscriber is, so it must be held against where that last was",
    "SMS": "every short message begins with it, so it must be followed to the message, or to none",
}
HARVEST = SubscriberHarvest.name


def why_missed(campaign: Campaign, config: Config) -> list[str]:
    """One sentence per operation and one on volume."""
    categories = {row.name: row.category for row in shipped().rows}
    judged = {detector.category for detector in DETECTORS}
    said = []
    for operation in campaign.operations:
        category = categories.get(operation)
        if category is None:
            continue
        now = "" if f"Cat{category}" in judged - {SubscriberHarvest.category} else " (not done yet)"
        said.append(f"{operation}, category {category}: {GROUNDS[category]}{now}.")
    return [*said, volume(campaign, config)]


def volume(campaign: Campaign, config: Config) -> str:
    """How its victims stand to the threshold of the harvest detector."""
    victims = len(campaign.victims)
    harvest = cast("SubscriberHarvestSettings", config.detectors.of(SubscriberHarvest))
    asked = f"{harvest.threshold} within {harvest.window_s} s"
    if victims < harvest.threshold:
        return f"{victims} victims are too few for {HARVEST}, which speaks at {asked}."
    return f"{victims} victims, but never {asked}, at which {HARVEST} speaks."


def why_alerted(campaign: Campaign) -> list[str]:
    """Why an ordinary campaign looked like an attack, and what to do meanwhile."""
    said = []
    if "mt-forwardSM" in campaign.operations:
        said.append(
            "Each routing query is for a short message that is then delivered, and no detector"
            " follows a query to its message yet."
        )
    if any(alert.detector == HARVEST for alert in campaign.alerts):
        said.append(
            f'Until then: detectors: {{subscriber_harvest: {{exceptions: ["{campaign.source}"]}}}}'
        )
    return said
