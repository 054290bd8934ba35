"""What people judge: same, not the same, unsure, corrections. Dated and signed; withdrawn, never deleted."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from firsthand.case import Case
from firsthand.corrections import KIND, Correction, Words, nearest, place, value_of
from firsthand.errors import UnknownIdError, UsageError
from firsthand.model import Anchor, Decision, Document, Stance, Statement, content_id
from firsthand.store.address import local_user

KINDS = ("same", "not same", "unsure", "split")
GRADE = "grade"
"""Kind of the decisions by which people give letters: subject the source's name, value the letter."""
MERGE = "merge"
"""Another word for ``same``."""


def decide(case: Case, kind: str, subjects: Sequence[str], note: str = "", who: str = "") -> Decision:
    """Record that statements say the same thing, or do not; takes effect with the next ``trace``.

    A claim's id stands for its earliest statement. ``merge`` is ``same``; ``split`` takes the statements that follow
    out of the claim that comes first; ``unsure`` keeps apart until somebody knows. Raises UsageError on an unknown kind
    or fewer than two subjects, UnknownIdError on ids that the case does not hold.
    """
    return record(case, judged(case, kind, subjects), note, who)


def judged(case: Case, kind: str, subjects: Sequence[str]) -> Judged:
    """What :func:`decide` would record. Raises as it does."""
    kind = "same" if kind == MERGE else kind
    if kind not in KINDS:
        raise UsageError("no such judgement", thing=kind, remedy=f"one of: {', '.join((*KINDS, MERGE))}")
    statements = tuple(dict.fromkeys(_statement_id(case, subject) for subject in subjects))
    if len(statements) < 2:
        raise UsageError("a judgement needs two different statements or claims", remedy="list ids: `firsthand claims`")
    return Judged(kind, statements, kind)


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody judged, before it is dated and signed."""

    kind: str
    subjects: tuple[str, ...]
    value: str


def record(case: Case, judged: Judged, note: str = "", who: str = "") -> Decision:
    """Keep a judgement of any kind, dated now and signed with ``who`` or the user's name. The caller has checked it."""
    now = datetime.now(UTC)
    signed = who or local_user()
    id = content_id("dec", judged.kind, *judged.subjects, judged.value, signed, now.isoformat())
    decision = Decision(id, judged.kind, judged.subjects, judged.value, signed, now, note)
    case.store.put_decision(decision)
    return decision


def decided_by(decisions: Iterable[Decision], moment: datetime) -> list[Decision]:
    """Those made by ``moment``, as they were then: a later withdrawal had not come."""
    return [
        replace(decision, withdrawn=None) if decision.withdrawn and decision.withdrawn > moment else decision
        for decision in decisions
        if decision.when <= moment
    ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a correction asks for, in the words of the text; what is empty stays as it is."""

    content: tuple[str, ...] = ()
    """What was said, one entry for each piece."""
    source: str = ""
    cue: str = ""
    stance: str = ""
    drop: bool = False
    """It is no statement at all."""


def correct(case: Case, subject: str, wanted: Wanted, note: str = "", who: str = "") -> Decision:
    """Record how a statement should have been read, or that a document has one more; takes effect with the next read.

    ``subject`` is a statement's id, or the id, name or URL of the document that lacks the statement. Words that the
    text repeats mean the place nearest to the statement. Raises UsageError when there is nothing to correct, when words
    do not stand in the text or on an unknown stance; UnknownIdError.
    """
    return record(case, judged_correction(case, subject, wanted), note, who)


def judged_correction(case: Case, subject: str, wanted: Wanted) -> Judged:
    """What :func:`correct` would record. Raises as it does."""
    if not any((wanted.content, wanted.source, wanted.cue, wanted.stance, wanted.drop)):
        remedy = "give --content, --source, --cue, --stance or --drop"
        raise UsageError("nothing is said about what to correct", thing=subject, remedy=remedy)
    if wanted.drop and any((wanted.content, wanted.source, wanted.cue, wanted.stance)):
        raise UsageError("what is no statement has nothing else to correct", thing=subject, remedy="give --drop alone")
    stance = _stance(wanted.stance)
    if subject.startswith("stm-"):
        statement = case.store.statement(subject)
        document = case.store.document(statement.document_id)
        correction = _changed(document, statement, wanted, stance)
    else:
        document = case.store.document_called(subject)
        correction = _added(document, wanted, stance)
    return as_judged(correction, subject if subject.startswith("stm-") else "")


def as_judged(correction: Correction, statement_id: str = "") -> Judged:
    """A correction as a judgement; ``statement_id`` is empty where a statement was missing."""
    subjects = (statement_id, correction.document_id) if statement_id else (correction.document_id,)
    return Judged(KIND, subjects, value_of(correction))


def _stance(name: str) -> Stance | None:
    if not name:
        return None
    try:
        return Stance(name.strip().lower())
    except ValueError as error:
        known = ", ".join(stance.value for stance in Stance)
        raise UsageError("no such stance", thing=name, remedy=f"one of: {known}") from error


def _changed(document: Document, statement: Statement, wanted: Wanted, stance: Stance | None) -> Correction:
    about = Words.of(statement)
    near = about.start
    return Correction(
        document_id=document.id,
        about=about,
        drop=wanted.drop,
        content=_pieces(document, wanted.content, near) if wanted.content else None,
        source=place(document, wanted.source, near) if wanted.source else None,
        cue=place(document, wanted.cue, near) if wanted.cue else None,
        stance=stance,
    )


def _added(document: Document, wanted: Wanted, stance: Stance | None) -> Correction:
    if not wanted.content or not wanted.source:
        remedy = "give --content and --source, both in the words of the text"
        raise UsageError("a missing statement needs its words and its source", thing=document.name, remedy=remedy)
    first, source = nearest(document, wanted.content[0], wanted.source)
    return Correction(
        document_id=document.id,
        about=None,
        content=(first, *_pieces(document, wanted.content[1:], first.end)),
        source=source,
        cue=place(document, wanted.cue, source.start) if wanted.cue else None,
        stance=stance,
    )


def _pieces(document: Document, pieces: Sequence[str], near: int) -> tuple[Anchor, ...]:
    """The pieces in text order. Raises UsageError when they overlap."""
    found = sorted((place(document, words, near) for words in pieces), key=lambda anchor: anchor.start)
    for first, second in itertools.pairwise(found):
        if second.start < first.end:
            raise UsageError("two pieces of what was said overlap", thing=f"“{second.quote}”", remedy="give them apart")
    return tuple(found)


def withdraw(case: Case, id: str) -> Decision:
    """Withdraw a decision; it stays on record. Raises UnknownIdError, UsageError when it is withdrawn already."""
    known = [*case.store.decisions(standing=False), *case.store.proposals(standing=False)]
    found = next((decision for decision in known if decision.id == id), None)
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
