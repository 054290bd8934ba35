"""One-line makers of documents and statements; all names and texts are invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from firsthand.model import (
    Action,
    Anchor,
    Basis,
    Certainty,
    Document,
    Event,
    Granularity,
    Link,
    Outlet,
    Quantity,
    SourceKind,
    Stance,
    Statement,
    TimeSpan,
    Voice,
    content_id,
)

START = datetime(2031, 3, 1, tzinfo=UTC)
OUTLETS = (
    Outlet("Morning Ledger", ("the Ledger",), (), "Ledger House"),
    Outlet("Evening Ledger", (), (), "Ledger House"),
    Outlet("Coastal Wire", (), (), "Coastal Wire"),
    Outlet("Skywatch", (), (), "Skywatch Trust"),
    Outlet("State Gazette", (), (), "State of Varland"),
)
OFFICIAL, PERSON, OUTLET = SourceKind.UNNAMED_OFFICIAL, SourceKind.NAMED_PERSON, SourceKind.OUTLET
ORGANISATION, OWN, LOST = SourceKind.ORGANISATION, SourceKind.OWN_VOICE, SourceKind.LOST


def moment(day: float) -> datetime:
    """Midnight of the ``day``-th day after the invented story's start."""
    return START + timedelta(days=day)


def doc(name: str, text: str, day: float = 0, outlet: str = "", byline: str = "") -> Document:
    return Document(
        id=content_id("doc", name),
        name=name,
        text=text,
        sha256="0" * 64,
        media_type="text/plain",
        captured=moment(day),
        outlet=outlet,
        byline=byline,
        published=moment(day),
    )


def anchor(document: Document, quote: str) -> Anchor:
    start = document.text.index(quote)
    return Anchor(start, start + len(quote), quote)


def said(document: Document, quote: str, *chain: tuple[str, SourceKind], **more: Any) -> Statement:
    """A statement with the words ``quote`` by ``chain``, innermost first; the document's outlet is added at the end.

    ``act``, ``thing``, ``sites``, ``part``, ``number``, ``time`` and ``negated`` make its event; the rest are fields.
    """
    event = Event(
        action=more.pop("act", Action.DISMANTLE),
        object=more.pop("thing", "test stand"),
        site_ids=more.pop("sites", ("brack",)),
        part_id=more.pop("part", None),
        quantity=more.pop("number", None),
        time=more.pop("time", None),
        negated=more.pop("negated", False),
    )
    own = (Link(document.outlet, OUTLET),) if document.outlet else ()
    kind = chain[0][1] if chain else OWN
    links = tuple(Link(name, link_kind, _words(document, name)) for name, link_kind in chain)
    fields: dict[str, Any] = {
        "id": content_id("sta", document.id, quote, chain),
        "document_id": document.id,
        "content": (anchor(document, quote),) if quote else (),
        "source": None,
        "cue": None,
        "source_kind": kind,
        "source_name": chain[0][0] if chain else document.outlet,
        "chain": () if kind is LOST else (*links, *own),
        "voice": Voice.INDIRECT if chain else Voice.OUTLET,
        "stance": Stance.ASSERTS,
        "basis": Basis.UNSTATED,
        "certainty": Certainty(0.9, 0.99),
        "event": event,
    }
    return Statement(**(fields | more))


def _words(document: Document, name: str) -> Anchor | None:
    return anchor(document, name) if name in document.text else None


def count(low: float | None, high: float | None, of: str = "stand") -> Quantity:
    return Quantity(low, high, of)


def days(first: float, last: float, granularity: Granularity = Granularity.DAY) -> TimeSpan:
    return TimeSpan(moment(first), moment(last), granularity)
