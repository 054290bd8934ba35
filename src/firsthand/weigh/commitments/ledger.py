"""The ledger: what the reports tell of undertakings, what people made of it, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import NamedTuple

from firsthand.model import (
    Assessment,
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Decision,
    Document,
    PersonalStatus,
    ProposalState,
    Site,
    SitePart,
    content_id,
)
from firsthand.trace.relations import SUPPORT
from firsthand.weigh.commitments import edits
from firsthand.weigh.commitments.edits import Edit
from firsthand.weigh.commitments.fate import fate
from firsthand.weigh.commitments.measure import measure_of, part_in, testable
from firsthand.weigh.commitments.promises import LOST, Promise, gather, same_party, same_words
from firsthand.weigh.commitments.words import kinds_of, made_at, other_parties, provision_of, times_of
from firsthand.weigh.evidence import Evidence

_OVERDUE = frozenset({CommitmentStatus.NO_EVIDENCE, CommitmentStatus.PARTLY, CommitmentStatus.DISPUTED})
_SETS = (edits.ADD, edits.EDIT)
"""Verbs whose fields replace what was read."""


class _Heeded(NamedTuple):
    """A decision on a row."""

    turn: int
    """Its place in the order in which decisions were recorded."""
    decision: Decision
    edit: Edit


@dataclass(slots=True)
class _Draft:
    """One row in the making: what was told, and the decisions on it in the order in which they were recorded."""

    id: str
    promise: Promise
    decided: list[_Heeded] = field(default_factory=list)
    kept_words: Edit | None = None
    """The decision that keeps the words of a row which the reports tell no more, or never did."""

    @property
    def rejected(self) -> bool:
        last = [edit.verb for *_, edit in self.decided if edit.verb in (edits.CONFIRM, edits.REJECT, edits.EDIT)]
        return bool(last) and last[-1] == edits.REJECT

    @property
    def state(self) -> ProposalState:
        verbs = {edit.verb for *_, edit in self.decided}
        if edits.ADD in verbs:
            return ProposalState.ADDED
        return ProposalState.CONFIRMED if verbs & {edits.CONFIRM, edits.EDIT, edits.MERGE} else ProposalState.PROPOSED

    @property
    def set(self) -> Edit:
        """All fields that people set, the latest of each."""
        found = Edit(edits.EDIT)
        for *_, edit in self.decided:
            if edit.verb in _SETS:
                given = {item.name: getattr(edit, item.name) for item in fields(edit)}
                found = replace(found, **{name: value for name, value in given.items() if value is not None})
        return found

    @property
    def who(self) -> str:
        told = self.promise.who if self.promise.statements else self.kept_words.party if self.kept_words else ""
        return self.set.who or told or LOST

    @property
    def what(self) -> str:
        told = self.promise.what if self.promise.statements else self.kept_words.about if self.kept_words else ""
        return self.set.what or told

    @property
    def wordings(self) -> list[str]:
        """The words that are tested: a person's, where a person gave them."""
        return [self.what] if self.set.what or not self.promise.statements else self.promise.wordings

    def join(self, other: _Draft) -> None:
        self.promise.join(other.promise)
        self.decided = sorted([*self.decided, *other.decided], key=lambda item: item.turn)


def find_commitments(evidence: Evidence, assessments: Sequence[Assessment] = ()) -> tuple[Commitment, ...]:
    """All undertakings about the matter under watch, each once, with what is known of their fate.

    Proposals that a person rejected are left out; the decision keeps their words.
    """
    drafts = [_Draft(content_id("com", one.statements[0].id), one) for one in gather(evidence.statements)]
    for turn, decision in enumerate(evidence.decided(edits.KIND)):
        _heed(_Heeded(turn, decision, edits.edit_of(decision)), drafts)
    documents = {document.id: document for document in evidence.documents}
    judged = {item.claim_id: item for item in assessments}
    return tuple(
        _with_fate(_row(draft, evidence, documents), draft, evidence, judged) for draft in drafts if not draft.rejected
    )


def is_overdue(promise: Commitment, now: datetime) -> bool:
    """Its day has passed and it is not known to be kept, reversed or broken. No breach: not seen is not absent."""
    if not promise.testable or promise.refrains or promise.by is None or promise.by.end is None:
        return False
    return promise.status in _OVERDUE and promise.by.end <= now


# ---- decisions -------------------------------------------------------------------------------------------------------


def _heed(heeded: _Heeded, drafts: list[_Draft]) -> None:
    """Let a decision take its place on the row it is about; one whose row the reports no longer give makes it anew."""
    _, decision, edit = heeded
    id = decision.subjects[0]
    draft = _about(decision, edit, drafts)
    if draft is None:
        draft = _Draft(id, Promise(), kept_words=edit)
        drafts.append(draft)
    if all(other.id != id for other in drafts):
        draft.id = id
    draft.decided.append(heeded)
    if edit.verb == edits.MERGE and len(decision.subjects) > 1:
        other = next((item for item in drafts if item.id == decision.subjects[1] and item is not draft), None)
        if other is not None:
            draft.join(other)
            drafts.remove(other)


def _about(decision: Decision, edit: Edit, drafts: Sequence[_Draft]) -> _Draft | None:
    """The row with the decision's id, else one told by its statements, else one in its words by its party."""
    by_id = next((draft for draft in drafts if draft.id == decision.subjects[0]), None)
    if by_id is not None:
        return by_id
    told = set(decision.subjects[1:])
    shared = [(len(told & {item.id for item in draft.promise.statements}), draft) for draft in drafts]
    most = max(shared, key=lambda pair: pair[0], default=None)
    if most and most[0]:
        return most[1]
    words, party = edit.what or edit.about, edit.who or edit.party
    alike = (item for item in drafts if same_party(party, item.who) and same_words(words, item.what, one_party=False))
    return next(alike, None)


# ---- one row ---------------------------------------------------------------------------------------------------------


def _row(draft: _Draft, evidence: Evidence, documents: Mapping[str, Document]) -> Commitment:
    """A row with all that its words say; :func:`_with_fate` tells what became of it."""
    told, statements, by_hand, days = draft.promise.told, draft.promise.statements, draft.set, evidence.published
    made = by_hand.made or made_at(
        [(item, days.get(item.document_id)) for item in told],
        [days.get(mention.statement.document_id) for mention in draft.promise.mentions],
    )
    by, until = times_of(told, made)
    by, until = by_hand.by or by, by_hand.until or until
    kinds = by_hand.kinds or kinds_of(draft.wordings, by, until)
    site_ids = by_hand.site_ids or tuple(dict.fromkeys(id for item in statements for id in item.event.site_ids))
    things = [] if by_hand.what else [item.event.object for item in statements if item.event.object]
    part = _part(draft, [site for site in evidence.record.sites if site.id in site_ids])
    measure = measure_of(draft.wordings, things, site_ids, part)
    is_testable, why = testable(measure, by, draft.wordings, CommitmentKind.REFRAIN in kinds)
    return Commitment(
        id=draft.id,
        who=draft.who,
        what=draft.what,
        statement_ids=tuple(item.id for item in statements),
        site_ids=site_ids,
        by=by,
        testable=is_testable,
        why=why,
        status=CommitmentStatus.NOT_TESTABLE,
        status_reason=why,
        kinds=kinds,
        to=by_hand.to or other_parties(statements, documents, draft.who),
        provision=by_hand.provision or provision_of(told, documents),
        made=made,
        until=until,
        measure=measure,
        mention_ids=tuple(dict.fromkeys(mention.statement.id for mention in draft.promise.mentions)),
        state=draft.state,
        decision_ids=tuple(heeded.decision.id for heeded in draft.decided),
        judged=_judged(draft),
    )


def _judged(draft: _Draft) -> PersonalStatus | None:
    """What a person last said of its status."""
    given = [(decision, edit.status) for _, decision, edit in draft.decided if edit.verb == edits.JUDGE]
    if not given or given[-1][1] is None:
        return None
    decision, status = given[-1]
    return PersonalStatus(status, decision.who, decision.when, decision.note, decision.id) if status else None


def _part(draft: _Draft, sites: Sequence[Site]) -> SitePart | None:
    """The part that the tellings name, or that the words do."""
    named = {item.event.part_id for item in draft.promise.statements} - {None}
    if len(named) == 1 and not draft.set.what:
        return next((part for site in sites for part in site.parts if part.id in named), None)
    return part_in(" ".join(draft.wordings), sites)


def _with_fate(promise: Commitment, draft: _Draft, evidence: Evidence, judged: Mapping[str, Assessment]) -> Commitment:
    """The row with its status, and everything that bears on it."""
    supporting = [*_mentioned(draft, evidence, kept=True)]
    against = [*_mentioned(draft, evidence, kept=False)]
    if promise.testable:
        found = fate(promise, evidence, judged)
        promise = replace(promise, status=found.status, status_reason=found.reason)
        supporting = [*found.evidence_for, *supporting]
        against = [*found.evidence_against, *against]
    return replace(
        promise,
        evidence=tuple(dict.fromkeys((*supporting, *against))),
        evidence_for=tuple(dict.fromkeys(supporting)),
        evidence_against=tuple(dict.fromkeys(against)),
    )


def _mentioned(draft: _Draft, evidence: Evidence, kept: bool) -> list[str]:
    """Claims that a report itself holds for or against the undertaking, by naming both in one breath."""
    held = {mention.statement.id for mention in draft.promise.mentions if mention.kept is kept}
    return [
        claim.id
        for claim in evidence.claims
        if any(member.statement_id in held and member.relation in SUPPORT for member in claim.members)
    ]
