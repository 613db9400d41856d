"""The walk of parameters where a message would be too large, or its surroundings decide."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernels.decode.identities import ELEMENTS_MAX
from kernels.meanings import Protocol
from kernels.outcome import Stop
from tests.build import cap, gsm_map, short_message
from tests.build.ber import constructed_string, tlv
from tests.build.frame import wrap
from tests.build.isup import called_party, generic_number
from tests.decoding import decode, spelled
from tests.second_opinion.reading import Parameter, Read, read

SUBSCRIBER, NUMBER, CENTRE = "001010123456789", "12025550123", "12025550199"
DATA, FORWARD_SM, INFO, CONNECT, TEMPORARY = 7, 46, 70, 20, 17
UPDATE, STANDALONE = 1, 16


def read_one(
    op: int,
    octets: bytes,
    context: int = -1,
    component: str = "invoke",
    protocol: Protocol = Protocol.MAP,
) -> Read:
    """What is read of one parameter."""
    return read([Parameter(op, component, context, octets, protocol)])[0]


@pytest.mark.parametrize(
    ("context", "leaks"),
    [
        (UPDATE, {"msisdn", "profile"}),
        (32, {"msisdn", "profile"}),
        (STANDALONE, set()),
        (-1, set()),
    ],
)
def test_profile__is_given_away_where_it_answers_an_update(context: int, leaks: set[str]):
    found = read_one(DATA, gsm_map.insert_subscriber_data(SUBSCRIBER, NUMBER), context)
    assert leaks == found.leaks


def test_elements_beyond_the_limit__are_counted_and_stop():
    many = tlv(0x30, gsm_map.imsi(SUBSCRIBER, 0x80) + b"\x05\x00" * ELEMENTS_MAX)
    found = read_one(INFO, many)
    assert (Stop.TOO_MANY, SUBSCRIBER) == (found.stop, found.identities["imsi"])
    assert 2 * ELEMENTS_MAX == found.unexplained


@pytest.mark.parametrize(("context", "way"), [(25, "to"), (21, "from"), (-1, "to"), (-1, "from")])
def test_short_message__has_a_way(context: int, way: str):
    """The context says which; without one the destination does."""
    if way == "to":
        octets = gsm_map.mt_forward_sm(SUBSCRIBER, CENTRE, short_message.deliver(NUMBER, 64, 4))
    else:
        octets = gsm_map.mo_forward_sm(CENTRE, NUMBER, "", short_message.submit(NUMBER, 64, 4))
    assert (64, 4, 0, -1) == read_one(FORWARD_SM, octets, context).short_message


@pytest.mark.parametrize("at", range(1, 8))
@pytest.mark.parametrize("digits", ["12075550155", "442079460123"])
def test_number_in_segments__is_joined(at: int, digits: str):
    routed = tlv(0xA0, constructed_string(0x04, called_party(digits), at))
    found = read_one(CONNECT, tlv(0x30, routed), protocol=Protocol.CAP)
    assert {"forwarded_to": digits} == found.identities
    assert ["constructed_string"] == found.oddities
    generic = constructed_string(0x80, generic_number(digits), at)
    found = read_one(TEMPORARY, tlv(0x30, generic), protocol=Protocol.CAP)
    assert {"forwarded_to": digits} == found.identities


def test_operation_without_row__is_unexplained_and_not_odd():
    found = read_one(82, gsm_map.imsi(SUBSCRIBER))
    assert ({}, 10, [], 0) == (found.identities, found.unexplained, found.oddities, found.stop)


@pytest.mark.parametrize("size", range(4))
def test_numbers_too_short_for_their_header__are_absent(size: int):
    for op, wrapped in (
        (CONNECT, tlv(0xA0, tlv(0x04, b"\x83" * size))),
        (TEMPORARY, tlv(0x80, b"\x83" * size)),
    ):
        found = read_one(op, tlv(0x30, wrapped), protocol=Protocol.CAP)
        if size < 3:
            assert {} == found.identities


numbers = st.text("0123456789", min_size=1, max_size=15)
CAP = [
    (cap.INITIAL_DP, cap.CALLS, cap.initial_dp, ("imsi", "msc_gt")),
    (cap.CONNECT, cap.CALLS, cap.connect, ("forwarded_to",)),
    (
        cap.ESTABLISH_TEMPORARY_CONNECTION,
        cap.CALLS,
        cap.establish_temporary_connection,
        ("forwarded_to",),
    ),
    (
        cap.INITIAL_DP_SMS,
        cap.SHORT_MESSAGES,
        cap.initial_dp_sms,
        ("imsi", "msisdn", "smsc_gt"),
    ),
    (cap.CONNECT_SMS, cap.SHORT_MESSAGES, cap.connect_sms, ("forwarded_to", "smsc_gt")),
]


@pytest.mark.parametrize(("op", "context", "build", "names"), CAP)
@settings(deadline=None, max_examples=10)
@given(data=st.data())
def test_cap_message__is_read_back(op, context, build, names, data):
    values = [data.draw(numbers) for _ in names]
    (row,) = decode([wrap("gsm_map", build(*values), op=op, context=context)]).rows
    found = spelled(row)
    expected = {"op": op, "protocol": "cap", **dict(zip(names, values, strict=True))}
    assert expected == {name: found.get(name) for name in expected}
    assert ([], 0) == (found["oddities"], found["unexplained"])
