"""Random values of every field, each with what the decoder must then say of it."""

from hypothesis import strategies as st

from tests.build import gsm_map, sccp, tcap
from tests.build.digits import SYMBOLS

numbers = st.text("0123456789", min_size=1, max_size=16)
symbols = st.text(SYMBOLS, min_size=1, max_size=16)
octet = st.integers(0, 255)
even_symbols = symbols.map(lambda text: text if len(text) % 2 == 0 else text[1:] or "00")
transaction_ids = st.binary(min_size=1, max_size=4)
invoke_ids = st.integers(0, 127)

labels = st.fixed_dictionaries(
    {
        "opc": st.integers(0, 2**24 - 1),
        "dpc": st.integers(0, 2**14 - 1),
        "ni": st.integers(0, 3),
        "mp": st.integers(0, 3),
        "sls": octet,
    }
)


@st.composite
def parties(draw, name: str) -> tuple[bytes, dict]:
    """A party address and its fields, whose names begin with `name`."""
    indicator = draw(st.integers(0, 4))
    ssn, pc = draw(st.none() | octet), draw(st.none() | st.integers(0, 2**14 - 1))
    fields = {"ssn": ssn, "pc": pc}
    if indicator == 0:
        title = b""
    else:
        # Indicator 2 has no field for odd and even, and its filler is a digit (Q.713 3.4.2.3.2).
        digits = draw(even_symbols if indicator == 2 else symbols)
        parts = {
            "tt": draw(octet),
            "plan": draw(st.integers(0, 15)),
            "nai": draw(st.integers(0, 127)),
        }
        title = sccp.global_title(digits, indicator, **parts)
        told = {1: ("nai",), 2: ("tt",), 3: ("tt", "plan"), 4: ("tt", "plan", "nai")}[indicator]
        fields |= {"gt": digits} | {part: parts[part] for part in told}
    octets = sccp.party(title=title, indicator=indicator, ssn=ssn, pc=pc)
    return octets, {f"{name}_{part}": value for part, value in fields.items() if value is not None}


@st.composite
def components(draw) -> tuple[bytes, dict]:
    """A component that bears no identity, and its fields."""
    number, code = draw(invoke_ids), draw(st.integers(0, 255))
    kind = draw(st.sampled_from(["invoke", "result", "result_part", "error", "reject", "empty"]))
    fields = {"component": kind, "invoke_id": number}
    if kind == "invoke":
        linked = draw(st.none() | invoke_ids)
        return tcap.invoke(code, b"", number, linked), fields | {"op": code}
    if kind == "error":
        return tcap.error(code, draw(st.sampled_from([b"", b"\x30\x00"])), number), fields | {
            "error": code
        }
    if kind == "reject":
        return tcap.reject(draw(st.integers(0, 7)), number), fields
    if kind == "empty":
        return tcap.result(invoke_id=number), fields | {"component": "result"}
    return tcap.result(code, b"", number, last=kind == "result"), fields | {"op": code}


def _map(op: int, build, *names: str, result: bool = False, version: int = 3):
    """Drawn identities, what they are built into, and under which names they are read."""
    digits = st.tuples(*[numbers for _ in names])
    kind = "result" if result else "invoke"
    return digits.map(
        lambda values: (op, kind, version, build(*values), dict(zip(names, values, strict=True)))
    )


# The application context of each operation below, TS 29.002 17.3.
CONTEXTS = {2: 1, 3: 2, 7: 16, 22: 5, 44: 25, 45: 20, 46: 21, 56: 14}
CONTEXTS |= {58: 26, 67: 27, 70: 28, 71: 29, 83: 38}

MAP = st.one_of(
    _map(2, gsm_map.update_location, "imsi", "msc_gt", "vlr_gt"),
    _map(2, gsm_map.update_location_result, "hlr_gt", result=True),
    _map(3, gsm_map.cancel_location, "imsi"),
    _map(3, lambda imsi: gsm_map.cancel_location(imsi, 2, b"\x01\x02\x03\x04"), "imsi", version=2),
    _map(7, gsm_map.insert_subscriber_data, "imsi", "msisdn"),
    _map(22, lambda msisdn: gsm_map.send_routing_info(msisdn, "12025550103"), "msisdn"),
    _map(22, lambda imsi: gsm_map.send_routing_info_result(imsi, "1"), "imsi", result=True),
    _map(44, gsm_map.mt_forward_sm, "imsi", "smsc_gt"),
    _map(45, gsm_map.send_routing_info_for_sm, "msisdn", "smsc_gt"),
    _map(45, gsm_map.send_routing_info_for_sm_result, "imsi", "msc_gt", result=True),
    _map(46, gsm_map.mo_forward_sm, "smsc_gt", "msisdn", "imsi"),
    _map(56, gsm_map.send_authentication_info, "imsi"),
    _map(56, lambda imsi: gsm_map.send_authentication_info(imsi, 2), "imsi", version=2),
    _map(58, gsm_map.send_imsi, "msisdn", version=2),
    _map(58, gsm_map.send_imsi_result, "imsi", result=True, version=2),
    _map(67, gsm_map.purge_ms, "imsi", "vlr_gt", "sgsn_gt"),
    _map(70, gsm_map.provide_subscriber_info, "imsi"),
    _map(70, gsm_map.subscriber_info_result, "vlr_gt", "msc_gt", result=True),
    _map(
        71, lambda scf, who: gsm_map.any_time_interrogation(scf, subscriber=who), "scf_gt", "imsi"
    ),
    _map(71, lambda scf, who: gsm_map.any_time_interrogation(scf, msisdn=who), "scf_gt", "msisdn"),
    _map(83, gsm_map.provide_subscriber_location, "gmlc_gt", "imsi", "msisdn", "imei"),
)
