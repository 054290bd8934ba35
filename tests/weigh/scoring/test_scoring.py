"""Scores against hand calculation; which judgement counts; what is left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import log

import pytest

from firsthand.model import Decision, Forecast, Stated
from firsthand.weigh.scales import UNDETERMINED
from firsthand.weigh.scoring.resolutions import RESOLVE
from firsthand.weigh.scoring.scores import FIRST, LAST, MACHINE, Scored, Unscored, machine_scored, people_scored, scores
from firsthand.weigh.scoring.scores import share_interval as wilson

START = datetime(2031, 3, 1, tzinfo=UTC)


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def item(probability: float, true: bool) -> Scored:
    return Scored("Ada", "clm-1", "", probability, START, true, at(1), "dec-1")


def stated(claim: str, low: float, high: float, day: float, words: str = "likely") -> Stated:
    return Stated(f"clm-{claim}", f"stm-{claim}", claim, low, high, words, at(day), "1")


def resolution(subject: str, value: str, day: float, withdrawn: datetime | None = None) -> Decision:
    return Decision(f"dec-{subject}-{day}", RESOLVE, (subject,), value, "Bert", at(day), "", withdrawn)


def forecast(who: str, subject: str, probability: float, day: float, by: datetime | None = None) -> Forecast:
    claim = subject if subject.startswith("clm-") else ""
    return Forecast(
        f"fct-{who}-{subject}-{day}", claim, claim.replace("clm", "stm"), subject, probability, by, who, at(day)
    )


# ---- the numbers ---------------------------------------------------------------------------------------------------


def test_scores_by_hand() -> None:
    # likely (.55-.80): .6 true, .8 false; very likely (.80-.95): .9 true, .9 true.
    found = scores("Ada", [item(0.6, True), item(0.7, False), item(0.9, True), item(0.9, True)])
    assert found is not None
    assert found.brier == pytest.approx((0.16 + 0.49 + 0.01 + 0.01) / 4)
    assert found.log_score == pytest.approx(-(log(0.6) + log(0.3) + 2 * log(0.9)) / 4)
    assert found.base_rate == 0.75
    assert found.uncertainty == pytest.approx(0.1875)
    assert found.reliability == pytest.approx((2 * (0.65 - 0.5) ** 2 + 2 * (0.9 - 1) ** 2) / 4)
    assert found.resolution == pytest.approx((2 * (0.5 - 0.75) ** 2 + 2 * (1 - 0.75) ** 2) / 4)
    # Only the first word spreads: (-.05)^2 + .05^2 - 2 * ((-.05) * .5 + .05 * (-.5)) over 4.
    assert found.within == pytest.approx((0.005 + 0.1) / 4)
    assert [(group.words, group.count, group.share) for group in found.bins] == [
        ("likely", 2, 0.5),
        ("very likely", 2, 1.0),
    ]


def test_the_parts_add_up_to_the_brier_score() -> None:
    chances = [(7 * n % 97 + 1) / 100 for n in range(200)]
    found = scores("Ada", [item(chance, 31 * n % 100 < 100 * chance) for n, chance in enumerate(chances)])
    assert found is not None
    assert found.reliability - found.resolution + found.uncertainty + found.within == pytest.approx(
        found.brier, abs=1e-12
    )
    assert sum(group.count for group in found.bins) == 200


def test_even_chances_score_a_quarter_and_the_logarithm_of_two() -> None:
    found = scores("Ada", [item(0.5, True), item(0.5, False)])
    assert found is not None
    assert (found.brier, found.log_score) == (0.25, pytest.approx(log(2)))
    assert found.reliability == found.resolution == found.within == 0


def test_a_person_surer_than_the_words_reach_is_scored_as_sure() -> None:
    found = scores("Ada", [item(0.999, False)])
    assert found is not None
    assert found.bins[0].words == "almost certain"
    assert found.log_score == pytest.approx(-log(0.001))


def test_nothing_resolved_has_no_score() -> None:
    assert scores("Ada", []) is None


def test_the_interval_of_a_share_is_wilsons() -> None:
    low, high = wilson(8, 10)
    assert (low, high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))
    assert wilson(0, 5)[0] == pytest.approx(0.0)
    assert wilson(5, 5)[1] == pytest.approx(1.0)


# ---- which judgement counts ----------------------------------------------------------------------------------------


def test_the_first_or_the_last_before_it_was_resolved_counts() -> None:
    kept = [stated("a", 0.5, 0.6, 1), stated("a", 0.7, 0.8, 3), stated("a", 0.95, 0.99, 9)]
    came = [resolution("clm-a", "true", 5)]
    (last,), _ = machine_scored(kept, came, LAST)
    (first,), _ = machine_scored(kept, came, FIRST)
    assert (last.probability, first.probability) == (0.75, 0.55)
    assert last.true and last.who == MACHINE


def test_what_is_not_scored_is_counted() -> None:
    kept = [
        stated("open", 0.5, 0.6, 1),
        stated("void", 0.5, 0.6, 1),
        stated("late", 0.5, 0.6, 9),
        stated("unsure", 0.01, 0.99, 1, UNDETERMINED),
        stated("scored", 0.2, 0.3, 1),
    ]
    came = [
        resolution(f"clm-{name}", "void" if name == "void" else "false", 5)
        for name in ("void", "late", "unsure", "scored")
    ]
    found, left = machine_scored(kept, came)
    assert [(one.subject, one.true) for one in found] == [("clm-scored", False)]
    assert left == Unscored(open=1, void=1, undetermined=1, late=1)


def test_the_later_resolution_holds_and_a_withdrawn_one_does_not() -> None:
    kept = [stated("a", 0.5, 0.6, 1)]
    both = [resolution("clm-a", "true", 4), resolution("clm-a", "false", 5)]
    assert [one.true for one in machine_scored(kept, both)[0]] == [False]
    undone = [both[0], resolution("clm-a", "false", 5, withdrawn=at(6))]
    assert [one.true for one in machine_scored(kept, undone)[0]] == [True]


def test_a_claim_whose_id_changed_keeps_its_resolution() -> None:
    kept = [Stated("clm-new", "stm-a", "a", 0.5, 0.6, "likely", at(1), "1")]
    came = [Decision("dec-1", RESOLVE, ("clm-old", "stm-a"), "true", "Bert", at(5))]
    assert len(machine_scored(kept, came)[0]) == 1


def test_each_person_is_scored_once_for_each_question() -> None:
    told = [
        forecast("Ada", "clm-a", 0.3, 1),
        forecast("Ada", "clm-a", 0.6, 2),
        forecast("Bert", "clm-a", 0.9, 3),
        forecast("Ada", "in own words", 0.2, 1),
        forecast("Ada", "still open", 0.2, 1, by=at(2)),
    ]
    came = [resolution("clm-a", "true", 5), resolution("fct-Ada-in own words-1", "false", 5)]
    found, left = people_scored(told, came, now=at(9))
    assert sorted((one.who, one.probability, one.true) for one in found) == [
        ("Ada", 0.2, False),
        ("Ada", 0.6, True),
        ("Bert", 0.9, True),
    ]
    assert (left.open, left.due) == (1, 1)
    first, _ = people_scored(told, came, at(9), FIRST)
    assert {one.probability for one in first} == {0.2, 0.3, 0.9}
