"""Decimal digits in half-octets: IMSI, telephone numbers, network codes.

    octet 1   | digit 2 | digit 1 |      TS 29.002 17.7.8 (TBCD-STRING), first digit in the low half
    octet 2   | digit 4 | digit 3 |      an odd count ends with a filler in the high half

Leaves out: the letters of TBCD (*, #, a, b, c).
"""

FILLER_F = 0xF

INTERNATIONAL_E164 = 0x91
"""TS 29.002 AddressString: no extension, nature international, plan ISDN (E.164)."""

MNC_DIGITS_SHORT = 2


def pack(digits: str, filler: int = FILLER_F) -> bytes:
    """Swapped half-octets; an odd count is filled with `filler` (0xF in MAP, 0 in SCCP)."""
    halves = [int(digit) for digit in digits]
    if len(halves) % 2:
        halves.append(filler)
    return bytes(high << 4 | low for low, high in zip(halves[::2], halves[1::2], strict=True))


def address_string(digits: str) -> bytes:
    """Contents of an AddressString in international format (TS 29.002 17.7.8)."""
    return bytes((INTERNATIONAL_E164,)) + pack(digits)


def plmn(mcc: str, mnc: str) -> bytes:
    """MCC and MNC in three octets; a short MNC leaves 0xF in its place (TS 24.008 10.5.1.3)."""
    third = "f" if len(mnc) == MNC_DIGITS_SHORT else mnc[2]
    return bytes.fromhex(mcc[1] + mcc[0] + third + mcc[2] + mnc[1] + mnc[0])
