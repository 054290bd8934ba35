"""Servers that break off, stall, lie or send garbage: said in words, nothing half-read kept, got by the next run."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from typing import Any, Protocol

import httpx
import pytest
from misbehaviour import MISBEHAVIOUR

from firsthand.case import Case
from firsthand.collect.archives.frames import InflateError
from firsthand.collect.collector import CollectOptions, collect
from firsthand.collect.web import fetch
from firsthand.collect.web.fetch import Fetcher
from firsthand.collect.web.unpacked import unpacked
from firsthand.errors import InputError
from firsthand.stage import Problem

Answer = Callable[..., bytes]
LOCAL = CollectOptions(allow_private=True, pause_s=0, timeout_s=0.4)
FEED = """<rss version="2.0"><channel><title>Courier</title>
<item><title>Hall</title><link>{url}/page</link><guid>1</guid><description>{words}</description></item>
</channel></rss>"""


class Server(Protocol):
    """The loopback server of conftest."""

    url: str
    pages: dict[str, Any]
    asked: list[str]


def said_well(problem: Problem, thing: str) -> None:
    assert problem.thing == thing
    assert problem.message and problem.remedy
    assert "Error" not in problem.message and "Traceback" not in problem.message


@pytest.mark.parametrize("what", sorted(MISBEHAVIOUR))
def test_a_page_is_got_by_the_next_run(what: str, case: Case, server: Server, answer: Answer, page: str) -> None:
    good, url = answer(page.encode()), f"{server.url}/page"
    server.pages["/page"] = MISBEHAVIOUR[what](good, "/page")
    report = collect(case, [url], LOCAL)
    assert report.done == 0
    said_well(*report.problems, url)
    assert case.store.documents() == [] and not list((case.root / "files").rglob("*/*"))
    server.pages["/page"] = good
    assert [collect(case, [url], LOCAL).done for _ in range(2)] == [1, 0]


@pytest.mark.parametrize("what", sorted(MISBEHAVIOUR))
def test_a_feed_is_got_by_the_next_run(what: str, case: Case, server: Server, answer: Answer, page: str) -> None:
    feed = FEED.format(url=server.url, words="A hall.").encode()
    good, url = answer(feed, Content_Type="application/rss+xml"), f"{server.url}/feed"
    server.pages["/page"] = answer(page.encode())
    server.pages["/feed"] = MISBEHAVIOUR[what](good, "/feed")
    report = collect(case, [url], LOCAL)
    assert report.done == 0 and "/page" not in server.asked
    said_well(*report.problems, url)
    server.pages["/feed"] = good
    assert [collect(case, [url], LOCAL).done for _ in range(2)] == [1, 0]


@pytest.mark.parametrize("what", sorted(MISBEHAVIOUR))
def test_robots_that_cannot_be_had_let_nothing_be_fetched(
    what: str, case: Case, server: Server, answer: Answer, page: str
) -> None:
    good, url = answer(b"User-agent: *\nDisallow: /secret\n", Content_Type="text/plain"), f"{server.url}/page"
    server.pages["/page"] = answer(page.encode())
    server.pages["/robots.txt"] = MISBEHAVIOUR[what](good, "/robots.txt")
    report = collect(case, [url], LOCAL)
    if what == "redirects to itself":
        # RFC 9309, section 2.3.1.2: rules behind more than five redirects may be taken for none.
        assert (report.done, report.problems) == (1, ())
        return
    assert report.done == 0 and "/page" not in server.asked
    said_well(*report.problems, url)
    server.pages["/robots.txt"] = good
    assert collect(case, [url], LOCAL).done == 1


@pytest.mark.parametrize(
    "what",
    ["resets in the middle of the body", "stalls in the middle of the body", "cuts gzip short", "redirects to itself"],
)
def test_the_page_behind_a_feeds_entry_is_got_by_the_next_run(
    what: str, case: Case, server: Server, answer: Answer, page: str, body: str
) -> None:
    words = "A hall was built, say people nearby."
    server.pages["/feed"] = answer(FEED.format(url=server.url, words=words).encode(), Content_Type="text/xml")
    good, url = answer(page.encode()), f"{server.url}/page"
    server.pages["/page"] = MISBEHAVIOUR[what](good, "/page")
    report = collect(case, [f"{server.url}/feed"], LOCAL)
    said_well(*report.problems, url)
    assert "own text was kept" in report.problems[0].remedy
    assert [document.text for document in case.store.documents()] == [words]
    server.pages["/page"] = good
    assert [collect(case, [f"{server.url}/feed"], LOCAL).done for _ in range(2)] == [1, 0]
    assert sorted(document.text for document in case.store.documents()) == sorted([words, body])


def test_of_many_pages_only_the_bad_ones_are_missing(case: Case, server: Server, answer: Answer, page: str) -> None:
    good = [f"/{number}" for number in range(3)]
    for path in good:
        server.pages[path] = answer(page.replace("new-hall", path).encode())
    server.pages["/bad"] = MISBEHAVIOUR["resets in the middle of the body"](server.pages["/0"], "/bad")
    report = collect(case, [server.url + path for path in (*good[:2], "/bad", good[2])], LOCAL)
    said_well(*report.problems, f"{server.url}/bad")
    assert "again later" in report.problems[0].remedy
    assert len(case.store.documents()) == 3


@pytest.mark.parametrize("url", ["http://[::1", "http://a\x01b/", "http://127.0.0.1:99999/", "http://127.0.0.1:0/"])
def test_what_is_no_address_is_a_problem_like_others(url: str, case: Case) -> None:
    report = collect(case, [url], LOCAL)
    assert (report.done, len(report.problems)) == (0, 1)
    said_well(report.problems[0], url)


def test_what_a_server_sends_beyond_the_length_it_states_is_not_read(server: Server, answer: Answer) -> None:
    server.pages["/page"] = answer(b"words that were meant, and more", Content_Length="22")
    got = Fetcher(1, allow_private=True, pause_s=0).get(f"{server.url}/page")
    assert got.data == b"words that were meant,"


def test_a_dead_host_does_not_hold_up_the_others(
    server: Server, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some pages that were too slow a host gets less time, and all of it again when a page has come."""
    monkeypatch.setattr(fetch, "IMPATIENT_S", 0.05)
    server.pages["/robots.txt"] = answer(b"", "404 Not Found")
    server.pages["/good"] = answer(b"words")
    server.pages["/dead"] = MISBEHAVIOUR["stalls in the middle of the body"](server.pages["/good"], "/dead")
    fetcher = Fetcher(0.2, allow_private=True, pause_s=0)

    def given() -> str:
        with pytest.raises(InputError) as caught:
            fetcher.get(f"{server.url}/dead")
        return caught.value.message.partition("more than ")[2]

    assert [given() for _ in range(5)] == ["0.2 s)", "0.2 s)", "0.2 s)", "0.05 s)", "0.05 s)"]
    assert fetcher.get(f"{server.url}/good").data == b"words"
    assert given() == "0.2 s)"


# ---- unpacking -------------------------------------------------------------------------------------------------------

WORDS = b"The mayor said the old pier is closed. " * 200
BARE = zlib.compressobj(wbits=-15)
BARE_WORDS = BARE.compress(WORDS) + BARE.flush()


class Slowly(httpx.SyncByteStream):
    """A body in pieces of so many bytes."""

    def __init__(self, data: bytes, size: int) -> None:
        self.data, self.size = data, size

    def __iter__(self) -> Any:
        for at in range(0, len(self.data), self.size):
            yield self.data[at : at + self.size]


def response(data: bytes, coding: str, size: int = 7) -> httpx.Response:
    return httpx.Response(200, headers={"Content-Encoding": coding}, stream=Slowly(data, size))


@pytest.mark.parametrize("size", [1, 7, 10**6])
@pytest.mark.parametrize(
    ("data", "coding"),
    [
        (WORDS, ""),
        (WORDS, "identity"),
        (gzip.compress(WORDS), "gzip"),
        (gzip.compress(WORDS), "X-GZIP"),
        (gzip.compress(WORDS[:99]) + gzip.compress(WORDS[99:]), "gzip"),
        (gzip.compress(WORDS) + b"\0\0\0 what follows the end", "gzip"),
        (zlib.compress(WORDS), "deflate"),
        (BARE_WORDS, "deflate"),
    ],
)
def test_what_servers_send_is_unpacked(data: bytes, coding: str, size: int) -> None:
    assert unpacked(response(data, coding, size), len(WORDS)) == (WORDS, False)
    assert unpacked(response(data, coding, size), len(WORDS) - 1) == (WORDS[:-1], True)


def test_an_empty_body_is_not_cut_short() -> None:
    assert unpacked(response(b"", "gzip"), 10) == (b"", False)


@pytest.mark.parametrize(
    ("data", "coding", "said"),
    [
        (gzip.compress(WORDS)[:-1], "gzip", "cut short"),
        (zlib.compress(WORDS)[:-1], "deflate", "cut short"),
        (BARE_WORDS[:-1], "deflate", "cut short"),
        (WORDS, "gzip", "damaged"),
        (b"\xff" * 99, "deflate", "damaged"),
        (gzip.compress(gzip.compress(WORDS)), "gzip, gzip", "not asked for"),
        (WORDS, "br", "not asked for"),
        (WORDS, "zstd", "not asked for"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(data: bytes, coding: str, said: str) -> None:
    with pytest.raises(InflateError, match=said):
        unpacked(response(data, coding), 10**6)


def test_a_bomb_is_cut_at_the_limit_before_it_swells() -> None:
    bomb = gzip.compress(bytes(200 * 2**20), 9)
    import tracemalloc

    tracemalloc.start()
    try:
        data, longer = unpacked(response(bomb, "gzip", 2**16), 2**20)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert longer and len(data) == 2**20
    assert peak < 8 * 2**20
