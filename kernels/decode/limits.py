"""How much the decoder remembers between batches, and where reassembled octets lie.

  octets   | frames of the batch ...            | packets | streams | chunks | segments |
                                                 <------------ TAIL_OCTETS ----------->

Each stage that joins pieces writes whole messages into its own region of the tail, and stops
early when the largest might not fit. All capacities are in rows; 0 switches a store off.
"""

from typing import NamedTuple

import numpy as np

REGION_OCTETS = 1 << 20
MESSAGE_OCTETS_MAX = 1 << 16  # of one packet or message that is put together
TAIL_OCTETS = 4 * REGION_OCTETS
PACKETS, STREAMS, CHUNKS, SEGMENTS = (
    np.int64(TAIL_OCTETS - place * REGION_OCTETS) for place in range(4)
)  # from the end of the octets back to where each region begins


class Limits(NamedTuple):
    """Capacities and ages of the stores."""

    secret: tuple[int, int] = (0, 0)  # two 64-bit halves of the hash key
    datagrams: int = 1024  # IP datagrams whose fragments are kept
    datagram_octets: int = 16_384
    datagram_age_s: float = 30.0
    seen: int = 65_536  # SCTP chunks remembered, to know a repetition
    seen_age_s: float = 60.0
    associations: int = 4096  # SCTP associations, one direction each
    chunks: int = 2048  # SCTP fragments kept
    chunk_octets: int = 9216
    chunk_age_s: float = 30.0
    segments: int = 4096  # SCCP segments kept
    segment_octets: int = 4096
    segment_age_s: float = 20.0
    streams: int = 1024  # TCP directions that carry Diameter
    stream_octets: int = 65_536
    stream_age_s: float = 600.0
    dialogues: int = 131_072  # TCAP transactions, one end each
    dialogue_age_s: float = 120.0
    requests: int = 65_536  # Diameter requests that wait for an answer
    request_age_s: float = 60.0
    checks_sctp: bool = False  # whether a packet whose CRC32c is wrong is left out

    @classmethod
    def nothing(cls) -> "Limits":
        """Every store off: a frame is read as if it were the only one."""
        stores = ("datagrams", "seen", "associations", "chunks", "segments", "streams")
        return cls(**dict.fromkeys((*stores, "dialogues", "requests"), 0))
