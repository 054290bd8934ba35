"""A timeline for TimelineJS (https://timeline.knightlab.com/docs/json-format.html).

Its texts are HTML, so every word from outside is escaped. What has no date is left out: a timeline cannot show it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from firsthand.exchange.holdings import Holdings
from firsthand.exchange.writing import json_bytes
from firsthand.model import Granularity, TimeSpan
from firsthand.outgoing import web_address

Slide = dict[str, Any]
_COARSE = {Granularity.YEAR: 1, Granularity.DECADE: 1, Granularity.MONTH: 2, Granularity.SEASON: 2}
"""How many of year, month and day are told where the words were no finer."""


def timeline_bytes(held: Holdings) -> bytes:
    return json_bytes(timeline(held))


def timeline(held: Holdings) -> Slide:
    """Reports by publication, claims by when they are said to have happened, changes between their looks."""
    slides = [*_claims(held), *_changes(held), *_reports(held)]
    about = "Invented material: this case is fictional." if held.fictional else ""
    return {
        "title": {"text": {"headline": escape(held.title), "text": about}, "unique_id": "title"},
        "events": sorted(slides, key=lambda slide: (_order(slide), slide["unique_id"])),
    }


def _order(slide: Slide) -> tuple[int, ...]:
    return tuple(slide["start_date"].get(unit, 0) for unit in ("year", "month", "day"))


def _claims(held: Holdings) -> Iterator[Slide]:
    for claim in held.claims:
        span = claim.event.time
        if span is None or span.start is None:
            continue
        judged = held.assessments.get(claim.id)
        likely = f"<p>{escape(judged.words)}, {judged.low:.0%} to {judged.high:.0%}</p>" if judged else ""
        origins = f"<p>{claim.reports} reports, {claim.origin_low} to {claim.origin_high} origins</p>"
        quotes = "".join(f"<blockquote>{escape(quote)}</blockquote>" for quote in held.quotes(claim.members))
        yield _slide(claim.id, "Said to have happened", claim.text, f"{likely}{origins}{quotes}") | _dates(span)


def _changes(held: Holdings) -> Iterator[Slide]:
    names = {site.id: site.name for site in held.sites}
    for change in held.changes:
        text = f"<p>{change.area_m2:.0f} m²; {escape(change.sensor)}, {change.gsd_m:g} m. {escape(change.limits)}</p>"
        headline = f"{change.kind.value}: {names.get(change.site_id, change.site_id)}"
        dates = {"start_date": _date(change.before), "end_date": _date(change.after)}
        yield _slide(change.id, "Seen from above", headline, text) | dates


def _reports(held: Holdings) -> Iterator[Slide]:
    told: dict[str, list[str]] = {}
    for claim in held.claims:
        for member in claim.members:
            told.setdefault(member.document_id, []).append(held.anchor(held.statements[member.statement_id]).quote)
    for document in held.documents.values():
        if document.published is None or document.id not in told:
            continue
        quotes = "".join(f"<blockquote>{escape(quote)}</blockquote>" for quote in dict.fromkeys(told[document.id]))
        address = escape(web_address(document.url), quote=True)
        link = f'<p><a href="{address}" rel="noopener">{escape(document.outlet or document.name)}</a></p>'
        headline = document.title or document.name
        slide = _slide(document.id, "Published", headline, quotes + (link if address else ""))
        yield slide | {"start_date": _date(document.published)}


def _slide(id: str, group: str, headline: str, text: str) -> Slide:
    return {"unique_id": id, "group": group, "text": {"headline": escape(headline), "text": text}}


def _dates(span: TimeSpan) -> Slide:
    """The span's first and last day; an interval's end is excluded, a slide's is not."""
    parts = _COARSE.get(span.granularity, 3)
    assert span.start is not None
    dates = {"start_date": _date(span.start, parts)}
    if span.end is not None and span.end - span.start > timedelta(days=1):
        dates["end_date"] = _date(span.end - timedelta(days=1), parts)
    return dates


def _date(moment: datetime, parts: int = 3) -> dict[str, int]:
    day = moment.astimezone(UTC)
    return dict(list({"year": day.year, "month": day.month, "day": day.day}.items())[:parts])
