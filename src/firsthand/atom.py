"""Atom feeds (RFC 4287): of alerts, and of what came in about a site or a commitment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5
from xml.etree import ElementTree as Xml

from firsthand import __version__
from firsthand.outgoing import instant, web_address, xml_text

NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed."""

    id: str
    """Names the item within its feed, for ever."""
    title: str
    when: datetime
    html: str
    """Its content; everything from outside is escaped in it already."""
    link: str = ""
    """Where the thing itself stands on the web."""
    kind: str = ""
    label: str = ""
    """What people call the kind."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before its items."""

    id: UUID
    title: str
    begun: datetime
    """Its date as long as it is empty."""
    items: UUID | None = None
    """What the ids of its items follow from, the same in all feeds that hold them; None: the feed's id."""


def feed_bytes(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """The feed as XML, its items newest first."""
    newest = sorted(entries, key=lambda entry: entry.when, reverse=True)
    root = Xml.Element("feed", xmlns=NAMESPACE)
    _add(root, "id", feed.id.urn)
    _add(root, "title", feed.title)
    _add(root, "updated", instant(newest[0].when if newest else feed.begun))
    _add(Xml.SubElement(root, "author"), "name", "Firsthand")
    _add(root, "generator", "Firsthand", version=__version__)
    for entry in newest:
        root.append(_item(feed, entry))
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _item(feed: Feed, entry: Entry) -> Xml.Element:
    item = Xml.Element("entry")
    _add(item, "id", uuid5(feed.items or feed.id, entry.id).urn)
    _add(item, "title", entry.title)
    _add(item, "updated", instant(entry.when))
    _add(item, "published", instant(entry.when))
    if web_address(entry.link):
        Xml.SubElement(item, "link", rel="alternate", href=xml_text(entry.link))
    label = {"label": xml_text(entry.label)} if entry.label else {}
    Xml.SubElement(item, "category", {"term": entry.kind} | label)
    _add(item, "content", entry.html, type="html")
    return item


def _add(parent: Xml.Element, name: str, text: str, **attributes: str) -> None:
    Xml.SubElement(parent, name, attributes).text = xml_text(text)
