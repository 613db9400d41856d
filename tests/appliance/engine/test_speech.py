"""From a finding to an alert: whom it names and how, and whose id nobody else can make."""

import re
from itertools import repeat

import pytest

from appliance.sinks.memory import MemorySettings, MemorySink
from tests.breathing import MadeUpSource, alerts_of, engine_over
from tests.build import gsm_map, ip, link, m3ua, sccp, tcap
from tests.build.frame import argument, sctp_of

HOME_IMSI, FOREIGN_IMSI = "001010123456789", "999990123456789"
HOME_NUMBER, FOREIGN_NUMBER = "12025550188", "12465550177"
ASKER, OUR_HLR = "12465550150", "12025550101"
INTERROGATION = tcap.map_context(29, 3)


def question(subject, asker=ASKER, op=gsm_map.ANY_TIME_INTERROGATION, context=INTERROGATION):
    """A frame in which a foreign network asks where somebody is."""
    user = argument(subject, op=op, context=context)
    parties = sccp.party(OUR_HLR), sccp.party(asker, ssn=147)
    octets = link.ethernet(ip.ip4(sctp_of(m3ua.data(sccp.udt(user, *parties)))))
    return (1_772_438_400_000_000_005, octets, len(octets))


def interrogation(imsi="", number=""):
    """AnyTimeInterrogationArg, TS 29.002 17.6.8: subscriberIdentity [0], requestedInfo [1]."""
    identity = gsm_map.imsi(imsi, 0x80) if imsi else gsm_map.number(number, 0x81)
    location = gsm_map.tlv(0xA1, gsm_map.tlv(0x80, b""))
    home = gsm_map.number(ASKER, 0x83)
    return gsm_map.tlv(gsm_map.SEQUENCE, gsm_map.tlv(0xA0, identity) + location + home)


def alert_about(secret, *, clear=False, **subject):
    sink = MemorySink(MemorySettings())
    source = MadeUpSource([question(interrogation(**subject))], repeat(10))
    engine_over(source, secret, [sink], clear=clear).breathe()
    (alert,) = sink.alerts
    return alert


@pytest.mark.parametrize(
    ("subject", "kind", "role"),
    [
        ({"imsi": HOME_IMSI}, "imsi", "home"),
        ({"imsi": FOREIGN_IMSI}, "imsi", "foreign"),
        ({"number": HOME_NUMBER}, "msisdn", "home"),
        ({"number": FOREIGN_NUMBER}, "msisdn", "foreign"),
    ],
    ids=["home imsi", "foreign imsi", "home number", "foreign number"],
)
def test_target__is_a_pseudonym_and_where_they_belong(secret, subject, kind, role):
    alert = alert_about(secret, **subject)
    assert re.fullmatch(rf"{kind}:[0-9a-f]{{16}}", alert.target.pseudonym)
    assert role == alert.target.role
    assert not [digits for digits in subject.values() if digits in repr(alert)]


def test_target__is_in_clear_where_a_setting_says_so(secret):
    assert f"imsi:{HOME_IMSI}" == alert_about(secret, clear=True, imsi=HOME_IMSI).target.pseudonym


def test_source__is_its_title_and_the_country_of_its_range(secret):
    alert = alert_about(secret, imsi=HOME_IMSI)
    assert (ASKER, "BB") == (alert.source.gt, alert.source.country)
    assert "Barbados" in alert.message


def test_alert__says_when_what_and_where_the_frame_is(secret):
    alert = alert_about(secret, imsi=HOME_IMSI)
    assert 1_772_438_400_000_000_005 == alert.first_ts == alert.last_ts
    assert ("anyTimeInterrogation", "made-up#1") == (alert.operation, alert.evidence)
    assert (1, 0, None) == (alert.count, alert.suppressed, alert.outcome)


def test_id__is_the_same_for_the_same_installation_only(country, secret, tmp_path):
    first, again = (alerts_of(country, secret, repeat(4096)) for _ in range(2))
    other = alerts_of(country, tmp_path / "other", repeat(4096))
    assert [alert.id for alert in first] == [alert.id for alert in again]
    assert not {alert.id for alert in first} & {alert.id for alert in other}
    assert all(re.fullmatch("[0-9a-f]{16}", alert.id) for alert in first)
