"""A web page's article: its body by trafilatura, its metadata by :mod:`firsthand.collect.pages.metadata`.

Pages are untrusted. Size and nesting are checked before anything parses them; whoever calls this on pages that are
large or odd does so through :mod:`firsthand.collect.pages.guard`, which bounds time and memory from outside.
"""

from __future__ import annotations

import re
from dataclasses import replace

from firsthand.collect.pages.page import Page
from firsthand.collect.pages.text import clean, decode
from firsthand.errors import InputError

MAX_HTML_BYTES = 24 * 2**20
"""The longest page accepted. Real article pages are below 5 MB, nearly all of them below 1 MB."""

MAX_DEPTH = 256
"""Deeper pages are refused: libxml2 stops at this depth too, and drops what follows."""

HEAVY_BYTES = 2 * 2**20
HEAVY_TAGS = 30_000
"""From here on a page is read in a bounded process of its own."""

RAW = frozenset({"script", "style", "textarea", "title", "noscript", "template", "svg"})
"""Elements whose content is no markup, or none that matters here."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_UNCLOSED = re.compile(
    r"area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|param|p|li|td|tr|th|dt|dd|option"
)
"""Elements that need no closing tag, which say nothing of nesting."""


def is_heavy(data: bytes) -> bool:
    """Whether a page should be read in a process of its own."""
    return len(data) > HEAVY_BYTES or data.count(b"<") > HEAVY_TAGS or nesting(data.decode("latin-1")) > MAX_DEPTH


def nesting(markup: str) -> int:
    """How deep elements are nested, at most, counting those that need a closing tag; scripts and styles are skipped."""
    depth = deepest = position = 0
    lower = markup.lower()
    while found := _TAG.search(lower, position):
        position = found.end()
        closing, name = found.groups()
        if name in RAW and not closing:
            position = lower.find(f"</{name}", position)
            if position < 0:
                break
        elif not _UNCLOSED.fullmatch(name):
            depth = max(depth - 1, 0) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def check_size(data: bytes, thing: str) -> None:
    """Raises InputError when the page is empty or too long to be an article."""
    if not data.strip():
        raise InputError("the page is empty", thing=thing, remedy="check the file, or leave it out")
    if len(data) > MAX_HTML_BYTES:
        raise InputError(
            f"the page is longer than {MAX_HTML_BYTES // 2**20} MB, no article is",
            thing=thing,
            remedy="save the article's text as a .txt file and collect that",
        )


def clean_markup(markup: str) -> str:
    """Markup without the characters that XML does not know, which libxml2 refuses."""
    return _NO_XML.sub(" ", markup)


def read_page(data: bytes, thing: str, url: str = "", declared: str = "") -> Page:
    """The article of a page. ``url`` is where it was found, ``declared`` the encoding that its server named.

    Raises InputError naming ``thing`` when there is no article text in it.
    """
    check_size(data, thing)
    declared_here = _CHARSET.search(data[:4096])
    charset = declared or (declared_here[1].decode("ascii", "replace") if declared_here else "")
    decoded = decode(data, thing, charset)
    if nesting(decoded.text) > MAX_DEPTH:
        raise InputError(
            "its elements are nested too deeply to be an article",
            thing=thing,
            remedy="save the article's text as a .txt file and collect that",
        )
    from firsthand.collect.pages.article import extract

    try:
        page = extract(clean_markup(decoded.text), url)
    except Exception as err:  # lxml, trafilatura and htmldate raise errors of many kinds on odd pages
        raise InputError(
            f"the page cannot be read ({type(err).__name__}: {err})",
            thing=thing,
            remedy="save the article's text as a .txt file and collect that",
        ) from err
    text, notes = clean(page.text)
    if not text.strip():
        raise InputError(
            "no article text was found in the page", thing=thing, remedy="save the article's text as a .txt file"
        )
    return replace(page, text=text, notes=(*decoded.notes, *page.notes, *notes))
