"""Every variant."""

from tests.variants.envelopes import ENVELOPES
from tests.variants.networks import NETWORKS
from tests.variants.streams import DIAMETER
from tests.variants.transports import TRANSPORTS
from tests.variants.users import USERS

VARIANTS = [*ENVELOPES, *NETWORKS, *TRANSPORTS, *USERS, *DIAMETER]
