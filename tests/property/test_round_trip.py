"""What was put in is read back: every field of every layer, in every form of encoding."""

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from tests.build import ip, link, m3ua, reshape, sccp, sctp, tcap
from tests.build.frame import SERVED_BY, Frame, argument, unitdata, wrap
from tests.decoding import decode, spelled
from tests.property import values

ODD_FORMS = {
    reshape.LONG: "non_minimal_length",
    reshape.LONGER: "non_minimal_length",
    reshape.HIGH: "high_tag",
    reshape.INDEFINITE: "indefinite_length",
}
quick = settings(deadline=None, max_examples=150)


def read(frame: Frame) -> list[dict]:
    """The frame's rows by name."""
    reading = decode([frame], rows_max=1)
    assert 1 == reading.fates_frames.sum()
    assert reading.frames.messages.sum() == reading.fates_messages.sum()
    return [spelled(row) for row in reading.rows]


@quick
@given(values.labels, values.parties("cdpa"), values.parties("cgpa"), st.booleans())
def test_addresses__are_read_back(label, called, calling, is_extended):
    message = (sccp.xudt if is_extended else sccp.udt)(tcap.abort(), called[0], calling[0])
    (row,) = read(wrap("m3ua", m3ua.data(message, **label)))
    expected = {name: value for name, value in label.items() if name != "mp"}
    expected |= {"si": 3, "sccp": "XUDT" if is_extended else "UDT"} | called[1] | calling[1]
    found = {name: value for name, value in row.items() if name[:5] in {"cdpa_", "cgpa_"}}
    assert expected == found | {name: row[name] for name in (*label, "si", "sccp") if name != "mp"}


@quick
@given(
    st.sampled_from(["begin", "continue", "end", "abort"]),
    values.transaction_ids,
    values.transaction_ids,
    st.tuples(st.integers(0, 127), st.integers(0, 4)),
    st.lists(values.components(), max_size=6),
)
def test_transaction__is_read_back(kind, otid, dtid, context, components):
    each = [octets for octets, _ in components]
    dialogue = tcap.aarq(tcap.map_context(*context))
    message = {
        "begin": lambda: tcap.begin(*each, otid=otid, dialogue=dialogue),
        "continue": lambda: tcap.continue_(*each, otid=otid, dtid=dtid, dialogue=dialogue),
        "end": lambda: tcap.end(*each, dtid=dtid, dialogue=dialogue),
        "abort": lambda: tcap.abort(dtid, dialogue=dialogue),
    }[kind]()
    rows = read(wrap("tcap", message))
    expected = {"tcap": kind, "acn": "0.4.0.0.1.0." + ".".join(map(str, context))}
    expected |= {"otid": otid.hex()} if kind in {"begin", "continue"} else {}
    expected |= {"dtid": dtid.hex()} if kind != "begin" else {}
    fields = [fields for _, fields in components] if kind != "abort" else []
    assert len(fields or [{}]) == len(rows)
    for field, row in zip(fields or [{}], rows, strict=True):
        assert expected | field == {name: row.get(name) for name in expected | field}
        assert "stop" not in row


@quick
@given(values.MAP)
def test_identities__are_read_back(drawn):
    op, component, version, octets, identities = drawn
    context = tcap.map_context(values.CONTEXTS[op], version)
    (row,) = read(wrap("gsm_map", octets, op=op, component=component, context=context))
    event(f"operation {op} {component}")
    found = {name: value for name, value in row.items() if name.endswith("_gt") or name[0] in "im"}
    found = {
        name: value for name, value in found.items() if name[:2] not in {"cg", "cd", "in", "ip"}
    }
    assert {"op": op, "component": component} == {name: row[name] for name in ("op", "component")}
    assert identities == found
    assert [] == row["oddities"]


@quick
@given(values.MAP, st.data())
def test_any_form_of_encoding__is_read_through(drawn, data):
    op, component, version, octets, identities = drawn
    context = tcap.map_context(values.CONTEXTS[op], version)
    plain = argument(octets, op=op, component=component, context=context)
    # Few elements are bent, so that the message still fits into a unitdata's 255 octets.
    forms = data.draw(st.lists(st.sampled_from(reshape.FORMS), max_size=8))
    count = sum(plain.count(bytes([tag])) for tag in (0x04, 0x30)) + 20
    at = data.draw(st.integers(0, count))
    queue = [reshape.PLAIN] * at + forms
    message = reshape.reshaped(plain, lambda: queue.pop(0) if queue else reshape.PLAIN)
    assume(len(message) < 255)
    (row,) = read(wrap("sccp", unitdata(message, SERVED_BY.get(op, sccp.HLR))))
    assert identities == {name: row.get(name) for name in identities}
    assert (op, component) == (row["op"], row["component"])
    assert {ODD_FORMS[form] for form in forms if form in ODD_FORMS} >= set(row["oddities"])
    assert "stop" not in row


@quick
@given(st.sampled_from(reshape.FORMS[1:]))
def test_odd_form_of_the_message__is_told(form):
    inner = tcap.begin(tcap.invoke(45, b""))  # of version 1: no context is due
    (tag, content), *_ = reshape.elements(inner)
    (row,) = read(wrap("tcap", reshape.element(tag, content, form)))
    assert [ODD_FORMS[form]] == row["oddities"]


@quick
@given(
    st.sampled_from([link.ETHERNET, link.SLL, link.SLL2, link.RAW, link.RAW_BSD]),
    st.lists(st.integers(0, 4095), max_size=4),
    st.ip_addresses(v=4) | st.ip_addresses(v=6),
    st.tuples(st.integers(0, 65535), st.integers(0, 65535)),
    st.lists(values.transaction_ids, min_size=1, max_size=8),
)
def test_envelopes__are_read_back(kind, vlans, address, ports, ids):
    users = [m3ua.data(unitdata(tcap.abort(dtid))) for dtid in ids]
    chunks = [sctp.sack(), *(sctp.data(user) for user in users)]
    packet = sctp.packet(*chunks, sport=ports[0], dport=ports[1], crc=False)
    octets = (ip.ip4 if address.version == 4 else ip.ip6)(packet, src=str(address))
    around = {link.SLL: link.sll, link.SLL2: link.sll2}.get(kind, lambda whole: whole)
    octets = link.ethernet(octets, *vlans) if kind == link.ETHERNET else around(octets)
    rows = read(Frame(octets, kind))
    expected = {"ip_src": str(address), "sport": ports[0], "dport": ports[1], "ppid": 3}
    expected |= {"vlan": vlans[0]} if vlans and kind == link.ETHERNET else {}
    assert [dtid.hex() for dtid in ids] == [row["dtid"] for row in rows]
    for row in rows:
        assert expected == {name: row.get(name) for name in expected}
