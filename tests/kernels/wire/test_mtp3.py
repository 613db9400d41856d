"""Routing labels of three nations, and that a link's Settings choose among them."""

import numpy as np
import pytest

from kernels.decode import links
from kernels.decode.batch import Decoder
from kernels.decode.limits import Limits
from kernels.meanings import PointCodes
from kernels.wire import mtp3
from tests.build import frame, ip, m2pa, sccp, sctp
from tests.build import mtp3 as build
from tests.decoding import laid_out

VARIANTS = {
    build.ITU: (PointCodes.ITU, 16383, 15),
    build.ANSI: (PointCodes.ANSI, 16777215, 255),
    build.JAPAN: (PointCodes.JAPAN, 65535, 15),
}
ABORT = bytes.fromhex("6706490400000001")


@pytest.mark.parametrize("variant", VARIANTS)
def test_label__is_read_as_it_was_written(variant: str):
    codes, most, last = VARIANTS[variant]
    for opc, dpc, sls in ((0, most, 0), (most, 0, last), (most // 3, most // 5, last // 2)):
        octets = build.message(b"\x09", opc=opc, dpc=dpc, sls=sls, variant=variant)
        found = mtp3.parse(np.frombuffer(octets, np.uint8), 0, len(octets), int(codes))
        assert (opc, dpc, sls, 3, 2) == (found.opc, found.dpc, found.sls, found.si, found.ni)
        assert len(octets) - 1 == found.at


def read(codes: PointCodes, variant: str, called: bytes, calling: bytes) -> dict[str, int]:
    """The columns of the one signal of a message on a link of these point codes."""
    user = build.message(sccp.udt(ABORT, called, calling), opc=1001, dpc=2002, variant=variant)
    chunk = sctp.data(m2pa.user_data(user), m2pa.PPID)
    octets, frames = laid_out([frame.Frame(ip.ip4(sctp.packet(chunk, crc=False)))])
    decoder = Decoder(1, limits=Limits.nothing())
    decoder.links = links.of([links.Rule(point_codes=codes)])
    (rows,) = decoder.read(octets, frames, 1)
    assert 1 == rows
    names = ("opc", "dpc", "cdpa_gti", "cdpa_pc", "cdpa_ssn", "cdpa_tt", "cdpa_plan", "cdpa_gt")
    return {name: int(getattr(decoder.signals, name)[0]) for name in names}


def test_ansi_address__has_its_subsystem_first_and_a_point_code_of_three_octets():
    title = bytes([0x09, 0x11]) + bytes.fromhex("211055050101")
    called = bytes([0x80 | 1 << 2 | 3, 6]) + (0x030201).to_bytes(3, "little") + title
    found = read(PointCodes.ANSI, build.ANSI, called, bytes([0xC1, 7]))
    assert (1001, 2002) == (found["opc"], found["dpc"])
    assert (1, 0x030201, 6) == (found["cdpa_gti"], found["cdpa_pc"], found["cdpa_ssn"])
    assert (9, 1, 0x12015550101FFFFF) == (found["cdpa_tt"], found["cdpa_plan"], found["cdpa_gt"])


def test_ansi_address_of_the_international_format__is_read_as_itu():
    called = sccp.party("12015550101", pc=2002)
    found = read(PointCodes.ANSI, build.ANSI, called, bytes([0xC1, 7]))
    assert (4, 2002, 6) == (found["cdpa_gti"], found["cdpa_pc"], found["cdpa_ssn"])
    assert 0x12015550101FFFFF == found["cdpa_gt"]


def test_japanese_address__has_a_point_code_of_sixteen_bits():
    called = sccp.party("12015550101", pc=0xABCD)
    found = read(PointCodes.JAPAN, build.JAPAN, called, sccp.party("12025550102"))
    assert (1001, 2002, 0xABCD) == (found["opc"], found["dpc"], found["cdpa_pc"])
