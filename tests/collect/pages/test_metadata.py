from __future__ import annotations

from datetime import UTC, datetime

import pytest

from firsthand.collect.pages.article import extract
from firsthand.collect.pages.headline import cut
from firsthand.collect.pages.markup import load_json, parse
from firsthand.collect.pages.metadata import authors_of, dates_of, found_date, language_of, outlet_of, title_of, url_of
from firsthand.collect.pages.names import names_in, turned
from firsthand.collect.pages.textdates import date_in_url, date_line, time_in_name, written_day


def ld(body: str) -> str:
    return f'<script type="application/ld+json">{body}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


# ---- headline --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cores", "outlet", "expected"),
    [
        ("New hall seen at Alder - World | Courier", [], "Courier", "New hall seen at Alder - World"),
        ("New hall seen at Alder - World | Courier", ["New hall seen at Alder"], "", "New hall seen at Alder"),
        ("New hall – seen again – at Alder", [], "Courier", "New hall – seen again – at Alder"),
        ("Halls: New hall seen at Alder | More halls", ["New hall seen at Alder"], "", "New hall seen at Alder"),
        ("The Courier view", [], "Courier", "The Courier view"),
    ],
)
def test_the_sites_name_is_cut_off(text: str, cores: list[str], outlet: str, expected: str) -> None:
    assert cut(text, cores, outlet) == expected


def test_three_places_outvote_one() -> None:
    markup = (
        meta("og:title", "You will not believe this hall")
        + "<title>New hall at Alder | Courier</title>"
        + ld('{"@type": "NewsArticle", "headline": "New hall at Alder"}')
        + "<body><h1>Log in</h1><h1>New hall at Alder</h1></body>"
    )
    assert title_of(parse(markup)) == "New hall at Alder"
    assert title_of(parse(markup.replace("<h1>New hall at Alder</h1>", ""))) == "You will not believe this hall"


def test_entities_that_were_escaped_twice() -> None:
    assert title_of(parse(ld('{"@type": "Article", "headline": "Alder&#8217;s new &amp; old hall"}'))) == (
        "Alder’s new & old hall"
    )


def test_the_spelling_that_most_places_use_wins() -> None:
    markup = (
        meta("og:title", "Alder's new hall")
        + ld('{"@type": "Article", "headline": "Alder’s new hall"}')
        + "<h1>Alder’s new hall</h1>"
    )
    assert title_of(parse(markup)) == "Alder’s new hall"


# ---- authors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["By Ada Quill and Jo Tern"], ("Ada Quill", "Jo Tern")),
        (["Ada Quill, PhD; Jo Tern"], ("Ada Quill", "Jo Tern")),
        (["Von Ada Quill", "ada quill"], ("Ada Quill",)),
        (["https://www.facebook.com/courier", "@courier", "a.quill@courier.example", "admin", ""], ()),
        (["Anders Andersen"], ("Anders Andersen",)),
        (["Byron Marsh"], ("Byron Marsh",)),
    ],
)
def test_names_in_bylines(texts: list[str], expected: tuple[str, ...]) -> None:
    assert names_in(texts) == expected


def test_library_names_are_turned() -> None:
    assert turned("Quill, Ada") == "Ada Quill"
    assert turned("Ada Quill") == "Ada Quill"
    page = parse('<meta name="dc.creator" content="Quill, Ada"><meta name="dc.creator" content="Tern, Jo">')
    assert authors_of(page) == ("Ada Quill", "Jo Tern")


def test_json_ld_authors_come_before_meta_tags() -> None:
    markup = meta("author", "Courier GmbH") + ld(
        '{"@graph": [{"@type": "NewsArticle", "headline": "x", "author": [{"@id": "#ada"}, "Jo Tern"]},'
        ' {"@type": "Person", "@id": "#ada", "name": "Ada Quill"}]}'
    )
    assert authors_of(parse(markup)) == ("Ada Quill", "Jo Tern")


def test_the_sites_name_is_no_person() -> None:
    site = meta("og:site_name", "Osmeria Courier") + meta("author", "Osmeria Courier")
    said = '{"@type": "NewsArticle", "author": {"@type": "KIND", "name": "Osmeria Courier"}}'
    assert authors_of(parse(site)) == ()
    assert authors_of(parse(site + ld(said.replace("KIND", "Person")))) == ()
    assert authors_of(parse(site + ld(said.replace("KIND", "Organization")))) == ("Osmeria Courier",)
    assert authors_of(parse(site + '<a rel="author">Ada Quill</a>')) == ("Ada Quill",)


# ---- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "moment", "exact"),
    [
        ("2025-03-05T08:30:00+02:00", datetime(2025, 3, 5, 6, 30, tzinfo=UTC), True),
        ("2025-03-05T08:30:00.123Z", datetime(2025, 3, 5, 8, 30, tzinfo=UTC), True),
        ("2025-03-05T08:30:00+0200[Europe/Paris]", datetime(2025, 3, 5, 6, 30, tzinfo=UTC), True),
        ("2025/3/5 08:30", datetime(2025, 3, 5, 8, 30, tzinfo=UTC), False),
        ("March 5th, 2025", datetime(2025, 3, 5, tzinfo=UTC), False),
        ("Wed, 05 Mar 2025 08:30:00 GMT", datetime(2025, 3, 5, tzinfo=UTC), False),
    ],
)
def test_dates_as_pages_write_them(value: str, moment: datetime, exact: bool) -> None:
    date = found_date(value, "published", "meta", "here")
    assert date is not None
    assert (date.moment, date.exact) == (moment, exact)


@pytest.mark.parametrize("value", ["", "yesterday", "2025-13-01", "1845-03-05", "2999-01-01", "0000-00-00T00:00:00Z"])
def test_dates_that_cannot_be(value: str) -> None:
    assert found_date(value, "published", "meta", "here") is None


def test_all_dates_are_kept_with_their_places() -> None:
    markup = (
        meta("article:published_time", "2025-03-05")
        + meta("article:modified_time", "2025-03-07")
        + ld('{"@type": "NewsArticle", "datePublished": "2025-03-04T23:00:00-05:00"}')
        + '<time class="posted">2025-03-05</time>'
    )
    found = dates_of(parse(markup), "https://x.example/2025/03/04/hall")
    assert [(date.role, date.where) for date in found] == [
        ("published", "JSON-LD datePublished"),
        ("published", "meta article:published_time"),
        ("updated", "meta article:modified_time"),
        ("published", "time element"),
        ("published", "URL"),
    ]
    assert found[0].moment.date().isoformat() == "2025-03-04"


def test_times_of_several_texts_are_not_taken_for_this_one() -> None:
    markup = '<time class="published">2025-03-05</time><time class="published">2024-01-01</time>'
    assert {date.role for date in dates_of(parse(markup), "")} == {"unknown"}


def test_a_year_alone_is_no_date() -> None:
    assert extract("<p>Copyright 2024 Osmeria Courier</p>", "").published is None
    found = extract("<p>Posted on January 1, 2024 by Ada Quill</p>", "").published
    assert found is not None
    assert found.moment == datetime(2024, 1, 1, tzinfo=UTC)


def test_dates_in_urls_names_and_lines() -> None:
    day = datetime(2025, 3, 5, tzinfo=UTC)
    found = date_in_url("https://x.example/news/2025/mar/05/hall")
    assert found is not None
    assert found.moment == day
    assert date_in_url("https://x.example/2025/1234567") is None
    assert time_in_name("hall-20250305.txt") == time_in_name("2025_03_05 hall.txt") == day
    assert time_in_name("1234567890.txt") is time_in_name("20259999.txt") is None
    assert date_line(["A new hall", "5 March 2025 • 8:30am"]) is not None
    assert (
        date_line(["The hall was begun on March 5, 2025, when the first trucks were seen at the gate, he said."])
        is None
    )
    assert written_day("in May 2025 or on 2025-03-05") == day


# ---- the rest --------------------------------------------------------------------------------------------------------


def test_publisher_address_and_language() -> None:
    publisher = ld('{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Osmeria Courier"}}')
    page = parse(f'<html lang="en-GB"><head>{publisher}<link rel="canonical" href="/news/hall"></head></html>')
    assert outlet_of(page) == "Osmeria Courier"
    assert url_of(page, "https://courier.example/x?utm=1") == "https://courier.example/news/hall"
    assert language_of(page) == "en"
    home = parse('<link rel="canonical" href="https://courier.example/">')
    assert url_of(home, "https://courier.example/x") == ""


def test_json_as_pages_write_it() -> None:
    assert load_json('<!-- {"a": 1,} -->') == {"a": 1}
    assert load_json('//<![CDATA[\n{"a": "x\ty"}\n//]]>') == {"a": "x\ty"}
    assert load_json("[" * 100_000) is None
    assert load_json("{broken") is None


def test_json_of_unexpected_kinds_is_passed_over() -> None:
    odd = (
        '{"@graph": [{"@type": ["NewsArticle", 3], "headline": ["x"], "datePublished": 5,'
        ' "author": [{"@id": "#a"}, null, 5, {"name": [1]}], "publisher": [{"name": ["q"]}]},'
        ' {"@type": "Article", "headline": "New hall", "datePublished": "2025-99-99T99:99:99+99:99"}]}'
    )
    page = extract(ld(odd) + '<link rel="canonical" href="http://[::1">' + meta("og:url", "http://[bad"), "")
    assert (page.title, page.byline, page.url, page.dates) == ("New hall", "", "", ())


def test_deep_json_is_walked_without_recursion() -> None:
    deep = '{"a":' * 400 + "1" + "}" * 400
    assert len(parse(ld(deep)).things) == 400


def test_an_empty_page_says_nothing() -> None:
    page = extract("", "")
    assert (page.text, page.title, page.byline, page.published, page.dates) == ("", "", "", None, ())
