"""What people do on the desk, each as one call: a judgement is recorded; a corrected report is read again at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from firsthand import decisions
from firsthand.case import Case
from firsthand.corrections import KIND as CORRECTION
from firsthand.corrections import correction_of
from firsthand.decisions import Wanted
from firsthand.desk.days import asked_day
from firsthand.desk.forms import BoardForm, CommitmentForm, CorrectionForm, JudgementForm
from firsthand.errors import CaseBusyError, UsageError
from firsthand.model import Decision, Statement
from firsthand.weigh.commitments import judging
from firsthand.weigh.hypotheses import boards
from firsthand.weigh.hypotheses.boards import Signed


@dataclass(frozen=True, slots=True)
class Reread:
    """A correction, or its withdrawal, and what came of it in the text."""

    decision: Decision
    statement_id: str = ""
    """The statement as it is read now; empty when there is none, or the reading waits."""
    waits: bool = False
    """Another process holds the case; the report is read again by the next run."""


# ---- statements and claims -------------------------------------------------------------------------------------------


def correct(case: Case, subject: str, form: CorrectionForm, who: str) -> Reread:
    """Record a correction of a statement, or a statement that a document lacks, and read the document again.

    What stands in the form as it was read is left alone. Raises as :func:`firsthand.decisions.correct`.
    """
    wanted = Wanted(tuple(_lines(form.content)), _line(form.source), _line(form.cue), form.stance, form.drop)
    if form.drop:
        wanted = Wanted(drop=True)
    elif subject.startswith("stm-"):
        wanted = _changed(case.store.statement(subject), wanted)
    return _read_again(case, decisions.correct(case, subject, wanted, form.note, who))


def undo(case: Case, decision_id: str) -> Reread:
    """Withdraw a decision; a correction's document is read again. Raises UnknownIdError, UsageError."""
    decision = decisions.withdraw(case, decision_id)
    return _read_again(case, decision) if decision.kind == CORRECTION else Reread(decision)


def judge_claim(case: Case, claim_id: str, form: JudgementForm, who: str) -> Decision:
    """Same, not the same, unsure, of a claim and another or of chosen statements; split: what leaves the claim."""
    alone = form.kind == "split" or (form.other and not form.statements)
    subjects = [*([claim_id] if alone else []), *form.statements, *([form.other] if form.other else [])]
    return decisions.decide(case, form.kind, subjects, form.note, who)


def _read_again(case: Case, decision: Decision) -> Reread:
    from firsthand.read.reader import read

    document_id = correction_of(decision).document_id
    try:
        with case.working():
            read(case, only=[document_id])
    except CaseBusyError:
        return Reread(decision, waits=True)
    made = [item.id for item in case.store.statements(document_id) if item.corrected_by == decision.id]
    return Reread(decision, made[0] if made else "")


def _changed(statement: Statement, wanted: Wanted) -> Wanted:
    """Without the words that the statement has already."""
    content = tuple(_line(piece.quote) for piece in statement.content)
    return replace(
        wanted,
        content=() if wanted.content == content else wanted.content,
        source="" if statement.source and wanted.source == _line(statement.source.quote) else wanted.source,
        cue="" if statement.cue and wanted.cue == _line(statement.cue.quote) else wanted.cue,
        stance="" if wanted.stance == statement.stance else wanted.stance,
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for part in text.splitlines() if (line := _line(part))]


# ---- boards of rival hypotheses --------------------------------------------------------------------------------------

BoardVerb = Callable[[Case, str, BoardForm, Signed], Decision]


def _rate(case: Case, board: str, form: BoardForm, signed: Signed) -> Decision:
    ratings = dict(pair.partition("=")[::2] for pair in form.ratings)
    held = boards.board(case, board)
    row = boards.named(held.rows, form.row, "row")
    numbers = {item.id: f"H{place}" for place, item in enumerate(held.hypotheses, 1)}
    before = {numbers[cell.hypothesis_id]: cell.rating.value for cell in row.cells if cell.hypothesis_id in numbers}
    changed = {name: value for name, value in ratings.items() if value and before.get(name) != value}
    if not changed:
        raise UsageError("no rating was changed", thing=form.row, remedy="choose another rating in the row, then rate")
    return boards.rate(case, board, form.row, changed, signed)


def _evidence(case: Case, board: str, form: BoardForm, signed: Signed) -> Decision:
    ratings = dict(pair.partition("=")[::2] for pair in form.ratings)
    given = {name: value for name, value in ratings.items() if value}
    entry = boards.Entry(form.text, given, _weight(form.weight or "1"), form.source, form.base_rate)
    return boards.add_evidence(case, board, entry, signed)


BOARD_VERBS: dict[str, BoardVerb] = {
    "open": lambda case, board, form, signed: boards.open_board(case, board, signed),
    "add": lambda case, board, form, signed: boards.add_hypothesis(case, board, form.text, signed),
    "drop": lambda case, board, form, signed: boards.drop_hypothesis(case, board, form.hypothesis, signed),
    "rename": lambda case, board, form, signed: boards.rename_hypothesis(
        case, board, form.hypothesis, form.text, signed
    ),
    "relate": lambda case, board, form, signed: boards.relate(
        case, board, (form.hypothesis, form.other), form.kind, signed
    ),
    "rate": _rate,
    "evidence": _evidence,
    "weigh": lambda case, board, form, signed: boards.weigh_row(case, board, form.row, _weight(form.weight), signed),
    "mark": lambda case, board, form, signed: boards.mark(case, board, form.row, form.state == "relevant", signed),
    "assume": lambda case, board, form, signed: boards.assume(case, board, form.text, form.state or "open", signed),
}


def edit_board(case: Case, board: str, verb: str, form: BoardForm, who: str) -> Decision:
    """One edit of a board. Raises UsageError for an unknown verb, and as the edit does."""
    if verb not in BOARD_VERBS:
        raise UsageError("a board is not edited so", thing=verb, remedy=f"one of: {', '.join(BOARD_VERBS)}")
    return BOARD_VERBS[verb](case, board, form, Signed(who, form.note))


def _weight(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise UsageError("this is no number", thing=text, remedy="give a weight from 0 to 1, such as 0.4") from error


# ---- commitments -----------------------------------------------------------------------------------------------------


def judge_commitment(case: Case, id: str, verb: str, form: CommitmentForm, who: str) -> Decision:
    """Confirm, reject, edit, judge or merge. Raises UsageError for an unknown verb, and as the verb does."""
    if verb == "confirm":
        return judging.confirm(case, id, form.note, who)
    if verb == "reject":
        return judging.reject(case, id, form.note, who)
    if verb == "judge":
        return judging.judge(case, id, form.status, form.note, who)
    if verb == "merge":
        return judging.merge(case, id, form.others, form.note, who)[-1]
    if verb == "edit":
        return judging.edit(case, id, _unlike(case, id, form), form.note, who)
    raise UsageError("a commitment is not judged so", thing=verb, remedy="confirm, reject, edit, judge or merge")


def add_commitment(case: Case, form: CommitmentForm, who: str) -> Decision:
    """Enter one by hand. Raises UsageError, UnknownSiteError."""
    return judging.add(case, _wanted(form), form.note, who)


def _unlike(case: Case, id: str, form: CommitmentForm) -> judging.Wanted:
    """The fields of the form that differ from what is held."""
    promise, wanted = case.store.commitment(id), _wanted(form)
    provision = promise.provision
    return replace(
        wanted,
        who="" if wanted.who == promise.who else wanted.who,
        what="" if wanted.what == _line(promise.what) else wanted.what,
        to=() if wanted.to == promise.to else wanted.to,
        kinds=() if set(wanted.kinds) == {kind.value for kind in promise.kinds} else wanted.kinds,
        sites=() if set(wanted.sites) == set(promise.site_ids) else wanted.sites,
        text_source="" if provision and wanted.text_source == provision.text else wanted.text_source,
        article="" if provision and wanted.article == provision.article else wanted.article,
    )


def _wanted(form: CommitmentForm) -> judging.Wanted:
    return judging.Wanted(
        who=_line(form.who),
        what=_line(form.what),
        to=tuple(name for part in form.to.split(",") if (name := _line(part))),
        by=asked_day(form.by),
        until=asked_day(form.until),
        made=asked_day(form.made),
        kinds=tuple(form.kinds),
        sites=tuple(form.sites),
        text_source=_line(form.text_source),
        article=_line(form.article),
    )
