"""How much the decoder remembers between batches: every capacity and age of its stores.

A store is made once, of a fixed size. What finds no room makes the oldest of its neighbours give
way, and that is counted; 0 places switch a store off, and what would have gone there is told as a
fragment, or not recognised as a repetition.
"""

from appliance.settings import Field, Settings
from kernels.decode.limits import MESSAGE_OCTETS_MAX, Limits

PLACES_MAX = 1 << 20
BIG_PLACES_MAX = 1 << 16  # where each place holds a whole packet or message
ROWS_MAX = 1 << 24  # where each place is a few words
AGE_S_MAX = 86_400.0
USUAL = Limits()


class DecodeSettings(Settings):
    """What the decoder remembers, to join pieces, know repetitions, match answers to questions.

    Numbers of places are rounded up to a power of two; 0 switches that memory off.
    """

    verify_sctp_checksum: bool = USUAL.checks_sctp
    """Leave out SCTP packets whose CRC32c is wrong. Mirrored traffic often carries none."""

    datagrams_max: int = Field(default=USUAL.datagrams, ge=0, le=BIG_PLACES_MAX)
    """IP datagrams whose fragments are kept until all have come; each costs
    datagram_octets_max."""

    datagram_octets_max: int = Field(default=USUAL.datagram_octets, ge=576, le=MESSAGE_OCTETS_MAX)
    """The longest datagram that is put together; a longer one is told as a fragment."""

    datagram_age_s: float = Field(default=USUAL.datagram_age_s, gt=0, le=AGE_S_MAX)
    """How long a datagram's first fragment waits for the others."""

    seen_chunks_max: int = Field(default=USUAL.seen, ge=0, le=ROWS_MAX)
    """SCTP chunks remembered, so that a retransmission or a second tap counts once."""

    seen_chunk_age_s: float = Field(default=USUAL.seen_age_s, gt=0, le=AGE_S_MAX)
    """How long a chunk is remembered."""

    associations_max: int = Field(default=USUAL.associations, ge=0, le=ROWS_MAX)
    """SCTP associations known at once, each direction counting."""

    chunks_max: int = Field(default=USUAL.chunks, ge=0, le=PLACES_MAX)
    """Fragments of SCTP user messages kept until all of a message have come; each costs
    chunk_octets_max."""

    chunk_octets_max: int = Field(default=USUAL.chunk_octets, ge=64, le=MESSAGE_OCTETS_MAX)
    """The longest such fragment that is kept."""

    chunk_age_s: float = Field(default=USUAL.chunk_age_s, gt=0, le=AGE_S_MAX)
    """How long a fragment waits for the others."""

    segments_max: int = Field(default=USUAL.segments, ge=0, le=PLACES_MAX)
    """SCCP segments (XUDT, LUDT) kept until all of a message have come; each costs
    segment_octets_max."""

    segment_octets_max: int = Field(default=USUAL.segment_octets, ge=64, le=MESSAGE_OCTETS_MAX)
    """The longest such segment that is kept."""

    segment_age_s: float = Field(default=USUAL.segment_age_s, gt=0, le=AGE_S_MAX)
    """How long a segment waits for the others; Q.714 gives the receiver 10 to 20 s."""

    streams_max: int = Field(default=USUAL.streams, ge=0, le=BIG_PLACES_MAX)
    """TCP streams that carry Diameter, each direction counting; each costs stream_octets_max."""

    stream_octets_max: int = Field(default=USUAL.stream_octets, ge=1024, le=MESSAGE_OCTETS_MAX)
    """Octets of a stream that wait for the rest of a message, or for a segment that is late."""

    stream_age_s: float = Field(default=USUAL.stream_age_s, gt=0, le=AGE_S_MAX)
    """After so long without a segment a stream begins anew."""

    dialogues_max: int = Field(default=USUAL.dialogues, ge=0, le=ROWS_MAX)
    """TCAP dialogues that are open, each end counting: what tells an answer's operation, and
    the application context of a Continue."""

    dialogue_age_s: float = Field(default=USUAL.dialogue_age_s, gt=0, le=AGE_S_MAX)
    """After so long without a message a dialogue is forgotten."""

    requests_max: int = Field(default=USUAL.requests, ge=0, le=ROWS_MAX)
    """Diameter requests that wait for their answer."""

    request_age_s: float = Field(default=USUAL.request_age_s, gt=0, le=AGE_S_MAX)
    """How long a request waits."""


def limits_of(settings: DecodeSettings, secret: tuple[int, int]) -> Limits:
    """The decoder's limits; `secret` keys its hashes, so that nobody outside can fill one set."""
    return Limits(
        secret=secret,
        datagrams=settings.datagrams_max,
        datagram_octets=settings.datagram_octets_max,
        datagram_age_s=settings.datagram_age_s,
        seen=settings.seen_chunks_max,
        seen_age_s=settings.seen_chunk_age_s,
        associations=settings.associations_max,
        chunks=settings.chunks_max,
        chunk_octets=settings.chunk_octets_max,
        chunk_age_s=settings.chunk_age_s,
        segments=settings.segments_max,
        segment_octets=settings.segment_octets_max,
        segment_age_s=settings.segment_age_s,
        streams=settings.streams_max,
        stream_octets=settings.stream_octets_max,
        stream_age_s=settings.stream_age_s,
        dialogues=settings.dialogues_max,
        dialogue_age_s=settings.dialogue_age_s,
        requests=settings.requests_max,
        request_age_s=settings.request_age_s,
        checks_sctp=settings.verify_sctp_checksum,
    )
