"""A page's markup taken apart, once: meta tags, JSON-LD, headings, times, bylines as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from firsthand.printable import json_value

ARTICLE_TYPES = re.compile(r"(?:article|blogposting|report|review|liveblog\w*|reportage\w*)$", re.IGNORECASE)
"""JSON-LD types that stand for the text itself, by their ending; schema.org has two dozen of them."""

MAX_JSON_CHARS = 2_000_000
MAX_JSON_NODES = 20_000

_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")


@dataclass(slots=True)
class Markup:
    """What the markup says, in document order."""

    tree: HtmlElement
    metas: dict[str, list[str]] = field(default_factory=dict)
    """Contents of meta tags by lower-case name, property or itemprop."""
    things: list[dict[str, Any]] = field(default_factory=list)
    """All JSON-LD objects, outer ones before those inside them."""

    def meta(self, *names: str) -> str:
        """The first content of the first of ``names`` that has one."""
        return next((found[0] for name in names if (found := self.metas.get(name))), "")

    @property
    def articles(self) -> list[dict[str, Any]]:
        """JSON-LD objects that stand for the page's text, those with a headline first."""
        found = [thing for thing in self.things if any(ARTICLE_TYPES.search(kind) for kind in types(thing))]
        found += [thing for thing in self.things if "WebPage" in types(thing) and thing not in found]
        return sorted(found, key=lambda thing: (not thing.get("headline"), "WebPage" in types(thing)))

    def headings(self) -> list[str]:
        """The page's h1 headings."""
        return [text for element in self.tree.iter("h1") if (text := line(element.text_content()))]

    def title(self) -> str:
        """The title element."""
        found = self.tree.find(".//title")
        return line(found.text_content()) if found is not None else ""


def parse(markup: str) -> Markup:
    """Parse a page. An empty page gives an empty tree."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(_XML_HEAD.sub("", markup) or "<html></html>", parser=parser)
    page = Markup(tree)
    for element in tree.iter("meta"):
        content = line(element.get("content") or "")
        for key in ("property", "name", "itemprop"):
            if content and (name := (element.get(key) or "").strip().lower()):
                page.metas.setdefault(name, []).append(content)
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            page.things += list(_things(load_json(script.text_content())))[: MAX_JSON_NODES - len(page.things)]
    return page


def line(text: str) -> str:
    """One line, single spaces."""
    return " ".join(text.split())


def types(thing: dict[str, Any]) -> list[str]:
    """The JSON-LD types of an object."""
    found = thing.get("@type")
    return [kind for kind in (found if isinstance(found, list) else [found]) if isinstance(kind, str)]


def load_json(text: str) -> Any:
    """JSON as pages write it: in comments, with stray commas and control characters; None when it cannot be read."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", text.strip()))
    if len(text) > MAX_JSON_CHARS:
        return None
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            return json_value(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _things(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a JSON value, outer ones first; without recursion, for it may be nested deeply."""
    waiting = [value]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, dict):
            yield item
            waiting += [inner for inner in item.values() if isinstance(inner, dict | list)]
        elif isinstance(item, list):
            waiting += item
