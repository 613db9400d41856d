"""What the kernel says about network interfaces: which there are, and whether one is still up.

Asked through one local socket that is kept, so the answers are those of the network namespace in
which the capture was opened. Nothing is ever sent on it.
"""

import fcntl
import socket
import struct

SIOCGIFFLAGS = 0x8913  # linux/sockios.h
SIOCGIFINDEX = 0x8933
IFF_UP = 0x1  # linux/if.h
REQUEST = "16sI20x"  # struct ifreq: a name, then the asked-for value
NAME_SIZE_MAX = 15
EVERY = "any"  # libpcap's own name for all interfaces at once


def present() -> tuple[str, ...]:
    """The names of the interfaces there are."""
    return tuple(name for _, name in socket.if_nameindex())


class Interface:
    """One interface by name, remembered by its index: a new one of the same name is another."""

    def __init__(self, name: str) -> None:
        """Ask for it; `is_known` says whether it was there."""
        self.name = name
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._index = self._ask(SIOCGIFINDEX)

    @property
    def is_known(self) -> bool:
        """Whether it was there when first asked for."""
        return self.name == EVERY or self._index is not None

    def fault(self) -> str | None:
        """Why nothing can arrive any more: gone, replaced or down; None when all is well."""
        if self.name == EVERY:
            return None
        index = self._ask(SIOCGIFINDEX)
        if index is None:
            return "the interface disappeared"
        if index != self._index:
            return "the interface was removed and made anew"
        if not (self._ask(SIOCGIFFLAGS) or 0) & IFF_UP:
            return "the interface is down"
        return None

    def close(self) -> None:
        """Give the socket back."""
        self._socket.close()

    def _ask(self, request: int) -> int | None:
        """One ifreq answered; None when there is no such interface."""
        name = self.name.encode()
        if len(name) > NAME_SIZE_MAX:
            return None
        try:
            answer = fcntl.ioctl(self._socket, request, struct.pack(REQUEST, name, 0))
        except OSError:
            return None
        return int(struct.unpack(REQUEST, answer)[1])
