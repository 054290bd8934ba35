"""The numbers of promises, hypotheses, sources, counts, alerts, forecasts and decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from firsthand.errors import UnknownIdError
from firsthand.model import Board, Decision, GradeMove, SourceGrade
from firsthand.publish.commitment_board import Behind, rows_behind
from firsthand.weigh.disclosure.counts import CountRow, Role
from firsthand.weigh.disclosure.report import comparison
from firsthand.weigh.hypotheses.boards import boards
from firsthand.weigh.hypotheses.judge import Outcome, judged
from firsthand.weigh.hypotheses.why import Step, inconsistency_steps, posterior_steps, row_steps
from firsthand.weigh.scales import RELIABILITY
from firsthand.weigh.scoring.resolutions import resolved
from firsthand.why.rows import Number, Opened, Row, Shelf, clipped, share


def commitment(shelf: Shelf, id: str) -> Opened:
    """The rows behind all that the ledger shows of one undertaking. Raises UnknownIdError."""
    behind = rows_behind(shelf.case, id)
    found = next(item for item in shelf.store.commitments() if item.id == id)
    fields = dict.fromkeys(["status", *(row.field for row in behind)])
    values = {"status": f"{found.status}", "deadline": f"{found.by.end:%Y-%m-%d}" if found.by and found.by.end else ""}
    notes = {"status": found.status_reason}
    numbers = []
    for field in fields:
        rows = [_behind(row) for row in behind if row.field == field]
        numbers.append(Number(field, values.get(field) or str(len(rows)), tuple(rows), "", None, notes.get(field, "")))
    numbers.append(Number("testable", "yes" if found.testable else "no", (), "", None, found.why))
    return Opened(id, "commitment", f"{found.who}: {clipped(found.what)}", tuple(numbers))


def _behind(row: Behind) -> Row:
    # Entries of the history and sensors of the table are no records of their own.
    evidence = (row.id,) if row.id and row.kind not in ("entry", "sensor") else ()
    return Row(f"{row.kind}: {row.text}", None, evidence)


# ---- hypotheses ----------------------------------------------------------------------------------------------------


def board(shelf: Shelf, id: str) -> Opened:
    """How every hypothesis of a board stands. Raises UnknownIdError."""
    found = next((item for item in boards(shelf.case) if id in (item.id, item.claim_id)), None)
    if found is None:
        raise UnknownIdError("no board of hypotheses has this id", thing=id, remedy="see `firsthand hypotheses`")
    outcome = judged(found)
    rows = [
        Row(f"{item.hypothesis.text} ({item.words})", round(item.posterior, 4), (item.hypothesis.id,))
        for item in outcome.standings
    ]
    note = "Open a hypothesis for the rows that made its number."
    numbers = [Number("posteriors", f"{len(rows)} hypotheses", tuple(rows), "probability", None, note)]
    rows = [
        Row(
            f"{item.row.text}{'' if item.counted else f' (not counted: {item.why_not})'}",
            item.diagnosticity,
            (item.row.id,),
        )
        for item in outcome.rows
    ]
    note = "Largest likelihood divided by the smallest; 1 tells nothing apart."
    numbers.append(Number("diagnosticity", f"{len(rows)} rows", tuple(rows), "ratio", None, note))
    rows = [Row(f"without {item.kind} {item.name}", round(item.shift, 4), item.row_ids) for item in outcome.falls]
    numbers.append(Number("what it hangs on", f"{len(rows)} falls", tuple(rows), "largest shift of a posterior"))
    return Opened(found.id, "board", found.question, tuple(numbers))


def hypothesis(shelf: Shelf, id: str) -> Opened | None:
    """The steps to its posterior and its inconsistency; ``None`` when no board holds it."""
    found = _on_board(shelf, lambda held: id in {item.id for item in held.hypotheses})
    if found is None:
        return None
    outcome = judged(found)
    text = next(item.text for item in found.hypotheses if item.id == id)
    standing = next((item for item in outcome.standings if item.hypothesis.id == id), None)
    if standing is None:
        return Opened(id, "hypothesis", text, (Number("posterior", "dropped, so not judged"),))
    steps, against = posterior_steps(outcome, id), inconsistency_steps(outcome, id)
    moves = [step.result - before for before, step in zip((0.0, *(s.result for s in steps)), steps, strict=False)]
    rows = [_step(shelf, step, round(move, 6)) for step, move in zip(steps, moves, strict=True)]
    value = f"{share(standing.low)} to {share(standing.high)}, {standing.words}"
    note = "Each row multiplies by its likelihood and all hypotheses are scaled to one; the amount is what that adds."
    total = round(sum(row.amount or 0.0 for row in rows), 6)
    numbers = [Number("posterior", value, tuple(rows), "probability", total, note)]
    rows = [_step(shelf, step, round(step.value, 6)) for step in against]
    note = "Reliability times 1 for I and 2 for II."
    total = round(sum(row.amount or 0.0 for row in rows), 6)
    numbers.append(Number("inconsistency", f"{standing.inconsistency:.2f}", tuple(rows), "points", total, note))
    return Opened(id, "hypothesis", text, tuple(numbers))


def evidence_row(shelf: Shelf, id: str) -> Opened | None:
    """What a row is rated for each hypothesis; ``None`` when no board holds it."""
    found = _on_board(shelf, lambda held: id in {item.id for item in held.rows})
    if found is None:
        return None
    outcome: Outcome = judged(found)
    weight = next(item for item in outcome.rows if item.row.id == id)
    rows = [_step(shelf, step, round(step.result, 4)) for step in row_steps(outcome, id)]
    numbers = (
        Number(
            "likelihoods", f"diagnosticity {weight.diagnosticity:.2f}", tuple(rows), "likelihood", None, weight.why_not
        ),
        Number(
            "reliability",
            share(weight.row.reliability.middle),
            (shelf.row(weight.row.reliability.reason or "entered by a person", None, weight.row.evidence),),
        ),
    )
    return Opened(id, "evidence", weight.row.text, numbers)


def _on_board(shelf: Shelf, holds: Callable[[Board], bool]) -> Board | None:
    return next((item for item in boards(shelf.case) if holds(item)), None)


def _step(shelf: Shelf, step: Step, amount: float) -> Row:
    said = f"{step.text} ({step.by} {step.value:.3g})" + (f": {step.reason}" if step.reason else "")
    return shelf.row(said, amount, step.evidence)


def rivals(shelf: Shelf, id: str) -> Opened | None:
    """The readings of one act; ``None`` when there are none of this id."""
    found = next((item for item in shelf.store.rivals() if item.id == id), None)
    if found is None:
        return None
    rows = [Row(item.holder, 1.0, item.statement_ids, clipped(item.text)) for item in found.readings]
    number = Number("readings", str(len(rows)), tuple(rows), "readings", float(len(rows)))
    return Opened(
        id,
        "rival readings",
        found.about,
        (number, Number("claim", found.claim_id, (Row("", None, (found.claim_id,)),))),
    )


# ---- sources -------------------------------------------------------------------------------------------------------


def source(shelf: Shelf, id: str) -> Opened | None:
    """A source's letter and every move that made it, by id or name; ``None`` when nobody of it is graded."""
    wanted = id.casefold()
    found = next((item for item in shelf.store.grades() if wanted in (item.id, item.name.casefold())), None)
    if found is None:
        return None
    rows = tuple(_move(shelf, move, move.right) for move in found.moves if move.right)
    numbers = [_letter(shelf, found), Number("tests passed", f"{found.right:g}", rows, "tests")]
    rows = tuple(_move(shelf, move, move.wrong) for move in found.moves if move.wrong)
    numbers.append(Number("tests failed", f"{found.wrong:g}", rows, "tests"))
    return Opened(found.id, "source", found.name, tuple(numbers))


def _letter(shelf: Shelf, found: SourceGrade) -> Number:
    rows = tuple(_move(shelf, move, None) for move in found.moves)
    note = f"It would pass {share(found.low)} to {share(found.high)} of such tests (middle 80 per cent)."
    note = note if found.tests else "No claim of its own has been resolved, so that nothing can be learned."
    return Number("letter", f"{found.letter}, {RELIABILITY[found.letter]}", rows, "", None, note)


def _move(shelf: Shelf, move: GradeMove, amount: float | None) -> Row:
    evidence = tuple(id for id in (move.claim_id, move.decision_id, *move.evidence) if id)
    return shelf.row(f"{move.at:%Y-%m-%d} {move.what}, {move.letter}: {move.reason}", amount, evidence)


# ---- declared against seen -----------------------------------------------------------------------------------------


def counted(shelf: Shelf, id: str) -> Opened:
    """The numbers that one comparison of declared and seen holds against each other. Raises UnknownIdError."""
    found = comparison(shelf.case, id)
    numbers = []
    for role, span in ((Role.DECLARED, found.declared), (Role.SEEN, found.seen), (Role.TOLD, found.told)):
        rows = tuple(_count(row) for row in found.rows if row.role is role)
        if rows:
            numbers.append(Number(str(role), str(span) if span else "nothing that counts", rows))
    numbers.insert(0, Number("verdict", str(found.verdict), (), "", None, found.reason))
    return Opened(id, "comparison", f"{found.thing}, {found.site_id or 'in all'}", tuple(numbers))


def _count(row: CountRow) -> Row:
    evidence = tuple(id for id in (row.statement_id, row.claim_id, row.origin_id) if id)
    gone = "; corrected since, so it counts for nothing" if row.corrected else ""
    return Row(f"{row.who}: {row.number} {row.thing}{gone}", None, evidence, clipped(row.quote))


# ---- alerts, forecasts, decisions ----------------------------------------------------------------------------------


def alert(shelf: Shelf, id: str) -> Opened:
    """What raised an alert. Raises UnknownIdError."""
    found = shelf.store.alert(id)
    rows = [
        Row(
            f"{quote.speaker} {quote.stance}, {quote.outlet or quote.document}",
            None,
            (quote.statement_id,),
            quote.words,
        )
        for quote in found.quotes
    ]
    rows += [Row("image", None, (change, *found.scene_ids)) for change in found.change_ids]
    about = tuple(Row("about", None, (subject,)) for subject in found.subjects)
    numbers = (
        Number("cause", found.kind, tuple(rows), "", None, found.text),
        Number("condition", found.condition, about),
    )
    return Opened(id, "alert", found.title, numbers)


def forecast(shelf: Shelf, id: str) -> Opened:
    """What somebody expected, and what came. Raises UnknownIdError."""
    found = shelf.store.forecast(id)
    about = (found.claim_id,) if found.claim_id else ()
    row = Row(found.note or "no reason given", found.probability, about)
    numbers = [
        Number(
            "probability", share(found.probability), (row,), "probability", None, f"{found.who}, {found.made:%Y-%m-%d}"
        )
    ]
    came = resolved(shelf.store.decisions()).get(found.claim_id or found.id)
    if came:
        numbers.append(Number("came", came.value, (Row(came.note, None, (came.id,)),)))
    return Opened(id, "forecast", found.text, tuple(numbers))


def decision(shelf: Shelf, id: str) -> Opened:
    """What somebody judged. Raises UnknownIdError."""
    every: Iterable[Decision] = shelf.store.decisions(standing=False)
    found = next((item for item in every if item.id == id), None)
    if found is None:
        raise UnknownIdError("no decision has this id", thing=id, remedy="list them with `firsthand decisions`")
    rows = tuple(Row(subject, None, (subject,), shelf.quote([subject])) for subject in found.subjects)
    gone = f"; withdrawn {found.withdrawn:%Y-%m-%d}" if found.withdrawn else ""
    note = f"{found.who}, {found.when:%Y-%m-%d}{gone}. {found.note}".strip()
    return Opened(id, "decision", found.kind, (Number("value", clipped(found.value, 80), rows, "", None, note),))
