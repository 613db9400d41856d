"""Digits as semi-octets (TS 29.002 TBCD-STRING, Q.713 3.4.2.3): low nibble first.

IMSI and IMEI are bare TBCD; node and subscriber numbers are an AddressString, whose first octet
says nature of address and numbering plan.
"""

SYMBOLS = "0123456789*#abc"
INTERNATIONAL, NATIONAL = 1, 2
E164, E212, E214 = 1, 6, 7


def semi_octets(digits: str, filler: int = 0xF) -> bytes:
    """Digits, two an octet, the first in the low nibble; an odd count ends with `filler`."""
    nibbles = [SYMBOLS.index(digit) for digit in digits] + [filler] * (len(digits) % 2)
    return bytes(low | high << 4 for low, high in zip(nibbles[::2], nibbles[1::2], strict=True))


def address_string(digits: str, nature: int = INTERNATIONAL, plan: int = E164) -> bytes:
    """An AddressString (TS 29.002 17.7.8): no extension, 3 bits nature, 4 bits plan, digits."""
    return bytes([0x80 | nature << 4 | plan]) + semi_octets(digits)


def packed(digits: str) -> int:
    """Digits as the columns keep them: first most significant, 0xF behind the last, at most 16."""
    return int("".join(f"{SYMBOLS.index(digit):x}" for digit in digits[:16]).ljust(16, "f"), 16)
