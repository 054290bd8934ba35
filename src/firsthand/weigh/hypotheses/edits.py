"""What people do to a board: dated, signed decisions that win over every proposal and can be withdrawn.

An edit names what it is about by id and keeps the words beside it, so that it still makes sense, and is still shown,
when a later run no longer proposes that board, hypothesis or row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from firsthand.case import Case
from firsthand.decisions import Judged
from firsthand.decisions import record as keep
from firsthand.model import (
    Assumption,
    Board,
    Cell,
    Decision,
    EvidenceKind,
    EvidenceRow,
    Hypothesis,
    HypothesisLink,
    LinkKind,
    Rating,
    Reliability,
    content_id,
)

KIND = "hypothesis"


class Verb(StrEnum):
    """What is done."""

    OPEN = "open"
    ADD = "add"
    DROP = "drop"
    RENAME = "rename"
    RELATE = "relate"
    RATE = "rate"
    EVIDENCE = "evidence"
    WEIGH = "weigh"
    IRRELEVANT = "irrelevant"
    RELEVANT = "relevant"
    ASSUME = "assume"


@dataclass(frozen=True, slots=True)
class Rated:
    """One cell as a person rates it."""

    hypothesis_id: str
    rating: Rating
    likelihood: float | None = None
    """Chance of the evidence under the hypothesis, for base rates."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing done to one board; fields that the verb does not need stay empty."""

    verb: Verb
    board_id: str
    claim_id: str
    question: str
    """Of the board, as it stood."""
    hypothesis_id: str = ""
    other_id: str = ""
    """The second hypothesis of a relation."""
    row_id: str = ""
    assumption_id: str = ""
    text: str = ""
    """The hypothesis, evidence or assumption in words."""
    link: LinkKind | None = None
    ratings: tuple[Rated, ...] = ()
    weight: float | None = None
    """Reliability of a row, in [0, 1]."""
    source: str = ""
    base_rate: str = ""
    """Name of the known base rate that the row is."""
    state: str = ""
    """Of an assumption: open, holds or fails."""

    @property
    def told(self) -> str:
        """For people, in a few words."""
        rated = ", ".join(item.rating.value for item in self.ratings)
        detail = {
            Verb.RATE: f"{rated} for {self.text}",
            Verb.RELATE: f"{self.link} · {self.text}",
            Verb.WEIGH: f"{self.weight:g} for {self.text}" if self.weight is not None else self.text,
            Verb.ASSUME: f"{self.state}: {self.text}",
        }.get(self.verb, self.text)
        return f"{self.verb} {detail}".strip()


def record(case: Case, edit: Edit, note: str = "", who: str = "") -> Decision:
    """Keep ``edit`` as a decision, signed now."""
    from firsthand.store.codec import encode

    about = (edit.hypothesis_id, edit.other_id, edit.row_id, edit.assumption_id)
    subjects = (edit.board_id, *(id for id in about if id))
    return keep(case, Judged(KIND, subjects, encode(edit)), note, who)


def edit_of(decision: Decision) -> Edit:
    """The edit that a decision of this kind holds."""
    from firsthand.store.codec import decode

    return decode(Edit, decision.value)


def board_id(claim_id: str) -> str:
    """The id of the board of a claim."""
    return content_id("brd", claim_id)


def asked_about(decisions: Iterable[Decision]) -> frozenset[str]:
    """Ids of the claims for which people opened a board."""
    edits = (edit_of(decision) for decision in decisions if decision.kind == KIND)
    return frozenset(edit.claim_id for edit in edits if edit.verb is Verb.OPEN)


def edited(proposed: Iterable[Board], decisions: Iterable[Decision]) -> list[Board]:
    """The boards with all standing decisions, in their order, carried out.

    A board that is no longer proposed stays when somebody worked on it, with what people put there.
    """
    boards = {board.id: board for board in proposed}
    for decision in decisions:
        if decision.kind == KIND:
            edit = edit_of(decision)
            board = boards.get(edit.board_id) or _left_over(edit)
            boards[edit.board_id] = _done(board, edit, decision)
    return [boards[id] for id in sorted(boards)]


def _left_over(edit: Edit) -> Board:
    note = "The last run proposed nothing for this question: it holds only what people put there."
    return Board(edit.board_id, edit.claim_id, edit.question, (), "", (), (), notes=(note,))


def _done(board: Board, edit: Edit, decision: Decision) -> Board:
    match edit.verb:
        case Verb.OPEN:
            return board
        case Verb.ADD | Verb.DROP | Verb.RENAME | Verb.RELATE:
            return _hypothesis_edit(board, edit, decision)
        case Verb.ASSUME:
            return _assumed(board, edit, decision)
        case Verb.EVIDENCE:
            return replace(board, rows=(*board.rows, _entered(board, edit, decision)))
        case Verb.RATE | Verb.WEIGH | Verb.IRRELEVANT | Verb.RELEVANT:
            return _row_edit(board, edit, decision)


# ---- hypotheses ----------------------------------------------------------------------------------------------------


def added_id(board_id: str, decision_id: str) -> str:
    """The id of a hypothesis that a person added."""
    return content_id("hyp", board_id, decision_id)


def _hypothesis_edit(board: Board, edit: Edit, decision: Decision) -> Board:
    if edit.verb is Verb.ADD:
        id = added_id(board.id, decision.id)
        why = f"added by {decision.who}" + (f": {decision.note}" if decision.note else "")
        return replace(board, hypotheses=(*board.hypotheses, Hypothesis(id, edit.text, why=why, added_by=decision.id)))
    known = {item.id for item in board.hypotheses}
    if not {edit.hypothesis_id, edit.other_id or edit.hypothesis_id} <= known:
        return _noted(board, edit, decision, "hypothesis")
    if edit.verb is Verb.RELATE:
        if edit.link is None:
            return _noted(board, edit, decision, "relation")
        pair = {edit.hypothesis_id, edit.other_id}
        kept = tuple(link for link in board.links if {link.first, link.second} != pair)
        link = HypothesisLink(edit.hypothesis_id, edit.other_id, edit.link, decision.id)
        return replace(board, links=(*kept, link))
    return replace(
        board,
        hypotheses=tuple(
            _changed(item, edit, decision) if item.id == edit.hypothesis_id else item for item in board.hypotheses
        ),
    )


def _changed(item: Hypothesis, edit: Edit, decision: Decision) -> Hypothesis:
    if edit.verb is Verb.DROP:
        return replace(item, dropped_by=decision.id)
    return replace(item, text=edit.text, renamed_by=decision.id)


# ---- rows and assumptions ------------------------------------------------------------------------------------------


def entered_id(board_id: str, decision_id: str) -> str:
    """The id of a row that a person entered."""
    return content_id("evi", board_id, decision_id)


def _entered(board: Board, edit: Edit, decision: Decision) -> EvidenceRow:
    weight = 1.0 if edit.weight is None else edit.weight
    said = f"weighed by {decision.who}"
    cells = tuple(
        Cell(item.hypothesis_id, item.rating, decision.note, item.likelihood, decision.id) for item in edit.ratings
    )
    return EvidenceRow(
        id=entered_id(board.id, decision.id),
        kind=EvidenceKind.BASE_RATE if edit.base_rate else EvidenceKind.ENTERED,
        text=edit.text,
        reliability=Reliability.exact(weight, said),
        cells=cells,
        source=edit.source,
        added_by=decision.id,
    )


def _row_edit(board: Board, edit: Edit, decision: Decision) -> Board:
    known = {item.id for item in board.hypotheses}
    if edit.row_id not in {row.id for row in board.rows}:
        return _noted(board, edit, decision, "row")
    if any(item.hypothesis_id not in known for item in edit.ratings):
        return _noted(board, edit, decision, "hypothesis")
    rows = tuple(_row(row, edit, decision) if row.id == edit.row_id else row for row in board.rows)
    return replace(board, rows=rows)


def _row(row: EvidenceRow, edit: Edit, decision: Decision) -> EvidenceRow:
    if edit.verb is Verb.IRRELEVANT:
        return replace(row, irrelevant_by=decision.id)
    if edit.verb is Verb.RELEVANT:
        return replace(row, irrelevant_by="")
    if edit.verb is Verb.WEIGH and edit.weight is not None:
        trusted = Reliability.exact(edit.weight, f"weighed by {decision.who}")
        # A person's weight is for the row as it stands; nobody said what a fallen origin would leave of it.
        return replace(row, reliability=trusted, without=(), weighed_by=decision.id)
    cells = {item.hypothesis_id: item for item in row.cells}
    said = decision.note or f"rated by {decision.who}"
    for item in edit.ratings:
        cells[item.hypothesis_id] = Cell(item.hypothesis_id, item.rating, said, item.likelihood, decision.id)
    return replace(row, cells=tuple(cells.values()))


def _assumed(board: Board, edit: Edit, decision: Decision) -> Board:
    if edit.assumption_id and edit.assumption_id not in {item.id for item in board.assumptions}:
        return _noted(board, edit, decision, "assumption")
    if not edit.assumption_id:
        id = content_id("asm", board.id, decision.id)
        rows = (edit.row_id,) if edit.row_id else ()
        own = Assumption(id, edit.text, decision.note, rows, edit.state or "open", decision.id)
        return replace(board, assumptions=(*board.assumptions, own))
    changed = tuple(
        replace(item, state=edit.state, judged_by=decision.id) if item.id == edit.assumption_id else item
        for item in board.assumptions
    )
    return replace(board, assumptions=changed)


def _noted(board: Board, edit: Edit, decision: Decision, what: str) -> Board:
    """The decision stands, but what it is about is not proposed any more."""
    return replace(board, notes=(*board.notes, f"{decision.id} ({edit.told}): its {what} is no longer on the board."))
