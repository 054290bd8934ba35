"""What changed in what a case knows between two moments: the third clock at two settings, held side by side.

Both sides are computed by the same functions from what had been captured by then, so a difference is news, not a change
of method.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from firsthand.case import Case
from firsthand.errors import UsageError
from firsthand.model import Assessment, Change, Claim, Commitment, Document, Origin, Relation, Statement
from firsthand.replay import Knowledge, knowledge

STANDS = 0.02
"""A probability interval that moved by no more than this at either end has not moved."""
_ANSWERS = (Relation.DENIES, Relation.CONTRADICTS, Relation.CORRECTS)


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim that nobody had made."""

    claim: Claim
    words: str
    """ICD 203 term of its judgement; empty when it was not judged."""


@dataclass(frozen=True, slots=True)
class NewOrigin:
    """An origin that a known claim has gained."""

    claim: Claim
    origin: Origin


@dataclass(frozen=True, slots=True)
class Moved:
    """A judgement that is another one now."""

    claim: Claim
    before: Assessment
    after: Assessment
    reasons: tuple[str, ...]
    """What moves it now and did not then."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A denial or correction, of a claim that was known, that is new."""

    claim: Claim
    statement: Statement
    document: Document
    relation: Relation


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise whose fate moved, or that is new (``before`` is empty)."""

    promise: Commitment
    before: str
    reason: str


@dataclass(frozen=True, slots=True)
class News:
    """All that changed in what the case, or one site of it, knows."""

    case_title: str
    fictional: bool
    site_id: str
    """Empty for the whole case."""
    since: datetime
    until: datetime
    documents: tuple[Document, ...]
    images: int
    claims: tuple[NewClaim, ...]
    gone: tuple[Claim, ...]
    """Claims that no longer stand: merged into another, or their documents were revised."""
    origins: tuple[NewOrigin, ...]
    moved: tuple[Moved, ...]
    answers: tuple[Answer, ...]
    changes: tuple[Change, ...]
    promises: tuple[Kept, ...]

    @property
    def empty(self) -> bool:
        """Nothing came in and nothing moved."""
        found = (self.claims, self.gone, self.origins, self.moved, self.answers, self.changes, self.promises)
        return not any(found) and not self.documents and not self.images


def news(case: Case, since: datetime, site: str = "", until: datetime | None = None) -> News:
    """What changed between ``since`` and ``until`` (now), in all or at one site (id, name or alias).

    Raises UnknownSiteError, and UsageError when ``since`` does not come first.
    """
    end = until or datetime.now(UTC)
    if since >= end:
        raise UsageError("there is no time between these days", thing=f"{since:%Y-%m-%d}", remedy="give an earlier day")
    site_id = case.site(site).id if site else ""
    before, after = knowledge(case, since), knowledge(case, until)
    then = _matched(after.claims, before.claims)
    here = [claim for claim in after.claims if _is_of(claim, site_id)]
    old, new = _judged(before), _judged(after)
    known = {document.id for document in before.documents}
    fresh = tuple(document for document in after.documents if document.id not in known)
    scenes = {scene.id for scene in before.scenes}
    followed = {claim.id for claim in then.values()}
    return News(
        case_title=case.title,
        fictional=case.fictional,
        site_id=site_id,
        since=since,
        until=end,
        documents=fresh if not site_id else _spoken_in(fresh, here),
        images=sum(scene.id not in scenes and (not site_id or scene.site_id == site_id) for scene in after.scenes),
        claims=tuple(NewClaim(item, _word(new.get(item.id))) for item in here if item.id not in then),
        gone=tuple(item for item in before.claims if item.id not in followed and _is_of(item, site_id)),
        origins=tuple(_new_origins(here, then)),
        moved=tuple(_moves(here, then, old, new)),
        answers=tuple(_answers(here, then, after)),
        changes=_new_changes(before, after, site_id),
        promises=tuple(_promises(before, after, site_id)),
    )


def _is_of(claim: Claim, site_id: str) -> bool:
    return not site_id or site_id in claim.event.site_ids


def _matched(now: Iterable[Claim], then: Iterable[Claim]) -> dict[str, Claim]:
    """The earlier self of each claim by its id now: the same id, else the one that shares most members."""
    earlier = list(then)
    by_id = {claim.id: claim for claim in earlier}
    holder = {member.statement_id: claim for claim in earlier for member in claim.members}
    found = {}
    for claim in now:
        shared = [holder[member.statement_id] for member in claim.members if member.statement_id in holder]
        same = by_id.get(claim.id) or max(shared, key=lambda other: sum(o is other for o in shared), default=None)
        if same is not None:
            found[claim.id] = same
    return found


def _judged(known: Knowledge) -> dict[str, Assessment]:
    return {assessment.claim_id: assessment for assessment in known.assessments}


def _word(held: Assessment | None) -> str:
    return held.words if held else ""


def _spoken_in(documents: Iterable[Document], claims: Iterable[Claim]) -> tuple[Document, ...]:
    ids = {member.document_id for claim in claims for member in claim.members}
    return tuple(document for document in documents if document.id in ids)


def _new_origins(here: Iterable[Claim], then: Mapping[str, Claim]) -> Iterator[NewOrigin]:
    for claim in here:
        if claim.id in then:
            names = {origin.name for origin in then[claim.id].origins}
            yield from (NewOrigin(claim, origin) for origin in claim.origins if origin.name not in names)


def _moves(
    here: Iterable[Claim], then: Mapping[str, Claim], old: Mapping[str, Assessment], new: Mapping[str, Assessment]
) -> Iterator[Moved]:
    for claim in here:
        before = old.get(then[claim.id].id) if claim.id in then else None
        after = new.get(claim.id)
        if before and after and _has_moved(before, after):
            said = {reason.text for reason in before.reasons}
            yield Moved(claim, before, after, tuple(item.text for item in after.reasons if item.text not in said))


def _has_moved(before: Assessment, after: Assessment) -> bool:
    steps = abs(before.low - after.low), abs(before.high - after.high)
    words = before.words != after.words or before.confidence != after.confidence
    return words or max(steps) > STANDS or before.image.answer is not after.image.answer


def _answers(here: Iterable[Claim], then: Mapping[str, Claim], after: Knowledge) -> Iterator[Answer]:
    statements = {statement.id: statement for statement in after.statements}
    documents = {document.id: document for document in after.documents}
    for claim in here:
        if claim.id not in then:
            continue
        known = {member.statement_id for member in then[claim.id].members}
        for member in claim.members:
            told = statements.get(member.statement_id)
            if told and member.relation in _ANSWERS and member.statement_id not in known:
                yield Answer(claim, told, documents[member.document_id], member.relation)


def _new_changes(before: Knowledge, after: Knowledge, site_id: str) -> tuple[Change, ...]:
    known = {change.id for change in before.changes}
    fresh = (change for change in after.changes if change.id not in known)
    return tuple(change for change in fresh if not site_id or change.site_id == site_id)


def _promises(before: Knowledge, after: Knowledge, site_id: str) -> Iterator[Kept]:
    known = {promise.id: promise for promise in before.commitments}
    for promise in after.commitments:
        if site_id and promise.site_ids and site_id not in promise.site_ids:
            continue
        old = known.get(promise.id)
        if old is None:
            yield Kept(promise, "", promise.status_reason)
        elif old.status is not promise.status:
            yield Kept(promise, str(old.status), promise.status_reason)
