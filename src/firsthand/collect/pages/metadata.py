"""What a page says of itself: headline, authors, dates, publisher, address, language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urljoin, urlsplit

from firsthand.collect.pages.headline import headline, words
from firsthand.collect.pages.markup import Markup, line, types
from firsthand.collect.pages.names import names_in, turned
from firsthand.collect.pages.page import FoundDate
from firsthand.collect.pages.textdates import EARLIEST_YEAR, date_in_url, written_day

PUBLISHED_METAS = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished", "og:published_time"),
    *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "publish_date"),
    *("publication_date", "publish-date", "pubdate", "pub_date", "dcterms.created", "dc.date.issued", "dcterms.issued"),
    *("dcterms.date", "citation_publication_date", "citation_online_date", "article.published", "datecreated"),
    *("dc.date", "dc.date.created", "originalpublicationdate", "article_date_original", "date", "rnews:datepublished"),
    *("last-modified-original", "mediator_published_time", "article:create_time"),
)
"""Meta names that give the day of publication, surest first."""

UPDATED_METAS = (
    *("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "lastmod"),
    *("last-modified", "article:modified", "revision_date", "cxenseparse:recs:modifiedtime"),
)

AUTHOR_METAS = (
    *("article:author_name", "parsely-author", "sailthru.author", "cxenseparse:author", "mrf:authors", "dcsext.author"),
    *("byl", "article:author", "author", "authors", "dc.creator", "dcterms.creator", "citation_author", "creator"),
)

TURNED_METAS = frozenset({"dc.creator", "dcterms.creator", "citation_author"})
"""Library metadata, which writes the last name first."""

_TIME_ZONE_NAME = re.compile(r"\s*\[[\w/+-]+\]$|\s*\([\w ]+\)$")
_LOOSE = re.compile(
    r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d(?!\d))?)?",
    re.IGNORECASE,
)
_PUBLISH_CLASS = re.compile(r"publi|posted|entry-date|created|article.?date|date.?line", re.IGNORECASE)
_UPDATE_CLASS = re.compile(r"updat|modif", re.IGNORECASE)


def title_of(page: Markup) -> str:
    """The headline."""
    return headline(page, outlet_of(page))


def outlet_of(page: Markup) -> str:
    """The site's own name for itself; empty when it gives none."""
    said = page.meta("og:site_name")
    if said and "//" not in said:
        return said
    for thing in page.articles:
        for publisher in _objects(thing.get("publisher"), page):
            if name := line(str(publisher.get("name") or "")):
                return name
    return page.meta("application-name", "dc.publisher", "apple-mobile-web-app-title")


def language_of(page: Markup) -> str:
    """Two- or three-letter language code; empty when the page gives none."""
    said = page.tree.get("lang") or page.meta("og:locale", "language", "content-language")
    found = re.match(r"[a-z]{2,3}\b", said.replace("_", "-").lower())
    return found[0] if found else ""


def url_of(page: Markup, found_at: str) -> str:
    """The canonical address; empty when the page gives none that could be an article's."""
    links = [element.get("href") or "" for element in page.tree.iter("link") if element.get("rel") == "canonical"]
    for said in (*links, page.meta("og:url")):
        try:
            address = urljoin(found_at, said.strip()) if said.strip() else ""
            parts = urlsplit(address)
            if parts.scheme in {"http", "https"} and parts.hostname and parts.path.strip("/"):
                return address
        except ValueError:
            continue
    return ""


# ---- authors ---------------------------------------------------------------------------------------------------------


def authors_of(page: Markup) -> tuple[str, ...]:
    """Who wrote it: JSON-LD's authors, else those of meta tags, else of links marked as the author's.

    The site's own name counts only where JSON-LD says that an organisation of that name is the author.
    """
    outlet = words(outlet_of(page))
    stated = _stated_authors(page, outlet)
    metas = tuple(name for name in _meta_authors(page) if words(name) != outlet)
    if any(words(name) != outlet for name in stated):
        return stated
    return metas or stated or tuple(name for name in _marked_authors(page) if words(name) != outlet)


def _stated_authors(page: Markup, outlet: str) -> tuple[str, ...]:
    for thing in page.articles:
        if "WebPage" in types(thing):
            continue
        said = [
            name
            for author in _objects(thing.get("author"), page)
            if (name := _name(author)) and (words(name) != outlet or "Person" not in types(author))
        ]
        if found := names_in(said):
            return found
    return ()


def _name(author: dict[str, Any]) -> str:
    for key in ("name", "byline"):
        value = author.get(key)
        if isinstance(value, list):
            value = "; ".join(item for item in value if isinstance(item, str))
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _meta_authors(page: Markup) -> tuple[str, ...]:
    for key in AUTHOR_METAS:
        said = page.metas.get(key, [])
        if found := names_in(turned(name) if key in TURNED_METAS else name for name in said):
            return found
    return ()


def _marked_authors(page: Markup) -> tuple[str, ...]:
    """Names in ``rel=author`` links and ``itemprop=author`` elements, when few: long lists are of other texts."""
    marked = page.tree.xpath('//a[@rel="author"] | //*[@itemprop="author"]//*[@itemprop="name"]')
    found = names_in(element.text_content() for element in marked[:8])
    found = tuple(name for name in found if " " in name)
    return found if len(found) <= 3 else ()


def _objects(value: Any, page: Markup) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD value: bare names as objects, references followed."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield {"name": item}
        elif isinstance(item, dict):
            reference = item.get("@id")
            if reference and not _name(item):
                yield from (thing for thing in page.things if thing.get("@id") == reference and _name(thing))
            else:
                yield item


# ---- dates -----------------------------------------------------------------------------------------------------------


def dates_of(page: Markup, url: str) -> tuple[FoundDate, ...]:
    """All dates that the page gives of itself, surest first."""
    found = [*_stated_dates(page), *_meta_dates(page), *_marked_dates(page)]
    if in_url := date_in_url(url):
        found.append(in_url)
    return tuple(found)


def _stated_dates(page: Markup) -> Iterator[FoundDate]:
    for thing in page.articles:
        for key, role in (("datePublished", "published"), ("dateCreated", "published"), ("dateModified", "updated")):
            value = thing.get(key)
            if isinstance(value, str) and (date := found_date(value, role, "meta", f"JSON-LD {key}")):
                yield date


def _meta_dates(page: Markup) -> Iterator[FoundDate]:
    for names, role in ((PUBLISHED_METAS, "published"), (UPDATED_METAS, "updated")):
        for name in names:
            for value in page.metas.get(name, ())[:1]:
                if date := found_date(value, role, "meta", f"meta {name}"):
                    yield date


def _marked_dates(page: Markup) -> Iterator[FoundDate]:
    """Times that the markup says are those of publication or change; plain ``time`` elements last, as unknown."""
    found = []
    for element in list(page.tree.iter("time", "abbr"))[:40]:
        value = element.get("datetime") or element.get("title") or element.text_content()
        signs = " ".join(element.get(key) or "" for key in ("class", "itemprop", "pubdate", "id"))
        parent = element.getparent()
        signs += " " + (parent.get("class") or "" if parent is not None else "")
        if "pubdate" in element.attrib or _PUBLISH_CLASS.search(signs):
            role = "published"
        else:
            role = "updated" if _UPDATE_CLASS.search(signs) else "unknown"
        if date := found_date(value, role, "meta", f"{element.tag} element"):
            found.append(date)
    days = {date.moment.date() for date in found if date.role == "published"}
    for date in found:
        # Several publication days are those of other texts on the page.
        yield replace(date, role="unknown") if date.role == "published" and len(days) > 1 else date


def found_date(value: str, role: str, origin: str, where: str) -> FoundDate | None:
    """The date that a value holds, exact to the second or to the day; None when it holds none that can be."""
    value = _TIME_ZONE_NAME.sub("", line(value))
    loose = _LOOSE.match(value)
    moment = _loose_time(loose) if loose else None
    if moment is not None and loose is not None:
        exact = loose[7] is not None
    else:
        moment, exact = written_day(value[:80]), False
    if moment is None or not moment.year >= EARLIEST_YEAR or moment > datetime.now(UTC) + timedelta(days=2):
        return None
    return FoundDate(role, moment, origin, where, exact)


def _loose_time(found: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    zone = (found[7] or "").upper().replace(":", "")
    offset = timedelta()
    if zone and zone[0] in "+-":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5] or 0)) * (1 if zone[0] == "+" else -1)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset))
    except ValueError:
        return None
