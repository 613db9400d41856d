"""The tapped links: four SCTP associations between the home gateway and its carriers.

Addresses are those set aside for documentation (RFC 5737, RFC 3849), hardware addresses are
locally administered, point codes lie in zone 1 of the international network, which Q.708 leaves
unused.
"""

from typing import NamedTuple

from appliance.simulate.encoding.packet import Path

M3UA_PORT = 2905
_ZONE_1 = 1 << 11


class Link(NamedTuple):
    """One association: addresses, VLAN (0: untagged), point codes, M3UA routing context."""

    name: str
    home_ip: str
    carrier_ip: str
    vlan: int
    home_pc: int
    carrier_pc: int
    routing_context: int

    def path(self, *, outbound: bool) -> Path:
        """Ethernet and IP addresses of one direction; `outbound` leaves the home network."""
        home = bytes.fromhex("020000000001")
        carrier = bytes.fromhex("0200000001") + bytes((self.routing_context & 0xFF,))
        if outbound:
            return Path(home, carrier, self.home_ip, self.carrier_ip, self.vlan)
        return Path(carrier, home, self.carrier_ip, self.home_ip, self.vlan)


LINKS = (
    Link("north", "192.0.2.1", "198.51.100.1", 101, _ZONE_1 | 1, _ZONE_1 | 8, 11),
    Link("south", "192.0.2.2", "203.0.113.1", 0, _ZONE_1 | 1, _ZONE_1 | 16, 12),
    Link("east", "2001:db8:1::1", "2001:db8:2::1", 102, _ZONE_1 | 2, _ZONE_1 | 24, 13),
    Link("west", "2001:db8:1::2", "2001:db8:3::1", 0, _ZONE_1 | 2, _ZONE_1 | 32, 14),
)
