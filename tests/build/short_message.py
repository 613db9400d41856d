"""TPDUs of short messages (TS 23.040 9.2.2); the text is any octets."""

from tests.build.digits import semi_octets

TIME = bytes.fromhex("62704091335200")
UDHI = 0x40


def address(digits: str, kind: int = 0x91) -> bytes:
    """A TP address: how many digits, their type, the digits (9.1.2.5)."""
    return bytes([len(digits), kind]) + semi_octets(digits)


def user_data(text: bytes, header: bytes = b"") -> bytes:
    """TP-UDL and TP-UD, a header before the text if there is one."""
    whole = (bytes([len(header)]) + header if header else b"") + text
    return bytes([len(whole)]) + whole


def deliver(
    sender: str, pid: int = 0, dcs: int = 0, text: bytes = b"\0", header: bytes = b""
) -> bytes:
    """SMS-DELIVER."""
    first = bytes([0x04 | (UDHI if header else 0)])
    return first + address(sender) + bytes([pid, dcs]) + TIME + user_data(text, header)


def submit(
    receiver: str,
    pid: int = 0,
    dcs: int = 0,
    text: bytes = b"\0",
    header: bytes = b"",
    validity: bytes = b"",
) -> bytes:
    """SMS-SUBMIT; a validity period of one or seven octets."""
    form = {0: 0, 1: 0x10, 7: 0x18}[len(validity)]
    first = bytes([0x01 | form | (UDHI if header else 0), 7])
    return first + address(receiver) + bytes([pid, dcs]) + validity + user_data(text, header)


def command(receiver: str, pid: int = 0, data: bytes = b"") -> bytes:
    """SMS-COMMAND."""
    return bytes([0x02, 7, pid, 0, 1]) + address(receiver) + user_data(data)


def report(kind: int, pid: int = -1, dcs: int = -1, text: bytes = b"", *, stamp: bool) -> bytes:
    """SMS-DELIVER-REPORT or, with a time stamp, SMS-SUBMIT-REPORT."""
    parts = [bytes([pid]) if pid >= 0 else b"", bytes([dcs]) if dcs >= 0 else b""]
    parts.append(user_data(text) if text else b"")
    has = sum(1 << bit for bit, part in enumerate(parts) if part)
    return bytes([kind, has]) + (TIME if stamp else b"") + b"".join(parts)


def status_report(receiver: str, pid: int = -1) -> bytes:
    """SMS-STATUS-REPORT, with TP-PI where there is a PID."""
    whole = bytes([0x06, 7]) + address(receiver) + TIME + TIME + b"\0"
    return whole + (bytes([1, pid]) if pid >= 0 else b"")
