"""From captured bytes to a :class:`Document`, and into the case."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from firsthand.collect.given import Given
from firsthand.collect.pages.guard import read_guarded, read_here
from firsthand.collect.pages.html import check_size, is_heavy
from firsthand.collect.pages.page import Page
from firsthand.collect.pages.text import first_line, read_text, strip_markdown
from firsthand.collect.pages.textdates import date_in_name, date_line
from firsthand.collect.revisions import MAX_APART, is_revision
from firsthand.errors import InputError, UnknownIdError
from firsthand.model import Document, Outlet, content_id

if TYPE_CHECKING:
    from firsthand.case import Case

TEXT, MARKDOWN, HTML, PDF, FEED = "text/plain", "text/markdown", "text/html", "application/pdf", "application/xml"

KINDS = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
    ".xml": FEED,
    ".rss": FEED,
    ".atom": FEED,
}
"""Media type by file ending."""

MAX_FILE_BYTES = 256 * 2**20
"""Nothing longer is read into memory; each kind of file has its own, lower limit besides."""

# Possessive: otherwise a long word in capitals can be cut into names in more ways than anybody has time for.
_BYLINE = re.compile(r"^(?:by|By|BY)[ :]\s*((?:[A-Z][\w.'’-]++ ?+(?:and |, )?+){2,8})$")


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as they came, and what is known of them from outside."""

    data: bytes
    name: str
    """File name or URL."""
    kind: str
    """Media type: one of the constants of this module."""
    captured: datetime
    given: Given = field(default_factory=Given)
    url: str = ""
    """Where it was fetched from; empty for files."""
    charset: str = ""
    """Encoding named by the server."""
    notes: tuple[str, ...] = ()
    hints: Given = field(default_factory=Given)
    """What a feed says of the page: fills what the page itself does not say."""


def sniff(data: bytes) -> str:
    """The media type of bytes that come without a file ending."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return PDF
    if re.search(rb"<(?:rss|feed|rdf:rdf)[\s>]", head):
        return FEED
    if head.startswith(b"<") and re.search(rb"<(?:!doctype html|html|head|body|article|meta)\b", head):
        return HTML
    return TEXT


def read_bytes(path: Path) -> bytes:
    """All bytes of a regular file. Raises InputError when it cannot be read or is too long."""
    try:
        if not path.is_file():
            missing = "there is no such file" if not path.exists() else "this is not a regular file"
            raise InputError(missing, thing=str(path), remedy="check the name")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(
                f"longer than {MAX_FILE_BYTES // 2**20} MB, no report is", thing=str(path), remedy="split it"
            )
        return path.read_bytes()
    except OSError as err:
        raise InputError(f"cannot be read ({err.strerror})", thing=str(path), remedy="mend its permissions") from err


def make_document(capture: Capture, outlets: Sequence[Outlet], page: Page | None = None) -> Document:
    """The document that a capture holds: given metadata first, then the page's own, then hints.

    ``page`` is what the bytes hold, when the caller has read them. Raises InputError.
    """
    page = page or _page(capture)
    given, hints = capture.given, capture.hints
    url, url_notes = _url(given, page, capture.url)
    published, published_from = _published(given, page, hints)
    updated = given.updated or (page.updated.moment.astimezone(UTC) if page.updated else hints.updated)
    digest = sha256(capture.data).hexdigest()
    notes = (*capture.notes, *given.notes, *url_notes, *page.notes, *_date_notes(page, published))
    return Document(
        id=content_id("doc", digest, capture.url or capture.name),
        name=capture.name,
        text=page.text,
        sha256=digest,
        media_type=capture.kind,
        captured=capture.captured,
        url=url,
        outlet=given.outlet or outlet_name(url, page.outlet, outlets),
        title=given.title or page.title or hints.title,
        byline=given.byline or page.byline or hints.byline,
        language=page.language,
        published=published,
        updated=updated,
        published_from=published_from,
        notes=notes if published else (*notes, "no publication date"),
    )


def _url(given: Given, page: Page, found_at: str) -> tuple[str, tuple[str, ...]]:
    """The canonical address, unless it would make one site's page pass for another's."""
    if given.url or not (page.url and found_at):
        return given.url or page.url or found_at, ()
    if site_of(page.url) == site_of(found_at):
        return page.url, ()
    return found_at, (f"the page says that it belongs to {page.url}",)


def _published(given: Given, page: Page, hints: Given) -> tuple[datetime | None, str]:
    """Publication time and where it is from: a feed knows better than a URL or a line of text, a page's own metadata
    better than a feed."""
    if given.published:
        return given.published, given.published_from
    if page.published and (page.published.origin == "meta" or not hints.published):
        return page.published.moment.astimezone(UTC), page.published.origin
    return hints.published, hints.published_from


def outlet_name(url: str, said: str, outlets: Sequence[Outlet]) -> str:
    """The publisher: the known outlet of the URL's domain, else the known outlet of that name, else the name itself."""
    host = host_of(url)
    for outlet in outlets:
        if any(host == domain or host.endswith("." + domain) for domain in outlet.domains if host):
            return outlet.name
    wanted = said.casefold()
    for outlet in outlets:
        if wanted and wanted in {name.casefold() for name in (outlet.name, *outlet.aliases)}:
            return outlet.name
    return said or host


def site_of(url: str) -> str:
    """The last two labels of the host, three where the last but one is short ("co.uk")."""
    labels = host_of(url).split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])


def host_of(url: str) -> str:
    """The host of a URL without ``www.``; empty when it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def keep(case: Case, document: Document, data: bytes, captured_given: bool) -> bool:
    """Archive the bytes and store the document; True when it is new to the case.

    The same input again refreshes the metadata only and keeps the time of its first capture, unless another was given.
    A new text under a known URL, or nearly the same text by the same outlet, becomes a revision; the same text under
    the same URL in other bytes (a page's advertisements) does not.
    """
    case.archive(data)
    with case.store.writing():
        known = _known(case, document)
        if known is not None:
            document = replace(
                document,
                id=known.id,
                name=known.name,
                sha256=known.sha256,
                media_type=known.media_type,
                captured=document.captured if captured_given else min(known.captured, document.captured),
                revises=known.revises,
            )
        else:
            document = _in_line(case, document)
        return case.store.put_document(document)


def is_known(case: Case, document: Document) -> bool:
    """Whether the case has this document, or an earlier state of the page at its address."""
    return _known(case, document) is not None or bool(
        document.url and case.store.document_with_url(document.url) is not None
    )


def _in_line(case: Case, document: Document) -> Document:
    """The document put in line with the other revisions of its work: it revises the last one before it, and the first
    one after it, collected earlier, revises it."""
    store = case.store
    others = store.documents_of(document.outlet, document.published, MAX_APART) if document.outlet else []
    latest = store.document_with_url(document.url) if document.url else None
    if latest is not None:
        others.append(latest)
    when = _revision_time(document)
    before = [other for other in others if _revision_time(other) <= when and is_revision(other, document)]
    after = [other for other in others if _revision_time(other) > when and is_revision(document, other)]
    revises = max(before, key=_revision_time).id if before else None
    if after:
        following = min(after, key=_revision_time)
        revises = revises or following.revises
        store.put_document(replace(following, revises=document.id))
    return replace(document, revises=revises)


def _revision_time(document: Document) -> tuple[date, datetime, datetime]:
    """Orders revisions by the day of capture; those of one day, as of one batch, by what they say of themselves."""
    captured = document.captured.astimezone(UTC)
    return (captured.date(), document.updated or document.published or captured, captured)


def _known(case: Case, document: Document) -> Document | None:
    try:
        return case.store.document(document.id)
    except UnknownIdError:
        pass  # not collected before under this name
    latest = case.store.document_with_url(document.url) if document.url else None
    return latest if latest is not None and latest.text == document.text else None


def _page(capture: Capture) -> Page:
    """Text and metadata, by kind of file."""
    data, name = capture.data, capture.name
    if capture.kind == PDF:
        if not data.strip():
            raise InputError("the file is empty", thing=name, remedy="check the file, or leave it out")
        return _with_name_date(read_guarded("pdf", data, name), name)
    if capture.kind == HTML:
        check_size(data, name)
        read = read_guarded if is_heavy(data) else read_here
        return read("html", data, name, capture.given.url or capture.url, capture.charset)
    return _with_name_date(_plain(capture), name)


def _plain(capture: Capture) -> Page:
    decoded = read_text(capture.data, capture.name, capture.charset)
    text = strip_markdown(decoded.text) if capture.kind == MARKDOWN else decoded.text
    if not text:
        raise InputError("there is no text in it", thing=capture.name, remedy="check the file, or leave it out")
    head = [line.strip() for line in text[:2000].split("\n") if line.strip()][:6]
    byline = next((found[1].strip() for line in head if (found := _BYLINE.match(line))), "")
    return Page(text, title=first_line(text), byline=byline, published=date_line(head), notes=decoded.notes)


def _with_name_date(page: Page, name: str) -> Page:
    """The date in the file's name where the text gives none."""
    return page if page.published else replace(page, published=date_in_name(name))


def _date_notes(page: Page, published: datetime | None) -> tuple[str, ...]:
    """Dates that the page gives besides the one taken, on other days, with their places."""
    others = {
        f"{date.moment.date()} ({date.where})"
        for date in page.dates
        if date.role != "updated" and (published is None or date.moment.astimezone(UTC).date() != published.date())
    }
    return (f"other dates given: {', '.join(sorted(others)[:6])}",) if others else ()
