"""A judgement taken apart: where it starts, every move, and the sums from which its interval follows.

Everything is in the assessment itself, so what is shown is what was computed, whatever happened since.
"""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.case import Case
from firsthand.errors import UnknownIdError
from firsthand.model import Assessment, Reason
from firsthand.weigh.assumptions import Range
from firsthand.weigh.likelihood import BEFORE_ANYBODY, ends, probability, total
from firsthand.weigh.scales import HIGHEST, LOWEST

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Explanation:
    """One judgement as rows that add up."""

    claim_id: str
    rows: tuple[Reason, ...]
    """The start, then every move, the strongest first, in log odds."""
    everything: Range
    """Sum of all rows: middle and half-width, in log odds."""
    surely: Range
    """The same without origins that may be the same as others."""
    even: float
    """The probability of the middle of ``everything``."""
    low: float
    high: float
    """``surely`` less its half-width, and the higher of both sums plus theirs, as probabilities to two digits; the
    whole scale where nothing moves it."""
    words: str

    @property
    def moved_most(self) -> tuple[Reason, ...]:
        """The things that moved it most, the strongest first; fewer where fewer moved it."""
        return tuple(reason for reason in self.rows[1:] if reason.log_odds)[:MOST_SHOWN]


def explanation(assessment: Assessment) -> Explanation:
    """The rows that make the interval of ``assessment``, and their sums."""
    start = assessment.start or Reason(BEFORE_ANYBODY.text, BEFORE_ANYBODY.middle, (), BEFORE_ANYBODY.half)
    rows = (start, *assessment.reasons)
    everything = total((row.log_odds, row.give_or_take) for row in rows)
    surely = total((row.log_odds, row.give_or_take) for row in rows if row.at_low)
    moved = any(row.log_odds or row.give_or_take for row in assessment.reasons)
    low, high = ends(surely, everything) if moved else (LOWEST, HIGHEST)
    even = round(probability(everything[0]), 3)
    return Explanation(assessment.claim_id, rows, everything, surely, even, low, high, assessment.words)


def explained(case: Case, claim_id: str) -> Explanation:
    """How the judgement on one claim of ``case`` adds up. Raises UnknownIdError on a claim that was not weighed."""
    found = case.store.assessments().get(case.store.claim(claim_id).id)
    if found is None:
        raise UnknownIdError("this claim has not been weighed", thing=claim_id, remedy="`firsthand weigh` first")
    return explanation(found)
