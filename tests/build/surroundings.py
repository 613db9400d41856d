"""Surroundings of detectors under test: a home of 001-01 and +1 555 01, the shipped tables."""

from appliance.catalogue import operations
from appliance.detectors.detector import Surroundings
from appliance.network import country
from appliance.network.home import Home, HomeSettings

HOME = HomeSettings(plmns=["00101"], gt_prefixes=["155501"])
HASH_KEY = (0x0706050403020100, 0x0F0E0D0C0B0A0908)


def surroundings(home: HomeSettings = HOME) -> Surroundings:
    """What a detector is made with."""
    return Surroundings(Home(home), country.load(), operations.shipped(), HASH_KEY)
