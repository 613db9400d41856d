"""Open dialogues in dictionaries: a store that forgets nothing but by age."""

from dataclasses import dataclass, field

from kernels.outcome import Oddity

BEGIN, CONTINUE = 0x62, 0x65
TITLE_MAX = 0xF000_0000_0000_0000  # larger addresses are point codes

End = tuple[int, int]  # id, address


@dataclass
class Dialogue:
    """What two ends have in common."""

    serial: int


@dataclass
class Place:
    """One end."""

    dialogue: Dialogue
    ts: int
    print: int = 0  # of the Begin; the other end has none
    peer: End | None = None


@dataclass
class Twin:
    """The same answers as `kernels.store.dialogues.follow`, while nothing is evicted."""

    age: int
    first: int = 0
    opened: int = 0
    places: dict[End, Place] = field(default_factory=dict)

    def follow(self, kind: int, own: End, other: End, mark: int, now: int) -> tuple[int, int, int]:
        """Serial number, oddities, oddities of an invoke; -1, 0, ... without a dialogue."""
        self.first = self.first or now
        if kind == BEGIN:
            return self.begin(own, mark, now)
        place = self.young(other, now)
        if place is None:
            return self.unknown(kind, own, now)
        if place.peer and max(place.peer[1], own[1]) < TITLE_MAX and place.peer[1] != own[1]:
            return place.dialogue.serial, 1 << Oddity.TRANSACTION_HIJACKED, 0
        peer = self.places.get(place.peer) if place.peer else None
        if peer and peer.dialogue is not place.dialogue:
            peer = None
        if kind == CONTINUE:
            place.ts = now
            if peer:
                peer.ts = now
            elif own != other:
                self.places[own] = Place(place.dialogue, now, peer=other)
                place.peer = own
        else:
            del self.places[other]
            if peer and place.peer:
                del self.places[place.peer]
        return place.dialogue.serial, 0, 0

    def begin(self, own: End, mark: int, now: int) -> tuple[int, int, int]:
        """A Begin."""
        place = self.young(own, now)
        if place and place.print == mark:
            return place.dialogue.serial, 0, 0
        self.opened += 1
        self.places[own] = Place(Dialogue(self.opened), now, mark)
        return self.opened, (1 << Oddity.TRANSACTION_REUSED) if place else 0, 0

    def unknown(self, kind: int, own: End, now: int) -> tuple[int, int, int]:
        """A message whose other end is not known."""
        mine = self.young(own, now) if kind == CONTINUE else None
        if mine:
            mine.ts = now
            return mine.dialogue.serial, 0, 0
        is_odd = kind == CONTINUE and now - self.first > self.age
        return -1, 0, (1 << Oddity.UNSEEN_BEGIN) if is_odd else 0

    def young(self, end: End, now: int) -> Place | None:
        """An end that is not too old; one that is goes."""
        place = self.places.get(end)
        if place and now - place.ts > self.age:
            del self.places[end]
            return None
        return place
