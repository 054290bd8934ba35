"""What is declared against what is seen, what is said to be hidden, which sites go quiet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import Field

from firsthand.views.base import View

if TYPE_CHECKING:
    from firsthand.weigh.disclosure.concealment import Concealment
    from firsthand.weigh.disclosure.counts import Comparison, CountRow, Span
    from firsthand.weigh.disclosure.quiet import Quiet
    from firsthand.weigh.disclosure.report import Disclosure


class SpanView(View):
    low: float = Field(description="included")
    high: float | None = Field(description="included; null when open")


class CountView(View):
    statement: str
    claim: str
    role: str = Field(description="declared (of one's own), seen (image or witness) or told (by anybody else)")
    who: str
    number: SpanView
    thing: str
    site: str | None = Field(description="null for a total")
    part: str | None
    start: datetime | None = Field(description="the days it speaks of: its own, else that of its report")
    end: datetime | None
    quote: str
    corrected: bool = Field(description="it rests on an origin that was corrected since, and counts for nothing")


class ComparisonView(View):
    id: str
    thing: str
    site: str | None
    declared: SpanView | None
    seen: SpanView | None
    told: SpanView | None = Field(description="by others than the party and those who saw; decides nothing")
    verdict: str = Field(description="compatible, declared fewer than seen, or cannot be compared: and why")
    reason: str
    rows: list[CountView]


class SaidByView(View):
    origin: str
    name: str
    first_hand: bool


class ConcealmentView(View):
    claim: str
    text: str
    sites: list[str]
    hider: str = Field(description="who is said to hide it; empty when the words do not say")
    what: str
    kind: str = Field(description="underground, decoy, covered, moved or unstated")
    denied_in_words: bool = Field(description="it says that nothing is hidden")
    said_by: list[SaidByView]
    origins: tuple[int, int]
    reports: int
    opposed: int = Field(description="statements against it")
    images: str
    first_told: datetime | None


class QuietLookView(View):
    scene: str
    taken: datetime
    sensor: str
    share: float = Field(ge=0, le=1, description="of the ground that moved since the looks before")
    due: list[str] = Field(description="satellites due within hours of it")


class QuietView(View):
    site: str
    tested: bool
    flagged: bool
    text: str = Field(description="all that may be said of it")
    p_value: float | None
    p_corrected: float | None = Field(description="with Holm's correction for the sites tested together")
    median_due: float | None
    median_other: float | None
    looks: list[QuietLookView]


class DisclosureView(View):
    comparisons: list[ComparisonView]
    concealment: list[ConcealmentView]
    quiet: list[QuietView]


def disclosure_view(found: Disclosure) -> DisclosureView:
    return DisclosureView(
        comparisons=[_comparison(item) for item in found.comparisons],
        concealment=[_concealment(item) for item in found.concealments],
        quiet=[_quiet(item) for item in found.quiet],
    )


def _span(span: Span | None) -> SpanView | None:
    return SpanView(low=span.low, high=span.high) if span else None


def _comparison(item: Comparison) -> ComparisonView:
    return ComparisonView(
        id=item.id,
        thing=item.thing,
        site=item.site_id or None,
        declared=_span(item.declared),
        seen=_span(item.seen),
        told=_span(item.told),
        verdict=item.verdict.value,
        reason=item.reason,
        rows=[_row(row) for row in item.rows],
    )


def _row(row: CountRow) -> CountView:
    return CountView(
        statement=row.statement_id,
        claim=row.claim_id,
        role=row.role.value,
        who=row.who,
        number=SpanView(low=row.number.low, high=row.number.high),
        thing=row.thing,
        site=row.site_id or None,
        part=row.part_id,
        start=row.start,
        end=row.end,
        quote=row.quote,
        corrected=row.corrected,
    )


def _concealment(item: Concealment) -> ConcealmentView:
    return ConcealmentView(
        claim=item.claim_id,
        text=item.text,
        sites=list(item.site_ids),
        hider=item.hider,
        what=item.what,
        kind=item.kind,
        denied_in_words=item.denied_in_words,
        said_by=[SaidByView(origin=one.origin_id, name=one.name, first_hand=one.first_hand) for one in item.said_by],
        origins=item.origins,
        reports=item.reports,
        opposed=item.opposed,
        images=item.images,
        first_told=item.first_told,
    )


def _quiet(item: Quiet) -> QuietView:
    return QuietView(
        site=item.site_id,
        tested=item.tested,
        flagged=item.flagged,
        text=item.text,
        p_value=item.p_value,
        p_corrected=item.p_corrected,
        median_due=item.median_due,
        median_other=item.median_other,
        looks=[
            QuietLookView(
                scene=look.scene_id, taken=look.taken, sensor=look.sensor, share=look.share, due=list(look.due)
            )
            for look in item.looks
        ],
    )
