"""MTP3 message signal units (Q.704 14.2): the service information octet, the label, the user.

A label of 14, 24 or 16 bits a point code, as ITU, ANSI (T1.111.4) and Japan (JT-Q704) have it.
"""

SCCP, ISUP, SNM = 3, 5, 0
INTERNATIONAL, NATIONAL = 0, 2
ITU, ANSI, JAPAN = "itu", "ansi", "japan"


def label(opc: int, dpc: int, sls: int, variant: str = ITU) -> bytes:
    """The routing label; every field goes out with its low bits first."""
    if variant == ITU:
        return (dpc | opc << 14 | sls << 28).to_bytes(4, "little")
    width = 3 if variant == ANSI else 2
    return dpc.to_bytes(width, "little") + opc.to_bytes(width, "little") + bytes([sls])


def message(
    user: bytes,
    *,
    opc: int = 1001,
    dpc: int = 2002,
    si: int = SCCP,
    ni: int = NATIONAL,
    sls: int = 5,
    variant: str = ITU,
) -> bytes:
    """A message signal unit from its SIO on."""
    return bytes([ni << 6 | si]) + label(opc, dpc, sls, variant) + user
