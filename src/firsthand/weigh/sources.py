"""The sources of a case with their letters: the list, one history, and a letter that a person gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.case import Case
from firsthand.decisions import GRADE, Judged, record
from firsthand.errors import UnknownIdError, UsageError
from firsthand.model import Decision, SourceGrade, SourceKind, content_id
from firsthand.stage import plural
from firsthand.store.carriage import Carriage
from firsthand.trace.behaviour import Giver, OutletRecord, behaviour
from firsthand.trace.sources import Publishers
from firsthand.weigh.grading.dependence import comparable
from firsthand.weigh.grading.letters import NOT_JUDGED, letter_of, share_interval
from firsthand.weigh.reliability import GIVEN, GRADED, WITHDRAWN, key_of, letter_at
from firsthand.weigh.scales import RELIABILITY


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One source: its letter, what the letter rests on, and for outlets how they behave."""

    name: str
    kind: SourceKind
    letter: str
    meaning: str
    """The letter in the words of AJP-2.1."""
    learned: str
    """The letter by its record alone."""
    given_by: str
    """The decision of the person who gave the letter; empty for a learned one."""
    tests: int
    right: float
    wrong: float
    low: float
    high: float
    """Where the share of its tests passed lies, with 80 per cent probability; 0 to 1 where there are none."""
    claims: int
    """Claims that its reports carry; 0 for sources that publish nothing."""
    first: int
    """Claims that it was the first to carry."""
    accuracy: float | None
    """Learned from agreement of outlets, without any resolved claim; None for sources that publish nothing."""
    compared: int
    """Outlets with which it shares claims enough to be compared."""
    identifiable: bool
    """Its reliability can be told at all, from resolved claims or from agreement."""
    why: str
    """What it can be told from, or why not."""
    copies_from: tuple[Giver, ...] = ()


def sources_of(case: Case, known_at: datetime | None = None) -> list[SourceRecord]:
    """The sources of a weighed case: graded ones first, then those that carry most; letters as of ``known_at``."""
    held = case.store.carriage()
    outlets = {key_of(item.outlet): item for item in behaviour(held, case.outlets)}
    grades = {key_of(grade.name): grade for grade in case.store.grades()}
    overlaps = comparable(_carried(held, Publishers(case.outlets)))
    found = []
    for key in {**grades, **outlets}:
        outlet, grade = outlets.get(key), grades.get(key) or _ungraded(outlets[key].outlet)
        if known_at is not None:
            grade = as_known(grade, known_at)
        found.append(_record(grade, outlet, overlaps.get(outlet.outlet, (0, False)) if outlet else (0, False)))
    return sorted(found, key=lambda item: (item.letter == NOT_JUDGED, -item.tests, -item.claims, item.name))


def source_of_case(case: Case, name: str, known_at: datetime | None = None) -> SourceGrade:
    """The letter of one source and its history, as of ``known_at``. Raises UnknownIdError on a name not in the case."""
    known = {key_of(grade.name): grade for grade in case.store.grades()}
    publishers = Publishers(case.outlets)
    for outlet in map(publishers.name, sorted(case.store.outlets_of_claims())):
        known.setdefault(key_of(outlet), _ungraded(outlet))
    found = known[_known_key(case, name, known)]
    return as_known(found, known_at) if known_at else found


def give_letter(case: Case, name: str, letter: str, note: str = "", who: str = "") -> Decision:
    """Record the letter that a person gives to a source; it goes before the learned one from the next weighing on.

    The source must be an outlet or be named as an origin of a claim: nobody is graded whom no report names. Raises
    UsageError on an unknown letter, UnknownIdError on an unknown source.
    """
    wanted = letter.strip().upper()
    if wanted not in RELIABILITY:
        meant = ", ".join(f"{known} {words}" for known, words in RELIABILITY.items())
        raise UsageError("no such letter", thing=letter, remedy=f"one of: {meant}")
    known = {key_of(grade.name): grade.name for grade in case.store.grades()}
    known |= {key_of(outlet.name): outlet.name for outlet in case.outlets}
    origins = [origin for claim in case.store.claims() for origin in claim.origins]
    known |= {key_of(origin.name): origin.name for origin in origins if origin.kind in GRADED}
    return record(case, Judged(GRADE, (known[_known_key(case, name, known)],), wanted), note, who)


def as_known(grade: SourceGrade, moment: datetime) -> SourceGrade:
    """``grade`` as it stood at ``moment``, by its history."""
    moves = tuple(move for move in grade.moves if move.at <= moment)
    tests = [move for move in moves if move.right + move.wrong]
    right, wrong = sum(move.right for move in tests), sum(move.wrong for move in tests)
    low, high = share_interval(right, wrong) if tests else (0.0, 1.0)
    gone = {move.decision_id for move in moves if move.what == WITHDRAWN}
    given = [move.decision_id for move in moves if move.what == GIVEN and move.decision_id not in gone]
    return replace(
        grade,
        letter=letter_at(grade, moment),
        learned=letter_of(right, wrong),
        right=round(right, 3),
        wrong=round(wrong, 3),
        low=round(low, 3),
        high=round(high, 3),
        tests=len(tests),
        moves=moves,
        given_by=given[-1] if given else "",
    )


def _known_key(case: Case, name: str, known: Mapping[str, object]) -> str:
    for spelled in (name, Publishers(case.outlets).name(name)):
        if key_of(spelled) in known:
            return key_of(spelled)
    remedy = "see `firsthand sources`; nobody is graded whom no report names as a source"
    raise UnknownIdError("no source of this case has this name", thing=name, remedy=remedy)


def _ungraded(outlet: str) -> SourceGrade:
    """An outlet that carries claims and is the origin of none."""
    id = content_id("src", key_of(outlet))
    return SourceGrade(id, outlet, SourceKind.OUTLET, NOT_JUDGED, NOT_JUDGED, 0.0, 0.0, 0.0, 1.0, 0)


def _carried(held: Carriage, publishers: Publishers) -> dict[str, set[str]]:
    """By outlet the claims that its reports carry."""
    outlet_of = {id: publishers.name(outlet) for id, outlet in held.reports.items()}
    found: dict[str, set[str]] = defaultdict(set)
    for claim in held.claims:
        for member in claim.members:
            if member.document_id in outlet_of:
                found[outlet_of[member.document_id]].add(claim.id)
    return found


def _record(grade: SourceGrade, outlet: OutletRecord | None, overlap: tuple[int, bool]) -> SourceRecord:
    compared, odd = overlap
    tested = grade.learned != NOT_JUDGED
    return SourceRecord(
        name=grade.name,
        kind=grade.kind,
        letter=grade.letter,
        meaning=RELIABILITY[grade.letter],
        learned=grade.learned,
        given_by=grade.given_by,
        tests=grade.tests,
        right=grade.right,
        wrong=grade.wrong,
        low=grade.low,
        high=grade.high,
        claims=outlet.claims if outlet else 0,
        first=outlet.first if outlet else 0,
        accuracy=outlet.accuracy if outlet else None,
        compared=compared,
        identifiable=tested or odd,
        why=_told_from(grade, compared, odd),
        copies_from=outlet.copies_from if outlet else (),
    )


def _told_from(grade: SourceGrade, compared: int, odd: bool) -> str:
    if grade.learned != NOT_JUDGED:
        return plural(grade.tests, "resolved claim")
    tested = f"too little ({plural(grade.tests, 'resolved claim')})" if grade.tests else ""
    if odd:
        agreement = f"agreement with {plural(compared, 'outlet')}"
        return f"{tested}, and {agreement}" if tested else agreement
    if compared:
        return f"{tested or 'nothing'}: agreement with one other cannot tell who errs"
    return tested or "nothing"
