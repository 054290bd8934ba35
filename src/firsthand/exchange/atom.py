"""What came in as Atom feeds (RFC 4287), one for each site and one for each commitment, with the content of each item.

:mod:`firsthand.alerts.feeds` writes feeds of alerts; these hold the records themselves: every report of a claim, every
change, what became of a promise. Ids follow from the records', so a reader shows nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from firsthand.atom import Entry, Feed, feed_bytes
from firsthand.case import Case
from firsthand.exchange.holdings import EPOCH, Holdings
from firsthand.exchange.rows import table
from firsthand.exchange.writing import write_folder
from firsthand.model import Commitment, Site

_SPACE = uuid5(NAMESPACE_URL, "https://firsthand.example/atom")


def write_atom(case: Case, held: Holdings, folder: Path) -> list[Path]:
    """Write ``site-ID.atom`` and ``commitment-ID.atom`` into ``folder``. Raises UsageError, StorageError."""
    feeds = {f"site-{site.id}.atom": _feed(held, site.id, site.name, _site(held, site)) for site in held.sites}
    for promise in held.commitments:
        title = f"{promise.who}: {promise.what}"
        feeds[f"commitment-{promise.id}.atom"] = _feed(held, promise.id, title, _commitment(held, promise))
    return write_folder(folder, feeds)


def _site(held: Holdings, site: Site) -> Iterator[Entry]:
    """The reports of claims about the site, and the changes there."""
    claims = {claim.id: claim for claim in held.claims_of(site)}
    for row in table(held, "members").rows:
        if row["claim"] in claims:
            claim, document = claims[row["claim"]], held.documents[row["document"]]
            counts = f"{claim.reports} reports, {claim.origin_low} to {claim.origin_high} origins"
            words = f"<blockquote>{escape(row['quote'])}</blockquote><p>{row['relation']}: {escape(claim.text)}</p>"
            ids = f"<p>{counts}; {row['statement']} in {document.id}, characters {row['start']} to {row['end']}</p>"
            title = f"{document.outlet or document.name}: {claim.text}"
            yield Entry(row["statement"], title, document.captured, words + ids, document.url, "report")
    for change in held.changes:
        if change.site_id == site.id:
            captured = [held.scenes[id].captured for id in change.scene_ids if id in held.scenes]
            span = f"between {change.before:%Y-%m-%d} and {change.after:%Y-%m-%d}"
            text = f"{change.area_m2:.0f} m² (±{change.area_sd_m2:.0f}), {span}; {change.kind_reason}; {change.limits}"
            html = f"<p>{escape(text)}</p><p>{change.id}, from {', '.join(change.scene_ids)}</p>"
            when = max(captured, default=change.after)
            yield Entry(change.id, f"{change.kind.value}, {span}", when, html, kind="change")


def _commitment(held: Holdings, promise: Commitment) -> Iterator[Entry]:
    """Each statement of the promise, and what became of it."""
    for id in promise.statement_ids:
        if id in held.statements:
            statement = held.statements[id]
            document = held.documents[statement.document_id]
            html = f"<blockquote>{escape(held.anchor(statement).quote)}</blockquote><p>{id} in {document.id}</p>"
            title = f"{document.outlet or document.name} {statement.stance.value}"
            yield Entry(f"{promise.id} {id}", title, document.captured, html, document.url, "statement")
    html = f"<p>{escape(promise.status_reason)}</p><p>{escape(', '.join(promise.evidence))}</p>"
    status = promise.status.value
    yield Entry(f"{promise.id} {status}", f"Status: {status}", held.moment, html, kind="status")


def _feed(held: Holdings, id: str, title: str, entries: Iterable[Entry]) -> bytes:
    return feed_bytes(Feed(uuid5(_SPACE, id), f"{title}{' (invented)' if held.fictional else ''}", EPOCH), entries)
