"""The rows behind each number of a board, in the order in which they made it."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.errors import UnknownIdError
from firsthand.model import Rating
from firsthand.weigh.hypotheses.judge import Outcome, RowWeight, in_order, start, updated, with_narrower
from firsthand.weigh.hypotheses.scale import PENALTIES


@dataclass(frozen=True, slots=True)
class Step:
    """One step towards a number."""

    text: str
    by: str
    """What was done: start, likelihood, takes in, penalty or rating."""
    value: float
    """Of the likelihood, penalty or share that came in."""
    result: float
    """The number after this step."""
    reason: str = ""
    evidence: tuple[str, ...] = ()
    """Ids: the row, then what it rests on."""


def posterior_steps(outcome: Outcome, hypothesis_id: str) -> tuple[Step, ...]:
    """How the posterior of a hypothesis came about; the last result is that posterior. Raises UnknownIdError."""
    shares = start(outcome.board)
    if hypothesis_id not in shares:
        raise UnknownIdError("this hypothesis is not judged on the board", thing=hypothesis_id)
    steps = [Step("Before any evidence", "start", shares[hypothesis_id], shares[hypothesis_id])]
    for weight in in_order(outcome.rows):
        shares |= updated(shares, weight.likelihoods)
        if hypothesis_id in weight.likelihoods:
            value = weight.likelihoods[hypothesis_id]
            steps.append(_step(weight, hypothesis_id, "likelihood", value, shares[hypothesis_id]))
    whole = with_narrower(outcome.board, shares)[hypothesis_id]
    if whole != shares[hypothesis_id]:
        narrower = whole - shares[hypothesis_id]
        steps.append(Step("The hypotheses that it subsumes", "takes in", narrower, whole))
    return tuple(steps)


def inconsistency_steps(outcome: Outcome, hypothesis_id: str) -> tuple[Step, ...]:
    """The rows that speak against a hypothesis; the last result is its inconsistency. Raises UnknownIdError."""
    if hypothesis_id not in start(outcome.board):
        raise UnknownIdError("this hypothesis is not judged on the board", thing=hypothesis_id)
    total, steps = 0.0, []
    for weight in outcome.rows:
        found = weight.cells.get(hypothesis_id)
        if weight.counted and found is not None and found.rating in PENALTIES:
            penalty = weight.row.reliability.middle * PENALTIES[found.rating]
            total += penalty
            steps.append(_step(weight, hypothesis_id, "penalty", penalty, total))
    return tuple(steps)


def row_steps(outcome: Outcome, row_id: str) -> tuple[Step, ...]:
    """What a row is rated for each hypothesis, and why; each result is the likelihood used. Raises UnknownIdError."""
    weight = next((item for item in outcome.rows if item.row.id == row_id), None)
    if weight is None:
        raise UnknownIdError("no row of this board has this id", thing=row_id)
    names = {item.id: item.text for item in outcome.board.hypotheses}
    return tuple(
        Step(
            f"{names[id]}: {found.rating}",
            "rating",
            weight.row.reliability.middle,
            weight.likelihoods.get(id, 1.0 if found.rating is Rating.NA else 0.5),
            found.reason,
            (row_id, *((found.rated_by,) if found.rated_by else ()), *weight.row.evidence),
        )
        for id, found in weight.cells.items()
    )


def _step(weight: RowWeight, hypothesis_id: str, by: str, value: float, result: float) -> Step:
    found = weight.cells[hypothesis_id]
    reason = f"{found.rating}, trusted {weight.row.reliability.middle:.2f}: {found.reason}"
    return Step(weight.row.text, by, value, result, reason, (weight.row.id, *weight.row.evidence))
