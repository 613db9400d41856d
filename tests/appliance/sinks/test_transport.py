"""UDP and TCP against plain sockets: framing, acknowledgement, refusal, and a peer that leaves."""

import socket
import time

import pytest

from appliance.sinks.transport import CLOGGED, UDP_BURST, Tcp, Udp
from tests.speaking import free_port, until


@pytest.fixture
def tcp():
    """A listening socket, and a transport to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        transport = Tcp("127.0.0.1", server.getsockname()[1], connect_s=5, silence_s=30)
        yield server, transport
        transport.close()


def udp(port: int, rate: int = 100_000) -> Udp:
    return Udp("127.0.0.1", port, rate)


def test_tcp__counts_octets_of_each_message(tcp):
    server, transport = tcp
    transport.open()
    peer, _ = server.accept()
    with peer:
        transport.offer([b"<161>1 one", "zwölf".encode()])
        until(lambda: transport.progress() == 2, "acknowledged")
        assert b"10 <161>1 one6 zw\xc3\xb6lf" == peer.recv(100)


def test_tcp__counts_as_gone_only_what_the_peer_has_acknowledged(tcp):
    server, transport = tcp
    server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    transport.open()
    peer, _ = server.accept()
    with peer:
        offered = 0
        while transport.room():
            transport.offer([bytes(8000)] * 32)
            offered += 32
            gone = transport.progress()
        assert gone < offered
        heard = 0
        while heard < offered * 8005:
            heard += len(peer.recv(1 << 20))
            transport.progress()
        until(lambda: transport.progress() == offered, "all acknowledged")
        assert heard > CLOGGED


def test_tcp__notices_a_peer_that_closed_before_it_writes(tcp):
    server, transport = tcp
    transport.open()
    server.accept()[0].close()
    with pytest.raises(ConnectionResetError, match="the receiver closed the connection"):
        until(transport.progress, "refused")


def test_tcp__begins_anew_with_each_connection(tcp):
    server, transport = tcp
    for text in (b"one", b"two"):
        transport.open()
        peer, _ = server.accept()
        with peer:
            transport.offer([text])
            until(lambda: transport.progress() == 1, "acknowledged")
            assert b"3 " + text == peer.recv(100)
        transport.close()


def test_udp__sends_one_datagram_per_message_no_faster_than_allowed():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        transport = udp(peer.getsockname()[1], rate=200)
        transport.open()
        began_s = time.monotonic()
        transport.offer([b"%d" % number for number in range(UDP_BURST)])
        assert 0 == transport.room()
        until(lambda: transport.progress() == UDP_BURST, "sent")
        assert time.monotonic() - began_s >= (UDP_BURST - 2) / 200
        assert [b"%d" % number for number in range(UDP_BURST)] == [
            peer.recv(100) for _ in range(UDP_BURST)
        ]
        transport.close()


def test_udp__notices_that_nothing_listens():
    transport = udp(free_port(socket.SOCK_DGRAM))
    transport.open()
    transport.offer([b"one"])
    with pytest.raises(ConnectionRefusedError, match="Connection refused"):
        until(lambda: transport.progress() > 1, "refused")
    transport.close()


@pytest.mark.parametrize("transport", [udp(9), Tcp("127.0.0.1", 9, 1, 1)])
def test_transport__that_is_not_open_says_so(transport):
    with pytest.raises(OSError, match="not connected"):
        transport.progress()
