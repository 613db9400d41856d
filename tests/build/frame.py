"""Whole frames around the octets of any one layer, so that a vector may begin where it likes.

`wrap("tcap", octets)` puts them into a unitdata, that into M3UA, SCTP, IPv4 and a raw-IP frame;
`wrap("mtp3", octets)` into M2PA instead of M3UA.
Every length outside the octets is right, whatever the octets themselves say.
"""

from typing import NamedTuple

from tests.build import gsm_map, ip, link, m2pa, m2ua, m3ua, sccp, sctp, sua, tcap, tcp

HLR, VLR = "12015550101", "12025550102"
LAYERS = ("link", "ip", "sctp", "m3ua", "sccp", "tcap", "gsm_map")
BESIDE_M3UA = {"m2pa": m2pa.PPID, "m2ua": m2ua.PPID, "sua": sua.PPID}
MAP_DEFAULT = tcap.map_context(26, 2)
# The subsystem that serves an operation, where it is not the HLR.
SERVED_BY = (
    dict.fromkeys((3, 4, 7, 8, 18, 37, 50, 51, 54, 55, 60, 61, 70, 73, 75), sccp.VLR)
    | dict.fromkeys((6, 20, 21, 28, 29, 30, 33, 34, 35, 39, 40, 41, 42), sccp.MSC)
    | dict.fromkeys((44, 46, 49, 52, 63, 64, 68, 69, 83, 88), sccp.MSC)
    | {5: sccp.SCF, 26: 150, 43: 9, 72: sccp.SCF, 86: sccp.GMLC, 89: sccp.SCF}
)


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


def unitdata(octets: bytes, ssn: int = sccp.HLR) -> bytes:
    """A UDT to the HLR, or another subsystem, from the VLR."""
    return sccp.udt(octets, sccp.party(HLR, ssn=ssn), sccp.party(VLR, ssn=sccp.VLR))


def wrap(layer: str, octets: bytes, kind: int = link.ETHERNET, tsn: int = 1, **parameter) -> Frame:
    """The frame in which `octets` are that layer; `kind` is the link type of a link vector."""
    if layer == "link":
        return Frame(octets, kind)
    if layer == "tcp":
        return Frame(tcp.packet(octets))
    if layer == "diameter":
        chunk = sctp.data(octets, sctp.PPID_DIAMETER)
        return Frame(ip.ip4(sctp.packet(chunk, crc=False)))
    if layer == "gsm_map":
        octets = argument(octets, **parameter)
        octets, layer = unitdata(octets, SERVED_BY.get(parameter.get("op"), sccp.HLR)), "sccp"
    if layer == "mtp3":
        layer, octets = "m2pa", m2pa.user_data(octets)
    if layer in BESIDE_M3UA:
        return Frame(ip.ip4(sctp_of(octets, ppid=BESIDE_M3UA[layer], tsn=tsn)))
    depth = LAYERS.index(layer)
    around = (None, None, ip.ip4, sctp_of, m3ua.data, unitdata, None)
    for outer in reversed(range(2, depth + 1)):
        if outer == 3:
            octets = sctp_of(octets, tsn=tsn)
        elif outer < 6:
            octets = around[outer](octets)
    return Frame(octets)


def sctp_of(*users: bytes, ppid: int = sctp.PPID_M3UA, tsn: int = 1) -> bytes:
    """A packet with one DATA chunk for each message, the first one's number `tsn`."""
    chunks = (sctp.data(user, ppid, tsn=number) for number, user in enumerate(users, tsn))
    return sctp.packet(*chunks, crc=False)
