from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest

from firsthand.case import Case
from firsthand.collect.collector import CollectOptions, collect, load_document
from firsthand.collect.web.feeds import read_feed
from firsthand.errors import InputError

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Halls today</title>
<item><title>New hall &amp; yard</title><link>{link}/hall</link><guid>g1</guid>
<pubDate>Wed, 05 Mar 2025 09:00:00 +0200</pubDate><source url="https://courier.example">Osmeria Courier</source>
<description>Short.</description>
<content:encoded><![CDATA[<p>A new hall was built.</p><p>It has <b>no</b> windows.</p><script>alert(1)</script>]]>
</content:encoded></item>
<item><title>Trailer gone</title><link>{link}/trailer</link><description>The trailer has left.</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Yards</title>
<entry><id>tag:x,1</id><title>Old yard</title><published>2025-03-04T10:00:00Z</published>
<updated>2025-03-06T10:00:00Z</updated><author><name>Jo Tern</name></author>
<source><title>The Weekly</title></source>
<content type="html">&lt;p&gt;The yard is old.&lt;/p&gt;</content></entry></feed>"""

LOCAL = CollectOptions(allow_private=True, pause_s=0)


class Server(Protocol):
    """The loopback server of conftest."""

    url: str
    pages: dict[str, Any]
    asked: list[str]


def test_rss_entries_keep_their_true_publisher() -> None:
    feed = read_feed(RSS.format(link="https://halls.example").encode(), "feed.rss")
    first, second = feed.entries
    assert (first.title, first.link, first.publisher) == (
        "New hall & yard",
        "https://halls.example/hall",
        "Osmeria Courier",
    )
    assert first.text == "A new hall was built.\n\nIt has no windows."
    assert first.published == datetime(2025, 3, 5, 7, tzinfo=UTC)
    assert (second.text, second.published, second.publisher) == ("The trailer has left.", None, "")


def test_atom_entries_have_two_dates() -> None:
    (entry,) = read_feed(ATOM.encode(), "feed.atom").entries
    assert (entry.published, entry.updated) == (
        datetime(2025, 3, 4, 10, tzinfo=UTC),
        datetime(2025, 3, 6, 10, tzinfo=UTC),
    )
    assert (entry.byline, entry.publisher, entry.text, entry.link) == ("Jo Tern", "The Weekly", "The yard is old.", "")


def test_a_feed_file_gives_its_own_texts_and_fetches_nothing(case: Case, inbox: Path, server: Server) -> None:
    (inbox / "feed.xml").write_text(RSS.format(link=server.url))
    (inbox / "image-metadata.xml").write_text("<scene><taken>2025-03-04</taken></scene>")
    report = collect(case, [str(inbox)], LOCAL)
    assert (report.done, report.problems, server.asked) == (2, (), [])
    hall = next(document for document in case.store.documents() if document.url.endswith("/hall"))
    assert (hall.outlet, hall.title, hall.published_from) == ("Osmeria Courier", "New hall & yard", "feed")
    assert "the entry's own text, from the feed feed.xml" in hall.notes
    assert case.file_path(hall.sha256).exists()


def test_an_entry_stays_the_same_when_the_feed_grows(case: Case, inbox: Path) -> None:
    (inbox / "a.atom").write_text(ATOM)
    collect(case, [str(inbox)])
    more = ATOM.replace(
        "</feed>", "<entry><id>2</id><title>New</title><content>The yard is new.</content></entry></feed>"
    )
    (inbox / "a.atom").write_text(more)
    report = collect(case, [str(inbox)])
    assert (report.done, report.fresh) == (1, 1)


def test_a_feed_from_the_web_leads_to_its_pages(
    case: Case, server: Server, answer: Callable[..., bytes], page: str, body: str
) -> None:
    here = page.replace("https://courier.example/2025/03/05/new-hall", f"{server.url}/hall")
    server.pages["/feed"] = answer(RSS.format(link=server.url).encode(), Content_Type="application/rss+xml")
    server.pages["/hall"] = answer(here.encode())
    report = collect(case, [f"{server.url}/feed"], LOCAL)
    documents = {document.url: document for document in case.store.documents()}
    hall, trailer = documents[f"{server.url}/hall"], documents[f"{server.url}/trailer"]
    assert (hall.text, hall.title, hall.published_from) == (body, "New hall seen at Alder Works", "meta")
    assert hall.outlet == "Osmeria Courier"
    assert (trailer.text, trailer.title) == ("The trailer has left.", "Trailer gone")
    (problem,) = report.problems
    assert (problem.thing, problem.message) == (f"{server.url}/trailer", "the server answered 404")
    assert problem.remedy.startswith("the feed's own text was kept")
    assert collect(case, [f"{server.url}/feed"], LOCAL).done == 0


def test_pages_and_lists_of_urls(
    case: Case, inbox: Path, server: Server, answer: Callable[..., bytes], page: str
) -> None:
    server.pages["/text"] = answer(
        "The hall stands, said Zoë.".encode("latin-1"), Content_Type="text/plain; charset=latin-1"
    )
    server.pages["/page"] = answer(page.encode())
    (inbox / "urls.txt").write_text(f"# pages\n{server.url}/text\n\n{server.url}/page\nnot a url\n")
    (inbox / "t.csv").write_text(f"url,outlet\n{server.url}/text,Yard News\n")
    options = CollectOptions(allow_private=True, pause_s=0, url_list=True, metadata=inbox / "t.csv")
    report = collect(case, [str(inbox / "urls.txt")], options)
    (problem,) = report.problems
    assert problem.thing.endswith("urls.txt, line 5")
    documents = {document.name: document for document in case.store.documents()}
    text, read = documents[f"{server.url}/text"], documents[f"{server.url}/page"]
    assert (text.text, text.outlet) == ("The hall stands, said Zoë.", "Yard News")
    # The page names an address of another site as its own: it may not pass for that site's.
    assert read.url == f"{server.url}/page"
    assert any("courier.example" in note for note in read.notes)


def test_private_addresses_are_off_limits_by_default(case: Case, server: Server) -> None:
    ftp, private = collect(case, [f"{server.url}/page", "ftp://x.example/a"]).problems
    assert "private network" in private.message
    assert ftp.message == "not an address that is fetched"
    assert server.asked == []


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><rss><channel><item><title>&j;</title></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (BOMB, "declares XML entities"),
        ("<rss><channel><title>none</title></channel></rss>", "no entries"),
        ("<rss>" + "<a>" * 20000, "no entries"),
        ("<rss><item", "no entries"),
    ],
)
def test_hostile_and_broken_feeds(body: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_feed(body.encode(), "feed.xml")


def test_xml_that_is_no_feed(case: Case, inbox: Path) -> None:
    (inbox / "scene.xml").write_text("<scene><taken>2025-03-04</taken></scene>")
    (problem,) = collect(case, [str(inbox / "scene.xml")]).problems
    assert "no RSS or Atom" in problem.message
    (inbox / "feed.xml").write_text(ATOM)
    with pytest.raises(InputError, match="several documents"):
        load_document(str(inbox / "feed.xml"))
