"""Headers of short messages: each type, each optional part, and every truncation."""

import numpy as np
import pytest

from kernels.wire import short_message
from tests.build import short_message as build

NONE = -1
CONCATENATED, COMMAND_PACKET = bytes.fromhex("0003070201"), bytes.fromhex("7000")
NUMBER, SHORT = "12025550123", "123"
TO_MOBILE, FROM_MOBILE = True, False
CASES = [
    ("deliver", build.deliver(NUMBER, 1, 4), TO_MOBILE, (1, 4, 0, NONE)),
    ("deliver, odd sender", build.deliver(SHORT, 0x7F, 0xF6), TO_MOBILE, (0x7F, 0xF6, 0, NONE)),
    ("deliver, parts", build.deliver(NUMBER, header=CONCATENATED), TO_MOBILE, (0, 0, 1, 0)),
    (
        "deliver to the SIM",
        build.deliver(NUMBER, 0x7F, 0xF6, b"\1\2", COMMAND_PACKET),
        TO_MOBILE,
        (0x7F, 0xF6, 1, 0x70),
    ),
    ("submit", build.submit(NUMBER, 2, 8), FROM_MOBILE, (2, 8, 0, NONE)),
    (
        "submit, relative",
        build.submit(NUMBER, 2, 8, validity=b"\xaa"),
        FROM_MOBILE,
        (2, 8, 0, NONE),
    ),
    (
        "submit, absolute, parts",
        build.submit(NUMBER, 2, 8, header=CONCATENATED, validity=build.TIME),
        FROM_MOBILE,
        (2, 8, 1, 0),
    ),
    ("command", build.command(NUMBER, 5), FROM_MOBILE, (5, NONE, 0, NONE)),
    ("status report", build.status_report(NUMBER), TO_MOBILE, (NONE, NONE, 0, NONE)),
    ("status report with PID", build.status_report(NUMBER, 9), TO_MOBILE, (9, NONE, 0, NONE)),
    ("deliver report", build.report(0, 3, 4, b"\1", stamp=False), FROM_MOBILE, (3, 4, 0, NONE)),
    ("deliver report, bare", build.report(0, stamp=False), FROM_MOBILE, (NONE, NONE, 0, NONE)),
    ("submit report", build.report(1, dcs=4, stamp=True), TO_MOBILE, (NONE, 4, 0, NONE)),
    ("no octet", b"", TO_MOBILE, (NONE, NONE, NONE, NONE)),
]


def header(octets: bytes, *, is_to_mobile: bool) -> tuple[int, ...]:
    """The header, from within other octets."""
    buf = np.frombuffer(b"\x7f" + octets + b"\x7f" * 3, np.uint8)
    return tuple(map(int, short_message.parse(buf, 1, 1 + len(octets), is_to_mobile)))


@pytest.mark.parametrize(("octets", "way", "expected"), [each[1:] for each in CASES])
def test_header__is_read(octets, way, expected):
    assert expected == header(octets, is_to_mobile=way)


@pytest.mark.parametrize(("octets", "way", "expected"), [each[1:] for each in CASES])
def test_truncated_header__is_absent_and_never_another(octets, way, expected):
    for size in range(len(octets)):
        found = header(octets[:size], is_to_mobile=way)
        assert all(part in (NONE, whole) for part, whole in zip(found, expected, strict=True))
