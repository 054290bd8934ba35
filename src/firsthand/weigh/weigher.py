"""Claims, statements and changes in; assessments, rival readings and commitments out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from firsthand.case import Case
from firsthand.collect.images.elements import FOLDER
from firsthand.corrections import KIND as CORRECTION
from firsthand.decisions import KINDS as TRACED
from firsthand.model import (
    Assessment,
    Board,
    Claim,
    Commitment,
    Decision,
    Document,
    Outlet,
    Rivals,
    SourceGrade,
    Statement,
)
from firsthand.stage import Progress, StageReport, no_progress, plural
from firsthand.store.codec import encode
from firsthand.weigh.commitments.keep import keep
from firsthand.weigh.commitments.ledger import find_commitments
from firsthand.weigh.evidence import Evidence
from firsthand.weigh.grades import confidence, credibility
from firsthand.weigh.hypotheses.propose import propose_boards
from firsthand.weigh.images import ImageRecord
from firsthand.weigh.likelihood import likelihood
from firsthand.weigh.reliability import learn
from firsthand.weigh.rivals import find_rivals
from firsthand.weigh.scoring.judgements import keep_judgements

if TYPE_CHECKING:
    from firsthand.watch.passes.planner import Overflights

WEIGH_VERSION = "5"
"""Raise when the same input gives other judgements, so that cases are weighed again."""
_STAGE, _KEY = "weigh", "all"
EARLIER = frozenset({*TRACED, CORRECTION})
"""Kinds of decisions that earlier stages heed; of all others a new or withdrawn one makes a case weighed again."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the stage says: one field for each part of it."""

    assessments: tuple[Assessment, ...]
    rivals: tuple[Rivals, ...]
    commitments: tuple[Commitment, ...]
    grades: tuple[SourceGrade, ...]
    """The Admiralty letters of all sources."""
    boards: tuple[Board, ...]
    """Rival hypotheses, with the evidence for and against each."""


def weigh_claims(
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    documents: Sequence[Document],
    record: ImageRecord,
    outlets: Sequence[Outlet] = (),
    decisions: Sequence[Decision] = (),
) -> Weighed:
    """Judge every claim, grade its sources, list rival readings, and keep the ledger of promises.

    ``decisions`` are those of people, with the withdrawn ones, which histories tell of.
    """
    bare = Evidence.of(claims, statements, documents, record, outlets, decisions)
    evidence = replace(bare, trust=learn(bare))
    assessments = tuple(_assessment(claim, evidence) for claim in claims)
    commitments = find_commitments(evidence, assessments)
    return Weighed(
        assessments=assessments,
        rivals=find_rivals(claims, evidence.by_id),
        commitments=commitments,
        grades=tuple(evidence.trust.grades.values()),
        boards=propose_boards(evidence, assessments, commitments),
    )


def weigh(case: Case, progress: Progress = no_progress) -> StageReport:
    """Weigh all claims of ``case``; nothing is done when nothing has changed. Raises StorageError, InputError."""
    store = case.store
    claims, statements, documents = store.claims(), store.statements(), store.documents()
    record = ImageRecord(
        case.sites, tuple(store.scenes()), tuple(store.looks()), tuple(store.changes()), _overflights(case)
    )
    decisions = [decision for decision in store.decisions(standing=False) if decision.kind not in EARLIER]
    now = _fingerprint(claims, statements, documents, record, case.outlets, decisions)
    if store.fingerprints(_STAGE).get(_KEY) == now:
        promises = keep(store, store.commitments())
        return StageReport(_STAGE, fresh=len(claims), summary=_summary(len(claims), store.rivals(), promises))
    progress("weigh", 0, len(claims))
    weighed = weigh_claims(claims, statements, documents, record, case.outlets, decisions)
    with store.writing():
        promises = keep(store, weighed.commitments)
        store.put_weigh(weighed.assessments, weighed.rivals, promises)
        store.put_grades(weighed.grades)
        keep_judgements(store, claims, weighed.assessments, WEIGH_VERSION)
        store.put_boards(weighed.boards)
        store.set_fingerprint(_STAGE, _KEY, now)
    progress("weigh", len(claims), len(claims))
    return StageReport(_STAGE, done=len(claims), summary=_summary(len(claims), weighed.rivals, promises))


def _overflights(case: Case) -> Overflights | None:
    """What the case knows of passes; SGP4 is loaded only where it keeps element sets."""
    if not (case.root / FOLDER).is_dir():
        return None
    from firsthand.watch.passes.planner import Overflights

    return Overflights.of(case)


def _assessment(claim: Claim, evidence: Evidence) -> Assessment:
    image = evidence.verdicts[claim.id]
    denials = evidence.denials[claim.id]
    likely = likelihood(claim, evidence.by_id, image, denials, evidence.trust)
    level, reason = confidence(claim, image, len(denials))
    return Assessment(
        claim_id=claim.id,
        low=likely.low,
        high=likely.high,
        words=likely.words,
        confidence=level,
        confidence_reason=reason,
        reasons=likely.reasons,
        image=image,
        credibility=credibility(claim, image, len(denials)),
        linchpin=likely.linchpin,
        start=likely.start,
    )


def _fingerprint(
    claims: Iterable[Claim],
    statements: Iterable[Statement],
    documents: Iterable[Document],
    record: ImageRecord,
    outlets: Iterable[Outlet],
    decisions: Iterable[Decision],
) -> str:
    digest = hashlib.sha256(WEIGH_VERSION.encode())
    records = (claims, statements, record.sites, record.scenes, record.looks, record.changes, decisions)
    for group in records:
        for item in group:
            digest.update(encode(item).encode())
    for document in documents:
        digest.update(f"{document.id}|{document.published}|{document.outlet}|{document.byline}\n".encode())
    digest.update(repr(list(outlets)).encode())
    digest.update(repr(record.overflights).encode())
    return digest.hexdigest()


def _summary(claims: int, rivals: Sequence[Rivals], commitments: Sequence[Commitment]) -> str:
    promises = plural(len(commitments), "promise")
    return f"{plural(claims, 'claim')} weighed, {len(rivals)} with rival readings, {promises}"
