"""The JSON forms: what ``--json`` prints. A documented interface (``docs/formats.md``), tested against its schemas.

Times are ISO 8601 in UTC, intervals ``[start, end)``; ``null`` leaves an end open. ``start`` and ``end`` of texts are
0-based character offsets, half-open, and ``quote`` equals the document's text between them, always.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from firsthand.model import (
    Anchor,
    Assessment,
    Change,
    Claim,
    Copy,
    Document,
    Mark,
    Member,
    PlaceMention,
    Polygon,
    Quantity,
    Reading,
    Relation,
    Site,
    Statement,
    TimeSpan,
)
from firsthand.sites import disagreement_m, stated_points
from firsthand.stage import StageReport


class View(BaseModel):
    """Base of all JSON forms: no field comes or goes unnoticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class QuoteView(View):
    start: int = Field(ge=0, description="first character, 0-based")
    end: int = Field(ge=0, description="one past the last character")
    quote: str = Field(description="the document's text between start and end")


class TimeView(View):
    start: datetime | None = Field(description="UTC, included; null when open")
    end: datetime | None = Field(description="UTC, excluded; null when open")
    granularity: str
    quote: str | None = Field(description="the words it was read from")
    words: QuoteView | None = Field(description="where these words stand in the document; null for a whole claim")


class QuantityView(View):
    low: float | None = Field(description="included; null when open")
    high: float | None = Field(description="included; null when open")
    of: str
    surest: float | None
    words: QuoteView | None = Field(description="the words it was read from; null for a whole claim")


class CertaintyView(View):
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    words: list[QuoteView]


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


class MemberView(QuoteView):
    statement: str
    document: str
    outlet: str
    published: datetime | None
    source: str | None = Field(description="the source in the document's words; null for own voice and lost speakers")
    chain: list[str]
    stance: str
    basis: str
    relation: str
    origin: str | None = Field(description="id of the origin it goes back to")
    reason: str
    corrected_upstream: bool = Field(
        description="it supports the claim and rests on an origin that was corrected since"
    )


class OriginView(View):
    id: str
    name: str
    kind: str
    first_hand: bool
    certain: bool
    may_equal: list[str]
    reason: str


class ReasonView(View):
    text: str
    log_odds: float
    evidence: list[str]


class ImageView(View):
    answer: str
    reason: str
    scenes: list[str]
    changes: list[str]


class AssessmentView(View):
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    words: str
    confidence: str
    confidence_reason: str
    credibility: int = Field(ge=1, le=6, description="Admiralty 1-6")
    linchpin: str | None
    reasons: list[ReasonView]
    image: ImageView


class ClaimView(View):
    id: str
    text: str
    site: str | None = Field(description="id of the site it is surest about")
    sites: list[str]
    part: str | None
    action: str
    object: str
    time: TimeView | None
    quantity: QuantityView | None
    reports: int = Field(ge=0, description="documents that carry it, copies included")
    origins: tuple[int, int] = Field(description="independent origins, [low, high]")
    first_hand: int = Field(ge=0, description="origins that know it at first hand")
    corrected: bool
    origin_list: list[OriginView]
    members: list[MemberView]
    assessment: AssessmentView | None


class PassageView(View):
    from_start: int
    from_end: int
    to_start: int
    to_end: int


class CopyView(View):
    from_document: str = Field(description="the document that had it first")
    to_document: str = Field(description="the document that has it from there")
    kind: str
    containment: float = Field(ge=0, le=1)
    passages: list[PassageView]
    reason: str


class TraceView(View):
    claim: ClaimView
    copies: list[CopyView]


class StatedPointView(View):
    source: str
    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)


class SiteView(View):
    id: str
    name: str
    aliases: list[str]
    kind: str
    lon: float
    lat: float
    radius_m: float
    parts: list[str]
    sources: list[str]
    stated: list[StatedPointView] = Field(description="where each source that gives coordinates puts it")
    disagreement_m: float = Field(ge=0, description="largest distance between two of these points, in metres")
    claims: int
    changes: int
    scenes: int


class HitView(View):
    kind: str
    id: str
    document: str | None
    title: str
    snippet: str


class ProblemView(View):
    thing: str
    message: str
    remedy: str


class StageView(View):
    stage: str
    done: int
    fresh: int
    summary: str
    problems: list[ProblemView]


# ---- from records to forms ------------------------------------------------------------------------------------------


def quote_view(anchor: Anchor | None) -> QuoteView | None:
    return QuoteView(start=anchor.start, end=anchor.end, quote=anchor.quote) if anchor else None


def time_view(span: TimeSpan | None, of_claim: bool = False) -> TimeView | None:
    """A claim pools several documents, so its words have no place in one."""
    if span is None:
        return None
    return TimeView(
        start=span.start,
        end=span.end,
        granularity=span.granularity.value,
        quote=span.anchor.quote if span.anchor else None,
        words=None if of_claim else quote_view(span.anchor),
    )


def quantity_view(quantity: Quantity | None, of_claim: bool = False) -> QuantityView | None:
    if quantity is None:
        return None
    return QuantityView(
        low=quantity.low,
        high=quantity.high,
        of=quantity.of,
        surest=quantity.surest,
        words=None if of_claim else quote_view(quantity.anchor),
    )


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


def resting_on_corrected(claim: Claim) -> set[str]:
    """Ids of the statements that support the claim and go back to an origin which has been corrected or retracted.

    Those in a text that corrects too are none of them: they tell what is right now.
    """
    fixes = [member for member in claim.members if member.relation is Relation.CORRECTS]
    fallen, fixing = {fix.origin_id for fix in fixes} - {None}, {fix.document_id for fix in fixes}
    support = {Relation.AGREES, Relation.NARROWS, Relation.WIDENS}
    return {
        member.statement_id
        for member in claim.members
        if member.relation in support and member.origin_id in fallen and member.document_id not in fixing
    }


def member_view(member: Member, statement: Statement, document: Document, fallen: bool = False) -> MemberView:
    """``fallen``: see :func:`resting_on_corrected`."""
    return MemberView(
        **hull_quote(statement, document.text).model_dump(),
        statement=statement.id,
        document=document.name,
        outlet=document.outlet,
        published=document.published,
        source=statement.source.quote if statement.source else None,
        chain=[link.name for link in statement.chain],
        stance=statement.stance.value,
        basis=statement.basis.value,
        relation=member.relation.value,
        origin=member.origin_id,
        reason=member.reason,
        corrected_upstream=fallen,
    )


def assessment_view(assessment: Assessment) -> AssessmentView:
    return AssessmentView(
        low=assessment.low,
        high=assessment.high,
        words=assessment.words,
        confidence=assessment.confidence,
        confidence_reason=assessment.confidence_reason,
        credibility=assessment.credibility,
        linchpin=assessment.linchpin,
        reasons=[ReasonView(text=r.text, log_odds=r.log_odds, evidence=list(r.evidence)) for r in assessment.reasons],
        image=ImageView(
            answer=assessment.image.answer.value,
            reason=assessment.image.reason,
            scenes=list(assessment.image.scene_ids),
            changes=list(assessment.image.change_ids),
        ),
    )


def claim_view(
    claim: Claim,
    statements: dict[str, Statement],
    documents: dict[str, Document],
    assessment: Assessment | None = None,
) -> ClaimView:
    event = claim.event
    fallen = resting_on_corrected(claim)
    return ClaimView(
        id=claim.id,
        text=claim.text,
        site=event.site_ids[0] if event.site_ids else None,
        sites=list(event.site_ids),
        part=event.part_id,
        action=event.action.value,
        object=event.object,
        time=time_view(event.time, of_claim=True),
        quantity=quantity_view(event.quantity, of_claim=True),
        reports=claim.reports,
        origins=(claim.origin_low, claim.origin_high),
        first_hand=claim.first_hand,
        corrected=claim.corrected,
        origin_list=[
            OriginView(
                id=o.id,
                name=o.name,
                kind=o.kind.value,
                first_hand=o.first_hand,
                certain=o.certain,
                may_equal=list(o.may_equal),
                reason=o.reason,
            )
            for o in claim.origins
        ],
        members=[
            member_view(m, statements[m.statement_id], documents[m.document_id], m.statement_id in fallen)
            for m in claim.members
        ],
        assessment=assessment_view(assessment) if assessment else None,
    )


def copy_view(copy: Copy, documents: Mapping[str, Document]) -> CopyView:
    """``documents`` by id hold both ends of the copy."""
    return CopyView(
        from_document=documents[copy.from_document].name,
        to_document=documents[copy.to_document].name,
        kind=copy.kind,
        containment=copy.containment,
        passages=[
            PassageView(from_start=p.from_start, from_end=p.from_end, to_start=p.to_start, to_end=p.to_end)
            for p in copy.passages
        ],
        reason=copy.reason,
    )


def trace_view(claim: ClaimView, copies: Iterable[Copy], documents: dict[str, Document]) -> TraceView:
    """A claim with the copies that run between the documents which carry it."""
    carriers = {member.document for member in claim.members}
    rows = (copy_view(copy, documents) for copy in copies)
    return TraceView(claim=claim, copies=[row for row in rows if {row.from_document, row.to_document} <= carriers])


def site_view(site: Site, claims: int, changes: int, scenes: int) -> SiteView:
    return SiteView(
        id=site.id,
        name=site.name,
        aliases=list(site.aliases),
        kind=site.kind,
        lon=site.lon,
        lat=site.lat,
        radius_m=site.radius_m,
        parts=[part.id for part in site.parts],
        sources=list(site.sources),
        stated=[StatedPointView(source=p.source, lon=p.lon, lat=p.lat) for p in stated_points(site)],
        disagreement_m=round(disagreement_m(site), 1),
        claims=claims,
        changes=changes,
        scenes=scenes,
    )


def stage_view(report: StageReport) -> StageView:
    return StageView(
        stage=report.stage,
        done=report.done,
        fresh=report.fresh,
        summary=report.summary,
        problems=[ProblemView(thing=p.thing, message=p.message, remedy=p.remedy) for p in report.problems],
    )


def changes_geojson(changes: Sequence[Change]) -> dict[str, Any]:
    """Changes as a GeoJSON FeatureCollection (RFC 7946); ``before`` and ``after`` are ISO dates."""
    return {"type": "FeatureCollection", "features": [_change_feature(change) for change in changes]}


def _change_feature(change: Change) -> dict[str, Any]:
    properties = {
        "site": change.site_id,
        "part": change.part_id,
        "before": _day(change.before),
        "after": _day(change.after),
        "kind": change.kind.value,
        "kind_reason": change.kind_reason,
        "area_m2": round(change.area_m2, 1),
        "area_sd_m2": round(change.area_sd_m2, 1),
        "strength": round(change.strength, 2),
        "p_value": change.p_value,
        "sensor": change.sensor,
        "gsd_m": change.gsd_m,
        "scenes": list(change.scene_ids),
        "chips": [chip.name for chip in change.chips],
        "limits": change.limits,
    }
    return {"type": "Feature", "id": change.id, "geometry": _geometry(change.polygon), "properties": properties}


def _geometry(polygon: Polygon) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(position) for position in ring] for ring in polygon]}


def _day(moment: datetime) -> str:
    return date(moment.year, moment.month, moment.day).isoformat()
