"""What the letters of sources do to the weight of their words. A claim is never weighed by what it settled itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from firsthand.model import Claim, GradeMove, ImageVerdict, Origin, SourceGrade
from firsthand.stage import plural
from firsthand.weigh.assumptions import Range
from firsthand.weigh.grading.letters import NOT_JUDGED, Trial, given_range, learned_range, letter_of
from firsthand.weigh.grading.outcomes import rests_on, share_so

Weight = tuple[Range, str]
"""A weight in log odds, and the letter that made it, in words; no words where none did."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The letters of a case; empty where nothing is known of any source."""

    grades: Mapping[str, SourceGrade] = field(default_factory=dict)
    """By the source's key."""
    source_of: Mapping[str, str] = field(default_factory=dict)
    """Key of the source behind an origin, or behind the first statement of a party that denies, by its id."""
    alike: frozenset[frozenset[str]] = frozenset()
    """Pairs of keys of which one has its claims from the other, as shared errors show."""
    proved: Mapping[str, bool] = field(default_factory=dict)
    """By id of each settled claim whether it proved so."""
    _known: dict[tuple[str, Range], Weight] = field(default_factory=dict, compare=False, repr=False)
    """Weights found already, of claims on which no test rests."""

    def weight(self, id: str, assumed: Range, claim: Claim, verdict: ImageVerdict) -> Weight:
        """The weight in ``claim`` of an origin or a denial by its id.

        What is assumed of such statements stands where the source has no letter without this claim's own outcome.
        """
        key = self.source_of.get(id, "")
        grade = self.grades.get(key)
        if grade is None:
            return assumed, ""
        if grade.given_by:
            said = "" if grade.letter == NOT_JUDGED else f"source {grade.letter}, given by a person"
            return given_range(grade.letter, assumed), said
        settled = {claim.id, *rests_on(claim, verdict)}
        if claim.id in self.proved or len(settled) > 1:
            kept = [move for move in grade.moves if settled.isdisjoint((move.claim_id, *move.rests_on))]
            return _learned(kept, assumed, share_so(so for other, so in self.proved.items() if other != claim.id))
        if (key, assumed) not in self._known:
            self._known[key, assumed] = _learned(grade.moves, assumed, share_so(self.proved.values()))
        return self._known[key, assumed]

    def perhaps_one(self, origin: Origin, claim: Claim) -> Origin:
        """``origin``, which may also be the same as those of ``claim`` whose sources copy its own, or it theirs."""
        own = self.source_of.get(origin.id, "")
        more = [
            other.id
            for other in claim.origins
            if other.id not in origin.may_equal and frozenset((own, self.source_of.get(other.id, ""))) in self.alike
        ]
        return replace(origin, may_equal=(*origin.may_equal, *more)) if more else origin


def _learned(moves: Sequence[GradeMove], assumed: Range, base: float) -> Weight:
    """The weight by a record; ``base`` is the share of settled claims that proved so."""
    tests = [move for move in moves if move.stake]
    right, wrong = sum(move.right for move in tests), sum(move.wrong for move in tests)
    letter = letter_of(right, wrong)
    if letter == NOT_JUDGED:
        return assumed, ""
    said = f"source {letter} by {plural(len(tests), 'test')}"
    return learned_range(assumed, [Trial(move.stake, move.rates, _at_even_odds(move, base)) for move in tests]), said


def _at_even_odds(move: GradeMove, base: float) -> float:
    """What a test counts for if as much proved so as not; ``base`` is the share of settled claims that proved so.

    Who asserts is tested by its own choice of what to assert. A denial is heard only of what somebody asserts, and most
    of that proves so: there to be wrong is less of a fault, and to be right more of a feat.
    """
    if move.origin_id:
        return 1.0
    was_right = move.rates[0] > move.rates[1]
    return 0.5 / (1 - base if was_right else base)
