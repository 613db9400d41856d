"""How messages travel: M3UA in SCTP chunks, bundled at times, acknowledged, with heartbeats.

Strategy: one `_Direction` for each way of each link counts its numbers; a heap holds what is due:
a packet held back for company, a delayed acknowledgement (RFC 9260 6.2: every second packet, or
200 ms), a heartbeat. Only the end of a dialogue is held back, so that no question ever appears
after its answer. Leaves out: association set-up, loss, retransmission, second paths.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from appliance.simulate.dice import MS, SECOND, Dice
from appliance.simulate.encoding import m3ua, packet, sccp, sctp
from appliance.simulate.encoding.packet import Path
from appliance.simulate.encoding.sctp import Chunk
from appliance.simulate.traffic.message import Message
from appliance.simulate.world.links import LINKS, M3UA_PORT, Link

_SHARE_HELD = 0.4
_HELD_NS = 60 * MS
_CHUNKS_MAX = 3
_ACK_DELAYED_NS = 200 * MS
_ACK_AT_ONCE_NS = 90_000
_ACK_EVERY_PACKETS = 2
_HEARTBEAT_EVERY_NS = 30 * SECOND
_HEARTBEAT_RETURNS_NS = 35 * MS
_STREAMS = 4
_FLUSH, _ACKNOWLEDGE, _HEARTBEAT, _HEARTBEAT_ACK = range(4)


class SimulatedFrame(NamedTuple):
    """One frame of the capture and the messages in it; none for a bare acknowledgement."""

    ts_ns: int
    octets: bytes
    messages: tuple[Message, ...]


@dataclass(slots=True)
class _Direction:
    """One way of one link: its addresses and everything that counts up."""

    link: Link
    path: Path
    tag: int
    tsn: int
    identification: int = 0
    stream_seqs: list[int] = field(default_factory=lambda: [0] * (_STREAMS + 1))
    held: list[tuple[bytes, Message]] = field(default_factory=list)
    unacknowledged: int = 0


class Carriage:
    """The tapped links from the first frame to the last."""

    def __init__(self, start_ns: int, dice: Dice) -> None:
        """All links as they are found at `start_ns` (epoch nanoseconds): in mid-flow."""
        self._dice = dice
        self._due: list[tuple[int, int, int, int]] = []
        self._order = count()
        self._directions = [
            _Direction(
                link,
                link.path(outbound=outbound),
                tag=int.from_bytes(dice.octets(4)),
                tsn=int.from_bytes(dice.octets(4)),
            )
            for link in LINKS
            for outbound in (False, True)
        ]
        for index in range(len(self._directions)):
            self._plan(start_ns + dice.below(_HEARTBEAT_EVERY_NS), _HEARTBEAT, index)

    def frames(
        self, messages: Iterable[tuple[int, Message]], end_ns: int
    ) -> Iterator[SimulatedFrame]:
        """Messages become frames, both in the order of time, none after `end_ns`."""
        for ts_ns, message in messages:
            yield from self._everything_due(ts_ns)
            index = 2 * message.link + message.is_outbound
            held = self._directions[index].held
            self._load(self._directions[index], message)
            may_wait = message.facts.package == "end" and len(held) < _CHUNKS_MAX
            if not may_wait or (len(held) == 1 and not self._dice.chance(_SHARE_HELD)):
                yield self._depart(ts_ns, index)
            elif len(held) == 1:
                self._plan(ts_ns + _HELD_NS, _FLUSH, index)
        yield from self._everything_due(end_ns)

    def _everything_due(self, ts_ns: int) -> Iterator[SimulatedFrame]:
        """What must be sent before `ts_ns`."""
        while self._due and self._due[0][0] < ts_ns:
            due_ns, _, kind, index = heappop(self._due)
            direction = self._directions[index]
            if kind == _FLUSH and direction.held:
                yield self._depart(due_ns, index)
            elif kind == _ACKNOWLEDGE and direction.unacknowledged:
                yield self._seal(due_ns, direction, self._acknowledgement(index))
            elif kind == _HEARTBEAT:
                self._plan(due_ns + _HEARTBEAT_RETURNS_NS, _HEARTBEAT_ACK, index ^ 1)
                self._plan(due_ns + _HEARTBEAT_EVERY_NS, _HEARTBEAT, index)
                yield self._seal(due_ns, direction, sctp.heartbeat(Chunk.HEARTBEAT, due_ns))
            elif kind == _HEARTBEAT_ACK:
                nonce = due_ns - _HEARTBEAT_RETURNS_NS
                yield self._seal(due_ns, direction, sctp.heartbeat(Chunk.HEARTBEAT_ACK, nonce))

    def _load(self, direction: _Direction, message: Message) -> None:
        """One more chunk for this direction."""
        link = direction.link
        sls = int(message.facts.otid or message.facts.dtid, 16) & 0xF
        route = (link.carrier_pc, link.home_pc)
        if message.is_outbound:
            route = route[::-1]
        encode = sccp.extended_unitdata if message.is_extended else sccp.unitdata
        unitdata = encode(message.called, message.calling, message.tcap)
        octets = m3ua.data(link.routing_context, m3ua.Label(*route, sls), unitdata)
        stream = 1 + sls % _STREAMS
        chunk = sctp.data(direction.tsn, stream, direction.stream_seqs[stream], octets)
        direction.tsn = direction.tsn + 1 & 0xFFFF_FFFF
        direction.stream_seqs[stream] = direction.stream_seqs[stream] + 1 & 0xFFFF
        direction.held.append((chunk, message))

    def _depart(self, ts_ns: int, index: int) -> SimulatedFrame:
        """Send what is held, after an acknowledgement if one is owed, and expect one in turn."""
        direction, listener = self._directions[index], self._directions[index ^ 1]
        owed = self._acknowledgement(index) if direction.unacknowledged else b""
        chunks, messages = zip(*direction.held, strict=True)
        direction.held.clear()
        listener.unacknowledged += 1
        is_second = listener.unacknowledged >= _ACK_EVERY_PACKETS
        delay_ns = _ACK_AT_ONCE_NS if is_second else _ACK_DELAYED_NS
        self._plan(ts_ns + delay_ns, _ACKNOWLEDGE, index ^ 1)
        return self._seal(ts_ns, direction, owed + b"".join(chunks), messages)

    def _acknowledgement(self, index: int) -> bytes:
        """SACK for everything that the other way has sent; what is held back has no packet yet."""
        sender = self._directions[index ^ 1]
        self._directions[index].unacknowledged = 0
        return sctp.sack(sender.tsn - 1 - len(sender.held) & 0xFFFF_FFFF)

    def _seal(
        self, ts_ns: int, direction: _Direction, chunks: bytes, messages: tuple[Message, ...] = ()
    ) -> SimulatedFrame:
        """A packet in its frame."""
        direction.identification = direction.identification + 1 & 0xFFFF
        octets = sctp.packet((M3UA_PORT, M3UA_PORT), direction.tag, chunks)
        framed = packet.frame(direction.path, direction.identification, octets)
        return SimulatedFrame(ts_ns, framed, messages)

    def _plan(self, due_ns: int, kind: int, index: int) -> None:
        heappush(self._due, (due_ns, next(self._order), kind, index))
