"""Claims with their members, origins, copies and likelihood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from pydantic import Field

from firsthand.model import (
    Assessment,
    Claim,
    Copy,
    Decision,
    Document,
    Member,
    Statement,
)
from firsthand.views.base import QuantityView, QuoteView, TimeView, View, quantity_view, time_view
from firsthand.views.reading import hull_quote
from firsthand.weigh.scales import UNDETERMINED
from firsthand.weigh.scoring.recalibration import Curve, recalibrated


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
        description="it supports the claim and goes back to a report that was corrected or retracted since"
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


class RecalibratedView(View):
    """What the stated interval came to mean, by a curve that a person applied; what was stated stays."""

    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    words: str
    decision: str = Field(description="id of the decision that applied the curve")


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
    recalibrated: RecalibratedView | None = Field(description="null unless a person applied a recalibration")


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


def resting_on_corrected(claim: Claim) -> set[str]:
    """Ids of the statements that support the claim and go back to a report which has been corrected or retracted."""
    return {member.statement_id for member in claim.members if member.rests_on_corrected}


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


Applied = tuple[Curve, Decision]
"""A recalibration that stands, and the decision by which it does."""


def assessment_view(assessment: Assessment, applied: Applied | None = None) -> AssessmentView:
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
        recalibrated=_recalibrated_view(assessment, *applied) if applied else None,
    )


def _recalibrated_view(assessment: Assessment, curve: Curve, decision: Decision) -> RecalibratedView | None:
    """What has no word has none to recalibrate."""
    if assessment.words == UNDETERMINED:
        return None
    new = recalibrated(curve, assessment.low, assessment.high)
    return RecalibratedView(low=new.low, high=new.high, words=new.words, decision=decision.id)


def claim_view(
    claim: Claim,
    statements: dict[str, Statement],
    documents: dict[str, Document],
    assessment: Assessment | None = None,
    applied: Applied | None = None,
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
        assessment=assessment_view(assessment, applied) if assessment else None,
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
