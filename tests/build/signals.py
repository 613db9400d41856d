"""Signals without a decoder: rows said by column name, as the decoder would have written them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from kernels.columns import Signals, allocate
from tests.build.digits import packed

MAP_INVOKE = {"component": 0xA1, "protocol": 0, "tcap": 0x62, "stop": 0, "cgpa_gti": 4}
INTERNATIONAL = {"cgpa_plan": 1, "cgpa_nai": 4}


def invoke(op: int, ac: int = -1, ac_version: int = -1, **columns: Any) -> dict[str, Any]:
    """An invoke of MAP; digits as text. A calling title is E.164 unless said otherwise."""
    plan = INTERNATIONAL if "cgpa_gt" in columns else {}
    return {**MAP_INVOKE, **plan, "op": op, "ac": ac, "ac_version": ac_version, **columns}


def signals_of(rows: Sequence[dict[str, Any]]) -> Signals:
    """The columns of `rows`."""
    signals = allocate(Signals, max(len(rows), 1))
    for index, row in enumerate(rows):
        for name, value in row.items():
            is_digits = isinstance(value, str)
            getattr(signals, name)[index] = np.uint64(packed(value)) if is_digits else value
    return signals
