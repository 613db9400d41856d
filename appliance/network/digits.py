"""Digits as text and as packed semi-octets, one number at a time.

The plain-Python counterpart of what the decoder does in bulk: first digit in the most significant
nibble, filler 0xF behind the last, all ones when there is no number. Only findings and settings
come through here.
"""

import numpy as np

from kernels.columns import NO_DIGITS

DIGITS_MAX = 16
FILLER = 0xF
ALPHABET = "0123456789abcde"  # 0xA to 0xE: code 11, code 12 and spares (Q.713 3.4.2.3.1)


def packed(text: str) -> np.uint64:
    """`text` as packed digits; ValueError when it is longer than 16 or not made of digits."""
    if len(text) > DIGITS_MAX:
        raise ValueError(f"{text}: more than {DIGITS_MAX} digits")
    value = int(NO_DIGITS)
    for place, digit in enumerate(text):
        shift = 4 * (DIGITS_MAX - 1 - place)
        value ^= (FILLER ^ ALPHABET.index(digit)) << shift
    return np.uint64(value)


def text_of(value: int | np.uint64) -> str | None:
    """Packed digits as text; None when there is no number."""
    text = f"{int(value):016x}".partition("f")[0]
    return text or None
