"""A matrix worked out by hand, and what it hangs on.

The matrix: three hypotheses, four rows entered by a person, each trusted r; in brackets 1/2 + r (L - 1/2).

    ======  ====  ===========  ===========  ===========
    row     r     A            B            C
    ======  ====  ===========  ===========  ===========
    E1      1.0   CC (0.950)   N  (0.500)   II (0.050)
    E2      0.8   I  (0.300)   C  (0.700)   C  (0.700)
    E3      0.5   C  (0.625)   I  (0.375)   NA
    E4      0.6   N  (0.500)   II (0.230)   CC (0.770)
    ======  ====  ===========  ===========  ===========

Posteriors. Each starts at 1/3. E1, E2 and E4 concern all:

    A  0.95 x 0.30 x 0.50 = 0.14250
    B  0.50 x 0.70 x 0.23 = 0.08050
    C  0.05 x 0.70 x 0.77 = 0.02695      sum 0.24995

    A 0.14250 / 0.24995 = 0.570114, B 0.322064, C 0.107822

E3 leaves C where it is; A and B share their 0.892178 anew:

    A  0.570114 x 0.625 = 0.356321
    B  0.322064 x 0.375 = 0.120774      sum 0.477095
    A  0.892178 x 0.356321 / 0.477095 = 0.666328
    B  0.892178 x 0.120774 / 0.477095 = 0.225850
    C  0.107822

Inconsistency, r x 1 for I and r x 2 for II:

    A  E2 0.8 x 1 = 0.8      B  E3 0.5 x 1 + E4 0.6 x 2 = 1.7      C  E1 1.0 x 2 = 2.0

Diagnosticity, the largest chance by the smallest:

    E1 0.95 / 0.05 = 19      E2 0.7 / 0.3 = 2.3333      E3 0.625 / 0.375 = 1.6667      E4 0.77 / 0.23 = 3.3478
"""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest
from board_makers import A, B, C, by_hand, not_so, row

from firsthand.errors import UnknownIdError
from firsthand.model import Assumption, Board, EvidenceRow, HypothesisLink, LinkKind, Rating, Reliability
from firsthand.weigh.hypotheses.judge import Outcome, judged, start
from firsthand.weigh.hypotheses.scale import LIKELIHOODS, discounted, reliability, share
from firsthand.weigh.hypotheses.why import inconsistency_steps, posterior_steps, row_steps

E1 = row("E1", 1.0, "CC", "N", "II")
E2 = row("E2", 0.8, "I", "C", "C")
E3 = row("E3", 0.5, "C", "I", "NA")
E4 = row("E4", 0.6, "N", "II", "CC")
MATRIX = by_hand(E1, E2, E3, E4)


def posteriors(outcome: Outcome) -> dict[str, float]:
    """By the last letter of the hypothesis' words."""
    return {item.hypothesis.text[-1]: item.posterior for item in outcome.standings}


def order(outcome: Outcome) -> str:
    return "".join(item.hypothesis.text[-1] for item in outcome.standings)


def test_posteriors_by_hand() -> None:
    found = posteriors(judged(MATRIX))
    assert found == pytest.approx({"A": 0.666328, "B": 0.225850, "C": 0.107822}, abs=5e-7)
    # The same in fractions, without rounding on the way.
    rest = (0.1425 + 0.0805) / 0.24995
    assert found["A"] == pytest.approx(rest * 0.0890625 / (0.0890625 + 0.0301875), abs=1e-12)
    assert sum(found.values()) == pytest.approx(1.0, abs=1e-12)


def test_inconsistency_by_hand() -> None:
    found = {item.hypothesis.text[-1]: item.inconsistency for item in judged(MATRIX).standings}
    assert found == pytest.approx({"A": 0.8, "B": 1.7, "C": 2.0}, abs=1e-12)


def test_diagnosticity_by_hand() -> None:
    found = [weight.diagnosticity for weight in judged(MATRIX).rows]
    assert found == pytest.approx([19.0, 0.7 / 0.3, 0.625 / 0.375, 0.77 / 0.23], abs=1e-9)


@pytest.mark.parametrize(
    ("gone", "expected", "ranked"),
    [
        # A .3 x .5 = .15, B .7 x .23 = .161, C .7 x .77 = .539, sum .85; then E3 over A and B, which hold .365882.
        ("E1", {"A": 0.222556, "B": 0.143326, "C": 0.634118}, "CAB"),
        # A .95 x .5 = .475, B .115, C .0385, sum .6285; E3: A .296875, B .043125 of .938743.
        ("E2", {"A": 0.819675, "B": 0.119069, "C": 0.061257}, "ABC"),
        # As above before E3.
        ("E3", {"A": 0.570114, "B": 0.322064, "C": 0.107822}, "ABC"),
        # A .95 x .3 = .285, B .35, C .035, sum .67; E3: A .178125, B .13125 of .947761.
        ("E4", {"A": 0.545681, "B": 0.402081, "C": 0.052239}, "ABC"),
    ],
)
def test_dropping_a_row_ranks_anew_as_computed(gone: str, expected: dict[str, float], ranked: str) -> None:
    dropped = replace(MATRIX, rows=tuple(item for item in MATRIX.rows if item.id != gone))
    assert posteriors(judged(dropped)) == pytest.approx(expected, abs=5e-7)
    assert order(judged(dropped)) == ranked
    (fall,) = [fall for fall in judged(MATRIX).falls if fall.row_ids == (gone,)]
    assert [fall.posterior[item.id] for item in (A, B, C)] == pytest.approx(list(expected.values()), abs=5e-7)
    assert fall.leader_changes is (ranked != "ABC")
    shifts = [abs(expected[letter] - now) for letter, now in posteriors(judged(MATRIX)).items()]
    assert fall.shift == pytest.approx(max(shifts), abs=1e-6)


def test_what_changes_the_leader_comes_first() -> None:
    falls = judged(MATRIX).falls
    assert falls[0].row_ids == ("E1",)
    assert [fall.leader_changes for fall in falls] == [True, False, False, False]


def test_an_irrelevant_row_stays_visible_and_counts_for_nothing() -> None:
    hidden = replace(MATRIX, rows=(replace(E1, irrelevant_by="dec-2"), E2, E3, E4))
    outcome = judged(hidden)
    assert order(outcome) == "CAB"
    first = outcome.rows[0]
    assert (first.row.id, first.counted, first.why_not) == ("E1", False, "marked irrelevant")


def test_a_dropped_hypothesis_is_not_judged_and_the_others_share_its_part() -> None:
    outcome = judged(replace(MATRIX, hypotheses=(A, B, replace(C, dropped_by="dec-2"))))
    # A .95 x .3 x .5 x .625 = .0890625, B .5 x .7 x .23 x .375 = .0301875
    assert posteriors(outcome) == pytest.approx({"A": 0.0890625 / 0.11925, "B": 0.0301875 / 0.11925}, abs=1e-12)


def test_rows_of_one_origin_fall_together() -> None:
    one = by_hand(replace(E1, origin="a guard"), replace(E2, origin="a guard"), E4)
    (fall,) = [fall for fall in judged(one).falls if fall.kind == "origin"]
    assert (fall.name, fall.row_ids) == ("a guard", ("E1", "E2"))
    # E4 alone: .5, .23 and .77 of 1.5.
    assert [fall.posterior[item.id] for item in (A, B, C)] == pytest.approx([0.5 / 1.5, 0.23 / 1.5, 0.77 / 1.5])


def test_a_row_of_several_origins_is_weakened_by_one_of_them() -> None:
    shared = replace(E1, without=(("a guard", Reliability.exact(0.5)), ("a driver", Reliability.exact(1.0))))
    falls = {fall.name: fall for fall in judged(by_hand(shared)).falls if fall.kind == "origin"}
    # At r = .5: A .725, B .5, C .275, sum 1.5.
    found = falls["a guard"].posterior
    assert [found[item.id] for item in (A, B, C)] == pytest.approx([0.725 / 1.5, 0.5 / 1.5, 0.275 / 1.5])
    assert falls["a driver"].shift == pytest.approx(0.0)


def test_an_assumption_that_fails_takes_its_rows_along() -> None:
    taken = Assumption("asm-1", "The guard was there", "ask him", ("E1",))
    outcome = judged(replace(MATRIX, assumptions=(taken,)))
    assert [fall.name for fall in outcome.falls if fall.kind == "assumption"] == ["The guard was there"]
    failed = judged(replace(MATRIX, assumptions=(replace(taken, state="fails"),)))
    assert order(failed) == "CAB"
    assert "The guard was there" in failed.rows[0].why_not


def test_a_wider_hypothesis_takes_in_the_narrower_one_and_stays_above_it() -> None:
    link = HypothesisLink(C.id, B.id, LinkKind.SUBSUMES, "dec-2")
    outcome = judged(replace(MATRIX, links=(link,)))
    assert posteriors(outcome)["C"] == pytest.approx(0.225850 + 0.107822, abs=1e-6)
    assert posteriors(outcome)["B"] == pytest.approx(0.225850, abs=1e-6)
    assert order(outcome) == "ACB"


def test_not_rated_yet_is_not_counted_and_moves_nothing() -> None:
    before = posteriors(judged(by_hand(E1, E2)))
    after = posteriors(judged(by_hand(E1, E2, row("E5", 1.0, "CC", "II", ""))))
    assert after["C"] == pytest.approx(before["C"])
    assert after["A"] > before["A"]


@pytest.mark.parametrize("rows", [(E3, E1, E4, E2), (E4, E3, E2, E1)])
def test_the_order_of_rows_makes_no_difference(rows: tuple[EvidenceRow, ...]) -> None:
    assert posteriors(judged(replace(MATRIX, rows=rows))) == pytest.approx(posteriors(judged(MATRIX)))


def test_where_it_may_not_have_happened_it_starts_where_a_claim_does() -> None:
    board = by_hand(hypotheses=(A, B, not_so(C)))
    # The middle of the log odds of .42 and .48 is -.2014, a probability of .44982.
    assert start(board) == pytest.approx({A.id: 0.22491, B.id: 0.22491, C.id: 0.55018}, abs=5e-6)
    assert judged(board).happened == pytest.approx(0.44982, abs=5e-6)
    assert judged(MATRIX).happened is None


def test_a_source_moves_a_board_as_far_as_a_claim() -> None:
    """CC for the act and II for its opposite, trusted as the source moves the claim: the same odds."""
    moved = 1.4
    told = replace(row("E1", 0.0, "CC", "CC", "II"), reliability=reliability(moved, moved))
    happened = judged(by_hand(told, hypotheses=(A, B, not_so(C)))).happened
    assert happened is not None
    assert happened == pytest.approx(share(log(0.44982 / 0.55018) + moved), abs=1e-5)


# ---- intervals -----------------------------------------------------------------------------------------------------


def test_what_people_rated_and_weighed_has_no_width() -> None:
    assert all(item.low == item.high == round(item.posterior, 2) for item in judged(MATRIX).standings)


def test_a_proposed_rating_may_be_one_step_off() -> None:
    proposed = by_hand(row("E1", 1.0, "C", "I", "I", person=False))
    first = judged(proposed).standings[0]
    # C .75 against I .25 twice: .6, log odds .405465. One step: CC .95 or N .5, half of log(1.9) = .320927.
    assert first.posterior == pytest.approx(0.6)
    assert (first.low, first.high) == (round(share(0.405465 - 0.320927), 2), round(share(0.405465 + 0.320927), 2))


def test_a_proposed_reliability_gives_width_of_its_own() -> None:
    doubtful = replace(row("E1", 0.0, "CC", "II", "II"), reliability=Reliability(0.0, 0.5, 1.0))
    first = judged(by_hand(doubtful)).standings[0]
    # Middle: .725 / (.725 + 2 x .275) = .568627. At 0: 1/3; at 1: .95 / 1.05; half of their distance in log odds.
    half = (log(0.95 / 0.10) - log(1 / 2)) / 2
    middle = log(0.725 / 0.55)
    assert (first.low, first.high) == (round(share(middle - half), 2), round(share(middle + half), 2))


# ---- the steps behind each number ----------------------------------------------------------------------------------


def test_steps_lead_to_the_numbers() -> None:
    outcome = judged(MATRIX)
    for standing in outcome.standings:
        id = standing.hypothesis.id
        assert posterior_steps(outcome, id)[-1].result == standing.posterior
        assert sum(step.value for step in inconsistency_steps(outcome, id)) == pytest.approx(standing.inconsistency)
    assert [step.text for step in posterior_steps(outcome, C.id)] == [
        "Before any evidence",
        "evidence E1",
        "evidence E2",
        "evidence E4",
    ]
    assert [step.result for step in row_steps(outcome, "E2")] == pytest.approx([0.3, 0.7, 0.7])
    with pytest.raises(UnknownIdError):
        posterior_steps(outcome, "hyp-none")


def test_a_board_without_hypotheses_comes_to_nothing() -> None:
    outcome = judged(Board("brd-1", "clm-1", "?", (), "", (), (E1,)))
    assert (outcome.standings, outcome.falls) == ((), ())


def test_the_scale_is_even_around_neither() -> None:
    assert [LIKELIHOODS[a] + LIKELIHOODS[b] for a, b in ((Rating.CC, Rating.II), (Rating.C, Rating.I))] == [1.0, 1.0]
    assert discounted(0.95, 0.0) == 0.5
