"""The builder itself: what it takes out it puts back, and tshark reads every variant alike."""

import subprocess
from functools import cache

import pytest

from tests.agreement import tshark
from tests.build import capture_files as files
from tests.variants import put, sccp
from tests.variants.catalogue import VARIANTS
from tests.variants.samples import samples
from tests.variants.taken import Taken, label_itu, take, unitdata_of
from tests.variants.variant import Variant

APART = 200  # numbers between two variants, so that no piece of one fits another
FIELDS = {
    name: tshark.FIELDS[name]
    for name in ("cdpa_gt", "cgpa_gt", "cdpa_ssn", "otid", "dtid", "acn", "code", "imsi")
} | {"session": "diameter.Session-Id", "host": "diameter.Origin-Host", "hop": "diameter.hopbyhopid"}
SUA = {"cdpa_gt", "cgpa_gt", "cdpa_ssn"}
NOT_SHOWN = {"sua": SUA, "sua, any title": SUA}  # under other names
NOT_READ = {
    "xudt segments, shuffled": "it joins segments in the order in which they come",
    "ludt segments": "it joins those of XUDT alone",
}
OPTIONS = (  # every variant of one packet has its TSN; labels do not say what they carry
    *("-o", "sctp.tsn_analysis:false", "-o", "tcp.reassemble_out_of_order:true"),
    *("-d", "mpls.label==301,pwethcw"),
)
MICROSECOND = 1000


@cache
def taken() -> tuple[Taken, ...]:
    """The samples."""
    return tuple(take(frame) for frame in samples())


def test_samples__are_taken_apart_to_the_last():
    one, other, both, *requests = taken()
    assert [1, 1, 2] == [len(each.unitdata) for each in (one, other, both)]
    assert one.unitdata + other.unitdata == both.unitdata
    assert [1, 1, 1] == [len(each.diameter) for each in requests]


@cache
def shown() -> list[tuple[Variant, list[Taken], list]]:
    """Every variant of the samples, and the fields that tshark finds in its frames."""
    made = [
        (variant, *variant.frames(list(taken()), 1 + APART * place))
        for place, variant in enumerate(VARIANTS, 1)
    ]
    plain = [each.frame for each in taken()]
    links = sorted({frame.link for _, _, frames in made for frame in frames} | {101})
    octets = files.section() + b"".join(files.interface(link, resolution=9) for link in links)
    every = [*plain, *(frame for _, _, frames in made for frame in frames)]
    for place, frame in enumerate(every):
        octets += files.enhanced(place * MICROSECOND, frame.octets, which=links.index(frame.link))
    command = [tshark.require(), "-n", "-r", "-", "-T", "fields", "-E", "separator=/t"]
    command += ["-E", "occurrence=a", "-E", "aggregator=|", *OPTIONS]
    command += [word for name in FIELDS.values() for word in ("-e", name)]
    done = subprocess.run(command, input=octets, capture_output=True, check=True)
    lines = [line.split("\t") for line in done.stdout.decode().split("\n")[:-1]]
    assert len(every) == len(lines)
    found, at = [], len(plain)
    for variant, used, frames in made:
        own = [lines[taken().index(each)] for each in used]
        found.append((variant, used, [values(own), values(lines[at : at + len(frames)])]))
        at += len(frames)
    return found


def values(lines: list[list[str]]) -> dict[str, set[str]]:
    """What was said under each name."""
    return {
        name: {value for line in lines for value in line[place].split("|") if value}
        for place, name in enumerate(FIELDS)
    }


@pytest.mark.parametrize("place", range(len(VARIANTS)), ids=lambda place: VARIANTS[place].name)
def test_variant__is_to_tshark_what_it_was(place: int, lane: str):
    if lane != "compiled":
        pytest.skip("one lane asks tshark")
    tshark.require()
    variant, used, (expected, found) = shown()[place]
    assert used
    if variant.name in NOT_READ:
        pytest.skip(f"tshark does not: {NOT_READ[variant.name]}")
    unseen = NOT_SHOWN.get(variant.name, set())
    assert {name: said for name, said in expected.items() if name not in unseen} == {
        name: said for name, said in found.items() if name not in unseen
    }


@pytest.mark.parametrize("kinds", [sccp.PLAIN, sccp.EXTENDED, sccp.LONG])
def test_unitdata__is_taken_apart_and_laid_out(kinds):
    for each in taken():
        for message in each.unitdata:
            again = unitdata_of(sccp.laid_out(message, kinds))
            assert again
            assert (kinds[0], *message[2:]) == (again.kind, *again[2:])


def test_mtp3__is_taken_apart_and_laid_out():
    for each in taken():
        for message in each.transfers:
            assert message == label_itu(put.mtp3(message))


def test_frame_cut_by_the_snap_length__is_left_alone():
    frame = samples()[0]
    assert Taken(cut := frame.cut(60)) == take(cut)


def test_message_with_slack__is_not_laid_out_anew():
    message = taken()[0].transfers[0].user
    slack = message[:2] + bytes([each + 1 for each in message[2:5]]) + b"\x00" + message[5:]
    assert unitdata_of(slack) is None
