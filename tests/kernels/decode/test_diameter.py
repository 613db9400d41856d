"""Diameter's AVPs: fields, identities, leaks, oddities; answers and their requests."""

import pytest

from kernels.decode.avp_table import DEPTH_MAX
from tests.build import diameter as build
from tests.build.diameter import avp, group, tbcd, tgpp
from tests.diameter_reading import Reader, read

SECOND = 1_000_000_000
AGE = 60 * SECOND


def one(message: bytes) -> dict:
    """The only row."""
    return read(message)[0]


def test_update_location_request__gives_its_fields():
    expected = {
        "app_id": build.S6A,
        "command": build.ULR,
        "is_request": 1,
        "flags": 0xC0,
        "hop_by_hop": 0x1001,
        "end_to_end": 0x2001,
        "visited_plmn": 0x00F110,
        "route_records": 0,
        "session_id": build.SESSION,
        "origin_host": build.HOST,
        "origin_realm": build.REALM,
        "destination_host": build.HSS,
        "destination_realm": build.HOME,
        "user_name": build.IMSI,
        "imsi": build.IMSI,
        "oddities": [],
        "leaks": [],
        "stop": "none",
        "dialogue": -1,
        "unexplained": 0,
        "op": build.ULR,
    }
    assert expected == one(build.update_location())


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (tgpp(701, tbcd("12015550101")), {"msisdn": "12015550101"}),
        (group(1401, tgpp(1402, "35693803564380")), {"imei": "35693803564380"}),
        (group(1401, tgpp(1402, "3569380356438a")), {"imei": None}),
        (tgpp(1490, 0x18), {"idr_flags": 0x18}),
        (tgpp(1490, b"\x18"), {"idr_flags": None}),
        (avp(282, "a.example") + avp(282, "b.example"), {"route_records": 2}),
        (avp(282, "a.example") + avp(282, "b.example"), {"route_record": "a.example"}),
        (tgpp(3300, tbcd("12015550103")), {"smsc_gt": "12015550103"}),
        (tgpp(1489, tbcd("12015550104")), {"sgsn_gt": "12015550104"}),
        (group(2401, tgpp(2403, tbcd("12015550105"))), {"msc_gt": "12015550105"}),
        (tgpp(3301, b"\x01\x02\x03"), {"sm_rp_ui": b"\x01\x02\x03"}),
        (group(700, tgpp(601, "tel:+12015550101")), {"msisdn": "12015550101"}),
        (tgpp(601, "sip:+12015550101@ims.example"), {"msisdn": "12015550101"}),
        (tgpp(601, "sip:001020123456789@ims.example"), {"msisdn": None}),
        (avp(268, 2001), {"result_code": 2001}),
        (group(297, avp(266, 10415), avp(298, 5001), vendor=0), {"experimental_result": 5001}),
    ],
)
def test_avp__gives_its_field(parts: bytes, expected: dict):
    found = one(build.message(build.IDR, build.around(), parts))
    assert expected == {name: found.get(name) for name in expected}
    assert 0 == found["unexplained"]


@pytest.mark.parametrize(
    ("name", "imsi"),
    [
        (build.IMSI, build.IMSI),
        (f"{build.IMSI}@ims.mnc002.mcc001.3gppnetwork.org", build.IMSI),
        ("alice@example.org", None),
        (f"{build.IMSI}0", None),
        ("00102012345678x", None),
        ("", None),
    ],
)
def test_user_name__is_an_imsi_or_none(name: str, imsi: str | None):
    assert imsi == one(build.message(build.AIR, avp(1, name))).get("imsi")


CELL = group(1496, group(1600, tgpp(1602, bytes(7)), tgpp(1603, bytes(5))))


@pytest.mark.parametrize(
    ("message", "leaks"),
    [
        (
            build.answer(build.AIR, group(1413, group(1414, tgpp(1447, bytes(16))))),
            ["authentication"],
        ),
        (build.answer(build.AIR, group(1413)), []),
        (build.answer(build.ULR, group(1400, tgpp(1424, 0))), ["profile"]),
        (build.message(build.IDR, group(1400, tgpp(1424, 0))), ["profile"]),
        (build.answer(build.IDR, CELL), ["cell", "area"]),
        (build.answer(build.PLR, tgpp(1242, bytes(8)), app=build.SLG), ["position"]),
        (build.answer(build.IDR, group(1495, group(1497, tgpp(1499, 2)))), ["state"]),
        (
            build.answer(build.RIR, avp(1, build.IMSI), group(2401, tgpp(2402, "mme"))),
            ["serving_node", "imsi"],
        ),
        (build.message(build.RIR, avp(1, build.IMSI), app=build.SLH), []),
        (build.answer(build.ULR, avp(1, build.IMSI)), []),
        (build.message(301, tgpp(602, "sip:scscf.example"), app=build.CX), []),
        (build.answer(302, tgpp(602, "sip:scscf.example"), app=build.CX), ["serving_node"]),
    ],
)
def test_leaks__are_what_the_message_gives_away(message: bytes, leaks: list[str]):
    assert leaks == one(message)["leaks"]


def nested(depth: int) -> bytes:
    """A group in a group in a group."""
    inner = tgpp(1424, 0)
    for _ in range(depth):
        inner = group(1400, inner)
    return inner


@pytest.mark.parametrize(
    ("parts", "oddities", "unexplained"),
    [
        (avp(1, build.IMSI) * 2, ["repeated_avp"], 0),
        (group(1400, avp(1, build.IMSI)) + avp(1, build.IMSI), [], 0),
        (tgpp(1423, 0) * 2, [], 0),
        (avp(99_999, 0), ["unknown_mandatory_avp"], 12),
        (avp(99_999, 0, mandatory=False), [], 12),
        (avp(1400, 0, 999), ["unknown_mandatory_avp"], 16),
        (avp(1, "12345", size=12), ["bad_avp_length"], 4),
        (avp(1, "12345678", size=200), ["bad_avp_length"], 0),
        (avp(1, "12345678", size=7), ["bad_avp_length"], 16),
        (group(1400, avp(277, 1, size=7)), ["bad_avp_length"], 12),
        (avp(1, "123456", padding=b"\x00\x01"), ["bad_avp_padding"], 0),
        (nested(DEPTH_MAX), [], 0),
        (nested(DEPTH_MAX + 1), ["deep_group"], 16),
    ],
)
def test_oddity__is_told_and_its_neighbour_is_not(parts, oddities, unexplained):
    found = one(build.message(build.ULR, parts))
    assert oddities == found["oddities"]
    assert unexplained == found["unexplained"]


@pytest.mark.parametrize(
    ("session", "oddities"),
    [
        (f"{build.HOST};1;4294967295", []),
        (f"{build.HOST};1;2;more;of;it", []),
        (f"{build.HOST.upper()};1;2", []),
        (build.HOST, ["session_id_malformed"]),
        (f"{build.HOST};1", ["session_id_malformed"]),
        (f"{build.HOST};1;x", ["session_id_malformed"]),
        (";1;2", ["session_id_malformed"]),
        (f"{build.HSS};1;2", ["session_id_foreign"]),
    ],
)
def test_session__is_of_its_host(session: str, oddities: list[str]):
    assert oddities == one(build.message(build.ULR, build.around(session)))["oddities"]


def test_session_of_another__is_right_in_answers_and_re_authentication():
    foreign = build.around(f"{build.HSS};1;2")
    assert [] == one(build.message(build.ULR, foreign, flags=0))["oddities"]
    assert [] == one(build.message(258, foreign))["oddities"]


@pytest.mark.parametrize(
    ("message", "stop"),
    [
        (build.message(build.ULR, version=2), "bad_version"),
        (build.message(build.ULR)[:19], "truncated"),
        (build.message(build.ULR, size=16), "bad_length"),
        (build.update_location()[:-40], "truncated"),
        (build.message(build.ULR, avp(1, "12345678", size=7)), "bad_length"),
        (build.message(build.ULR, tgpp(1423, 0) * 4000), "too_many"),
        (build.message(build.ULR, avp(281, "x" * 65_000)), "none"),
    ],
)
def test_broken_message__stops(message: bytes, stop: str):
    assert stop == one(message)["stop"]


def test_answer__has_the_number_of_its_request():
    reader = Reader()
    asked, other = reader.read(build.update_location(), build.update_location(hop=2))
    answers = [build.answer(build.ULR, hop=hop) for hop in (0x1001, 2)]
    found = reader.read(*answers, ports=(3868, 40000))
    assert [asked["dialogue"], other["dialogue"]] == [each["dialogue"] for each in found]
    assert asked["dialogue"] != other["dialogue"]


def test_answer_the_same_way_as_its_request__is_none_of_its():
    reader = Reader()
    reader.read(build.update_location())
    assert -1 == reader.read(build.answer(build.ULR))[0]["dialogue"]


def test_repeated_request__keeps_its_number():
    reader = Reader()
    first, again = reader.read(build.update_location(), build.update_location(flags=0xD0))
    assert first["dialogue"] == again["dialogue"]


def test_unmatched_answer__is_told_when_the_store_would_know():
    reader = Reader()
    stray = build.answer(build.ULR)
    assert [] == reader.read(stray)[0]["oddities"]
    assert ["unmatched_answer"] == reader.read(stray, now=2 * AGE)[0]["oddities"]


def test_identity_that_was_asked_with__is_no_leak():
    reader = Reader()
    number = tgpp(701, tbcd("12015550101"))
    reader.read(build.message(build.SRR, number, app=build.S6C))
    told = build.answer(build.SRR, avp(1, build.IMSI), number, app=build.S6C)
    assert ["imsi"] == reader.read(told, ports=(3868, 40000))[0]["leaks"]


def test_code_of_another_vendor__is_another_avp():
    found = one(build.message(build.SRR, avp(701, tbcd("12015550101"))))
    assert "msisdn" not in found
    assert ["unknown_mandatory_avp"] == found["oddities"]
