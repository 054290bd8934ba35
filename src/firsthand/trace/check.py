"""A new text held against a case, without storing it: what it repeats, sharpens or contradicts, and whom it copies.

The text is traced together with the case and the outcome is compared with the case alone, so that it says exactly what
collecting the text would change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from firsthand.model import Claim, Copy, Document, Member, Origin, Relation, Statement
from firsthand.trace.matching import Search, story_likeness
from firsthand.trace.memory import Memory
from firsthand.trace.relations import SUPPORT, relation
from firsthand.trace.tracer import TraceContext, Traced, trace_statements
from firsthand.wording.runs import WordHashes, runs_of

FINDINGS = {
    Relation.AGREES: "repeats",
    Relation.NARROWS: "sharpens",
    Relation.WIDENS: "widens",
    Relation.CONTRADICTS: "contradicts",
    Relation.DENIES: "denies",
    Relation.DECLINES: "declines to comment on",
    Relation.CORRECTS: "corrects",
}
NEW = "new"
NEAR = 0.6
"""Score from which on a claim is named as near; below, two sentences share little but the subject."""
SHORTLIST = 12
"""Candidates by words that the sentence model looks at."""
NEAREST_REPORTS = 3
LEAST_POOL = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement of the text against the case."""

    statement: Statement
    finding: str
    """One of :data:`FINDINGS`, or ``new``."""
    claim_id: str
    """The claim of the case that it joins; for ``new`` the one it would found."""
    claim_text: str
    reason: str
    origin: Origin | None
    """The origin it goes back to, where it supports the claim."""
    near: tuple[str, ...] = ()
    """Ids of claims that a ``new`` one lies near to in words or meaning without joining them."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the text would do to one claim of the case."""

    claim: Claim
    """As the case has it now."""
    after: Claim
    new_origins: tuple[Origin, ...]
    """Origins that nobody in the case has brought."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What :func:`check_document` found."""

    document: Document
    known: bool
    """The case holds this very text already; it was compared with the rest of the case."""
    findings: tuple[Finding, ...]
    effects: tuple[Effect, ...]
    copies: tuple[Copy, ...]
    """Flows into the text."""
    own_share: float
    """Share of its five-word runs that stand in no text of the case, in [0, 1]."""
    nearest: tuple[str, ...]
    """Ids of the documents whose stories are most like its own, nearest first."""

    @property
    def adds_origin(self) -> bool:
        return any(effect.new_origins for effect in self.effects)


def check_document(
    document: Document,
    statements: Sequence[Statement],
    documents: Sequence[Document],
    others: Sequence[Statement],
    context: TraceContext,
    memory: Memory | None = None,
) -> Checked:
    """``document``, which says ``statements``, against a case of ``documents`` that say ``others``.

    ``memory`` of a run on that case spares tracing it anew. Raises IntegrityError when the sentence model is not as
    shipped.
    """
    rest = [item for item in documents if item.id != document.id]
    told = [statement for statement in others if statement.document_id != document.id]
    before = trace_statements(rest, told, context, memory)
    after = trace_statements([*rest, document], [*told, *statements], context, before.memory)
    own = {statement.id: statement for statement in after.statements if statement.document_id == document.id}
    found: list[Finding] = []
    effects: list[Effect] = []
    for claim in after.claims:
        mine = [member for member in claim.members if member.statement_id in own]
        if not mine:
            continue
        known = _same_claim(claim, before.claims)
        found += [_finding(own[member.statement_id], member, claim, known, before) for member in mine]
        if known:
            effects.append(Effect(known, claim, _new_origins(claim, known, mine)))
    near = _near(found, before.claims)
    ordered = sorted(found, key=lambda item: item.statement.content[0].start if item.statement.content else 0)
    return Checked(
        document=document,
        known=len(rest) < len(documents),
        findings=tuple(_with_near(item, near) for item in ordered),
        effects=tuple(effects),
        copies=tuple(copy for copy in after.copies if copy.to_document == document.id),
        own_share=own_share(document, rest),
        nearest=_nearest(document, rest),
    )


def _same_claim(claim: Claim, known: Sequence[Claim]) -> Claim | None:
    """The claim of the case that ``claim`` goes on with: the one that shares most members."""
    members = {member.statement_id for member in claim.members}

    def shared(other: Claim) -> int:
        return sum(member.statement_id in members for member in other.members)

    best = max(known, key=shared, default=None)
    return best if best is not None and shared(best) else None


def _finding(statement: Statement, member: Member, claim: Claim, known: Claim | None, before: Traced) -> Finding:
    origin = next((origin for origin in claim.origins if origin.id == member.origin_id), None)
    if known is None:
        return Finding(statement, NEW, claim.id, claim.text, "nobody in the case has said this", origin)
    kind, reason = member.relation, member.reason
    core = _spoken_for(known, before)
    if core is not None and kind in SUPPORT:
        # In the case's own words, for the newcomer may be the fullest and stand for the claim itself by now.
        kind, reason = relation(statement, core)
    return Finding(statement, FINDINGS[kind], known.id, known.text, reason, origin)


def _spoken_for(claim: Claim, traced: Traced) -> Statement | None:
    """The member whose words are the claim's."""
    members = {member.statement_id for member in claim.members}
    return next((item for item in traced.statements if item.id in members and item.quote == claim.text), None)


def _new_origins(claim: Claim, known: Claim, mine: Sequence[Member]) -> tuple[Origin, ...]:
    """Origins of ``claim`` on which only the new text's members rest."""
    brought = {member.origin_id for member in mine}
    older = {member.origin_id for member in claim.members if member not in mine}
    names = {origin.name for origin in known.origins}
    return tuple(
        origin
        for origin in claim.origins
        if origin.id in brought - older and origin.name not in names and claim.origin_high > known.origin_high
    )


def _near(found: Sequence[Finding], claims: Sequence[Claim]) -> dict[str, tuple[str, ...]]:
    """For each new statement the claims of the case nearest to it, by its id."""
    new = [item.statement for item in found if item.finding == NEW]
    if not new or not claims:
        return {}
    by_words = Search([[claim.text] for claim in claims]).by_words([statement.quote for statement in new])
    near = {}
    for statement, row in zip(new, by_words, strict=True):
        listed = [claims[place] for place in row.argsort()[::-1][:SHORTLIST] if row[place] > 0]
        if listed:
            scores = Search([[claim.text] for claim in listed]).scores([statement.quote])[0]
            ranked = sorted(zip(scores.tolist(), listed, strict=True), key=lambda item: -item[0])
            near[statement.id] = tuple(claim.id for score, claim in ranked[:2] if score >= NEAR)
    return near


def _with_near(finding: Finding, near: dict[str, tuple[str, ...]]) -> Finding:
    found = near.get(finding.statement.id, ()) if finding.finding == NEW else ()
    return replace(finding, near=found) if found else finding


def own_share(document: Document, others: Sequence[Document]) -> float:
    """Share of the text's five-word runs that stand in none of ``others``, in [0, 1]; 1 for a text without any."""
    known = WordHashes()
    own = np.unique(runs_of([document.text], known)[0])
    held = runs_of([other.text for other in others], known)[0]
    return float(1.0 - np.isin(own, held).mean()) if len(own) else 1.0


def _nearest(document: Document, others: Sequence[Document]) -> tuple[str, ...]:
    """Documents of the case whose stories are most like the text's."""
    if not others:
        return ()
    row = Search([[item.text] for item in others]).by_words([document.text])[0]
    listed = [others[place] for place in row.argsort()[::-1][:SHORTLIST] if row[place] > 0]
    if not listed:
        return ()
    # Of few texts the mean is no measure of what their kind has in common.
    pool = [document.text, *(item.text for item in listed)]
    scores = (
        story_likeness(pool)[0, 1:] if len(pool) >= LEAST_POOL else Search([[t] for t in pool[1:]]).scores(pool[:1])[0]
    )
    ranked = sorted(zip(scores.tolist(), listed, strict=True), key=lambda item: -item[0])
    return tuple(item.id for score, item in ranked[:NEAREST_REPORTS] if score > 0)
