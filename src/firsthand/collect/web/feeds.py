"""RSS and Atom feeds, by feedparser."""

from __future__ import annotations

import io
import json
import re
from calendar import timegm
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from firsthand.collect.pages.text import clean
from firsthand.errors import InputError

MAX_FEED_BYTES = 16 * 2**20
MAX_ENTRIES = 2000

_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|tr|table|section|article)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    id: str
    """The feed's own id of it, else its link, else its number."""
    title: str
    link: str
    """Absolute http(s) URL; empty when there is none."""
    byline: str
    text: str
    """Its own text, the fullest there is; empty when it has none."""
    published: datetime | None
    updated: datetime | None
    publisher: str
    """The true publisher where the feed passes on others' reports (RSS ``source``, Atom ``source/title``)."""

    def to_bytes(self) -> bytes:
        """The entry as JSON, for the archive: stable however the feed around it changes."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    entries: tuple[Entry, ...]
    left_out: int
    """Entries beyond ``MAX_ENTRIES``."""


def read_feed(data: bytes, thing: str, url: str = "") -> Feed:
    """The entries of a feed; ``url`` resolves relative links. Raises InputError when it is no usable feed."""
    if len(data) > MAX_FEED_BYTES:
        raise InputError(f"the feed is longer than {MAX_FEED_BYTES // 2**20} MB", thing=thing, remedy="split it")
    if _ENTITIES.search(data):
        # Entities that a document defines itself can swell it without limit; no feed needs them.
        raise InputError("the feed declares XML entities", thing=thing, remedy="collect the pages that it links to")
    import feedparser

    try:
        parsed = feedparser.parse(io.BytesIO(data), response_headers={"content-location": url} if url else {})
    except (ValueError, OverflowError, LookupError, AssertionError) as err:
        # A character reference beyond Unicode is one of several things that get through its tolerant parser.
        raise InputError(
            f"this feed is broken ({err})", thing=thing, remedy="collect the pages that it links to"
        ) from err
    if not parsed.entries:
        reason = f" ({parsed.bozo_exception})" if parsed.bozo else ""
        raise InputError(f"no entries in this feed{reason}", thing=thing, remedy="check that it is RSS or Atom")
    entries = [_entry(entry, number) for number, entry in enumerate(parsed.entries[:MAX_ENTRIES], 1)]
    left_out = max(len(parsed.entries) - MAX_ENTRIES, 0)
    return Feed(_line(parsed.feed.get("title")), tuple(entries), left_out)


def _entry(entry: Any, number: int) -> Entry:
    link = str(entry.get("link") or "").strip()
    link = link if re.match(r"https?://", link, re.IGNORECASE) else ""
    bodies = [str(part.get("value") or "") for part in entry.get("content") or ()]
    texts = [plain(body) for body in (*bodies, str(entry.get("summary") or ""))]
    return Entry(
        id=str(entry.get("id") or link or f"entry {number}"),
        title=_line(plain(str(entry.get("title") or ""))),
        link=link,
        byline=_line(entry.get("author")),
        text=max(texts, key=len),
        published=_time(entry.get("published_parsed")),
        # Past feedparser's own `get`, which answers with the publication time where there was no update.
        updated=_time(dict.get(entry, "updated_parsed")),
        publisher=_line((entry.get("source") or {}).get("title")),
    )


def plain(markup: str) -> str:
    """The text of a scrap of HTML, as feedparser has cleaned it."""
    from html import unescape

    text = _TAG.sub("", _BLOCK.sub("\n\n", markup.replace("\n", " ")))
    paragraphs = (" ".join(part.split()) for part in unescape(text).split("\n\n"))
    return clean("\n\n".join(part for part in paragraphs if part))[0]


def _time(parts: Any) -> datetime | None:
    """feedparser's times are UTC."""
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, TypeError):
        return None


def _line(value: Any) -> str:
    return " ".join(str(value or "").split())[:500]
