"""An Alert as a mapping and as a JSON line, with the documented names in a fixed order.

Absent values are left out, never empty. Times are epoch seconds with nine decimals, as text,
because a double cannot hold a nanosecond of this century. What an alert carries in `extra` stands
last, beside the documented names, and cannot replace one.
"""

import json
import math
from typing import Any

from appliance.alerts.alert import Alert

SECOND_NS = 1_000_000_000


def seconds(ts_ns: int) -> str:
    """Nanoseconds since the epoch as seconds with nine decimals."""
    whole, part = divmod(abs(ts_ns), SECOND_NS)
    return f"{'-' if ts_ns < 0 else ''}{whole}.{part:09d}"


def spell(alert: Alert) -> dict[str, Any]:
    """The alert under the names that leave the process; plain JSON values only."""
    source, target = alert.source, alert.target
    named = {
        "id": alert.id,
        "sid": alert.sid,
        "rev": alert.rev,
        "detector": alert.detector,
        "class": alert.kind,
        "category": alert.category,
        "severity": int(alert.severity),
        "mode": alert.mode,
        "first_ts": seconds(alert.first_ts),
        "last_ts": seconds(alert.last_ts),
        "count": alert.count,
        "suppressed": alert.suppressed,
        "source": {
            "gt": source.gt,
            "host": source.host,
            "operator": source.operator,
            "country": source.country,
        },
        "target": {"pseudonym": target.pseudonym, "role": target.role},
        "operation": alert.operation,
        "outcome": alert.outcome,
        "score": alert.score,
        "terms": alert.terms,
        "technique": alert.technique,
        "evidence": alert.evidence,
        "message": alert.message,
    }
    extra = {name: value for name, value in alert.extra.items() if name not in named}
    spelt: dict[str, Any] = _plain({**named, **extra})
    return spelt


def json_line(alert: Alert) -> str:
    """One line of JSON without its line end. Equal alerts give equal lines."""
    return json.dumps(spell(alert), ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """JSON values: numpy unwrapped, tuples as lists, what is absent or not a number left out."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        members = {str(name): _plain(member) for name, member in value.items()}
        return {name: member for name, member in members.items() if not _absent(member)}
    if isinstance(value, list | tuple):
        return [member for member in map(_plain, value) if not _absent(member)]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _absent(value: Any) -> bool:
    return value is None or value in ("", [], {})
