"""Judgements kept as stated: what the machine said of a claim, from when on, so that it can be held against the answer.

A row is written when a run says something else than the last one kept; none is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from firsthand.model import Assessment, Claim, Stated
from firsthand.store import Store


def keep_judgements(
    store: Store, claims: Iterable[Claim], assessments: Iterable[Assessment], version: str, now: datetime | None = None
) -> list[Stated]:
    """Keep what differs from what was said last of the same claim; returns it. Call within a transaction."""
    kept = store.stated()
    last = last_stated(kept)
    held = {assessment.claim_id: assessment for assessment in assessments}
    at = now or datetime.now(UTC)
    fresh = []
    for claim in claims:
        assessment = held.get(claim.id)
        if assessment is None:
            continue
        before = last.get(claim.id) or last.get(claim.members[0].statement_id)
        said = (assessment.low, assessment.high, assessment.words)
        if before and (before.claim_id, before.low, before.high, before.words) == (claim.id, *said):
            continue
        fresh.append(Stated(claim.id, claim.members[0].statement_id, claim.text, *said, at, version))
    store.add_stated(fresh)
    return fresh


def last_stated(kept: Sequence[Stated]) -> dict[str, Stated]:
    """The last judgement of each claim, by the claim's id and by that of its earliest statement."""
    return {item.statement_id: item for item in kept} | {item.claim_id: item for item in kept}
