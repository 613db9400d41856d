"""Runs a detector over rows in batches, and names its findings by the row's number in the whole."""

from collections.abc import Sequence
from typing import Any

from appliance.detectors.detector import Detector, Finding
from tests.build.signals import signals_of

SECOND_NS = 1_000_000_000
START_NS = 1_700_000_000 * SECOND_NS


def judged(detector: Detector, rows: Sequence[dict[str, Any]], size: int = 4096) -> list[Finding]:
    """All findings over `rows`, `size` of them at a time."""
    found = []
    for start in range(0, len(rows), size):
        batch = rows[start : start + size]
        observed = detector.observe(None, None, signals_of(batch), len(batch))
        found += [finding._replace(row=finding.row + start) for finding in observed]
    return found
