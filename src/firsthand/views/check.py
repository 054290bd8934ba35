"""The JSON form of ``firsthand check``; see :mod:`firsthand.views` for what all forms share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import Field

from firsthand.model import Document, Origin
from firsthand.views import CopyView, QuoteView, View, copy_view, hull_quote

if TYPE_CHECKING:
    from firsthand.trace.check import Checked, Effect, Finding


class FindingView(QuoteView):
    statement: str = Field(description="id it would have")
    source: str | None = Field(description="the source in the text's words; null for own voice and lost speakers")
    chain: list[str] = Field(description="who said it first, the publishing outlet last")
    finding: str = Field(
        description="repeats, sharpens, widens, contradicts, denies, corrects, declines to comment on, or new"
    )
    claim: str = Field(description="id of the claim of the case; of the one it would found when new")
    claim_text: str
    reason: str
    origin: str | None = Field(description="name of the origin it goes back to; null when it supports nothing")
    near: list[str] = Field(description="ids of claims that a new one lies near to without joining them")


class EffectView(View):
    claim: str
    text: str
    reports_before: int
    reports_after: int
    origins_before: tuple[int, int] = Field(description="[low, high]")
    origins_after: tuple[int, int] = Field(description="[low, high]")
    first_hand_before: int
    first_hand_after: int
    new_origins: list[str] = Field(description="names of origins that nobody in the case has brought")


class CheckView(View):
    document: str
    outlet: str
    title: str
    published: datetime | None
    known: bool = Field(description="the case holds this text already; compared with the rest of the case")
    adds_origin: bool
    own_share: float = Field(ge=0, le=1, description="share of its five-word runs that stand in no text of the case")
    findings: list[FindingView]
    effects: list[EffectView]
    copies: list[CopyView] = Field(description="flows into the text, with the passages side by side")
    nearest: list[str] = Field(description="documents of the case whose stories are most like its own")


def check_view(checked: Checked, documents: Sequence[Document]) -> CheckView:
    """``checked`` against the ``documents`` of the case."""
    document = checked.document
    texts = {item.id: item for item in (*documents, document)}
    return CheckView(
        document=document.name,
        outlet=document.outlet,
        title=document.title,
        published=document.published,
        known=checked.known,
        adds_origin=checked.adds_origin,
        own_share=checked.own_share,
        findings=[_finding_view(finding, document) for finding in checked.findings],
        effects=[_effect_view(effect) for effect in checked.effects],
        copies=[copy_view(copy, texts) for copy in checked.copies],
        nearest=[texts[id].name for id in checked.nearest],
    )


def _finding_view(finding: Finding, document: Document) -> FindingView:
    statement = finding.statement
    return FindingView(
        **hull_quote(statement, document.text).model_dump(),
        statement=statement.id,
        source=statement.source.quote if statement.source else None,
        chain=[link.name for link in statement.chain],
        finding=finding.finding,
        claim=finding.claim_id,
        claim_text=finding.claim_text,
        reason=finding.reason,
        origin=_label(finding.origin),
        near=list(finding.near),
    )


def _label(origin: Origin | None) -> str | None:
    return origin.name if origin else None


def _effect_view(effect: Effect) -> EffectView:
    before, after = effect.claim, effect.after
    return EffectView(
        claim=before.id,
        text=before.text,
        reports_before=before.reports,
        reports_after=after.reports,
        origins_before=(before.origin_low, before.origin_high),
        origins_after=(after.origin_low, after.origin_high),
        first_hand_before=before.first_hand,
        first_hand_after=after.first_hand,
        new_origins=[origin.name for origin in effect.new_origins],
    )
