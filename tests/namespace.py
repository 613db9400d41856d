"""A network namespace with veth pairs in it, for tests that capture; always removed again.

Both ends of a pair lie in the same namespace, so nothing of the machine's own network is touched
and no frame of it is seen. The ends are quiet: no addresses, no ARP, no IPv6. What is written to
one end through `send` or `start_sender` arrives at the other.
"""

import contextlib
import ctypes
import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

CLONE_NEWNET = 0x4000_0000  # linux/sched.h
SENDER = Path(__file__).parent / "send_frames.py"
PATIENCE_S = 60
_numbers = itertools.count()
_libc = ctypes.CDLL(None, use_errno=True)


def why_not() -> str:
    """Why namespaces cannot be made here; empty when they can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    if shutil.which("ip") is None:
        return "network namespaces need ip(8) of iproute2"
    name = _new_name()
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        return f"network namespaces cannot be made here: {made.stderr.strip()}"
    subprocess.run(["ip", "netns", "del", name], check=True)
    return ""


def _new_name() -> str:
    return f"sigwatch-{os.getpid()}-{next(_numbers)}"


class Namespace:
    """One namespace by name, and the processes that were started in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._processes: list[subprocess.Popen[str]] = []

    def inside(self, *command: str | Path) -> list[str]:
        """The command line that runs `command` in the namespace."""
        # nsenter of util-linux, not ip netns exec: that one remounts /sys, which a chroot refuses.
        return ["nsenter", f"--net=/run/netns/{self.name}", *map(str, command)]

    def ip(self, *arguments: str) -> str:
        """What `ip ARGUMENTS` prints there."""
        command = self.inside("ip", *arguments)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        return done.stdout

    def add_pair(self, tap: str = "tap0", far: str = "far0") -> None:
        """A veth pair, both ends up and quiet."""
        self.ip("link", "add", tap, "type", "veth", "peer", "name", far)
        for end in (tap, far):
            quiet = ("arp", "off", "multicast", "off", "addrgenmode", "none")
            self.ip("link", "set", end, *quiet)
            self.ip("link", "set", end, "up")

    def counts(self, interface: str) -> dict[str, dict[str, int]]:
        """rx and tx of an interface: packets, bytes, dropped, errors."""
        answer = json.loads(self.ip("-s", "-j", "link", "show", interface))
        counts: dict[str, dict[str, int]] = answer[0]["stats64"]
        return counts

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """This thread's sockets are made in the namespace."""
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(f"/run/netns/{self.name}", os.O_RDONLY)
        try:
            _set_namespace(there)
            try:
                yield
            finally:
                _set_namespace(home)
        finally:
            os.close(there)
            os.close(home)

    def send(self, frames: Sequence[bytes], interface: str = "far0") -> None:
        """Write a few frames from this process."""
        with self.entered(), socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as sender:
            sender.bind((interface, 0))
            for frame in frames:
                sender.send(frame)

    def start(self, *command: str | Path) -> subprocess.Popen[str]:
        """A process in the namespace, ended with it at the latest."""
        process = subprocess.Popen(
            self.inside(*command), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self._processes.append(process)
        return process

    def start_sender(
        self, trace: Path, count: int, interface: str = "far0"
    ) -> subprocess.Popen[str]:
        """A process that writes the frames of `trace` round and round, `count` in all, at speed.

        It prints their number at its end.
        """
        return self.start(sys.executable, SENDER, interface, trace, str(count))

    def close(self) -> None:
        """End what runs there and remove it, with every interface in it."""
        for process in self._processes:
            process.kill()
            process.communicate(timeout=PATIENCE_S)
        subprocess.run(["ip", "netns", "del", self.name], check=False)


def _set_namespace(descriptor: int) -> None:
    if _libc.setns(descriptor, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


@contextlib.contextmanager
def namespace() -> Iterator[Namespace]:
    """A new namespace with its loopback up and IPv6 off."""
    name = _new_name()
    subprocess.run(["ip", "netns", "add", name], check=True)
    made = Namespace(name)
    try:
        with made.entered():
            for scope in ("all", "default"):
                switch = Path(f"/proc/sys/net/ipv6/conf/{scope}/disable_ipv6")
                if switch.exists():
                    switch.write_text("1")
        made.ip("link", "set", "lo", "up")
        yield made
    finally:
        made.close()
