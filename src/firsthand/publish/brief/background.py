"""What weighing made beside the likelihoods and a brief may show: letters of sources, boards, declared against seen."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.case import Case
from firsthand.model import Quantity, SourceGrade
from firsthand.publish import wording
from firsthand.publish.claim_words import speaker
from firsthand.publish.dossier import Dossier, outlet_of
from firsthand.weigh.disclosure.counts import Comparison, Role, Span, Verdict, compare, count_rows
from firsthand.weigh.scales import RELIABILITY

MOST_PARTIES = 3
"""Declaring parties named in one sentence."""
UNGRADED = "F"
"""The letter that says that there is too little to go by; it is not shown."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One hypothesis of a board."""

    text: str
    share: str
    """Its probability interval: "25 to 55 per cent"."""
    words: str


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One board of rival hypotheses, at a glance."""

    id: str
    claim_id: str
    question: str
    explanations: tuple[Explanation, ...]
    """Likeliest first."""
    settled: bool
    """The likeliest stands clear of the next."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A number that somebody declares, held against what is seen and told."""

    thing: str
    """What is counted, in the plural."""
    text: str
    """The numbers in a sentence, with what they are worth beside each other."""


@dataclass(frozen=True, slots=True)
class Background:
    """All of it; empty for a brief of an earlier day, since letters and boards are kept as they are now."""

    letters: dict[str, tuple[str, str]]
    """Letter and its meaning, by the name of the source."""
    boards: tuple[BoardLine, ...] = ()
    compared: tuple[Compared, ...] = ()


def background(case: Case, dossier: Dossier) -> Background:
    """What belongs to the claims and reports of the dossier."""
    if dossier.known_at is not None:
        return Background({})
    outlets = {outlet_of(document) for document in dossier.documents}
    graded = [grade for grade in case.store.grades() if grade.letter != UNGRADED]
    letters = {grade.name: _letter(grade) for grade in graded if grade.name in outlets}
    return Background(letters, tuple(_boards(case, dossier)), tuple(_compared(case, dossier)))


def _letter(grade: SourceGrade) -> tuple[str, str]:
    return grade.letter, RELIABILITY[grade.letter]


def _boards(case: Case, dossier: Dossier) -> list[BoardLine]:
    from firsthand.weigh.hypotheses.boards import boards
    from firsthand.weigh.hypotheses.judge import judged

    claims = {file.claim.id for file in dossier.claims}
    found = []
    for board in boards(case):
        outcome = judged(board) if board.claim_id in claims else None
        if outcome and outcome.standings:
            told = tuple(
                Explanation(item.hypothesis.text, wording.per_cent(item.low, item.high), item.words)
                for item in outcome.standings
            )
            found.append(BoardLine(board.id, board.claim_id, board.question, told, outcome.leads))
    return found


def _compared(case: Case, dossier: Dossier) -> list[Compared]:
    claims = [file.claim for file in dossier.claims]
    told = [item for file in dossier.claims for item in file.told]
    statements = {item.statement.id: item.statement for item in told}
    documents = {item.document.id: item.document for item in told}
    rows = count_rows(claims, statements, documents, case.outlets)
    here = {site.id: wording.the_place(site.name) for site in case.sites}
    found = [item for item in compare(rows, case.sites) if item.site_id]
    return [
        Compared(wording.plural(item.thing), in_words(item, dossier, "" if dossier.is_of_site else here[item.site_id]))
        for item in found
    ]


def in_words(item: Comparison, dossier: Dossier, place: str = "") -> str:
    """A declared number beside what is seen and told: "the ministry speaks of none, two were seen: the numbers …"."""
    at = f" at {place}" if place else ""
    standing = [row for row in item.rows if not row.corrected]
    told_by = [dossier.statements.get(row.statement_id) for row in standing if row.role is Role.DECLARED]
    who = list(dict.fromkeys(speaker(told) for told in told_by if told)) or ["the party"]
    parties = who if len(who) <= MOST_PARTIES else [*who[: MOST_PARTIES - 1], "others"]
    declared = f"{wording.listed(parties)} declared {_many(item.declared)}{at}"
    told = ""
    if item.told:
        told = f" Others tell of {_many(item.told)}, which nobody is on record as having seen."
    return f"{declared}{_beside(item)}.{told}"


def _beside(item: Comparison) -> str:
    """What was seen, and whether that can be held against the declaration, as the rest of a sentence."""
    if item.verdict is Verdict.FEWER:
        return f", but {_many(item.seen)} {_were(item.seen)} seen: fewer were declared than there are"
    if item.verdict is Verdict.COMPATIBLE:
        return f"; {_many(item.seen)} {_were(item.seen)} seen, which does not speak against that"
    if item.verdict is Verdict.OTHER_TIMES:
        return "; they were counted only at other times, so the two numbers cannot be held against each other"
    if item.verdict is Verdict.OTHER_THINGS:
        counted = {row.thing: None for row in item.rows if row.role is Role.SEEN and not row.corrected}
        others = wording.listed([wording.plural(thing) for thing in counted])
        return f"; only other things were counted there{f' ({others})' if others else ''}"
    return "; neither an image nor a witness gives a count to hold against it"


def _were(span: Span | None) -> str:
    return "was" if span and span.high == 1 else "were"


def _many(span: Span | None) -> str:
    """ "none", "two", "two to four", "at least two"."""
    if span is None or span.high == 0:
        return "none"
    if span.high is None:
        return f"at least {wording.number(span.low)}"
    return wording.amount(Quantity(span.low, span.high, ""))
