"""The small spellings of what leaves the process; whole signals are in tests/vectors."""

import json

import numpy as np
import pytest

from appliance import diameter_json, signal_json, signal_names, signal_privacy
from appliance.alerts.pseudonym import Pseudonymiser
from appliance.alerts.spelling import seconds
from kernels.columns import NO_DIGITS
from kernels.outcome import Oddity
from tests.build.ber import oid

IMSI, NUMBER, NODE = "001010123456789", "12075550123", "12025550102"
SPELLER = Pseudonymiser(bytes(32))


@pytest.mark.parametrize(
    ("packed", "text"),
    [
        (int(NO_DIGITS), ""),
        (0x0F << 56 | (1 << 56) - 1, "0"),
        (0x0010_1012_3456_789F, "001010123456789"),
        (0x1234_5678_9012_3456, "1234567890123456"),
        (0xABCD_EFFF_FFFF_FFFF, "*#abc"),
        (0x1F2F_FFFF_FFFF_FFFF, "1?2"),
    ],
)
def test_digits__are_text_with_leading_zeros(packed, text):
    assert text == signal_names.digits_text(packed)


@pytest.mark.parametrize(
    ("ts_ns", "text"),
    [(0, "0.000000000"), (1, "0.000000001"), (1_772_438_400_000_000_005, "1772438400.000000005")],
)
def test_seconds__have_nine_decimals(ts_ns, text):
    assert text == seconds(ts_ns)


@pytest.mark.parametrize(
    "arcs", [(0, 4, 0, 0, 1, 0, 29, 3), (1, 2, 840, 113_549), (0, 39), (2, 47)]
)
def test_object_identifier__is_dotted(arcs):
    assert ".".join(map(str, arcs)) == signal_names.oid_text(oid(*arcs)[2:])


def test_object_identifier__of_two_octets_or_cut_gives_what_is_whole():
    assert "2.999.3" == signal_names.oid_text(b"\x88\x37\x03")
    assert "0.4.0" == signal_names.oid_text(b"\x04\x00\x81")
    assert "" == signal_names.oid_text(b"\x81")
    assert "" == signal_names.oid_text(b"")


@pytest.mark.parametrize(
    ("version", "high", "low", "text"),
    [
        (4, 0, 0xC000_0201, "192.0.2.1"),
        (6, 0x2001_0DB8_0001_0000, 1, "2001:db8:1::1"),
    ],
)
def test_address__is_as_people_write_it(version, high, low, text):
    assert text == signal_json.address_text(version, high, low)


def test_oddities__are_named_in_the_order_of_their_bits():
    bits = 1 << Oddity.HIGH_TAG | 1 << Oddity.GLOBAL_OPCODE
    assert ["global_opcode", "high_tag"] == signal_json.oddity_names(bits)
    assert [] == signal_json.oddity_names(int(np.int64(0)))


def test_pseudonymised__leaves_the_given_row_and_its_order_alone():
    row = {"frame": 1, "cgpa_gt": NODE, "imsi": IMSI, "stop": "cut"}
    hidden = signal_privacy.pseudonymised(row, SPELLER)
    assert {"frame": 1, "cgpa_gt": NODE, "imsi": IMSI, "stop": "cut"} == row
    assert list(row) == list(hidden)
    assert row | {"imsi": SPELLER.imsi(IMSI)} == hidden


@pytest.mark.parametrize("party", ["cgpa", "cdpa"])
@pytest.mark.parametrize(
    ("title", "plan", "expected"),
    [
        (NUMBER, 1, SPELLER.msisdn(NUMBER)),
        (NUMBER, None, SPELLER.msisdn(NUMBER)),
        (IMSI, 6, SPELLER.imsi(IMSI)),
        ("120255010456789", 7, SPELLER.imsi("120255010456789")),
        (NODE, 1, NODE),
    ],
    ids=["number", "number without plan", "E.212", "E.214", "node"],
)
def test_pseudonymised__reaches_titles(party, title, plan, expected):
    row = {f"{party}_gt": title, f"{party}_plan": plan, "imsi": IMSI, "msisdn": NUMBER}
    assert expected == signal_privacy.pseudonymised(row, SPELLER)[f"{party}_gt"]


def test_pseudonymised__of_nobody_is_the_row():
    assert {"frame": 1} == signal_privacy.pseudonymised({"frame": 1}, SPELLER)


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        ({"session_id": f"mme.example;1;2;{IMSI}"}, {"session_id": f"mme.example;1;2;{IMSI}"}),
        ({"user_name": IMSI}, {"user_name": IMSI}),
        ({"user_name": f"0{IMSI}@wlan.example"}, {"user_name": f"0{IMSI}@wlan.example"}),
        ({"origin_host": f"a{IMSI}.b{IMSI}"}, {"origin_host": f"a{IMSI}.b{IMSI}"}),
        ({"route_record": ["dra", f"x{IMSI}"]}, {"route_record": ["dra", f"x{IMSI}"]}),
    ],
)
def test_pseudonymised__reaches_into_texts(row, hidden):
    expected = json.loads(json.dumps(hidden).replace(IMSI, SPELLER.imsi(IMSI)))
    assert expected | {"imsi": SPELLER.imsi(IMSI)} == signal_privacy.pseudonymised(
        row | {"imsi": IMSI}, SPELLER
    )


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("session_id", f"mme.example;1;2;{IMSI}", f"mme.example;1;2;{SPELLER.imsi(IMSI)}"),
        ("session_id", f"hss;4294967295;7;{NUMBER}", f"hss;4294967295;7;{SPELLER.msisdn(NUMBER)}"),
        ("user_name", f"{IMSI}@ims.example", f"{SPELLER.imsi(IMSI)}@ims.example"),
        ("user_name", "2075550123", SPELLER.msisdn("2075550123")),
        (
            "origin_realm",
            "epc.mnc001.mcc001.3gppnetwork.org",
            "epc.mnc001.mcc001.3gppnetwork.org",
        ),
    ],
)
def test_pseudonymised__without_an_identity_still_hides_long_numbers(name, text, expected):
    """An answer names nobody, but its session id may end with the subscriber."""
    assert {name: expected} == signal_privacy.pseudonymised({name: text}, SPELLER)


def test_pseudonymised__spells_a_number_alike_wherever_it_is_forwarded():
    hidden = signal_privacy.pseudonymised({"forwarded_to": NUMBER, "cdpa_gt": NUMBER}, SPELLER)
    assert {"forwarded_to": SPELLER.msisdn(NUMBER), "cdpa_gt": SPELLER.msisdn(NUMBER)} == hidden


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (b"hss.example", "hss.example"),
        ("h\u00f6st".encode(), "h\u00f6st"),
        (b"a\xffb", "a\ufffdb"),
        (b"\x1b[2Jx\x00\xc2\x9b", "\ufffd[2Jx\ufffd\ufffd"),
    ],
)
def test_text__is_read_leniently_and_obeys_no_terminal(octets, text):
    assert text == diameter_json.text_of(octets)


@pytest.mark.parametrize(("packed", "text"), [(0x00F110, "00101"), (0x130062, "310260")])
def test_plmn__is_mcc_and_mnc(packed, text):
    assert text == diameter_json.plmn_text(packed)


def test_management__has_names_and_numbers_for_what_has_none():
    names = [signal_names.management_name(*each) for each in ((3, 1), (0, 0), (8, 11), (15, 9))]
    assert ["ASPUP", "ERR", "COIT", "class 15 type 9"] == names
