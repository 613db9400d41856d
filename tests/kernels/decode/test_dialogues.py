"""Dialogues through the whole decoder: what an answer takes from the message that it answers."""

import numpy as np
import pytest

from kernels.decode.batch import Decoder
from kernels.decode.limits import Limits
from tests.build import m3ua, sccp, sctp, tcap
from tests.build.frame import HLR, VLR, Frame, sctp_of
from tests.build.ip import ip4
from tests.decoding import decode, laid_out

LIMITS = Limits(dialogues=64)
CONTEXT = tcap.map_context(28, 3)
MAP, OTHER = 0, 3


def frame(octets: bytes, *, back: bool = False, tsn: int = 1, kind=sccp.udt) -> Frame:
    """A message between VLR and HLR in a frame of its own."""
    ends = sccp.party(HLR), sccp.party(VLR, ssn=sccp.VLR)
    return Frame(ip4(sctp_of(m3ua.data(kind(octets, *(ends[::-1] if back else ends))), tsn=tsn)))


def talk() -> list[Frame]:
    """A Begin with an invoke, a Continue, an invoke back, and an End without any code."""
    me, he = b"\0\0\0\1", b"\0\0\0\2"
    said = [
        (tcap.begin(tcap.invoke(70, invoke_id=3), otid=me, dialogue=tcap.aarq(CONTEXT)), False),
        (tcap.continue_(tcap.invoke(71, invoke_id=4), otid=he, dtid=me), True),
        (tcap.continue_(tcap.result(invoke_id=4), otid=me, dtid=he), False),
        (tcap.end(tcap.error(27, invoke_id=3), dtid=me), True),
        (tcap.end(tcap.error(27, invoke_id=3), dtid=me), True),
    ]
    return [frame(octets, back=back, tsn=tsn) for tsn, (octets, back) in enumerate(said, 1)]


def test_answer__takes_context_number_and_operation_from_its_dialogue():
    rows = [row.signal for row in decode(talk(), limits=LIMITS).rows]
    assert [1, 1, 1, 1, -1] == [row["dialogue"] for row in rows]
    assert [(28, 3)] * 4 + [(-1, -1)] == [(row["ac"], row["ac_version"]) for row in rows]
    assert [-1, -1, 71, 70, -1] == [row["asked_op"] for row in rows]
    assert [-1] * 4 == [row["acn_at"] for row in rows[1:]]


def test_store_that_is_off__changes_nothing():
    for row in decode(talk()).rows:
        assert (-1, -1) == (row.signal["dialogue"], row.signal["asked_op"])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_size_of_a_batch__changes_nothing(size: int):
    octets, frames = laid_out(talk())
    whole = [row.signal["asked_op"] for row in decode(talk(), limits=LIMITS).rows]
    decoder, found = Decoder(8, 64, 64, LIMITS), []
    for first in range(0, len(whole), size):
        part = type(frames)(*(column[first : first + size].copy() for column in frames))
        for rows in decoder.read(octets, part, len(part.at)):
            found += decoder.signals.asked_op[:rows].tolist()
    assert whole == found


def test_returned_begin__opens_no_dialogue():
    def returned(octets: bytes, called: bytes, calling: bytes) -> bytes:
        whole = sccp.udt(octets, called, calling)
        return b"\x0a\x01" + whole[2:]  # UDTS, no translation for this address

    begin = tcap.begin(tcap.invoke(70), dialogue=tcap.aarq(CONTEXT))
    frames = [frame(begin), frame(begin, back=True, tsn=2, kind=returned)]
    first, second = (row.signal for row in decode(frames, limits=LIMITS).rows)
    assert (1, 1) == (first["dialogue"], second["dialogue"])
    assert 0 == second["oddities"]


def test_diameter__is_a_row_for_each_message():
    one = bytes.fromhex("01000014 80000118 00000000 00000001 00000002")
    chunk = sctp.data(one + one, ppid=46)
    rows = decode([Frame(ip4(sctp.packet(chunk, crc=False)))]).rows
    assert [4, 4] == [row.signal["protocol"] for row in rows]
    assert np.all([row.signal["tcap"] == -1 for row in rows])
