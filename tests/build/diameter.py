"""Diameter messages (RFC 6733): header, AVPs, groups, from plain numbers and octets.

The numbers of S6a and its kin that tests use stand here a second time (TS 29.272, 29.338, 29.173).
"""

THREE_GPP = 10415
REQUEST, PROXIABLE, ERROR, RETRANSMITTED = 0x80, 0x40, 0x20, 0x10
S6A, SLH, SLG, S6C, SGD = 16777251, 16777291, 16777255, 16777312, 16777313
CX, SH = 16777216, 16777217
ULR, CLR, AIR, IDR, PUR = 316, 317, 318, 319, 321
RIR, PLR, SRR, OFR, TFR = 8388622, 8388620, 8388647, 8388645, 8388646
CER, DWR = 257, 280
HOST, REALM = "mme1.epc.mnc001.mcc001.3gppnetwork.org", "epc.mnc001.mcc001.3gppnetwork.org"
HSS, HOME = "hss1.epc.mnc002.mcc001.3gppnetwork.org", "epc.mnc002.mcc001.3gppnetwork.org"
SESSION = f"{HOST};1;2"
IMSI = "001020123456789"


def avp(
    code: int,
    value: bytes | str | int,
    vendor: int = 0,
    *,
    mandatory: bool = True,
    size: int = -1,
    padding: bytes | None = None,
) -> bytes:
    """One AVP (4.1); `size` overrides its length, `padding` what fills it up to four octets."""
    if isinstance(value, str):
        value = value.encode()
    elif isinstance(value, int):
        value = value.to_bytes(4, "big")
    flags = 0x80 * bool(vendor) | 0x40 * mandatory
    head = vendor.to_bytes(4, "big") if vendor else b""
    length = 8 + len(head) + len(value) if size < 0 else size
    filled = b"\x00" * (-len(value) % 4) if padding is None else padding
    return (
        code.to_bytes(4, "big") + bytes([flags]) + length.to_bytes(3, "big") + head + value + filled
    )


def tgpp(code: int, value: bytes | str | int, **more) -> bytes:
    """An AVP of 3GPP."""
    return avp(code, value, THREE_GPP, **more)


def group(code: int, *inner: bytes, vendor: int = THREE_GPP, **more) -> bytes:
    """A grouped AVP (4.4)."""
    return avp(code, b"".join(inner), vendor, **more)


def message(
    command: int,
    *avps: bytes,
    app: int = S6A,
    flags: int = REQUEST | PROXIABLE,
    hop: int = 0x1001,
    end: int = 0x2001,
    size: int = -1,
    version: int = 1,
) -> bytes:
    """A message (3); `size` overrides its length."""
    body = b"".join(avps)
    length = 20 + len(body) if size < 0 else size
    head = (
        bytes([version]) + length.to_bytes(3, "big") + bytes([flags]) + command.to_bytes(3, "big")
    )
    return head + b"".join(each.to_bytes(4, "big") for each in (app, hop, end)) + body


def around(session: str = SESSION, host: str = HOST, realm: str = REALM) -> bytes:
    """Session-Id, Auth-Session-State, Origin-Host and Origin-Realm."""
    return avp(263, session) + avp(277, 1) + avp(264, host) + avp(296, realm)


def to(host: str = HSS, realm: str = HOME) -> bytes:
    """Destination-Host and Destination-Realm."""
    return avp(293, host) + avp(283, realm)


def tbcd(digits: str) -> bytes:
    """Digits as TBCD-STRING, the odd one filled up with F."""
    filled = digits + "F" * (len(digits) % 2)
    return bytes(int(filled[at + 1] + filled[at], 16) for at in range(0, len(filled), 2))


def update_location(*more: bytes, **how) -> bytes:
    """An Update-Location-Request (TS 29.272 7.2.3)."""
    body = around() + to() + avp(1, IMSI) + tgpp(1032, 1004) + tgpp(1405, 34)
    return message(ULR, body, tgpp(1407, b"\x00\xf1\x10"), *more, **how)


def answer(command: int, *more: bytes, result: int = 2001, **how) -> bytes:
    """An answer of the HSS with its Result-Code."""
    body = avp(263, SESSION) + avp(268, result) + avp(277, 1) + avp(264, HSS) + avp(296, HOME)
    return message(command, body, *more, **({"flags": PROXIABLE} | how))
