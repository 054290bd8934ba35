from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

import pytest

from firsthand.collect.stac.web import Web
from firsthand.collect.web.fetch import Fetched, Fetcher, check_url, content_type
from firsthand.collect.web.network import is_public, resolve
from firsthand.collect.web.robots import parse_robots
from firsthand.errors import InputError

Answer = Callable[..., bytes]


class Server(Protocol):
    """The loopback server of conftest."""

    url: str
    pages: dict[str, Any]
    asked: list[str]


def fetch(url: str, timeout_s: float = 5.0, limit_bytes: int = 2**20) -> Fetched:
    return Fetcher(timeout_s, allow_private=True, pause_s=0).get(url, limit_bytes)


def refused(url: str, timeout_s: float = 5.0) -> str:
    with pytest.raises(InputError) as caught:
        fetch(url, timeout_s)
    assert caught.value.thing == url
    assert caught.value.remedy
    return caught.value.message


def test_a_page_is_fetched(server: Server, answer: Answer) -> None:
    server.pages["/a"] = answer("Zoë".encode())
    assert fetch(f"{server.url}/a") == Fetched("Zoë".encode(), f"{server.url}/a", "text/html", "utf-8")
    assert server.asked == ["/robots.txt", "/a"]


def test_compressed_pages_are_unpacked_within_the_limit(server: Server, answer: Answer) -> None:
    server.pages["/a"] = answer(gzip.compress(b"word " * 100), Content_Encoding="gzip")
    server.pages["/bomb"] = answer(gzip.compress(bytes(50 * 2**20)), Content_Encoding="gzip")
    server.pages["/bad"] = answer(b"not gzip at all", Content_Encoding="gzip")
    assert fetch(f"{server.url}/a").data == b"word " * 100
    assert "longer than 1 MB" in refused(f"{server.url}/bomb")
    assert "cannot be unpacked" in refused(f"{server.url}/bad")


def test_redirects_are_followed_some_way(server: Server, answer: Answer) -> None:
    server.pages["/old"] = answer(b"", "301 Moved", Location="/new")
    server.pages["/new"] = answer(b"here")
    server.pages["/loop"] = answer(b"", "302 Found", Location="/loop")
    assert fetch(f"{server.url}/old").url == f"{server.url}/new"
    assert "redirected more than 5 times" in refused(f"{server.url}/loop")


@pytest.mark.parametrize("target", ["http://10.0.0.7/", "http://[::1]/", "http://169.254.169.254/latest/meta-data"])
def test_redirects_to_private_addresses_are_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, target: str, answer: Answer
) -> None:
    from firsthand.collect.web import network

    server.pages["/out"] = answer(b"", "302 Found", Location=target)
    monkeypatch.setattr(network, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    with pytest.raises(InputError, match="private network"):
        Fetcher(5, pause_s=0).get(f"{server.url}/out")


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://x.example/"]
)
def test_redirects_to_other_schemes_are_refused(server: Server, target: str, answer: Answer) -> None:
    server.pages["/out"] = answer(b"", "302 Found", Location=target)
    with pytest.raises(InputError, match="not an address"):
        fetch(f"{server.url}/out")


def test_private_addresses_are_refused_without_being_asked(server: Server) -> None:
    with pytest.raises(InputError, match="private network"):
        Fetcher(5).get(f"{server.url}/a")
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1"),
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_a_name_that_leads_home_is_refused_and_one_address_is_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("10.0.0.1", 80)), (2, 1, 6, "", ("93.184.216.34", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: answers)
    assert resolve("two.example", 80, False, 5) == "93.184.216.34"
    answers.pop()
    with pytest.raises(InputError, match="private network"):
        resolve("home.example", 80, False, 5)


def test_an_unknown_host_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **more: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert refused("http://nowhere.example/a") == "the host nowhere.example is not known"


def test_a_lookup_that_stalls_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver whose name servers are silent blocks for as long as it likes."""
    answered = threading.Event()

    def stall(*args: object, **more: object) -> list[object]:
        answered.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", stall)
    try:
        said = refused("http://nowhere.example/a", timeout_s=0.1)
        with pytest.raises(InputError) as caught:
            Web(timeout_s=0.1).json("http://nowhere.example/search")
    finally:
        answered.set()
    assert said == "the lookup of the host's name was too slow (more than 0.1 s)"
    assert caught.value.message == "the lookup of the host's name was too slow"


def trickle(start: bytes) -> Callable[[str, socket.socket], None]:
    """Sends ``start`` and then a byte every few hundredths of a second, as long as anyone listens."""

    def send(path: str, connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(500):
            connection.sendall(b"x")
            time.sleep(0.02)

    return send


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n"]
)
def test_a_server_that_trickles_is_left(server: Server, start: bytes) -> None:
    server.pages["/slow"] = trickle(start)
    assert "too slow" in refused(f"{server.url}/slow", timeout_s=0.4)


def test_a_server_that_lies_about_the_length(server: Server, answer: Answer) -> None:
    server.pages["/short"] = answer(b"cut off", Content_Length="5000")
    server.pages["/huge"] = answer(b"small", Content_Length="99999999999")
    server.pages["/endless"] = answer(b"x" * 2**21, Content_Length="")
    assert "connection failed" in refused(f"{server.url}/short")
    assert "longer than 1 MB" in refused(f"{server.url}/huge")
    assert "longer than 1 MB" in refused(f"{server.url}/endless")


def test_what_is_no_page_is_not_read(server: Server, answer: Answer) -> None:
    server.pages["/film"] = answer(b"x", Content_Type="video/mp4")
    assert refused(f"{server.url}/film") == "this is video/mp4, no page or text"
    assert refused(f"{server.url}/gone") == "the server answered 404"
    server.pages["/noise"] = b"\x00\x01 not HTTP\r\n\r\n"
    assert "connection failed" in refused(f"{server.url}/noise")


def test_robots_are_respected(server: Server, answer: Answer) -> None:
    server.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    server.pages["/private/a"] = server.pages["/open"] = answer(b"words")
    assert fetch(f"{server.url}/open").data == b"words"
    assert "robots.txt" in refused(f"{server.url}/private/a")
    assert "/private/a" not in server.asked


def test_robots_that_cannot_be_had_refuse_everything(server: Server, answer: Answer) -> None:
    server.pages["/robots.txt"] = answer(b"", "503 Busy")
    assert "robots.txt" in refused(f"{server.url}/a")


RULES = """
User-agent: firsthand
Disallow: /
Allow: /open/

User-agent: *
Disallow: /cgi
Allow: /cgi/ok
Disallow: /*?print=
Disallow: /*.zip$
Disallow: /caf%C3%A9
Disallow:
"""


@pytest.mark.parametrize(
    ("agent", "path", "allowed"),
    [
        ("firsthand", "/a", False),
        ("firsthand", "/open/a", True),
        ("other", "/a", True),
        ("other", "/cgi/x", False),
        ("other", "/cgi/ok/x", True),
        ("other", "/a?print=1", False),
        ("other", "/a.zip", False),
        ("other", "/a.zip.html", True),
        ("other", "/café/x", False),
    ],
)
def test_robots_rules(agent: str, path: str, allowed: bool) -> None:
    assert parse_robots(RULES, agent).allows(f"https://x.example{path}") is allowed


def test_hostile_robots_are_quick() -> None:
    rules = parse_robots("User-agent: *\nDisallow: /" + "a*" * 500 + "b$", "firsthand")
    assert rules.allows("https://x.example/" + "a" * 2000) in {True, False}


@pytest.mark.parametrize("url", ["ftp://x.example/a", "http://", "https://me:secret@x.example/", "http://[::1", "//x"])
def test_addresses_that_are_not_fetched(url: str) -> None:
    with pytest.raises(InputError, match="not an address"):
        check_url(url)


def test_content_type_is_taken_apart() -> None:
    assert content_type('Text/HTML; Charset="ISO-8859-1"') == ("text/html", "iso-8859-1")
    assert content_type("") == ("", "")
