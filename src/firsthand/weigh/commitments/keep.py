"""Keep the ledger from run to run: ids that stay, and the history of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from firsthand.model import Commitment, StatusEntry
from firsthand.store.store import Store
from firsthand.weigh.commitments.ledger import is_overdue
from firsthand.weigh.commitments.promises import same_party, same_words


def keep(store: Store, commitments: Sequence[Commitment], now: datetime | None = None) -> tuple[Commitment, ...]:
    """``commitments`` under the ids they had before; appends to the history what has changed.

    To be called by every run, also when nothing was weighed anew: a day that has passed changes a row by itself.
    """
    kept = carried(commitments, store.commitments())
    now = now or datetime.now(UTC)
    last = store.last_entries()
    fresh = [
        entry for entry in (entry_of(item, now) for item in kept) if _differs(entry, last.get(entry.commitment_id))
    ]
    if fresh:
        store.add_history(fresh)
    return kept


def carried(commitments: Sequence[Commitment], known: Sequence[Commitment]) -> tuple[Commitment, ...]:
    """The rows with the ids of the ``known`` rows that they continue: told by the same statements or in the same words.

    An earlier report of a promise, found later, would otherwise give it a new id and cut its history.
    """
    taken = {item.id for item in commitments}
    left = [item for item in known if item.id not in taken]
    found = []
    for item in commitments:
        old = None if any(item.id == other.id for other in known) else _continued(item, left)
        if old is not None:
            left.remove(old)
        found.append(replace(item, id=old.id) if old else item)
    return tuple(found)


def entry_of(promise: Commitment, now: datetime) -> StatusEntry:
    """The line of history that tells how a row stands."""
    return StatusEntry(
        commitment_id=promise.id,
        at=now,
        status=promise.status,
        reason=promise.status_reason,
        evidence_for=promise.evidence_for,
        evidence_against=promise.evidence_against,
        overdue=is_overdue(promise, now),
        state=promise.state,
        judged=promise.judged.status if promise.judged else None,
        judged_by=promise.judged.who if promise.judged else "",
        statement_ids=promise.statement_ids,
    )


def _continued(promise: Commitment, left: Sequence[Commitment]) -> Commitment | None:
    told = set(promise.statement_ids)
    shared = [(len(told & set(item.statement_ids)), item) for item in left]
    most = max(shared, key=lambda pair: pair[0], default=None)
    if most and most[0]:
        return most[1]
    return next(
        (
            item
            for item in left
            if same_party(promise.who, item.who) and same_words(promise.what, item.what, one_party=False)
        ),
        None,
    )


def _differs(entry: StatusEntry, last: StatusEntry | None) -> bool:
    """The day of the run and the list of tellings alone are no change."""
    return last is None or replace(last, at=entry.at, statement_ids=entry.statement_ids) != entry
