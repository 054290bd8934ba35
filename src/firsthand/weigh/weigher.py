"""Claims, statements and changes in; assessments, rival readings and commitments out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from firsthand.case import Case
from firsthand.collect.elements import FOLDER
from firsthand.model import Assessment, Claim, Commitment, Document, ImageVerdict, Outlet, Rivals, Statement
from firsthand.stage import Progress, StageReport, no_progress, plural
from firsthand.store.codec import encode
from firsthand.trace.acts import is_forecast
from firsthand.trace.claims import Order
from firsthand.trace.origins import Lineage
from firsthand.trace.tracer import SUPPORT
from firsthand.trace.works import Works
from firsthand.weigh.commitments import find_commitments
from firsthand.weigh.grades import confidence, credibility
from firsthand.weigh.images import ImageRecord, image_verdict
from firsthand.weigh.likelihood import denying, likelihood
from firsthand.weigh.rivals import find_rivals

if TYPE_CHECKING:
    from firsthand.watch.passes.planner import Overflights

WEIGH_VERSION = "3"
"""Raise when the same input gives other judgements, so that cases are weighed again."""
_STAGE, _KEY = "weigh", "all"


@dataclass(frozen=True, slots=True)
class Weighed:
    assessments: tuple[Assessment, ...]
    rivals: tuple[Rivals, ...]
    commitments: tuple[Commitment, ...]


def weigh_claims(
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    documents: Sequence[Document],
    record: ImageRecord,
    outlets: Sequence[Outlet] = (),
) -> Weighed:
    """Judge every claim, list rival readings, and keep the ledger of promises."""
    works = Works(documents)
    documents = works.voices
    ordered = sorted(works.told(statements), key=Order(documents))
    by_id = {statement.id: statement for statement in ordered}
    published = {document.id: document.published for document in documents}
    lineage = Lineage(documents, ordered, (), outlets)
    verdicts = {
        claim.id: image_verdict(claim, _told(claim, published), record, _foretold(claim, by_id)) for claim in claims
    }
    return Weighed(
        tuple(_assessment(claim, by_id, verdicts[claim.id], lineage) for claim in claims),
        find_rivals(claims, by_id),
        find_commitments(ordered, claims, record),
    )


def weigh(case: Case, progress: Progress = no_progress) -> StageReport:
    """Weigh all claims of ``case``; nothing is done when nothing has changed. Raises StorageError, InputError."""
    store = case.store
    claims, statements, documents = store.claims(), store.statements(), store.documents()
    record = ImageRecord(
        case.sites, tuple(store.scenes()), tuple(store.looks()), tuple(store.changes()), _overflights(case)
    )
    now = _fingerprint(claims, statements, documents, record, case.outlets)
    if store.fingerprints(_STAGE).get(_KEY) == now:
        return StageReport(
            _STAGE, fresh=len(claims), summary=_summary(len(claims), store.rivals(), store.commitments())
        )
    progress("weigh", 0, len(claims))
    weighed = weigh_claims(claims, statements, documents, record, case.outlets)
    with store.writing():
        store.put_weigh(weighed.assessments, weighed.rivals, weighed.commitments)
        store.set_fingerprint(_STAGE, _KEY, now)
    progress("weigh", len(claims), len(claims))
    return StageReport(_STAGE, done=len(claims), summary=_summary(len(claims), weighed.rivals, weighed.commitments))


def _overflights(case: Case) -> Overflights | None:
    """What the case knows of passes; SGP4 is loaded only where it keeps element sets."""
    if not (case.root / FOLDER).is_dir():
        return None
    from firsthand.watch.passes.planner import Overflights

    return Overflights.of(case)


def _assessment(claim: Claim, statements: Mapping[str, Statement], image: ImageVerdict, lineage: Lineage) -> Assessment:
    denials = denying(claim, statements, lineage)
    likely = likelihood(claim, statements, image, denials)
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
    )


def _foretold(claim: Claim, statements: Mapping[str, Statement]) -> bool:
    supporting = [statements[member.statement_id] for member in claim.members if member.relation in SUPPORT]
    return bool(supporting) and all(is_forecast(statement) for statement in supporting)


def _told(claim: Claim, published: Mapping[str, datetime | None]) -> datetime | None:
    """When the claim was first published; None when no report of it is dated."""
    return min((moment for member in claim.members if (moment := published.get(member.document_id))), default=None)


def _fingerprint(
    claims: Iterable[Claim],
    statements: Iterable[Statement],
    documents: Iterable[Document],
    record: ImageRecord,
    outlets: Iterable[Outlet],
) -> str:
    digest = hashlib.sha256(WEIGH_VERSION.encode())
    records = (claims, statements, record.sites, record.scenes, record.looks, record.changes)
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
