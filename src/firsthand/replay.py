"""What was known at a moment: the third clock turned back.

Documents and scenes captured later are left out, and claims, origins and judgements are computed anew from the rest by
the same pure functions that made today's. Changes need no new computation but one caution: a change counts as known
once both its scenes had been captured, though a careful observer may have waited for a further look to be sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from firsthand.case import Case
from firsthand.decisions import decided_by
from firsthand.model import Assessment, Change, Claim, Commitment, Copy, Document, Look, Rivals, Scene, Statement


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All records of a case, now or as known at a moment."""

    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]
    """Those that stand: what a later revision of its document has replaced is not among them."""
    scenes: tuple[Scene, ...]
    looks: tuple[Look, ...]
    changes: tuple[Change, ...]
    claims: tuple[Claim, ...]
    copies: tuple[Copy, ...]
    assessments: tuple[Assessment, ...]
    rivals: tuple[Rivals, ...]
    commitments: tuple[Commitment, ...]


def knowledge(case: Case, known_at: datetime | None = None) -> Knowledge:
    """The records of ``case`` as of ``known_at``, or as the stages left them when it is ``None``."""
    return _now(case) if known_at is None else _then(case, known_at)


def _now(case: Case) -> Knowledge:
    from firsthand.trace.works import Works

    store = case.store
    documents = tuple(store.documents())
    return Knowledge(
        documents=documents,
        statements=tuple(Works(documents).told(store.statements())),
        scenes=tuple(store.scenes()),
        looks=tuple(store.looks()),
        changes=tuple(store.changes()),
        claims=tuple(store.claims()),
        copies=tuple(store.copies()),
        assessments=tuple(store.assessments().values()),
        rivals=tuple(store.rivals()),
        commitments=tuple(store.commitments()),
    )


def _then(case: Case, known_at: datetime) -> Knowledge:
    from firsthand.trace.tracer import TraceContext, trace_statements
    from firsthand.trace.works import Works
    from firsthand.weigh.commitments.keep import carried
    from firsthand.weigh.images import ImageRecord
    from firsthand.weigh.weigher import weigh_claims

    store = case.store
    documents = tuple(store.documents(known_at))
    statements = tuple(Works(documents).told(store.statements()))
    scenes = tuple(store.scenes(known_at=known_at))
    taken_in = {scene.id for scene in scenes}
    looks = tuple(look for look in store.looks() if look.scene_id in taken_in)
    changes = tuple(change for change in store.changes() if taken_in.issuperset(change.scene_ids))
    decisions = decided_by(store.decisions(standing=False), known_at)
    standing = [decision for decision in decisions if decision.withdrawn is None]
    # With what revisions have replaced, so that claims keep the ids they have now.
    traced = trace_statements(documents, store.statements(), TraceContext(case.outlets, case.sites, tuple(standing)))
    record = ImageRecord(case.sites, scenes, looks, changes)
    weighed = weigh_claims(traced.claims, statements, documents, record, case.outlets, decisions)
    return Knowledge(
        documents=documents,
        statements=statements,
        scenes=scenes,
        looks=looks,
        changes=changes,
        claims=tuple(sorted(traced.claims, key=lambda claim: (-claim.reports, claim.id))),
        copies=traced.copies,
        assessments=weighed.assessments,
        rivals=weighed.rivals,
        commitments=carried(weighed.commitments, store.commitments()),
    )
