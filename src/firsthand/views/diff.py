"""JSON form of what changed in what a case knows."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from firsthand.publish.diff import Answer, Kept, Moved, News
from firsthand.views.base import View


class NewClaimView(View):
    claim: str
    text: str
    words: str | None = Field(description="ICD 203 term of its judgement, or undetermined; null when it was not judged")


class NewOriginView(View):
    claim: str
    text: str = Field(description="the claim's words")
    origin: str
    first_hand: bool


class JudgementView(View):
    low: float
    high: float
    words: str
    confidence: str
    images: str


class MovedView(View):
    claim: str
    text: str
    before: JudgementView
    after: JudgementView
    reasons: list[str] = Field(description="what moves it now and did not then")


class AnswerView(View):
    claim: str
    text: str
    statement: str
    relation: str = Field(description="denies, contradicts or corrects")
    source: str
    quote: str
    document: str


class NewChangeView(View):
    change: str
    site: str
    kind: str
    before: date
    after: date
    area_m2: float


class PromiseMoveView(View):
    commitment: str
    who: str
    what: str
    before: str | None = Field(description="null for a new one")
    after: str
    reason: str


class GoneView(View):
    claim: str
    text: str


class NewReportView(View):
    document: str
    outlet: str
    title: str
    published: datetime | None


class DiffView(View):
    site: str | None = Field(description="null for the whole case")
    since: datetime
    until: datetime
    images: int = Field(description="new images")
    moved: list[MovedView]
    claims: list[NewClaimView]
    origins: list[NewOriginView]
    answers: list[AnswerView]
    changes: list[NewChangeView]
    commitments: list[PromiseMoveView]
    gone: list[GoneView] = Field(description="claims that no longer stand")
    documents: list[NewReportView]


def news_view(found: News) -> DiffView:
    """The news as JSON."""
    return DiffView(
        site=found.site_id or None,
        since=found.since,
        until=found.until,
        images=found.images,
        moved=[_moved(item) for item in found.moved],
        claims=[NewClaimView(claim=i.claim.id, text=i.claim.text, words=i.words or None) for i in found.claims],
        origins=[
            NewOriginView(claim=i.claim.id, text=i.claim.text, origin=i.origin.name, first_hand=i.origin.first_hand)
            for i in found.origins
        ],
        answers=[_answer(item) for item in found.answers],
        changes=[
            NewChangeView(
                change=item.id,
                site=item.site_id,
                kind=str(item.kind),
                before=item.before.date(),
                after=item.after.date(),
                area_m2=item.area_m2,
            )
            for item in found.changes
        ],
        commitments=[_kept(item) for item in found.promises],
        gone=[GoneView(claim=claim.id, text=claim.text) for claim in found.gone],
        documents=[
            NewReportView(document=item.id, outlet=item.outlet, title=item.title, published=item.published)
            for item in found.documents
        ],
    )


def _moved(item: Moved) -> MovedView:
    before, after = (
        JudgementView(
            low=held.low,
            high=held.high,
            words=held.words,
            confidence=held.confidence,
            images=str(held.image.answer),
        )
        for held in (item.before, item.after)
    )
    return MovedView(claim=item.claim.id, text=item.claim.text, before=before, after=after, reasons=list(item.reasons))


def _answer(item: Answer) -> AnswerView:
    return AnswerView(
        claim=item.claim.id,
        text=item.claim.text,
        statement=item.statement.id,
        relation=str(item.relation),
        source=item.statement.source_name,
        quote=item.statement.quote,
        document=item.document.id,
    )


def _kept(item: Kept) -> PromiseMoveView:
    return PromiseMoveView(
        commitment=item.promise.id,
        who=item.promise.who,
        what=item.promise.what,
        before=item.before or None,
        after=str(item.promise.status),
        reason=item.reason,
    )
