"""Whole frames around the octets of any one layer, so that a vector may begin where it likes.

`wrap("tcap", octets)` puts them into a unitdata, that into M3UA, SCTP, IPv4 and a raw-IP frame;
`wrap("mtp3", octets)` into M2PA instead of M3UA.
Every length outside the octets is right, whatever the octets themselves say.
"""

import zlib
from typing import NamedTuple

from tests.build import gsm_map, ip, link, m2pa, m2ua, m3ua, sccp, sctp, sua, tcap

HLR, VLR = "12015550101", "12025550102"
LAYERS = ("link", "ip", "sctp", "m3ua", "sccp", "tcap", "gsm_map")
BESIDE_M3UA = {"m2pa": m2pa.PPID, "m2ua": m2ua.PPID, "sua": sua.PPID}
MAP_DEFAULT = tcap.map_context(26, 2)


class Frame(NamedTuple):
    """A captured frame; `wire_size` above its own size means that the snap length cut it."""

    octets: bytes
    link: int = link.RAW
    wire_size: int = -1

    def cut(self, size: int, *, snapped: bool = True) -> "Frame":
        """The first `size` octets, cut by the snap length, or lost on the wire itself."""
        return self._replace(
            octets=self.octets[:size], wire_size=len(self.octets) if snapped else -1
        )


def argument(
    octets: bytes,
    *,
    op: int = gsm_map.SEND_IMSI,
    component: str = "invoke",
    context: tuple[int, ...] = MAP_DEFAULT,
) -> bytes:
    """A TCAP message around a MAP parameter: a Begin for an argument, an End for a result."""
    if component == "invoke":
        return tcap.begin(tcap.invoke(op, octets), dialogue=tcap.aarq(context))
    if component == "error":
        return tcap.end(tcap.error(op, octets), dialogue=tcap.aare(context))
    last = component == "result"
    return tcap.end(tcap.result(op, octets, last=last), dialogue=tcap.aare(context))


def unitdata(octets: bytes) -> bytes:
    """A UDT to the HLR from the VLR."""
    return sccp.udt(octets, sccp.party(HLR), sccp.party(VLR, ssn=sccp.VLR))


def wrap(layer: str, octets: bytes, kind: int = link.ETHERNET, **parameter) -> Frame:
    """The frame in which `octets` are that layer; `kind` is the link type of a link vector."""
    if layer == "link":
        return Frame(octets, kind)
    if layer == "gsm_map":
        octets = argument(octets, **parameter)
    if layer == "mtp3":
        layer, octets = "m2pa", m2pa.user_data(octets)
    if layer in BESIDE_M3UA:
        return Frame(ip.ip4(sctp_of(octets, ppid=BESIDE_M3UA[layer])))
    depth = LAYERS.index(layer)
    around = (None, None, ip.ip4, sctp_of, m3ua.data, unitdata, None)
    for outer in reversed(range(2, depth + 1)):
        if outer < 6:
            octets = around[outer](octets)
    return Frame(octets)


def sctp_of(*users: bytes, ppid: int = sctp.PPID_M3UA) -> bytes:
    """A packet with one DATA chunk for each message; other messages have other TSNs."""
    first = zlib.crc32(b"".join(users)) >> 8
    chunks = (sctp.data(user, ppid, tsn=tsn) for tsn, user in enumerate(users, first))
    return sctp.packet(*chunks, crc=False)
