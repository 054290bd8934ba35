"""What a program proposes and a person accepts or refuses.

A proposal is kept beside the decisions and heeded by no stage (:meth:`firsthand.store.journal.Journal.decisions` leaves
it out). Accepting it records the decision that it proposes, signed by the person; ``firsthand undo`` refuses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from firsthand.case import Case
from firsthand.corrections import KIND as CORRECTION
from firsthand.corrections import correction_in
from firsthand.decisions import Judged, Wanted, decide, judged, judged_correction, record
from firsthand.errors import UnknownIdError, UsageError
from firsthand.model import Decision
from firsthand.store.codec import decode, encode
from firsthand.store.journal import PROPOSAL

ACCEPT = "accept"


def propose(case: Case, kind: str, subjects: Sequence[str], note: str, who: str) -> Decision:
    """Propose that statements say the same thing, or do not. Raises as :func:`firsthand.decisions.decide`."""
    return _proposed(case, judged(case, kind, subjects), note, who)


def propose_correction(case: Case, subject: str, wanted: Wanted, note: str, who: str) -> Decision:
    """Propose how a statement should have been read. Raises as :func:`firsthand.decisions.correct`."""
    return _proposed(case, judged_correction(case, subject, wanted), note, who)


def _proposed(case: Case, wanted: Judged, note: str, who: str) -> Decision:
    return record(case, Judged(PROPOSAL, wanted.subjects, encode(wanted)), note, who)


def proposed(decision: Decision) -> Judged:
    """What a proposal would record."""
    return decode(Judged, decision.value)


def accept(case: Case, id: str, note: str = "", who: str = "") -> Decision:
    """Record what a proposal proposes, signed by ``who``; the proposal is closed. Raises UnknownIdError, UsageError."""
    found = next((item for item in case.store.proposals(standing=False) if item.id == id), None)
    if found is None:
        raise UnknownIdError(
            "no proposal has this id", thing=id, remedy="list them with `firsthand decisions --proposed`"
        )
    if found.withdrawn:
        raise UsageError(f"accepted or refused already, on {found.withdrawn.date()}", thing=id)
    reason = note or f"proposed by {found.who}: {found.note}".removesuffix(": ")
    with case.store.writing():
        decision = record(case, proposed(found), reason, who)
        case.store.put_decision(replace(found, withdrawn=datetime.now(UTC)))
    return decision


def settle(case: Case, kind: str, subjects: Sequence[str], note: str = "", who: str = "") -> Decision:
    """Accept the proposal named first when ``kind`` is "accept"; else decide on ``subjects``. Raises as both do."""
    if kind != ACCEPT:
        return decide(case, kind, subjects, note, who)
    if len(subjects) != 1:
        raise UsageError("one proposal is accepted at a time", thing=", ".join(subjects), remedy="give a single id")
    return accept(case, subjects[0], note, who)


def told(decision: Decision) -> str:
    """For people: what a proposal would decide."""
    wanted = proposed(decision)
    if wanted.kind == CORRECTION:
        return correction_in(wanted.value).told
    return f"{wanted.kind}: {', '.join(wanted.subjects)}"
