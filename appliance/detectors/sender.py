"""Puts a sender into words: title and country of its range; routing evidence, never an actor."""

from typing import Any

from appliance.network.country import Countries

NO_TITLE = "a sender without a global title"


def spelt_sender(row: dict[str, Any], countries: Countries) -> str:
    """The calling party of `row` (names of the design's section 5, with source_country)."""
    title = row.get("cgpa_gt")
    if not title:
        code = row.get("cgpa_pc", row.get("opc"))
        return NO_TITLE if code is None else f"{NO_TITLE} at point code {code}"
    country = row.get("source_country")
    if not country:
        return f"global title {title} (country unknown)"
    return f"global title {title} in a range of {countries.name(country)}"
