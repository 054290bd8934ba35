"""What the letters of sources do to the weight of their words. A claim is never weighed by what it settled itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from firsthand.model import Claim, GradeMove, ImageVerdict, Origin, SourceGrade
from firsthand.weigh.assumptions import Range
from firsthand.weigh.reliability_letters import NOT_JUDGED, given_range, learned_range, letter_of
from firsthand.weigh.reliability_outcomes import rests_on


@dataclass(frozen=True, slots=True)
class Trust:
    """The letters of a case; empty where nothing is known of any source."""

    grades: Mapping[str, SourceGrade] = field(default_factory=dict)
    """By the source's key."""
    source_of: Mapping[str, str] = field(default_factory=dict)
    """Key of the source behind an origin, or behind the first statement of a party that denies, by its id."""
    alike: frozenset[frozenset[str]] = frozenset()
    """Pairs of keys of which one has its claims from the other, as shared errors show."""

    def weight(self, id: str, assumed: Range, claim: Claim, verdict: ImageVerdict) -> tuple[Range, str]:
        """The weight in ``claim`` of an origin or a denial by its id, and the letter that made it, in words.

        What is assumed of such statements stands where the source has no letter without this claim's own outcome.
        """
        grade = self.grades.get(self.source_of.get(id, ""))
        if grade is None:
            return assumed, ""
        if grade.given_by:
            said = f"source {grade.letter}, given by a person"
            return given_range(grade.letter, assumed), "" if grade.letter == NOT_JUDGED else said
        kept = others(grade.moves, claim, verdict)
        right, wrong = sum(move.right for move in kept), sum(move.wrong for move in kept)
        letter = letter_of(right, wrong)
        if letter == NOT_JUDGED:
            return assumed, ""
        tested = sum(bool(move.right + move.wrong) for move in kept)
        return learned_range(assumed, right, wrong), f"source {letter}, right in {right:.3g} of {tested} tests"

    def perhaps_one(self, origin: Origin, claim: Claim) -> Origin:
        """``origin``, which may also be the same as those of ``claim`` whose sources copy its own, or it theirs."""
        own = self.source_of.get(origin.id, "")
        more = [
            other.id
            for other in claim.origins
            if other.id not in origin.may_equal and frozenset((own, self.source_of.get(other.id, ""))) in self.alike
        ]
        return replace(origin, may_equal=(*origin.may_equal, *more)) if more else origin


def others(moves: tuple[GradeMove, ...], claim: Claim, verdict: ImageVerdict) -> list[GradeMove]:
    """The tests that do not rest on ``claim`` or on what the images show of it."""
    shared = {*rests_on(claim, verdict), claim.id}
    return [move for move in moves if move.claim_id != claim.id and shared.isdisjoint(move.rests_on)]
