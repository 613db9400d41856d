"""The demonstration's receiver: framing however reads fall, and a process that loses nothing."""

import socket

import pytest

from appliance.demo import receiver as receiver_module
from appliance.demo.octet_counting import SIZE_MAX, Framing
from appliance.demo.receiver import Receiver, line, main
from appliance.demo.receiving import ReceiverError, read_log, receiver
from appliance.demo.syslog_message import Malformed

MESSAGES = [f"<14>1 - host app - id - message {number}".encode() for number in range(5)]
STREAM = b"".join(b"%d %s" % (len(message), message) for message in MESSAGES)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 40, len(STREAM)])
def test_framing__gives_the_same_messages_however_reads_fall(size):
    framing = Framing()
    reads = [STREAM[at : at + size] for at in range(0, len(STREAM), size)]
    assert MESSAGES == [message for read in reads for message in framing.feed(read)]
    framing.end()


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"%d x" % (SIZE_MAX + 1), f"octet count {SIZE_MAX + 1} is above {SIZE_MAX}"),
        (b"99999", "octet count 99999 is above"),
        (b"9" * 40, "octet count 99999 is above"),
        (b"<14>1 - ", "without its octet count"),
        (b"012 x", "without its octet count"),
        (b" 12 x", "without its octet count"),
    ],
)
def test_framing__refuses_what_it_cannot_follow(octets, why):
    framing = Framing()
    messages = []
    with pytest.raises(Malformed, match=why):
        messages += framing.feed(b"2 ab" + octets)


def test_framing__gives_what_stood_before_the_fault():
    framing, messages = Framing(), []
    with pytest.raises(Malformed):
        for message in framing.feed(b"2 ab3 cdex"):
            messages.append(message)  # noqa: PERF402 - kept although the loop breaks
    assert [b"ab", b"cde"] == messages


def test_framing__takes_the_longest_message_and_misses_an_unfinished_one():
    framing = Framing()
    assert [b"x" * SIZE_MAX] == list(framing.feed(b"%d %s" % (SIZE_MAX, b"x" * SIZE_MAX)))
    assert [] == list(framing.feed(b"10 abc"))
    with pytest.raises(Malformed, match="6 octets into a message"):
        framing.end()


def test_receiver__has_it_all_in_the_log_when_it_ends(tmp_path):
    with receiver(tmp_path / "log") as ports:
        with socket.create_connection(("127.0.0.1", ports["tcp"])) as tcp:
            tcp.sendall(STREAM[:50])
            tcp.sendall(STREAM[50:])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            for message in MESSAGES:
                udp.sendto(message, ("127.0.0.1", ports["udp"]))
    received = read_log(tmp_path / "log")
    texts = [f"message {number}" for number in range(5)]
    assert {"udp": texts, "tcp": texts} == {
        name: [message.text for message in messages] for name, messages in received.messages.items()
    }
    assert [] == received.malformed


def test_receiver__names_what_is_malformed(tmp_path):
    with receiver(tmp_path / "log") as ports:
        for stream in (b"5 hello", b"9000 x", b"20 broken off"):
            with socket.create_connection(("127.0.0.1", ports["tcp"])) as tcp:
                tcp.sendall(stream)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.sendto(b"<14>1 - host\napp", ("127.0.0.1", ports["udp"]))
            udp.sendto(b"x" * (SIZE_MAX + 1), ("127.0.0.1", ports["udp"]))
    received = read_log(tmp_path / "log")
    assert {"udp": [], "tcp": []} == received.messages
    reasons = sorted(one.partition(")")[0] for one in received.malformed)
    header = "malformed (header is not PRI, version 1, time, host, application, process and id"
    assert [
        f"tcp {header}",
        "tcp malformed (octet count 9000 is above 8192",
        "tcp malformed (the stream ends 13 octets into a message",
        f"udp {header}",
        "udp malformed (longer than 8192 octets",
    ] == reasons


def test_receiver__refuses_connections_beyond_its_bound(monkeypatch):
    monkeypatch.setattr(receiver_module, "CONNECTIONS_MAX", 1)
    logged = []
    receiving = Receiver(lambda how, _: logged.append(how))
    one, two = (socket.create_connection(("127.0.0.1", receiving.ports["tcp"])) for _ in range(2))
    with one, two:
        while not logged:
            receiving._turn(5.0)
    receiving.close()
    assert ["tcp malformed (more than 1 connections)"] == logged


def test_receiver__says_why_it_has_no_port(tmp_path, monkeypatch, capsys):
    def refuse(*_, **__):
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(socket, "create_server", refuse)
    assert 1 == main(str(tmp_path / "log"))
    assert '{"error": "a port of 127.0.0.1: Address already in use"}\n' == capsys.readouterr().out


def test_receiver__that_cannot_write_is_one_clear_line(tmp_path):
    with (
        pytest.raises(ReceiverError, match=r"syslog receiver: .*none/log: No such file"),
        receiver(tmp_path / "none" / "log"),
    ):
        pass


def test_line__is_one_line_whatever_arrives():
    assert "udp a\ufffdb\ufffdc\ufffd" == line("udp", b"a\nb\xffc\xe2\x80\xa8")
