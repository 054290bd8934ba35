"""What weighing made beside the likelihoods and a brief may show: letters of sources, boards, declared against seen."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.case import Case
from firsthand.model import SourceGrade
from firsthand.publish import wording
from firsthand.publish.dossier import Dossier, outlet_of
from firsthand.weigh.scales import RELIABILITY

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
    verdict: str
    reason: str


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
    from firsthand.weigh.disclosure.counts import compare, count_rows

    claims = [file.claim for file in dossier.claims]
    told = [item for file in dossier.claims for item in file.told]
    statements = {item.statement.id: item.statement for item in told}
    documents = {item.document.id: item.document for item in told}
    rows = count_rows(claims, statements, documents, case.outlets)
    return [Compared(item.thing, str(item.verdict), item.reason) for item in compare(rows, case.sites) if item.site_id]
