"""What the decoder's class itself refuses."""

import pytest

from kernels.decode.batch import Decoder
from kernels.decode.limits import Limits
from tests.build.frame import wrap
from tests.decoding import laid_out


def test_more_frames_than_there_is_room_for__are_refused():
    octets, frames = laid_out([wrap("tcap", b"")] * 3)
    decoder = Decoder(2, limits=Limits.nothing())
    with pytest.raises(ValueError, match="3 frames for a decoder of 2"):
        list(decoder.read(octets, frames, 3))
