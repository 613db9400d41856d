"""Times of pcapng as nanoseconds, exactly, and the order in which several files' frames merge."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.capture.ring import SNAP_MAX
from kernels.columns import ABSENT
from kernels.pcapng import FRAME_MAX, stamp_ns


def exact_ns(ticks, resolution, offset_s):
    """The same in whole numbers without a limit."""
    unit = 2 ** (resolution & 0x7F) if resolution & 0x80 else 10**resolution
    ns = ticks * 10**9 // unit
    if ns >= 2**63 or (resolution & 0x80 and ns // 10**9 > 9_223_372_035):
        return ABSENT
    ns += offset_s * 10**9
    return ns if 0 <= ns < 2**63 and abs(offset_s) <= 9_223_372_035 else ABSENT


@pytest.mark.parametrize(
    ("ticks", "resolution", "offset_s", "ns"),
    [
        (1_600_000_000_123_456, 6, 0, 1_600_000_000_123_456_000),
        (1_600_000_000_123_456_789, 9, 0, 1_600_000_000_123_456_789),
        (1_600_000_000, 0, 0, 1_600_000_000 * 10**9),
        (2**31, 0, 0, 2**31 * 10**9),  # January 2038
        (999, 12, 0, 0),
        (1_000, 12, 1_600_000_000, 1_600_000_000_000_000_001),
        ((1 << 32) | (1 << 31), 0x80 | 32, 0, 1_500_000_000),
        (2**64 - 1, 0x80 | 32, 0, (2**32 - 1) * 10**9 + 999_999_999),
        (2**64 - 1, 0x80 | 64, 0, 999_999_999),
        (2**64 - 1, 0x80 | 127, 0, 0),
        (2**64 - 1, 127, 0, 0),
        (2**64 - 1, 6, 0, ABSENT),
        (2**64 - 1, 0x80, 0, ABSENT),
        (1, 6, -1, ABSENT),
        (2_000_000, 6, -1, 10**9),
        (0, 6, 2**62, ABSENT),
        (0, 6, -(2**63), ABSENT),
    ],
)
def test_stamp_ns__is_exact(ticks, resolution, offset_s, ns):
    assert ns == stamp_ns(np.uint64(ticks), np.int64(resolution), np.int64(offset_s))


@given(
    st.integers(0, 2**64 - 1),
    st.integers(0, 255),
    st.one_of(st.just(0), st.integers(-(2**63), 2**63 - 1), st.integers(-(10**10), 10**10)),
)
def test_stamp_ns__agrees_with_whole_numbers(ticks, resolution, offset_s):
    seen = stamp_ns(np.uint64(ticks), np.int64(resolution), np.int64(offset_s))
    assert exact_ns(ticks, resolution, offset_s) == seen


def test_frame_max__is_the_rings():
    assert SNAP_MAX == FRAME_MAX
