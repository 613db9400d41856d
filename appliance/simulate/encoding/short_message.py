"""SMS transfer-layer units: a header for a probe to read, and a body that says nothing.

TS 23.040 9.2.2. The body is always the same: twenty septets of zero. There is never text in
simulated traffic. Leaves out: status reports, user-data headers, binary messages.
"""

from datetime import UTC, datetime

from appliance.simulate.encoding.tbcd import INTERNATIONAL_E164, pack

_DELIVER_NO_MORE = 0x04  # TP-MTI 00, TP-MMS 1: no more messages wait
_SUBMIT_RELATIVE_VALIDITY = 0x11  # TP-MTI 01, TP-VPF 10
_PID_PLAIN = 0x00
_DCS_DEFAULT_ALPHABET = 0x00
_VALIDITY_FOUR_DAYS = 0xAA
_NS_PER_S = 1_000_000_000

BODY_SEPTETS = 20
BODY = bytes((BODY_SEPTETS * 7 + 7) // 8)


def deliver(sender: str, ts_ns: int) -> bytes:
    """SMS-DELIVER from `sender`, stamped by the service centre at `ts_ns` (9.2.2.1)."""
    return (
        bytes((_DELIVER_NO_MORE,))
        + _address(sender)
        + bytes((_PID_PLAIN, _DCS_DEFAULT_ALPHABET))
        + _service_centre_time(ts_ns)
        + bytes((BODY_SEPTETS,))
        + BODY
    )


def submit(recipient: str, reference: int) -> bytes:
    """SMS-SUBMIT to `recipient`; `reference` is TP-MR, 0 to 255 (9.2.2.2)."""
    return (
        bytes((_SUBMIT_RELATIVE_VALIDITY, reference))
        + _address(recipient)
        + bytes((_PID_PLAIN, _DCS_DEFAULT_ALPHABET, _VALIDITY_FOUR_DAYS, BODY_SEPTETS))
        + BODY
    )


def _address(digits: str) -> bytes:
    """TP-OA and TP-DA: the length counts digits, not octets (9.1.2.5)."""
    return bytes((len(digits), INTERNATIONAL_E164)) + pack(digits)


def _service_centre_time(ts_ns: int) -> bytes:
    """TP-SCTS in UTC: year to second as swapped digits, then a zone of zero (9.2.3.11)."""
    at = datetime.fromtimestamp(ts_ns // _NS_PER_S, UTC)
    return pack(at.strftime("%y%m%d%H%M%S") + "00")
