"""What Settings say of links: which point codes are spoken there, and what a link joins.

Rules are tried in their order, the first that fits decides. In a trace there is no interface: a
rule's `interface` then stands for the files recorded from it: their names begin with its name and
go on with neither letter nor digit (eth1.pcap, eth1_00001.pcapng, eth1-noon.pcap.gz).
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import PurePath
from typing import Annotated, Literal

from pydantic import AfterValidator

from appliance.settings import Field, InterfaceName, Settings
from kernels.columns import ABSENT
from kernels.decode.links import Links, Rule, of
from kernels.meanings import PointCodes, Role

LINKS_MAX = 256
VLAN_MAX = 4094  # IEEE 802.1Q: 4095 is reserved
Network = IPv4Network | IPv6Network
Variant = Literal["itu", "ansi", "japan"]


def canonical(text: str) -> str:
    """The text, if it is an address or a network; ValueError with one line if not."""
    try:
        ip_network(text)
    except ValueError:
        fault = f"{text[:60]!r} is no address, and no network with host bits of zero"
        raise ValueError(f"{fault}; give one as 192.0.2.0/24 or 2001:db8::1") from None
    return text


AddressText = Annotated[
    str,
    AfterValidator(canonical),
    Field(json_schema_extra={"words": "an IP address, or a network as 192.0.2.0/24"}),
]


class LinkSettings(Settings):
    """A rule: what holds for packets of an interface, a VLAN, a peer; without one, for all."""

    interface: InterfaceName | None = None
    """The interface a packet came over; in a trace, the beginning of the file's name: eth1 is
    also eth1.pcap and eth1_00001.pcapng."""

    vlan: int | None = Field(default=None, ge=0, le=VLAN_MAX)
    """The outer VLAN id; a packet without a tag does not fit."""

    address: AddressText | None = None
    """The source or the destination of the packet, or a network that one of them is in."""

    point_codes: Variant = "itu"
    """How wide point codes are, and how SCCP lays its addresses out: itu 14 bits, ansi 24,
    japan 16."""

    role: Literal["unknown", "interconnect", "national", "internal"] = "unknown"
    """What the link joins: this network and others abroad, others at home, or its own nodes."""

    def network(self) -> Network | None:
        """The address as a network."""
        return None if self.address is None else ip_network(self.address)

    def covers(self, other: "LinkSettings") -> bool:
        """Whether every packet that fits `other` fits this."""
        mine, theirs = self.network(), other.network()
        return (
            self.interface in {None, other.interface}
            and self.vlan in {None, other.vlan}
            and (mine is None or (theirs is not None and is_within(theirs, mine)))
        )

    def outcome(self) -> tuple[str, str]:
        """What the rule says."""
        return self.point_codes, self.role


def is_within(inner: Network, outer: Network) -> bool:
    """Whether one network is part of another; of two versions, never."""
    if isinstance(inner, IPv4Network):
        return isinstance(outer, IPv4Network) and inner.subnet_of(outer)
    return isinstance(outer, IPv6Network) and inner.subnet_of(outer)


def is_from(name: str, interface: str) -> bool:
    """Whether a source of that name is the interface, or a file recorded on it."""
    begins = re.compile(rf"{re.escape(interface)}(?![A-Za-z0-9])")
    return begins.match(PurePath(name).name) is not None


def links_of(rules: Sequence[LinkSettings], sources: Sequence[str]) -> Links:
    """The rules as arrays; `sources` are the files or interfaces, as frames number them.

    A rule for an interface becomes one for each source that it stands for.
    """
    rows = []
    for rule in rules:
        for source in sources_of(rule, sources):
            codes, role = PointCodes[rule.point_codes.upper()], Role[rule.role.upper()]
            vlan = ABSENT if rule.vlan is None else rule.vlan
            rows.append(Rule(source, vlan, *peer_of(rule.network()), codes, role))
    links: Links = of(rows)
    return links


def peer_of(network: Network | None) -> tuple[int, int, int]:
    """IP version, address and prefix length of a peer; ABSENT for any."""
    if network is None:
        return ABSENT, 0, 0
    return network.version, int(network.network_address), network.prefixlen


def sources_of(rule: LinkSettings, sources: Sequence[str]) -> list[int]:
    """The sources a rule is for; ABSENT is all of them."""
    if rule.interface is None:
        return [ABSENT]
    return [index for index, name in enumerate(sources) if is_from(name, rule.interface)]
