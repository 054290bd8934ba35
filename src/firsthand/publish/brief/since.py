"""What came in after a day: a dossier without what the reader knows already."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from firsthand.publish.dossier import Dossier


def narrowed(dossier: Dossier, since: datetime) -> Dossier:
    """The dossier with those claims, changes, promises and words only to which something was added from ``since`` on.

    Claims keep all their reports, old ones too: a judgement rests on the whole of them.
    """
    fresh = {id for id, told in dossier.statements.items() if told.document.captured >= since}
    scenes = {seen.scene.id for seen in dossier.seen if seen.scene.captured >= since}
    claims = tuple(file for file in dossier.claims if any(told.statement.id in fresh for told in file.told))
    kept = {file.claim.id for file in claims}
    return replace(
        dossier,
        claims=claims,
        changes=tuple(change for change in dossier.changes if scenes & set(change.scene_ids)),
        commitments=tuple(item for item in dossier.commitments if fresh & set(item.statement_ids)),
        rivals=tuple(item for item in dossier.rivals if item.claim_id in kept),
        programme=tuple(told for told in dossier.programme if told.statement.id in fresh),
        since=since,
    )
