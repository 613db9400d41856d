"""Numbers of ISUP (Q.763 3.9 and 3.26), as CAP carries them."""

from tests.build.digits import semi_octets


def called_party(digits: str, nature: int = 4, plan: int = 1) -> bytes:
    """Odd indicator and nature of address, internal network indicator and plan, digits."""
    odd = len(digits) % 2
    return bytes([odd << 7 | nature, plan << 4]) + semi_octets(digits, filler=0)


def generic_number(digits: str, qualifier: int = 0) -> bytes:
    """A number qualifier before it."""
    return bytes([qualifier]) + called_party(digits)
