"""Probabilities against simulated worlds whose truth is known (``weigh_worlds.py``). ``--data`` is accepted, not used.

A world makes documents, statements, claims, origins, images and resolutions, and the real ``weigh_claims`` judges
them, learning as it goes how reliable the sources of a case are; it never weighs a claim by its own resolution. What
is measured is whether the arithmetic is sound: each origin once, hedges and denials heard, silent images worth
nothing, letters that hold. It cannot say how reliable sources are in the real world: ``shifted_*`` is a second world
with other parameters, in which the same assumptions do worse.

``calibration_error``: mean distance, over ten bins of the interval's middle, between the middles and the share of
claims that are true, weighted by claims. ``brier``: of the middle. ``calibration_floor``: the mean calibration error
that a perfect judge would have on as many claims, by chance. ``majority_brier``: reports for against reports that
deny, each outcome given the very share of true claims it has in this world. ``report_count_brier``: a logistic model
of the number of reports by kind, denials and images, its weights fitted to this very world, each count taken to the
power that serves it best. ``unlearned_*``: the same model when nobody has a letter. ``unresolved_*``: of claims that
nobody resolved. ``graded_share``: sources that have a letter other than F; ``letter_coverage``: of those the share
whose true reliability lies in the 80 per cent interval of its record. ``dependent_found``: share of the outlets that
secretly copy that are found to; ``dependent_wrong``: pairs found that do not. ``repeat_change``: largest change of
any end of an interval, or of what any letter rests on, when a report of every claim of a case is repeated 40 times;
the repeats are known to be repeats here, as all origins are (how well those are found, ``demo.py`` and ``lineage.py``
measure).

The start of the model and what it leaves of corrected origins were chosen on an earlier form of this world, drawn
with another seed. No other assumption was.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from common import show
from weigh_worlds import SHIFTED, SORTS, CaseMaker, Made, World, pooled, repeated

from firsthand.model import Assessment, Relation, SourceKind
from firsthand.weigh.evidence import Evidence
from firsthand.weigh.grading.letters import NOT_JUDGED
from firsthand.weigh.grading.trust import Trust
from firsthand.weigh.likelihood import likelihood
from firsthand.weigh.reliability import key_of, learn
from firsthand.weigh.weigher import weigh_claims

CASES, CLAIMS, SEED = 20, 400, 20310301


@dataclass(frozen=True, slots=True)
class Judged:
    """One case, what the real code makes of it, and what it would make of it if nobody had a letter."""

    maker: CaseMaker
    made: tuple[Made, ...]
    found: tuple[Assessment, ...]
    unlearned: tuple[float, ...]
    """Middles of the intervals."""
    trust: Trust


def parts(made: Sequence[Made]) -> tuple[object, ...]:
    """What ``weigh_claims`` and ``Evidence.of`` take."""
    return (
        [item.claim for item in made],
        [statement for item in made for statement in item.statements],
        [document for item in made for document in item.documents],
        pooled([item.record for item in made]),
        (),
        [decision for item in made for decision in item.decisions],
    )


def judged(world: World, seed: int) -> Judged:
    """One case of a world, weighed by the real code."""
    maker = CaseMaker(world, seed)
    made = tuple(maker.claim(number) for number in range(CLAIMS))
    evidence = Evidence.of(*parts(made))
    plain = (
        likelihood(claim, evidence.by_id, evidence.verdicts[claim.id], evidence.denials[claim.id])
        for claim in evidence.claims
    )
    unlearned = tuple((item.low + item.high) / 2 for item in plain)
    return Judged(maker, made, weigh_claims(*parts(made)).assessments, unlearned, learn(evidence))


# ---- measures ------------------------------------------------------------------------------------------------------


def brier(chances: np.ndarray, true: np.ndarray) -> float:
    return float(np.mean((chances - true) ** 2))


def calibration_error(chances: np.ndarray, true: np.ndarray) -> float:
    """Expected calibration error over ten equal bins."""
    bins = np.minimum((chances * 10).astype(int), 9)
    gaps = [abs(float(np.sum(chances[bins == at] - true[bins == at]))) for at in range(10)]
    return sum(gaps) / len(chances)


def calibration_floor(chances: np.ndarray, seed: int) -> float:
    """The calibration error of a judge whose every chance is right, by luck of the draw."""
    draw = np.random.default_rng(seed)
    return float(np.mean([calibration_error(chances, draw.random(len(chances)) < chances) for _ in range(50)]))


def by_cell(cells: np.ndarray, true: np.ndarray) -> np.ndarray:
    """For each claim the share of true ones among those of its cell."""
    shares = {cell: float(true[cells == cell].mean()) for cell in np.unique(cells)}
    return np.array([shares[cell] for cell in cells])


def fitted(features: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Chances of a logistic model fitted to these very claims, by Newton's method with a trace of ridge."""
    inputs = np.column_stack([np.ones(len(features)), features])
    weights = np.zeros(inputs.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (true - chances) - 1e-3 * weights
        curve = (inputs * (chances * (1 - chances))[:, None]).T @ inputs + 1e-3 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))


def counts(made: Made, assessment: Assessment) -> list[float]:
    """Numbers of reports by kind and basis, of denials, and what the images say."""
    relations = {member.statement_id: member.relation for member in made.claim.members}
    rows = [(item.source_kind, item.basis, relations[item.id]) for item in made.statements]
    sorts = [(sort.kind, sort.basis) for sort in SORTS]
    of_sort = [
        float(sum((kind, basis, Relation.AGREES) == (*sort, tie) for kind, basis, tie in rows)) for sort in sorts
    ]
    lost = float(sum(kind is SourceKind.LOST and tie is Relation.AGREES for kind, _, tie in rows))
    others = [float(sum(tie is wanted for *_, tie in rows)) for wanted in (Relation.DENIES, Relation.CORRECTS)]
    return [*of_sort, lost, *others, *(float(assessment.image.answer == name) for name in ("agrees", "contradicts"))]


def measures(world: World, seed: int) -> dict[str, float]:
    """All figures of one world."""
    cases = [judged(world, seed + number) for number in range(CASES)]
    made = [item for case in cases for item in case.made]
    found = [item for case in cases for item in case.found]
    true = np.array([item.true for item in made], dtype=float)
    middles = np.array([(item.low + item.high) / 2 for item in found])
    unlearned = np.array([middle for case in cases for middle in case.unlearned])
    open_ones = np.array([not item.decisions for item in made])
    features = np.array([counts(item, assessment) for item, assessment in zip(made, found, strict=True)])
    fors, against = features[:, :8].sum(axis=1), features[:, 8]
    return {
        "calibration_error": calibration_error(middles, true),
        "calibration_floor": calibration_floor(middles, seed),
        "brier": brier(middles, true),
        "majority_brier": brier(by_cell(np.sign(fors - against), true), true),
        "report_count_brier": min(brier(fitted(features**power, true), true) for power in (0.25, 0.5, 0.75, 1.0)),
        "unlearned_calibration_error": calibration_error(unlearned, true),
        "unlearned_brier": brier(unlearned, true),
        "unresolved_calibration_error": calibration_error(middles[open_ones], true[open_ones]),
        "unresolved_brier": brier(middles[open_ones], true[open_ones]),
        "true_share": float(true.mean()),
        "undetermined_share": float(np.mean([item.words == "undetermined" for item in found])),
        **letters(cases),
        "repeat_change": repeat_change(cases[0]),
    }


def letters(cases: Sequence[Judged]) -> dict[str, float]:
    """How many sources have letters, whether their intervals hold what is so, and hidden copying found."""
    graded, held, hidden = [], [], []
    for case in cases:
        for source in (source for pool in case.maker.sources for source in pool):
            grade = case.trust.grades.get(key_of(source.name))
            if grade and source.name not in case.maker.giver_of:
                graded.append(grade.learned != NOT_JUDGED)
                held += [grade.low <= source.right <= grade.high] if grade.learned != NOT_JUDGED else []
        pairs = [frozenset((key_of(one), key_of(two))) for one, two in case.maker.giver_of.items()]
        hidden += [pair in case.trust.alike for pair in pairs]
    return {
        "graded_share": float(np.mean(graded)),
        "letter_coverage": float(np.mean(held)),
        "dependent_found": float(np.mean(hidden)),
        "dependent_wrong": float(sum(len(case.trust.alike) for case in cases) - sum(hidden)),
    }


def repeat_change(case: Judged) -> float:
    """The largest change of any end of an interval, or of what any letter rests on, when reports are repeated."""
    again = weigh_claims(*parts([repeated(item, number) for number, item in enumerate(case.made)]))
    pairs = zip(case.found, again.assessments, strict=True)
    ends = [max(abs(old.low - new.low), abs(old.high - new.high)) for old, new in pairs]
    records = zip(case.trust.grades.values(), again.grades, strict=True)
    moved = [max(abs(old.right - new.right), abs(old.wrong - new.wrong)) for old, new in records]
    return max(*ends, *moved)


def main() -> None:
    """Print the figures of both worlds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="not used")
    parser.parse_args()
    show({"claims": CASES * CLAIMS})
    show(measures(World(), SEED))
    show(measures(SHIFTED, SEED + 1000), "shifted")


if __name__ == "__main__":
    main()
