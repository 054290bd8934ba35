"""What people judge: same, not the same, unsure. Dated and signed; withdrawn, never deleted."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from firsthand.case import Case
from firsthand.errors import UnknownIdError, UsageError
from firsthand.model import Decision, content_id

KINDS = ("same", "not same", "unsure")


def decide(case: Case, kind: str, subjects: Sequence[str], note: str = "", who: str = "") -> Decision:
    """Record that statements say the same thing, or do not; takes effect with the next ``trace``.

    A claim's id stands for its earliest statement. Raises UsageError on an unknown kind or fewer than two subjects,
    UnknownIdError on ids that the case does not hold.
    """
    if kind not in KINDS:
        raise UsageError("no such judgement", thing=kind, remedy=f"one of: {', '.join(KINDS)}")
    statements = tuple(dict.fromkeys(_statement_id(case, subject) for subject in subjects))
    if len(statements) < 2:
        raise UsageError("a judgement needs two different statements or claims", remedy="list ids: `firsthand claims`")
    now = datetime.now(UTC)
    signed = who or getpass.getuser()
    decision = Decision(
        content_id("dec", kind, *statements, signed, now.isoformat()), kind, statements, kind, signed, now, note
    )
    case.store.put_decision(decision)
    return decision


def withdraw(case: Case, id: str) -> Decision:
    """Withdraw a decision; it stays on record. Raises UnknownIdError, UsageError when it is withdrawn already."""
    found = next((decision for decision in case.store.decisions(standing=False) if decision.id == id), None)
    if found is None:
        raise UnknownIdError("no decision has this id", thing=id, remedy="list them with `firsthand decisions`")
    if found.withdrawn:
        raise UsageError(f"withdrawn already, on {found.withdrawn.date()}", thing=id)
    withdrawn = replace(found, withdrawn=datetime.now(UTC))
    case.store.put_decision(withdrawn)
    return withdrawn


def _statement_id(case: Case, subject: str) -> str:
    if subject.startswith("clm-"):
        return case.store.claim(subject).members[0].statement_id
    return case.store.statement(subject).id
