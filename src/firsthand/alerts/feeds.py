"""Alerts as feeds: Atom (RFC 4287) and JSON, for the whole case and for each site.

Ids are UUIDs: the feed's is drawn once and kept with the case, an entry's follows from it and the alert's id, so that
both stay the same however often a feed is written.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from firsthand.atom import Entry, Feed, feed_bytes
from firsthand.case import Case, storing, write_atomic
from firsthand.model import Alert, AlertQuote, Site
from firsthand.views.alerts import feed_view

_FEED_ID = "feed-id"
MOST_ENTRIES = 500
"""A feed reader keeps what it has seen; older alerts stay in the case."""


def write_feeds(case: Case) -> list[Path]:
    """Write ``feeds/alerts.atom``, ``feeds/alerts.json`` and ``feeds/site-ID.atom``, each whole or not at all.

    What has not changed is not written again. Raises StorageError.
    """
    folder = case.root / "feeds"
    pages = {"alerts.atom": atom(case), "alerts.json": as_json(case)}
    pages |= {f"site-{site.id}.atom": atom(case, site) for site in case.sites}
    with storing(folder):
        folder.mkdir(exist_ok=True)
        for name, page in pages.items():
            path = folder / name
            if not path.is_file() or path.read_bytes() != page:
                write_atomic(path, page)
    return [folder / name for name in pages]


def as_json(case: Case, site: Site | None = None) -> bytes:
    """The alerts of the case or of one site as JSON, newest first."""
    form = feed_view(case.title, case.fictional, _alerts(case, site)).model_dump(mode="json")
    return (json.dumps(form, ensure_ascii=False, indent=1) + "\n").encode()


def atom(case: Case, site: Site | None = None) -> bytes:
    """The alerts of the case or of one site as an Atom feed, newest first."""
    root_id = _feed_id(case)
    name = f"{case.title}: {site.name}" if site else case.title
    title = f"{name}: alerts{' (invented)' if case.fictional else ''}"
    own_id = uuid.uuid5(root_id, f"site:{site.id}") if site else root_id
    return feed_bytes(Feed(own_id, title, _begun(case), root_id), map(_entry, _alerts(case, site)))


def _entry(alert: Alert) -> Entry:
    return Entry(alert.id, alert.title, alert.raised, content_html(alert), kind=alert.kind, label=alert.condition)


def content_html(alert: Alert) -> str:
    """What the alert says, with its quotes and the ids of its images; all outside words escaped."""
    parts = [f"<p>{escape(alert.text)}</p>"]
    parts += [_quote_html(quote) for quote in alert.quotes]
    ids = [*alert.subjects, *alert.change_ids, *alert.scene_ids]
    kept = "".join(f"<li><code>{escape(id)}</code></li>" for id in dict.fromkeys(ids))
    parts.append(f"<p>It rests on:</p><ul>{kept}</ul>" if kept else "")
    pictures = ", ".join(escape(name) for name in alert.chips)
    parts.append(f"<p>Pictures in the case’s chips folder: {pictures}</p>" if pictures else "")
    parts.append(f"<p>Alert <code>{escape(alert.id)}</code> of “{escape(alert.condition)}”.</p>")
    return "".join(parts)


def _quote_html(quote: AlertQuote) -> str:
    day = f", {quote.published.astimezone(UTC):%Y-%m-%d}" if quote.published else ""
    source = f"{escape(quote.outlet or quote.document)}{day}, <code>{escape(quote.statement_id)}</code>"
    said = f"{escape(quote.speaker)} {escape(quote.stance)} ({source}):"
    return f"<p>{said}</p><blockquote>{escape(quote.words)}</blockquote>"


def _alerts(case: Case, site: Site | None) -> Sequence[Alert]:
    found = [alert for alert in case.store.alerts() if site is None or site.id in alert.site_ids]
    return found[::-1][:MOST_ENTRIES]


def _feed_id(case: Case) -> uuid.UUID:
    kept = case.store.alert_state(_FEED_ID)
    if kept is None:
        kept = json.dumps({"id": str(uuid.uuid4()), "begun": datetime.now(UTC).isoformat()})
        case.store.set_alert_state(_FEED_ID, kept)
    return uuid.UUID(json.loads(kept)["id"])


def _begun(case: Case) -> datetime:
    """When the feed was first written; an empty feed has no other date."""
    return datetime.fromisoformat(json.loads(case.store.alert_state(_FEED_ID) or "{}")["begun"])
