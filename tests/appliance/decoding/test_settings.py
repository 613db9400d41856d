"""Every limit of the decoder can be set, and by default is what the decoder itself takes."""

from appliance.decoding.settings import DecodeSettings, limits_of
from kernels.decode.limits import Limits

KEY = (3, 4)


def test_limits__by_default_are_the_decoders_own():
    assert Limits(secret=KEY) == limits_of(DecodeSettings(), KEY)


def test_limits__follow_each_setting():
    """Each changed by itself changes exactly one limit, and no limit is out of reach."""
    usual, reached = limits_of(DecodeSettings(), KEY), []
    for name, field in DecodeSettings.model_fields.items():
        other = field.default + 1 if name != "verify_sctp_checksum" else True
        if name.endswith("_octets_max"):
            other = field.default - 1
        found = limits_of(DecodeSettings(**{name: other}), KEY)
        changed = [
            limit for limit in Limits._fields if getattr(found, limit) != getattr(usual, limit)
        ]
        assert 1 == len(changed), name
        assert other == getattr(found, changed[0])
        reached += changed
    assert sorted({*Limits._fields} - {"secret"}) == sorted(reached)


def test_limits__of_no_places_switch_every_store_off():
    off = {name: 0 for name, field in DecodeSettings.model_fields.items() if is_places(name)}
    assert Limits.nothing() == limits_of(DecodeSettings(**off), (0, 0))


def is_places(name):
    return name.endswith("_max") and "octets" not in name
