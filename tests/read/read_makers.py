"""One-line makers for the reader's tests. All texts are invented."""

from __future__ import annotations

from datetime import UTC, datetime

from firsthand.model import Document, Outlet, Reading, Site, SitePart, Statement
from firsthand.read.reader import ReadContext, read_text

OUTLETS = (
    Outlet("Harbour Gazette", ("the Gazette",), ("harbourgazette.example",)),
    Outlet("Ridge Observer", ("the Observer",), ("ridgeobserver.example",)),
)
SITES = (Site("mirren", "Mirren Works", 10.0, 50.0, 500.0, parts=(SitePart("mirren-stand", "engine test stand"),)),)


def document(text: str, outlet: str = "Valley News") -> Document:
    day = datetime(2024, 5, 3, tzinfo=UTC)
    return Document("doc-1", "doc.txt", text, "0" * 64, "text/plain", day, outlet=outlet, published=day)


def read(text: str, outlet: str = "Valley News", topic_words: tuple[str, ...] = ()) -> Reading:
    return read_text(document(text, outlet), ReadContext(SITES, OUTLETS, topic_words))


def statements(text: str, outlet: str = "Valley News") -> tuple[Statement, ...]:
    return read(text, outlet).statements


def only(text: str, outlet: str = "Valley News") -> Statement:
    """The one statement of ``text``."""
    found = statements(text, outlet)
    assert len(found) == 1, [(item.source and item.source.quote, item.quote) for item in found]
    return found[0]


def said(item: Statement) -> tuple[str | None, str]:
    """(source, content) in the document's words."""
    return item.source.quote if item.source else None, item.quote
