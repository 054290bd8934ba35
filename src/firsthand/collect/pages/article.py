"""Article body and metadata of a decoded page."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import UTC, datetime

from firsthand.collect.pages import metadata
from firsthand.collect.pages.body import body_of
from firsthand.collect.pages.markup import Markup, parse
from firsthand.collect.pages.page import FoundDate, Page

_JANUARY_FIRST = re.compile(
    r"(?<!\d)0?1[-/. ]{1,2}0?1(?!\d)|\bjan(?:uary)?\.? 1(?:st)?\b|\b1(?:st)?\.? jan|(?:19|20)\d\d0101", re.IGNORECASE
)


def extract(markup: str, url: str = "") -> Page:
    """The article of ``markup``; its text is empty when none was found. ``url`` is where it was found."""
    page = parse(markup)
    title = metadata.title_of(page)
    address = metadata.url_of(page, url)
    dates = metadata.dates_of(page, url or address)
    published = next((date for date in dates if date.role == "published"), None)
    if published is None or published.origin == "url":
        searched = _searched(page, markup, url)
        dates = (*dates, searched) if searched else dates
        published = published or searched
    return Page(
        text=body_of(page, title, url),
        title=title,
        byline=", ".join(metadata.authors_of(page)),
        outlet=metadata.outlet_of(page),
        url=address,
        language=metadata.language_of(page),
        published=published,
        updated=next((date for date in dates if date.role == "updated"), None),
        dates=dates,
    )


def _searched(page: Markup, markup: str, url: str) -> FoundDate | None:
    """The day that htmldate finds anywhere in the page."""
    from htmldate import find_date

    found = find_date(deepcopy(page.tree), url=url or None, original_date=True, extensive_search=True)
    if found and found.endswith("-01-01") and not _JANUARY_FIRST.search(markup):
        return None  # htmldate's way of saying that it found a year only
    moment = datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None
    return FoundDate("published", moment, "text", "htmldate") if moment else None
