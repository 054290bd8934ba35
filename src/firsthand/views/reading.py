"""What was read in a document: statements, places, marks."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from firsthand.model import (
    Document,
    Mark,
    PlaceMention,
    Reading,
    Statement,
)
from firsthand.views.base import (
    CertaintyView,
    QuantityView,
    QuoteView,
    TimeView,
    View,
    quantity_view,
    quote_view,
    time_view,
)


class UnresolvedView(QuoteView):
    kind: str = Field(description="what is open: who, place, time or count")
    reason: str


class PlaceView(QuoteView):
    """A place that the text names; the quote is the words that name it."""

    name: str
    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    radius_m: float = Field(ge=0, description="how far it reaches from the point, or how uncertain the point is")
    kind: str = Field(description="site, town, county, region, country, continent, area or sea")
    country: str | None = Field(description="ISO 3166-1 alpha-2")
    extent: tuple[float, float, float, float] | None = Field(description="west, south, east, north; for countries")
    site: str | None = Field(description="id of the case's site that it is")
    part: str | None
    how: str = Field(description="what the choice rests on")
    odds: float = Field(ge=0, le=1, description="share of the odds that fall to this place among those of its name")


class StatementView(QuoteView):
    id: str
    document: str = Field(description="file name or URL it was collected under")
    content: list[QuoteView] = Field(description="the pieces of what was said; empty for an edge without content")
    source: QuoteView | None
    cue: QuoteView | None
    source_kind: str
    origin: str | None = Field(description="normalised root of the chain; null when the speaker is lost")
    named: bool
    chain: list[str] = Field(description="who said it first, the publishing outlet last")
    voice: str
    stance: str
    basis: str
    certainty: CertaintyView
    action: str
    object: str
    sites: list[str] = Field(description="site ids")
    part: str | None
    quantity: QuantityView | None
    when: TimeView | None
    negated: bool
    relevance: str
    edge_only: bool
    unresolved: list[UnresolvedView]
    rebutted: bool
    corrects: bool
    confidence: float = Field(ge=0, le=1)
    corrected_by: str | None = Field(description="id of the decision by which a person corrected or added it")
    places: list[PlaceView] = Field(description="of its content, else of its sentence")


class MarkView(View):
    start: int
    end: int
    kind: str
    reason: str


class ReadView(View):
    document: str
    outlet: str
    title: str
    published: datetime | None
    language: str
    statements: list[StatementView]
    marks: list[MarkView]
    places: list[PlaceView] = Field(description="every place that the text names, in order")


def place_view(place: PlaceMention) -> PlaceView:
    words = place.anchor
    return PlaceView(
        start=words.start,
        end=words.end,
        quote=words.quote,
        name=place.name,
        lon=place.lon,
        lat=place.lat,
        radius_m=place.radius_m,
        kind=place.kind,
        country=place.country or None,
        extent=place.extent,
        site=place.site_id,
        part=place.part_id,
        how=place.how,
        odds=place.odds,
    )


def hull_quote(statement: Statement, text: str) -> QuoteView:
    """The stretch of text from the statement's first piece to its last (an edge: its source and cue)."""
    anchors = statement.content or tuple(anchor for anchor in (statement.source, statement.cue) if anchor)
    start, end = min(a.start for a in anchors), max(a.end for a in anchors)
    return QuoteView(start=start, end=end, quote=text[start:end])


def statement_view(statement: Statement, document: Document) -> StatementView:
    event = statement.event
    hull = hull_quote(statement, document.text)
    certainty = CertaintyView(
        low=statement.certainty.low,
        high=statement.certainty.high,
        words=[QuoteView(start=w.start, end=w.end, quote=w.quote) for w in statement.certainty.words],
    )
    return StatementView(
        **hull.model_dump(),
        id=statement.id,
        document=document.name,
        content=[QuoteView(start=a.start, end=a.end, quote=a.quote) for a in statement.content],
        source=quote_view(statement.source),
        cue=quote_view(statement.cue),
        source_kind=statement.source_kind.value,
        origin=statement.source_name or None,
        named=statement.source_kind.value in {"named person", "organisation", "outlet", "own voice"},
        chain=[link.name for link in statement.chain],
        voice=statement.voice.value,
        stance=statement.stance.value,
        basis=statement.basis.value,
        certainty=certainty,
        action=event.action.value,
        object=event.object,
        sites=list(event.site_ids),
        part=event.part_id,
        quantity=quantity_view(event.quantity),
        when=time_view(event.time),
        negated=event.negated,
        relevance=statement.relevance.value,
        edge_only=not statement.content,
        unresolved=[
            UnresolvedView(start=u.anchor.start, end=u.anchor.end, quote=u.anchor.quote, kind=u.kind, reason=u.reason)
            for u in statement.unresolved
        ],
        rebutted=statement.rebutted,
        corrects=statement.corrects,
        confidence=statement.confidence,
        corrected_by=statement.corrected_by or None,
        places=[place_view(place) for place in statement.places],
    )


def read_view(document: Document, reading: Reading) -> ReadView:
    return ReadView(
        document=document.name,
        outlet=document.outlet,
        title=document.title,
        published=document.published,
        language=reading.language,
        statements=[statement_view(item, document) for item in reading.statements],
        marks=[_mark_view(mark) for mark in reading.marks],
        places=[place_view(place) for place in reading.places],
    )


def _mark_view(mark: Mark) -> MarkView:
    return MarkView(start=mark.start, end=mark.end, kind=mark.kind, reason=mark.reason)
